#pragma once

#include <cstring>

#include "field.hpp"

// One pixel at a time, for every processor; what the vectors of `pull_vectors.cpp` must equal.

namespace foxing {

// The fraction of a place, in bits.
constexpr int part = 6;
constexpr int one = 1 << part;

// One sample where any of the four neighbors may lie outside the source.
inline const uint8_t *tap(const ckernels_plane &from, int x, int y, const ckernels_pull &pull) {
    if (x < 0 || y < 0 || x >= from.width || y >= from.height) {
        if (!pull.replicate) return pull.fill;
        x = std::clamp(x, 0, from.width - 1);
        y = std::clamp(y, 0, from.height - 1);
    }
    return from.base + y * from.stride + int64_t(x) * from.channels;
}

// Along rows first; what is added down the column is rounded to 1/64 level, which fits 16 bits.
inline uint8_t blend(int a, int b, int c, int d, int fx, int fy) {
    const int top = a * (one - fx) + b * fx;
    const int bottom = c * (one - fx) + d * fx;
    const int level = top + (((bottom - top) * fy + one / 2) >> part);
    return uint8_t((level + one / 2) >> part);
}

// One pixel between that at (x, y) and those beside and below it.
inline void pull_pixel(
    const ckernels_plane &from, uint8_t *to, int x, int y, int fx, int fy, const ckernels_pull &pull) {
    const int channels = from.channels;
    const uint8_t *a, *b, *c, *d;
    if (x >= 0 && y >= 0 && x + 1 < from.width && y + 1 < from.height) {
        a = from.base + y * from.stride + int64_t(x) * channels;
        b = a + channels;
        c = a + from.stride;
        d = c + channels;
    } else {
        a = tap(from, x, y, pull);
        b = tap(from, x + 1, y, pull);
        c = tap(from, x, y + 1, pull);
        d = tap(from, x + 1, y + 1, pull);
    }
    for (int channel = 0; channel < channels; channel++) {
        to[channel] = blend(a[channel], b[channel], c[channel], d[channel], fx, fy);
    }
}

inline void pull_cell(const ckernels_plane &from, uint8_t *to, int count, const Cell &cell, const ckernels_pull &pull) {
    for (int k = 0; k < count; k++, to += from.channels) {
        const int x = cell.x_at(k, part), y = cell.y_at(k, part);
        pull_pixel(from, to, x >> part, y >> part, x & (one - 1), y & (one - 1), pull);
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

    bool is_outside(const ckernels_plane &from) const {
        return x_high < -1 || y_high < -1 || x_low >= from.width || y_low >= from.height;
    }

    bool is_inside(const ckernels_plane &from) const {
        return x_low >= 0 && y_low >= 0 && x_high + 1 < from.width && y_high + 1 < from.height;
    }
};

inline void fill_cell(uint8_t *to, int count, int channels, const ckernels_pull &pull) {
    if (channels == 1) {
        std::memset(to, pull.fill[0], size_t(count));
        return;
    }
    for (int k = 0; k < 3 * count; k += 3) std::memcpy(to + k, pull.fill, 3);
}

// Any cell: outside, at the edge or inside the source.
inline void pull_carefully(
    const ckernels_plane &from, uint8_t *to, int count, const Cell &cell, const Reach &reach,
    const ckernels_pull &pull) {
    if (!pull.replicate && reach.is_outside(from)) {
        fill_cell(to, count, from.channels, pull);
    } else {
        pull_cell(from, to, count, cell, pull);
    }
}

#if defined(__x86_64__)

// The same as `pull_row`, eight pixels at a time: by SSE 4.1, and by AVX2.
bool has_vectors();
bool has_wide_vectors();
void pull_row_vectors(
    const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull);
void pull_row_wide(
    const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull);
// Samples between those at `above` and the pixel beside and below each, all with the same fractions, by AVX2; returns how
// many of `count` it did, whole pixels.
int blend_wide(const uint8_t *above, int64_t stride, int channels, uint8_t *to, int count, int fx, int fy);

#endif

}  // namespace foxing
