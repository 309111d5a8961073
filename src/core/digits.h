/* digits: an integer as decimal digits, many at a time: a trace of a million events has ten million
 * of them. Any thread. */
#ifndef WAITSCOPE_DIGITS_H
#define WAITSCOPE_DIGITS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

enum { DIGITS_BYTES = 32 }; /* that digits_put() may write to, more than any number has digits */

/* The eight digits of a value below 10^8, zeros in front, a byte each as a number from 0 to 9; the
 * first is in the lowest byte. It is split into two of four digits, both of these at once into two
 * of two, all four of these at once into digits. To divide by 100 and 10 is to multiply by a bit
 * more than 2^20/100 and 2^10/10: exact for what is below 10^4 and 10^2. */
static inline uint64_t digits_split(uint64_t value) {
    uint64_t fours = value / 10000 | value % 10000 << 32;
    uint64_t hundreds = fours * 10486 >> 20 & UINT64_C(0x0000007f0000007f);
    uint64_t twos = hundreds | (fours - 100 * hundreds) << 16;
    uint64_t tens = twos * 103 >> 10 & UINT64_C(0x000f000f000f000f);
    return tens | (twos - 10 * tens) << 8;
}

static inline void digits_store(char *at, uint64_t digits) {
    uint64_t text = htole64(digits + UINT64_C(0x3030303030303030));
    memcpy(at, &text, sizeof text);
}

/* Below 10^8, without zeros in front. One digit is what many numbers have. */
static inline char *digits_put_first(char *at, uint64_t value) {
    if (value < 10) {
        *at = (char)('0' + value);
        return at + 1;
    }
    uint64_t digits = digits_split(value);
    int zeros = __builtin_ctzll(digits) / 8;
    digits_store(at, digits >> 8 * zeros);
    return at + 8 - zeros;
}

/* Below 10^8, all eight digits. */
static inline char *digits_put_more(char *at, uint64_t value) {
    digits_store(at, digits_split(value));
    return at + 8;
}

/* Returns the end of what it has written to *at. */
static inline char *digits_put(char *at, int64_t value) {
    const uint64_t eight = 100000000;
    uint64_t digits = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (value < 0)
        *at++ = '-';
    if (digits < eight)
        return digits_put_first(at, digits);
    if (digits < eight * eight)
        return digits_put_more(digits_put_first(at, digits / eight), digits % eight);
    at = digits_put_first(at, digits / (eight * eight));
    at = digits_put_more(at, digits / eight % eight);
    return digits_put_more(at, digits % eight);
}

#endif
