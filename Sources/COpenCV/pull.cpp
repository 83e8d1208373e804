#include <cstring>

#include "field.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace foxing {

namespace {

// The fraction of a place, in bits.
constexpr int part = 6;
constexpr int one = 1 << part;

// One sample where any of the four neighbours may lie outside the source.
inline const uint8_t *tap(const copencv_plane &from, int x, int y, const copencv_pull &pull) {
    if (x < 0 || y < 0 || x >= from.width || y >= from.height) {
        if (!pull.replicate) return pull.fill;
        x = std::clamp(x, 0, from.width - 1);
        y = std::clamp(y, 0, from.height - 1);
    }
    return from.base + y * from.stride + int64_t(x) * from.channels;
}

inline uint8_t blend(int a, int b, int c, int d, int fx, int fy) {
    const int top = a * (one - fx) + b * fx;
    const int bottom = c * (one - fx) + d * fx;
    return uint8_t((top * (one - fy) + bottom * fy + (1 << (2 * part - 1))) >> (2 * part));
}

void pull_cell(const copencv_plane &from, uint8_t *to, int count, const Cell &cell, const copencv_pull &pull) {
    const int channels = from.channels;
    for (int k = 0; k < count; k++) {
        const int x = cell.x_at(k, part);
        const int y = cell.y_at(k, part);
        const int ix = x >> part, fx = x & (one - 1);
        const int iy = y >> part, fy = y & (one - 1);
        const uint8_t *a, *b, *c, *d;
        if (ix >= 0 && iy >= 0 && ix + 1 < from.width && iy + 1 < from.height) {
            a = from.base + iy * from.stride + int64_t(ix) * channels;
            b = a + channels;
            c = a + from.stride;
            d = c + channels;
        } else {
            a = tap(from, ix, iy, pull);
            b = tap(from, ix + 1, iy, pull);
            c = tap(from, ix, iy + 1, pull);
            d = tap(from, ix + 1, iy + 1, pull);
        }
        for (int channel = 0; channel < channels; channel++) {
            to[channel] = blend(a[channel], b[channel], c[channel], d[channel], fx, fy);
        }
        to += channels;
    }
}

// Where the pixels of a cell lie: whole source coordinates, lowest and highest. Places are linear along a cell, so
// its ends bound it.
struct Reach {
    int x_low, x_high, y_low, y_high;

    explicit Reach(const Cell &cell) {
        const int xa = cell.x_at(0, part) >> part, xb = cell.x_at(node_step - 1, part) >> part;
        const int ya = cell.y_at(0, part) >> part, yb = cell.y_at(node_step - 1, part) >> part;
        x_low = std::min(xa, xb);
        x_high = std::max(xa, xb);
        y_low = std::min(ya, yb);
        y_high = std::max(ya, yb);
    }

    bool is_outside(const copencv_plane &from) const {
        return x_high < -1 || y_high < -1 || x_low >= from.width || y_low >= from.height;
    }

    bool is_inside(const copencv_plane &from) const {
        return x_low >= 0 && y_low >= 0 && x_high + 1 < from.width && y_high + 1 < from.height;
    }
};

void fill_cell(uint8_t *to, int count, int channels, const copencv_pull &pull) {
    if (channels == 1) {
        std::memset(to, pull.fill[0], size_t(count));
        return;
    }
    for (int k = 0; k < 3 * count; k += 3) std::memcpy(to + k, pull.fill, 3);
}

// Any cell: outside, at the edge or inside the source.
void pull_carefully(
    const copencv_plane &from, uint8_t *to, int count, const Cell &cell, const Reach &reach,
    const copencv_pull &pull) {
    if (!pull.replicate && reach.is_outside(from)) {
        fill_cell(to, count, from.channels, pull);
    } else {
        pull_cell(from, to, count, cell, pull);
    }
}

#if defined(__x86_64__)

// Fractions of eight places as 16-bit lanes, and their whole parts relative to `low`.
struct Lanes {
    __m128i whole;
    __m128i fraction;
};

__attribute__((target("sse4.1"))) inline Lanes lanes(int start, int step, int low) {
    const __m128i rounding = _mm_set1_epi32((start - low * (1 << 14)) + (1 << (13 - part)));
    const __m128i steps = _mm_mullo_epi32(_mm_set1_epi32(step), _mm_setr_epi32(0, 1, 2, 3));
    const __m128i first = _mm_add_epi32(rounding, steps);
    const __m128i second = _mm_add_epi32(first, _mm_set1_epi32(4 * step));
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

// Eight gray pixels whose neighbours lie within 16 columns and three rows.
__attribute__((target("sse4.1"))) inline void pull_eight(
    const copencv_plane &from, uint8_t *to, const Cell &cell, const Reach &reach) {
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
    const __m128i upward = _mm_sub_epi16(_mm_set1_epi16(one), y.fraction);
    const __m128i half = _mm_set1_epi32(1 << (2 * part - 1));
    const __m128i low = _mm_madd_epi16(_mm_unpacklo_epi16(top, bottom), _mm_unpacklo_epi16(upward, y.fraction));
    const __m128i high = _mm_madd_epi16(_mm_unpackhi_epi16(top, bottom), _mm_unpackhi_epi16(upward, y.fraction));
    const __m128i words = _mm_packs_epi32(
        _mm_srai_epi32(_mm_add_epi32(low, half), 2 * part), _mm_srai_epi32(_mm_add_epi32(high, half), 2 * part));
    _mm_storel_epi64(reinterpret_cast<__m128i *>(to), _mm_packus_epi16(words, words));
}

// One colour pixel as four 32-bit lanes, from the six bytes at `above` and the six a row below.
__attribute__((target("sse4.1"))) inline __m128i pull_one(const uint8_t *above, int64_t stride, int fx, int fy) {
    const __m128i upper = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(above));
    const __m128i lower = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(above + stride));
    const __m128i pairs = _mm_setr_epi8(0, 3, 1, 4, 2, 5, -1, -1, 8, 11, 9, 12, 10, 13, -1, -1);
    const __m128i bytes = _mm_shuffle_epi8(_mm_unpacklo_epi64(upper, lower), pairs);
    const __m128i rows = _mm_maddubs_epi16(bytes, _mm_set1_epi16(int16_t((one - fx) | (fx << 8))));
    const __m128i columns = _mm_unpacklo_epi16(rows, _mm_srli_si128(rows, 8));
    const __m128i sum = _mm_madd_epi16(columns, _mm_set1_epi32((one - fy) | (fy << 16)));
    return _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(1 << (2 * part - 1))), 2 * part);
}

// Eight colour pixels whose neighbours all lie inside; reads two bytes past the last.
__attribute__((target("sse4.1"))) inline void pull_eight_colors(
    const copencv_plane &from, uint8_t *to, const Cell &cell) {
    const __m128i tight = _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
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
        const __m128i bytes = _mm_packus_epi16(
            _mm_packs_epi32(pixel[0], pixel[1]), _mm_packs_epi32(pixel[2], pixel[3]));
        const __m128i packed = _mm_shuffle_epi8(bytes, tight);
        _mm_storel_epi64(reinterpret_cast<__m128i *>(to + 3 * k), packed);
        const int rest = _mm_extract_epi32(packed, 2);
        std::memcpy(to + 3 * k + 8, &rest, 4);
    }
}

// Pulls the cells of a row that lie well inside the source; the others are left to `rest`.
template <int channels, class Rest>
__attribute__((target("sse4.1"))) inline void pull_inside(
    const copencv_plane &from, uint8_t *to, int width, const int32_t *nodes, Rest &&rest) {
    for (int x = 0; x < width; x += node_step, nodes += 2) {
        const Cell cell(nodes);
        const Reach reach(cell);
        uint8_t *out = to + int64_t(x) * channels;
        const bool whole = x + node_step <= width && reach.is_inside(from);
        if (channels == 1) {
            const bool near = reach.x_high - reach.x_low <= 14 && reach.y_high - reach.y_low <= 1;
            if (whole && near && reach.x_low + 16 <= from.width) {
                pull_eight(from, out, cell, reach);
                continue;
            }
        } else if (whole && reach.x_high + 3 <= from.width) {
            pull_eight_colors(from, out, cell);
            continue;
        }
        rest(out, std::min(node_step, width - x), cell, reach);
    }
}

__attribute__((target("sse4.1"))) void pull_row_fast(
    const copencv_plane &from, uint8_t *to, int width, const int32_t *nodes, const copencv_pull &pull) {
    const auto rest = [&](uint8_t *out, int count, const Cell &cell, const Reach &reach) {
        pull_carefully(from, out, count, cell, reach, pull);
    };
    if (from.channels == 1) {
        pull_inside<1>(from, to, width, nodes, rest);
    } else {
        pull_inside<3>(from, to, width, nodes, rest);
    }
}

const bool has_fast = __builtin_cpu_supports("sse4.1");

#endif

}  // namespace

void pull_row(const copencv_plane &from, uint8_t *to, int width, const int32_t *nodes, const copencv_pull &pull) {
#if defined(__x86_64__)
    if (has_fast) return pull_row_fast(from, to, width, nodes, pull);
#endif
    for (int x = 0; x < width; x += node_step, nodes += 2) {
        const Cell cell(nodes);
        pull_carefully(
            from, to + int64_t(x) * from.channels, std::min(node_step, width - x), cell, Reach(cell), pull);
    }
}

}  // namespace foxing
