/* trace-walk: the fields of an event where it stands packed, one after the other, without a struct
 * event to unpack it into. Of use to those who go through a whole trace; all of it is inline, for a
 * field is the matter of some nanoseconds. One thread at a time. */
#ifndef WAITSCOPE_TRACE_WALK_H
#define WAITSCOPE_TRACE_WALK_H

#include "trace-pack.h"

enum packing { PACK_INTEGER, PACK_TEXT, PACK_BYTES };

/* A row a field. */
struct packed_field {
    unsigned char packing;
    bool of_t;             /* it is packed as the difference to the event's t */
    unsigned short offset; /* in struct event */
};
extern const struct packed_field packed_fields[FIELD_COUNT];

enum {
    /* A bit of a shape that no field has: the event has fields of a newer version. */
    SHAPE_UNKNOWN = 127,
};

struct walk {
    const unsigned char *at; /* what is still to come */
    uint64_t bits, later;    /* its fields: a bit each from `first` on, and from 64 on */
    unsigned first;
    const struct shape *shape;
    int64_t t;
};

static inline const unsigned char *varint_get(const unsigned char *at, uint64_t *value) {
    *value = *at;
    /* What is taken off is the bit of the byte before that says that there is more. */
    for (int shift = 7; *at++ & 0x80; shift += 7)
        *value += ((uint64_t)*at - 1) << shift;
    return at;
}

/* Small numbers of either sign become small: 0, -1, 1, -2, … are 0, 1, 2, 3, … */
static inline uint64_t sign_fold(uint64_t value) {
    return value << 1 ^ -(value >> 63);
}

static inline uint64_t sign_unfold(uint64_t folded) {
    return folded >> 1 ^ -(folded & 1);
}

static inline bool shape_has(const struct shape *shape, int bit) {
    return shape->bits[bit / 64] >> bit % 64 & 1;
}

/* An event begins with what is not packed, or not as the other fields are: its seq, its t, its
 * kind. The walk begins behind that. */
static inline struct walk walk_begin(const struct packed *packed) {
    _Static_assert(FIELD_seq < 3 && FIELD_t < 3 && FIELD_kind < 3, "these are the first three");
    uint64_t number, value;
    const unsigned char *at = varint_get(packed->at, &number);
    const struct shape *shape = &packed->packer->shapes.numbered[number];
    struct walk walk = {
        .at = at,
        .bits = shape->bits[0] >> 3 << 3,
        .later = shape->bits[1] & ~(UINT64_C(1) << SHAPE_UNKNOWN % 64),
        .shape = shape,
    };
    if (shape_has(shape, FIELD_t)) {
        walk.at = varint_get(at, &value);
        walk.t = (int64_t)(sign_unfold(value) + (uint64_t)packed->base);
    }
    return walk;
}

/* The next field, in the order of event.def; false: there is none. Its value is a text's number, or
 * how many bytes a SET, LIST or DATA has, which walk_bytes() is then to take, or what
 * walk_integer() makes an integer of. */
static inline bool walk_next(struct walk *walk, enum field *field, uint64_t *value) {
    if (!walk->bits) {
        walk->bits = walk->later;
        walk->later = 0;
        walk->first = 64;
        if (!walk->bits)
            return false;
    }
    *field = (enum field)(walk->first + (unsigned)__builtin_ctzll(walk->bits));
    walk->bits &= walk->bits - 1;
    walk->at = varint_get(walk->at, value);
    return true;
}

static inline int64_t walk_integer(const struct walk *walk, enum field field, uint64_t value) {
    uint64_t origin = (uint64_t)walk->t & -(uint64_t)packed_fields[field].of_t;
    return (int64_t)(sign_unfold(value) + origin);
}

static inline struct bytes walk_bytes(struct walk *walk, uint64_t size) {
    struct bytes bytes = {walk->at, size};
    walk->at += size;
    return bytes;
}

/* Instead of taking the value. */
static inline void walk_pass(struct walk *walk, enum field field, uint64_t value) {
    if (packed_fields[field].packing == PACK_BYTES)
        walk->at += value;
}

/* Behind the last field: those of a newer version, as event-unknown.h has them, or nothing. */
static inline struct bytes walk_unknown(struct walk *walk) {
    uint64_t size;
    if (!shape_has(walk->shape, SHAPE_UNKNOWN))
        return (struct bytes){NULL, 0};
    walk->at = varint_get(walk->at, &size);
    return walk_bytes(walk, size);
}

#endif
