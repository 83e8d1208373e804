#include "jpeg_blocks.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "clones.h"

namespace foxing::jpeg {

namespace {

// The tables of the standard (ITU-T T.81, annex K), row after row.
constexpr uint8_t luma_steps[area] = {
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,  14, 13, 16, 24, 40,  57,
    69, 56, 14, 17, 22,  29,  51,  87,  80, 62, 18, 22, 37,  56,  68,  109, 103, 77, 24, 35, 55,  64,
    81, 104, 113, 92, 49, 64, 78,  87,  103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr uint8_t chroma_steps[area] = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99};

// Scales a table as the IJG's encoder does for a quality of 1 to 100.
void make_quantizer(const uint8_t *steps, int quality, Quantizer &result) {
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    for (int i = 0; i < area; i++) {
        const int step = std::clamp((steps[i] * scale + 50) / 100, 1, 255);
        // The forward transform leaves a factor of 8.
        const float divisor = float(step * 8);
        result.inverse[i / side][i % side] = 1 / divisor;
        // Half a step for rounding, and a little more so that whole quotients do not fall short; the quotient is exact
        // since it has 16 bits at most and a float has 24.
        result.half[i / side][i % side] = float(step * 4) + 0.5f;
        result.step[i / side][i % side] = step;
    }
}

FOXING_INLINE void transpose(Row *r) {
    Row pairs[side], quads[side];
    for (int i = 0; i < 4; i++) {
        pairs[2 * i] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pairs[2 * i + 1] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            const Row &a = pairs[4 * i + j], &b = pairs[4 * i + 2 + j];
            quads[4 * i + 2 * j] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
            quads[4 * i + 2 * j + 1] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        r[i] = __builtin_shufflevector(quads[i], quads[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        r[i + 4] = __builtin_shufflevector(quads[i], quads[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

FOXING_INLINE void round_shift(Row &v, int bits) { v = (v + (1 << (bits - 1))) >> bits; }

// One direction of the forward transform (Loeffler, Ligtenberg and Moschytz 1989, as the IJG's accurate integer
// version has it, with 13 fractional bits). The first pass keeps two bits more.
FOXING_INLINE void forward(Row *r, bool first) {
    const int bits = first ? 11 : 15;
    const Row s0 = r[0] + r[7], s1 = r[1] + r[6], s2 = r[2] + r[5], s3 = r[3] + r[4];
    Row d7 = r[0] - r[7], d6 = r[1] - r[6], d5 = r[2] - r[5], d4 = r[3] - r[4];
    const Row e0 = s0 + s3, e3 = s0 - s3, e1 = s1 + s2, e2 = s1 - s2;
    if (first) {
        r[0] = (e0 + e1) << 2;
        r[4] = (e0 - e1) << 2;
    } else {
        r[0] = e0 + e1;
        r[4] = e0 - e1;
        round_shift(r[0], 2);
        round_shift(r[4], 2);
    }
    const Row even = (e2 + e3) * 4433;
    r[2] = even + e3 * 6270;
    r[6] = even - e2 * 15137;
    Row z1 = d4 + d7, z2 = d5 + d6, z3 = d4 + d6, z4 = d5 + d7;
    const Row z5 = (z3 + z4) * 9633;
    z1 *= -7373;
    z2 *= -20995;
    z3 = z3 * -16069 + z5;
    z4 = z4 * -3196 + z5;
    r[7] = d4 * 2446 + z1 + z3;
    r[5] = d5 * 16819 + z2 + z4;
    r[3] = d6 * 25172 + z2 + z3;
    r[1] = d7 * 12299 + z1 + z4;
    for (int i : {1, 2, 3, 5, 6, 7}) round_shift(r[i], bits);
}

FOXING_INLINE void inverse(Row *r, bool first) {
    const int bits = first ? 11 : 18;
    const Row even = (r[2] + r[6]) * 4433;
    const Row e2 = even - r[6] * 15137, e3 = even + r[2] * 6270;
    const Row s0 = (r[0] + r[4]) << 13, s1 = (r[0] - r[4]) << 13;
    const Row a0 = s0 + e3, a3 = s0 - e3, a1 = s1 + e2, a2 = s1 - e2;
    Row z1 = r[7] + r[1], z2 = r[5] + r[3], z3 = r[7] + r[3], z4 = r[5] + r[1];
    const Row z5 = (z3 + z4) * 9633;
    z1 *= -7373;
    z2 *= -20995;
    z3 = z3 * -16069 + z5;
    z4 = z4 * -3196 + z5;
    const Row o0 = r[7] * 2446 + z1 + z3, o1 = r[5] * 16819 + z2 + z4;
    const Row o2 = r[3] * 25172 + z2 + z3, o3 = r[1] * 12299 + z1 + z4;
    r[0] = a0 + o3;
    r[7] = a0 - o3;
    r[1] = a1 + o2;
    r[6] = a1 - o2;
    r[2] = a2 + o1;
    r[5] = a2 - o1;
    r[3] = a3 + o0;
    r[4] = a3 - o0;
    for (int i = 0; i < side; i++) round_shift(r[i], bits);
}

FOXING_INLINE void quantize(Row &v, const Quantizer &quantizer, int i) {
    const Row sign = v >> 31;
    const Reals magnitude = __builtin_convertvector((v ^ sign) - sign, Reals);
    const Row steps = __builtin_convertvector((magnitude + quantizer.half[i]) * quantizer.inverse[i], Row);
    v = ((steps ^ sign) - sign) * quantizer.step[i];
}

// A block of one level has no coefficient but the first.
FOXING_INLINE bool is_flat(const uint8_t *block, int stride, uint64_t &level) {
    level = block[0] * 0x0101010101010101ull;
    uint64_t other = 0;
    for (int y = 0; y < side; y++) {
        uint64_t row;
        std::memcpy(&row, block + y * stride, side);
        other |= row ^ level;
    }
    return other == 0;
}

FOXING_INLINE uint64_t flat_result(int level, const Quantizer &quantizer) {
    const int step = quantizer.step[0][0];
    const int first = (level - 128) * area;
    const int steps = (std::abs(first) + step * 4) / (step * 8);
    const int value = (((first < 0 ? -steps : steps) * step + 4) >> 3) + 128;
    return uint64_t(std::clamp(value, 0, 255)) * 0x0101010101010101ull;
}

}  // namespace

void make_luma_quantizer(int quality, Quantizer &result) { make_quantizer(luma_steps, quality, result); }
void make_chroma_quantizer(int quality, Quantizer &result) { make_quantizer(chroma_steps, quality, result); }

FOXING_CLONES void round_trip(uint8_t *rows, int stride, int blocks, const Quantizer &quantizer) {
    using Bytes = uint8_t __attribute__((vector_size(8)));
    for (int b = 0; b < blocks; b++) {
        uint8_t *block = rows + b * side;
        uint64_t level;
        if (is_flat(block, stride, level)) {
            level = flat_result(block[0], quantizer);
            for (int y = 0; y < side; y++) std::memcpy(block + y * stride, &level, side);
            continue;
        }
        Row r[side];
        for (int y = 0; y < side; y++) {
            Bytes bytes;
            std::memcpy(&bytes, block + y * stride, side);
            r[y] = __builtin_convertvector(bytes, Row) - 128;
        }
        transpose(r);
        forward(r, true);
        transpose(r);
        forward(r, false);
        for (int i = 0; i < side; i++) quantize(r[i], quantizer, i);
        inverse(r, true);
        transpose(r);
        inverse(r, false);
        transpose(r);
        for (int y = 0; y < side; y++) {
            Row v = r[y] + 128;
            v = v > 0 ? v : 0;
            v = v < 255 ? v : 255;
            const Bytes bytes = __builtin_convertvector(v, Bytes);
            std::memcpy(block + y * stride, &bytes, side);
        }
    }
}

}  // namespace foxing::jpeg
