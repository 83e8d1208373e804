#include "pull.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace foxing {

namespace {

// Fractions of eight places as 16-bit lanes, and their whole parts relative to `low`.
struct Lanes {
    __m128i whole;
    __m128i fraction;
};

__attribute__((target("sse4.1"))) inline Lanes lanes(int start, int step, int low) {
    const __m128i rounding = _mm_set1_epi32((start - low * (1 << 14)) + (1 << (13 - part)));
    const __m128i steps = _mm_mullo_epi32(_mm_set1_epi32(step), _mm_setr_epi32(0, 1, 2, 3));
    const __m128i first = _mm_add_epi32(rounding, steps);
    const __m128i second = _mm_add_epi32(first, _mm_slli_epi32(_mm_set1_epi32(step), 2));
    const __m128i places = _mm_packs_epi32(_mm_srai_epi32(first, 14 - part), _mm_srai_epi32(second, 14 - part));
    return {_mm_srai_epi16(places, part), _mm_and_si128(places, _mm_set1_epi16(one - 1))};
}

// Weights (64 − f, f) as pairs of bytes.
__attribute__((target("sse4.1"))) inline __m128i byte_pairs(__m128i f) {
    return _mm_or_si128(_mm_sub_epi16(_mm_set1_epi16(one), f), _mm_slli_epi16(f, 8));
}

__attribute__((target("sse4.1"))) inline __m128i load(const uint8_t *bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

// The way from `top` to `bottom`, by fractions in 1/32768.
__attribute__((target("sse4.1"))) inline __m128i between(__m128i top, __m128i bottom, __m128i fractions) {
    return _mm_add_epi16(top, _mm_mulhrs_epi16(_mm_sub_epi16(bottom, top), fractions));
}

// Eight gray pixels whose neighbors lie within 16 columns and three rows.
__attribute__((target("sse4.1"))) inline void pull_eight(
    const ckernels_plane &from, uint8_t *to, const Cell &cell, const Reach &reach) {
    const Lanes x = lanes(cell.x, cell.x_step, reach.x_low);
    const Lanes y = lanes(cell.y, cell.y_step, reach.y_low);
    const uint8_t *first = from.base + reach.y_low * from.stride + reach.x_low;
    const uint8_t *last = from.base + std::min(reach.y_low + 2, from.height - 1) * from.stride + reach.x_low;
    const __m128i pairs = _mm_add_epi16(_mm_mullo_epi16(x.whole, _mm_set1_epi16(0x0101)), _mm_set1_epi16(0x0100));
    const __m128i across = byte_pairs(x.fraction);
    const __m128i r0 = _mm_maddubs_epi16(_mm_shuffle_epi8(load(first), pairs), across);
    const __m128i r1 = _mm_maddubs_epi16(_mm_shuffle_epi8(load(first + from.stride), pairs), across);
    const __m128i r2 = _mm_maddubs_epi16(_mm_shuffle_epi8(load(last), pairs), across);
    const __m128i lower = _mm_cmpgt_epi16(y.whole, _mm_setzero_si128());
    const __m128i top = _mm_blendv_epi8(r0, r1, lower);
    const __m128i bottom = _mm_blendv_epi8(r1, r2, lower);
    const __m128i words = _mm_srli_epi16(
        _mm_add_epi16(between(top, bottom, _mm_slli_epi16(y.fraction, 15 - part)), _mm_set1_epi16(one / 2)), part);
    _mm_storel_epi64(reinterpret_cast<__m128i *>(to), _mm_packus_epi16(words, words));
}

__attribute__((target("avx2"))) inline __m256i load_halves(const uint8_t *low, const uint8_t *high) {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(load(low)), load(high), 1);
}

// The same for two cells, each in a half.
__attribute__((target("avx2"))) inline void pull_sixteen(
    const ckernels_plane &from, uint8_t *to, const Cell (&cells)[2], const Reach (&reaches)[2]) {
    const auto both = [](int a, int b) __attribute__((target("avx2"), always_inline)) {
        return _mm256_setr_m128i(_mm_set1_epi32(a), _mm_set1_epi32(b));
    };
    // Places of either cell as 16-bit lanes, relative to its lowest.
    const auto places = [&](int a, int b, int step_a, int step_b, int low_a, int low_b)
        __attribute__((target("avx2"), always_inline)) {
        const int half = 1 << (13 - part);
        const __m256i step = both(step_a, step_b);
        const __m256i first = _mm256_add_epi32(
            both(a - low_a * (1 << 14) + half, b - low_b * (1 << 14) + half),
            _mm256_mullo_epi32(step, _mm256_setr_epi32(0, 1, 2, 3, 0, 1, 2, 3)));
        const __m256i second = _mm256_add_epi32(first, _mm256_slli_epi32(step, 2));
        return _mm256_packs_epi32(_mm256_srai_epi32(first, 14 - part), _mm256_srai_epi32(second, 14 - part));
    };
    const Cell &a = cells[0], &b = cells[1];
    const __m256i x = places(a.x, b.x, a.x_step, b.x_step, reaches[0].x_low, reaches[1].x_low);
    const __m256i y = places(a.y, b.y, a.y_step, b.y_step, reaches[0].y_low, reaches[1].y_low);
    const __m256i fraction = _mm256_set1_epi16(one - 1);
    const __m256i fx = _mm256_and_si256(x, fraction), fy = _mm256_and_si256(y, fraction);
    const __m256i pairs = _mm256_add_epi16(
        _mm256_mullo_epi16(_mm256_srai_epi16(x, part), _mm256_set1_epi16(0x0101)), _mm256_set1_epi16(0x0100));
    const __m256i across = _mm256_or_si256(
        _mm256_sub_epi16(_mm256_set1_epi16(one), fx), _mm256_slli_epi16(fx, 8));
    const uint8_t *rows[2];
    int64_t last[2];
    for (int i = 0; i < 2; i++) {
        rows[i] = from.base + reaches[i].y_low * from.stride + reaches[i].x_low;
        last[i] = std::min(2, from.height - 1 - reaches[i].y_low) * from.stride;
    }
    const auto row = [&](int64_t first, int64_t second) __attribute__((target("avx2"), always_inline)) {
        return _mm256_maddubs_epi16(
            _mm256_shuffle_epi8(load_halves(rows[0] + first, rows[1] + second), pairs), across);
    };
    const __m256i r0 = row(0, 0), r1 = row(from.stride, from.stride), r2 = row(last[0], last[1]);
    const __m256i lower = _mm256_cmpgt_epi16(_mm256_srai_epi16(y, part), _mm256_setzero_si256());
    const __m256i top = _mm256_blendv_epi8(r0, r1, lower), bottom = _mm256_blendv_epi8(r1, r2, lower);
    const __m256i level = _mm256_add_epi16(
        top, _mm256_mulhrs_epi16(_mm256_sub_epi16(bottom, top), _mm256_slli_epi16(fy, 15 - part)));
    const __m256i words = _mm256_srli_epi16(_mm256_add_epi16(level, _mm256_set1_epi16(one / 2)), part);
    const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(words, words), 0xD8);
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm256_castsi256_si128(bytes));
}

// One color pixel as four words in 1/64 level, from the six bytes at `above` and the six a row below.
__attribute__((target("sse4.1"))) inline __m128i pull_one(const uint8_t *above, int64_t stride, int fx, int fy) {
    const __m128i upper = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(above));
    const __m128i lower = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(above + stride));
    const __m128i pairs = _mm_setr_epi8(0, 3, 1, 4, 2, 5, -1, -1, 8, 11, 9, 12, 10, 13, -1, -1);
    const __m128i bytes = _mm_shuffle_epi8(_mm_unpacklo_epi64(upper, lower), pairs);
    const __m128i rows = _mm_maddubs_epi16(bytes, _mm_set1_epi16(int16_t((one - fx) | (fx << 8))));
    return between(rows, _mm_srli_si128(rows, 8), _mm_set1_epi16(int16_t(fy << (15 - part))));
}

// Eight color pixels whose neighbors all lie inside; reads two bytes past the last.
__attribute__((target("sse4.1"))) inline void pull_eight_colors(
    const ckernels_plane &from, uint8_t *to, const Cell &cell) {
    const __m128i tight = _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    const __m128i half = _mm_set1_epi16(one / 2);
    int x = cell.x + (1 << (13 - part));
    int y = cell.y + (1 << (13 - part));
    for (int k = 0; k < node_step; k += 4) {
        __m128i pixel[4];
        for (int i = 0; i < 4; i++) {
            const uint8_t *above = from.base + (y >> 14) * from.stride + int64_t(x >> 14) * 3;
            pixel[i] = pull_one(above, from.stride, (x >> (14 - part)) & (one - 1), (y >> (14 - part)) & (one - 1));
            x += cell.x_step;
            y += cell.y_step;
        }
        const __m128i first = _mm_add_epi16(_mm_unpacklo_epi64(pixel[0], pixel[1]), half);
        const __m128i second = _mm_add_epi16(_mm_unpacklo_epi64(pixel[2], pixel[3]), half);
        const __m128i bytes = _mm_packus_epi16(_mm_srli_epi16(first, part), _mm_srli_epi16(second, part));
        const __m128i packed = _mm_shuffle_epi8(bytes, tight);
        _mm_storel_epi64(reinterpret_cast<__m128i *>(to + 3 * k), packed);
        const int rest = _mm_extract_epi32(packed, 2);
        std::memcpy(to + 3 * k + 8, &rest, 4);
    }
}

// For two neighboring pixels whose bytes lie `i` apart: which bytes of sixteen to pair.
struct PairTable {
    uint8_t bytes[11][16];

    constexpr PairTable() : bytes() {
        for (int i = 0; i < 11; i++) {
            for (int k = 0; k < 16; k++) {
                const int at = k % 6 / 2 + 3 * (k % 2) + (k < 6 ? 0 : i);
                bytes[i][k] = uint8_t(k < 12 ? at : 128);
            }
        }
    }
};

constexpr PairTable pair_table;

// Two places of eight bytes.
inline __m128i load_two(const uint8_t *low, const uint8_t *high) {
    const __m128d first = _mm_castsi128_pd(_mm_loadl_epi64(reinterpret_cast<const __m128i *>(low)));
    return _mm_castpd_si128(_mm_loadh_pd(first, reinterpret_cast<const double *>(high)));
}

// Four color pixels, two in a half. When `near`, the second of two lies at most ten bytes after the first.
template <bool near>
__attribute__((target("avx2"), always_inline)) inline __m256i pull_two_pairs(
    const uint8_t *base, int64_t stride, const int32_t *offsets, __m256i weights) {
    const uint8_t *at[4];
    for (int i = 0; i < 4; i++) at[i] = base + offsets[i];
    __m256i upper, lower, pairs;
    if (near) {
        upper = load_halves(at[0], at[2]);
        lower = load_halves(at[0] + stride, at[2] + stride);
        pairs = load_halves(pair_table.bytes[offsets[1] - offsets[0]], pair_table.bytes[offsets[3] - offsets[2]]);
    } else {
        upper = _mm256_setr_m128i(load_two(at[0], at[1]), load_two(at[2], at[3]));
        lower = _mm256_setr_m128i(
            load_two(at[0] + stride, at[1] + stride), load_two(at[2] + stride, at[3] + stride));
        pairs = load_halves(pair_table.bytes[8], pair_table.bytes[8]);
    }
    const __m256i across = _mm256_shuffle_epi8(
        weights, _mm256_setr_epi8(
            0, 1, 0, 1, 0, 1, 4, 5, 4, 5, 4, 5, -1, -1, -1, -1, 0, 1, 0, 1, 0, 1, 4, 5, 4, 5, 4, 5, -1, -1, -1, -1));
    const __m256i down = _mm256_shuffle_epi8(
        weights, _mm256_setr_epi8(
            2, 3, 2, 3, 2, 3, 6, 7, 6, 7, 6, 7, -1, -1, -1, -1, 2, 3, 2, 3, 2, 3, 6, 7, 6, 7, 6, 7, -1, -1, -1, -1));
    const __m256i top = _mm256_maddubs_epi16(_mm256_shuffle_epi8(upper, pairs), across);
    const __m256i bottom = _mm256_maddubs_epi16(_mm256_shuffle_epi8(lower, pairs), across);
    const __m256i level = _mm256_add_epi16(top, _mm256_mulhrs_epi16(_mm256_sub_epi16(bottom, top), down));
    return _mm256_srli_epi16(_mm256_add_epi16(level, _mm256_set1_epi16(one / 2)), part);
}

// Eight color pixels whose neighbors all lie inside; reads eleven bytes past the last.
__attribute__((target("avx2"))) inline void pull_eight_colors_wide(
    const ckernels_plane &from, uint8_t *to, const Cell &cell) {
    const __m256i steps = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i fraction = _mm256_set1_epi32(one - 1);
    const __m256i x = _mm256_srai_epi32(
        _mm256_add_epi32(
            _mm256_set1_epi32(cell.x + (1 << (13 - part))),
            _mm256_mullo_epi32(_mm256_set1_epi32(cell.x_step), steps)), 14 - part);
    const __m256i y = _mm256_srai_epi32(
        _mm256_add_epi32(
            _mm256_set1_epi32(cell.y + (1 << (13 - part))),
            _mm256_mullo_epi32(_mm256_set1_epi32(cell.y_step), steps)), 14 - part);
    const __m256i column = _mm256_srai_epi32(x, part);
    const __m256i row = _mm256_mullo_epi32(_mm256_srai_epi32(y, part), _mm256_set1_epi32(int(from.stride)));
    const __m256i place = _mm256_add_epi32(row, _mm256_add_epi32(column, _mm256_add_epi32(column, column)));
    const __m256i apart = _mm256_sub_epi32(_mm256_shuffle_epi32(place, 0xF5), place);
    const __m256i near = _mm256_cmpeq_epi32(_mm256_min_epu32(apart, _mm256_set1_epi32(10)), apart);
    const bool is_near = (_mm256_movemask_ps(_mm256_castsi256_ps(near)) & 0x55) == 0x55;
    alignas(32) int32_t offsets[8];
    _mm256_store_si256(reinterpret_cast<__m256i *>(offsets), place);
    // Of each pixel the bytes 64 − fx and fx, and a word of fy in 1/32768.
    const __m256i fx = _mm256_and_si256(x, fraction), fy = _mm256_and_si256(y, fraction);
    const __m256i across = _mm256_add_epi32(
        _mm256_sub_epi32(_mm256_set1_epi32(one), fx), _mm256_slli_epi32(fx, 8));
    const __m256i weights = _mm256_or_si256(across, _mm256_slli_epi32(fy, 31 - part));
    const __m256i low = _mm256_permute4x64_epi64(weights, 0x50), high = _mm256_permute4x64_epi64(weights, 0xFA);
    __m256i first, second;
    if (is_near) {
        first = pull_two_pairs<true>(from.base, from.stride, offsets, low);
        second = pull_two_pairs<true>(from.base, from.stride, offsets + 4, high);
    } else {
        first = pull_two_pairs<false>(from.base, from.stride, offsets, low);
        second = pull_two_pairs<false>(from.base, from.stride, offsets + 4, high);
    }
    const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(first, second), 0xD8);
    const __m256i tight = _mm256_shuffle_epi8(
        bytes, _mm256_setr_epi8(
            0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, -1, -1, -1,
            -1));
    const __m128i end = _mm256_extracti128_si256(tight, 1);
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm256_castsi256_si128(tight));
    _mm_storel_epi64(reinterpret_cast<__m128i *>(to + 12), end);
    const int rest = _mm_extract_epi32(end, 2);
    std::memcpy(to + 20, &rest, 4);
}

inline bool is_near(const ckernels_plane &from, const Reach &reach) {
    const bool near = reach.x_high - reach.x_low <= 14 && reach.y_high - reach.y_low <= 1;
    return near && reach.is_inside(from) && reach.x_low + 16 <= from.width;
}

__attribute__((target("avx2"))) void pull_gray_row_wide(
    const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull) {
    int x = 0;
    for (; x + 2 * node_step <= width; x += 2 * node_step, nodes += 4) {
        const Cell cells[] = {Cell(nodes), Cell(nodes + 2)};
        const Reach reaches[] = {Reach(cells[0]), Reach(cells[1])};
        if (is_near(from, reaches[0]) && is_near(from, reaches[1])) {
            pull_sixteen(from, to + x, cells, reaches);
            continue;
        }
        for (int i = 0; i < 2; i++) {
            pull_carefully(from, to + x + i * node_step, node_step, cells[i], reaches[i], pull);
        }
    }
    if (x < width) pull_row_vectors(from, to + x, width - x, nodes, pull);
}

}  // namespace

bool has_vectors() {
    static const bool has = __builtin_cpu_supports("sse4.1");
    return has;
}

bool has_wide_vectors() {
    static const bool has = __builtin_cpu_supports("avx2");
    return has;
}

__attribute__((target("sse4.1"))) void pull_row_vectors(
    const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull) {
    for (int x = 0; x < width; x += node_step, nodes += 2) {
        const Cell cell(nodes);
        const Reach reach(cell);
        uint8_t *out = to + int64_t(x) * from.channels;
        const bool whole = x + node_step <= width;
        if (from.channels == 1 && whole && is_near(from, reach)) {
            pull_eight(from, out, cell, reach);
        } else if (from.channels == 3 && whole && reach.is_inside(from) && reach.x_high + 3 <= from.width) {
            pull_eight_colors(from, out, cell);
        } else {
            pull_carefully(from, out, std::min(node_step, width - x), cell, reach, pull);
        }
    }
}

__attribute__((target("avx2"))) void pull_row_wide(
    const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull) {
    if (from.channels == 1) return pull_gray_row_wide(from, to, width, nodes, pull);
    // Bytes of color pages are counted in 32 bits.
    if (from.stride * from.height > INT32_MAX) return pull_row_vectors(from, to, width, nodes, pull);
    for (int x = 0; x < width; x += node_step, nodes += 2) {
        const Cell cell(nodes);
        const Reach reach(cell);
        uint8_t *out = to + int64_t(x) * 3;
        const bool inside = x + node_step <= width && reach.is_inside(from);
        if (inside && reach.x_high + 6 <= from.width) {
            pull_eight_colors_wide(from, out, cell);
        } else {
            pull_carefully(from, out, std::min(node_step, width - x), cell, reach, pull);
        }
    }
}

__attribute__((target("avx2"))) int blend_wide(
    const uint8_t *above, int64_t stride, int channels, uint8_t *to, int count, int fx, int fy) {
    const __m256i across = _mm256_set1_epi16(int16_t((one - fx) | (fx << 8)));
    const __m256i down = _mm256_set1_epi16(int16_t(fy << (15 - part)));
    const __m256i half = _mm256_set1_epi16(one / 2);
    // Whole pixels of one and of three channels.
    const int vectors = count / 96;
    const auto level = [&](__m256i top, __m256i bottom) __attribute__((target("avx2"), always_inline)) {
        const __m256i sum = _mm256_add_epi16(top, _mm256_mulhrs_epi16(_mm256_sub_epi16(bottom, top), down));
        return _mm256_srli_epi16(_mm256_add_epi16(sum, half), part);
    };
    const auto bytes = [](const uint8_t *at) __attribute__((target("avx2"), always_inline)) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(at));
    };
    for (int i = 0; i < 96 * vectors; i += 32) {
        const __m256i a = bytes(above + i), b = bytes(above + i + channels);
        const __m256i low = _mm256_maddubs_epi16(_mm256_unpacklo_epi8(a, b), across);
        const __m256i high = _mm256_maddubs_epi16(_mm256_unpackhi_epi8(a, b), across);
        __m256i words_low, words_high;
        if (fy == 0) {
            words_low = _mm256_srli_epi16(_mm256_add_epi16(low, half), part);
            words_high = _mm256_srli_epi16(_mm256_add_epi16(high, half), part);
        } else {
            const __m256i c = bytes(above + stride + i), d = bytes(above + stride + i + channels);
            words_low = level(low, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(c, d), across));
            words_high = level(high, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(c, d), across));
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + i), _mm256_packus_epi16(words_low, words_high));
    }
    return 96 * vectors;
}

}  // namespace foxing

#endif
