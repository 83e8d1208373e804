#include "jpeg_rows.hpp"

#include <cstring>

#include "pixels.hpp"

namespace foxing::jpeg {

namespace {

using Bytes = Pixels;
using Words = uint16_t __attribute__((vector_size(32)));
using Longs = PixelSums;

FOXING_INLINE void load(const uint8_t *from, Bytes &v) { std::memcpy(&v, from, sizeof v); }
FOXING_INLINE void store(const Bytes &v, uint8_t *to) { std::memcpy(to, &v, sizeof v); }

FOXING_INLINE void limit(Longs &v, Bytes &bytes) {
    v = v > 0 ? v : 0;
    v = v < 255 ? v : 255;
    bytes = __builtin_convertvector(v, Bytes);
}

FOXING_INLINE void join(const Bytes &b, const Bytes &g, const Bytes &r, uint8_t *out) {
    const Bytes u0 = __builtin_shufflevector(b, g, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    const Bytes v0 = __builtin_shufflevector(b, g, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    const Bytes w0 = __builtin_shufflevector(b, g, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    store(__builtin_shufflevector(u0, r, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15), out);
    store(__builtin_shufflevector(v0, r, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), out + 16);
    store(__builtin_shufflevector(w0, r, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), out + 32);
}

}  // namespace

FOXING_CLONES void to_planes(const uint8_t *in, uint8_t *luma, uint8_t *blue, uint8_t *red, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes b8, g8, r8, out;
        separate(in + 3 * x, b8, g8, r8);
        const Longs b = __builtin_convertvector(b8, Longs);
        const Longs g = __builtin_convertvector(g8, Longs);
        const Longs r = __builtin_convertvector(r8, Longs);
        Longs v = (r * 19595 + g * 38470 + b * 7471 + 32768) >> 16;
        limit(v, out);
        store(out, luma + x);
        v = (b * 32768 - r * 11059 - g * 21709 + ((128 << 16) + 32767)) >> 16;
        limit(v, out);
        store(out, blue + x);
        v = (r * 32768 - g * 27439 - b * 5329 + ((128 << 16) + 32767)) >> 16;
        limit(v, out);
        store(out, red + x);
    }
}

FOXING_CLONES void from_planes(
    const uint8_t *luma, const uint8_t *blue, const uint8_t *red, uint8_t *out, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes y8, cb8, cr8, b, g, r;
        load(luma + x, y8);
        load(blue + x, cb8);
        load(red + x, cr8);
        const Longs y = __builtin_convertvector(y8, Longs);
        const Longs cb = __builtin_convertvector(cb8, Longs) - 128;
        const Longs cr = __builtin_convertvector(cr8, Longs) - 128;
        Longs v = y + ((cb * 116130 + 32768) >> 16);
        limit(v, b);
        v = y + ((32768 - cb * 22554 - cr * 46802) >> 16);
        limit(v, g);
        v = y + ((cr * 91881 + 32768) >> 16);
        limit(v, r);
        join(b, g, r, out + 3 * x);
    }
}

FOXING_CLONES void halve(const uint8_t *upper, const uint8_t *lower, uint8_t *out, int count) {
    const Words odd = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    for (int x = 0; x < count; x += lanes) {
        Words a, b;
        std::memcpy(&a, upper + 2 * x, sizeof a);
        a = (a & 255) + (a >> 8) + odd;
        if (lower) {
            std::memcpy(&b, lower + 2 * x, sizeof b);
            a = (a + (b & 255) + (b >> 8) + 1) >> 2;
        } else {
            a >>= 1;
        }
        store(__builtin_convertvector(a, Bytes), out + x);
    }
}

FOXING_CLONES void blend(const uint8_t *near, const uint8_t *far, uint16_t *sums, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes a, b;
        load(near + x, a);
        load(far + x, b);
        const Words sum = __builtin_convertvector(a, Words) * 3 + __builtin_convertvector(b, Words);
        std::memcpy(sums + x, &sum, sizeof sum);
    }
}

FOXING_CLONES void double_row(const uint16_t *sums, uint8_t *out, int count, int even, int odd) {
    for (int x = 0; x < count; x += lanes) {
        Words before, here, after;
        std::memcpy(&before, sums + x - 1, sizeof before);
        std::memcpy(&here, sums + x, sizeof here);
        std::memcpy(&after, sums + x + 1, sizeof after);
        here *= 3;
        const Bytes a = __builtin_convertvector((here + before + uint16_t(even)) >> 4, Bytes);
        const Bytes b = __builtin_convertvector((here + after + uint16_t(odd)) >> 4, Bytes);
        store(__builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), out + 2 * x);
        store(
            __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
            out + 2 * x + lanes);
    }
}

}  // namespace foxing::jpeg
