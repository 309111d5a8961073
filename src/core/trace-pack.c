#include <config.h>

#include "trace-pack.h"

#include "trace-walk.h"

#include <assert.h>
#include <string.h>

enum { VARINT_MAX = 10 }; /* bytes of 64 bits, 7 to a byte */

_Static_assert((int)FIELD_COUNT <= (int)SHAPE_UNKNOWN, "a shape has a bit a field, and one more");

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

/* Times are near to the event's own. */
#define OF_T(field)                                                                                \
    ((field) == FIELD_entered || (field) == FIELD_arrived || (field) == FIELD_kernel_entered ||    \
     (field) == FIELD_kernel_left || (field) == FIELD_seen || (field) == FIELD_woken ||            \
     (field) == FIELD_sent)

#define FIELD(member, json, type, ...)                                                             \
    {PACK_##type, OF_T(FIELD_##member), offsetof(struct event, member)},
const struct packed_field packed_fields[FIELD_COUNT] = {
#include "event.def"
};

static unsigned char *varint_put(unsigned char *out, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        *out++ = (unsigned char)(value | 0x80);
    *out++ = (unsigned char)value;
    return out;
}

/* What an integer is packed as the difference to. */
static uint64_t origin(const struct event *event, enum field field, int64_t base) {
    if (field == FIELD_t)
        return (uint64_t)base;
    return packed_fields[field].of_t ? (uint64_t)event->t : 0;
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

/* The fields of the shape whose values are packed, in one word of it. */
static inline uint64_t packed_bits(struct shape shape, int word) {
    return shape.bits[word] & ~bit(FIELD_seq).bits[word] & ~bit(FIELD_kind).bits[word] &
           ~bit(SHAPE_UNKNOWN).bits[word];
}

/* ---- packing ---- */

size_t event_packed_max(const struct event *event) {
    size_t size = 2 * VARINT_MAX + event->unknown.size;
    for (int word = 0; word < 2; word++)
        for (uint64_t bits = event->has[word]; bits;) {
            enum field field = bits_take(&bits, word);
            size += VARINT_MAX;
            if (packed_fields[field].packing == PACK_BYTES)
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
    const char *member = (const char *)event + packed_fields[field].offset;
    if (packed_fields[field].packing == PACK_TEXT)
        return varint_put(out, texts_keep(packer->texts, *(const char *const *)member));
    if (packed_fields[field].packing == PACK_BYTES)
        return bytes_put(out, *(const struct bytes *)member);
    uint64_t value = (uint64_t) * (const int64_t *)member;
    return varint_put(out, sign_fold(value - origin(event, field, base)));
}

size_t event_pack(struct packer *packer, const struct event *event, int64_t base,
                  unsigned char *out) {
    struct shape shape = {{event->has[0], event->has[1]}};
    if (event->unknown.size)
        shape.bits[SHAPE_UNKNOWN / 64] |= bit(SHAPE_UNKNOWN).bits[SHAPE_UNKNOWN / 64];
    unsigned char *end = varint_put(out, shapes_keep(&packer->shapes, shape));
    for (int word = 0; word < 2; word++)
        for (uint64_t bits = packed_bits(shape, word); bits;)
            end = field_pack(packer, end, event, bits_take(&bits, word), base);
    if (event->unknown.size)
        end = bytes_put(end, event->unknown);
    return (size_t)(end - out);
}

/* ---- unpacking ---- */

/* Volatile, so that memset() is called: of a size that it knows the compiler makes a `rep stos`,
 * which for so few bytes takes three times as long. */
static const volatile size_t event_bytes = sizeof(struct event);

void event_unpack(const struct packed *packed, struct event *event) {
    struct walk walk = walk_begin(packed);
    enum field field;
    uint64_t value;
    memset(event, 0, event_bytes);
    event->has[0] = walk.shape->bits[0] | bit(FIELD_seq).bits[0];
    event->has[1] = walk.later;
    event->seq = packed->seq;
    event->t = walk.t;
    if (shape_has(walk.shape, FIELD_kind))
        event->kind = (int64_t)packed->kind;
    while (walk_next(&walk, &field, &value)) {
        char *member = (char *)event + packed_fields[field].offset;
        if (packed_fields[field].packing == PACK_INTEGER)
            *(int64_t *)member = walk_integer(&walk, field, value);
        else if (packed_fields[field].packing == PACK_TEXT)
            *(const char **)member = texts_at(packed->packer->texts, (uint32_t)value);
        else
            *(struct bytes *)member = walk_bytes(&walk, value);
    }
    event->unknown = walk_unknown(&walk);
}

/* What is peeked at stands at the beginning, where all is a number. */
struct event_peek event_peek(const struct packer *packer, const unsigned char *packed) {
    _Static_assert(FIELD_task < FIELD_number && FIELD_call < FIELD_number && FIELD_number < 32,
                   "the call's number is the last of what is peeked at");
    struct event_peek peek = {.call = -1};
    uint64_t number;
    packed = varint_get(packed, &number);
    uint64_t bits =
        packed_bits(packer->shapes.numbered[number], 0) & (bit(FIELD_number).bits[0] * 2 - 1);
    while (bits) {
        enum field field = bits_take(&bits, 0);
        uint64_t value;
        assert(packed_fields[field].packing != PACK_BYTES);
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
