#include <config.h>

#include "trace-pack.h"

#include <assert.h>
#include <string.h>

enum {
    VARINT_MAX = 10, /* bytes of 64 bits, 7 to a byte */
    /* A bit of a shape that no field has: the event has fields of a newer version. */
    BIT_UNKNOWN = 127,
};

_Static_assert((int)FIELD_COUNT <= (int)BIT_UNKNOWN, "a shape has a bit a field, and one more");

enum packing { PACK_INTEGER, PACK_TEXT, PACK_BYTES };

#define PACK_INT      PACK_INTEGER
#define PACK_ERRNO    PACK_INTEGER
#define PACK_SIGNAL   PACK_INTEGER
#define PACK_SIGNALS  PACK_INTEGER
#define PACK_KIND     PACK_INTEGER
#define PACK_CALL     PACK_INTEGER
#define PACK_EVIDENCE PACK_INTEGER
#define PACK_NAME     PACK_INTEGER
#define PACK_FLAGS    PACK_INTEGER
#define PACK_SET      PACK_BYTES
#define PACK_LIST     PACK_BYTES
#define PACK_DATA     PACK_BYTES

struct place {
    enum packing packing;
    size_t offset; /* in struct event */
};

#define FIELD(member, json, type, ...) {PACK_##type, offsetof(struct event, member)},
static const struct place places[FIELD_COUNT] = {
#include "event.def"
};

static unsigned char *varint_put(unsigned char *out, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        *out++ = (unsigned char)(value | 0x80);
    *out++ = (unsigned char)value;
    return out;
}

static inline const unsigned char *varint_get(const unsigned char *at, uint64_t *value) {
    *value = *at & 0x7f;
    for (int shift = 7; *at++ & 0x80; shift += 7)
        *value |= (uint64_t)(*at & 0x7f) << shift;
    return at;
}

/* Small numbers of either sign become small: 0, -1, 1, -2, … are 0, 1, 2, 3, … */
static uint64_t sign_fold(uint64_t value) {
    return value << 1 ^ -(value >> 63);
}

static uint64_t sign_unfold(uint64_t folded) {
    return folded >> 1 ^ -(folded & 1);
}

/* What an integer is packed as the difference to. */
static inline uint64_t origin(const struct event *event, enum field field, int64_t base) {
    switch (field) {
    case FIELD_t:
        return (uint64_t)base;
    case FIELD_entered:
    case FIELD_arrived:
    case FIELD_kernel_entered:
    case FIELD_kernel_left:
    case FIELD_seen:
    case FIELD_woken:
    case FIELD_sent:
        return (uint64_t)event->t;
    default:
        return 0;
    }
}

/* Takes the lowest bit of *bits. */
static inline enum field bits_take(uint64_t *bits, int word) {
    int bit = __builtin_ctzll(*bits);
    *bits &= *bits - 1;
    return (enum field)(word * 64 + bit);
}

static inline struct shape bit(int number) {
    struct shape shape = {{0, 0}};
    shape.bits[number / 64] = UINT64_C(1) << number % 64;
    return shape;
}

static bool has_unknown(struct shape shape) {
    return shape.bits[BIT_UNKNOWN / 64] & bit(BIT_UNKNOWN).bits[BIT_UNKNOWN / 64];
}

/* The fields of the shape whose values are packed, in one word of it. */
static inline uint64_t packed_bits(struct shape shape, int word) {
    return shape.bits[word] & ~bit(FIELD_seq).bits[word] & ~bit(FIELD_kind).bits[word] &
           ~bit(BIT_UNKNOWN).bits[word];
}

/* ---- packing ---- */

size_t event_packed_max(const struct event *event) {
    size_t size = 2 * VARINT_MAX + event->unknown.size;
    for (int word = 0; word < 2; word++)
        for (uint64_t bits = event->has[word]; bits;) {
            enum field field = bits_take(&bits, word);
            size += VARINT_MAX;
            if (places[field].packing == PACK_BYTES)
                size += event_get_bytes(event, field).size;
        }
    return size;
}

static unsigned char *bytes_put(unsigned char *out, struct bytes bytes) {
    out = varint_put(out, bytes.size);
    if (bytes.size)
        memcpy(out, bytes.at, bytes.size);
    return out + bytes.size;
}

static unsigned char *field_pack(struct packer *packer, unsigned char *out,
                                 const struct event *event, enum field field, int64_t base) {
    const char *member = (const char *)event + places[field].offset;
    if (places[field].packing == PACK_TEXT)
        return varint_put(out, texts_keep(packer->texts, *(const char *const *)member));
    if (places[field].packing == PACK_BYTES)
        return bytes_put(out, *(const struct bytes *)member);
    uint64_t value = (uint64_t) * (const int64_t *)member;
    return varint_put(out, sign_fold(value - origin(event, field, base)));
}

size_t event_pack(struct packer *packer, const struct event *event, int64_t base,
                  unsigned char *out) {
    struct shape shape = {{event->has[0], event->has[1]}};
    if (event->unknown.size)
        shape.bits[BIT_UNKNOWN / 64] |= bit(BIT_UNKNOWN).bits[BIT_UNKNOWN / 64];
    unsigned char *end = varint_put(out, shapes_keep(&packer->shapes, shape));
    for (int word = 0; word < 2; word++)
        for (uint64_t bits = packed_bits(shape, word); bits;)
            end = field_pack(packer, end, event, bits_take(&bits, word), base);
    if (event->unknown.size)
        end = bytes_put(end, event->unknown);
    return (size_t)(end - out);
}

/* ---- unpacking ---- */

static inline const unsigned char *shape_get(const struct packer *packer, const unsigned char *at,
                                             struct shape *shape) {
    uint64_t number;
    at = varint_get(at, &number);
    assert(number < packer->shapes.count);
    *shape = packer->shapes.numbered[number];
    return at;
}

static inline const unsigned char *field_unpack(const struct packer *packer,
                                                const unsigned char *at, struct event *event,
                                                enum field field, int64_t base) {
    char *member = (char *)event + places[field].offset;
    uint64_t value;
    at = varint_get(at, &value);
    if (places[field].packing == PACK_TEXT) {
        *(const char **)member = texts_at(packer->texts, (uint32_t)value);
    } else if (places[field].packing == PACK_BYTES) {
        *(struct bytes *)member = (struct bytes){at, value};
        at += value;
    } else {
        *(int64_t *)member = (int64_t)(sign_unfold(value) + origin(event, field, base));
    }
    return at;
}

void event_unpack(const struct packer *packer, const unsigned char *packed, int64_t base,
                  struct event *event) {
    struct shape shape;
    *event = (struct event){.has = {0}};
    packed = shape_get(packer, packed, &shape);
    for (int word = 0; word < 2; word++) {
        event->has[word] = shape.bits[word] & ~bit(BIT_UNKNOWN).bits[word];
        for (uint64_t bits = packed_bits(shape, word); bits;)
            packed = field_unpack(packer, packed, event, bits_take(&bits, word), base);
    }
    if (!has_unknown(shape))
        return;
    uint64_t size;
    packed = varint_get(packed, &size);
    event->unknown = (struct bytes){packed, size};
}

/* What is peeked at stands at the beginning, where all is a number. */
struct event_peek event_peek(const struct packer *packer, const unsigned char *packed) {
    _Static_assert(FIELD_task < FIELD_number && FIELD_call < FIELD_number && FIELD_number < 32,
                   "the call's number is the last of what is peeked at");
    struct event_peek peek = {.call = -1};
    struct shape shape;
    packed = shape_get(packer, packed, &shape);
    uint64_t bits = packed_bits(shape, 0) & (bit(FIELD_number).bits[0] * 2 - 1);
    while (bits) {
        enum field field = bits_take(&bits, 0);
        uint64_t value;
        assert(places[field].packing != PACK_BYTES);
        packed = varint_get(packed, &value);
        if (field == FIELD_task)
            peek.task = texts_at(packer->texts, (uint32_t)value);
        else if (field == FIELD_call)
            peek.call = (int64_t)sign_unfold(value);
        else if (field == FIELD_number)
            peek.number = (int64_t)sign_unfold(value);
    }
    return peek;
}
