#include <algorithm>
#include <cstring>
#include <vector>

#include "clones.h"
#include "guarded.hpp"

using namespace foxing;

namespace {

using Bytes = uint8_t __attribute__((vector_size(16)));
using Halves = uint8_t __attribute__((vector_size(8)));
using Words = uint16_t __attribute__((vector_size(32)));
using Eight = uint16_t __attribute__((vector_size(16)));
using Products = uint32_t __attribute__((vector_size(32)));
constexpr int lanes = 16;

// Which pixels of a side each pixel of a shorter side covers: so many from `first` on, with shares of 256, of which the
// last may be 0.
struct Shares {
    int taps = 0;
    std::vector<int> first;
    std::vector<uint16_t> weights;

    Shares(int64_t from, int64_t to) {
        // In units of 1/to pixels of the longer side, so that all bounds are whole.
        for (int64_t i = 0; i < to; i++) {
            const int64_t begin = i * from / to;
            taps = std::max(taps, int(((i + 1) * from - 1) / to - begin) + 1);
            first.push_back(int(begin));
        }
        for (int64_t i = 0; i < to; i++) {
            const int64_t low = i * from, high = low + from;
            // Of the running sum's rounding, so that the shares add up.
            const auto sum = [&](int64_t end) {
                return (std::clamp(end * to, low, high) - low) * 256 / from;
            };
            for (int64_t k = 0; k < taps; k++) {
                weights.push_back(uint16_t(sum(first[size_t(i)] + k + 1) - sum(first[size_t(i)] + k)));
            }
        }
    }
};

// Rows times their shares, in 1/256 level.
FOXING_CLONES void add_rows(
    const uint8_t *rows, int64_t stride, const uint16_t *weights, int taps, uint16_t *sums, int count) {
    int i = 0;
    for (; i + lanes <= count; i += lanes) {
        Words sum = {0};
        for (int k = 0; k < taps; k++) {
            Bytes bytes;
            std::memcpy(&bytes, rows + k * stride + i, sizeof bytes);
            sum += __builtin_convertvector(bytes, Words) * weights[k];
        }
        std::memcpy(sums + i, &sum, sizeof sum);
    }
    for (; i < count; i++) {
        uint16_t sum = 0;
        for (int k = 0; k < taps; k++) sum = uint16_t(sum + rows[k * stride + i] * weights[k]);
        sums[i] = sum;
    }
}

// Columns of color pixels, two of the result at a time. Sums go on for four more values than are used.
FOXING_INLINE void add_colors(const uint16_t *sums, const Shares &shares, int taps, uint8_t *out, int count) {
    for (int x = 0; x < count; x += 2) {
        const int next = std::min(x + 1, count - 1);
        const uint16_t *here = sums + 3 * shares.first[size_t(x)], *there = sums + 3 * shares.first[size_t(next)];
        const uint16_t *own = shares.weights.data() + size_t(x) * taps, *other = shares.weights.data() + size_t(next) * taps;
        Eight level = Eight{} + uint16_t(64);
        for (int k = 0; k < taps; k++) {
            Eight both;
            std::memcpy(&both, here + 3 * k, 8);
            std::memcpy(reinterpret_cast<uint8_t *>(&both) + 8, there + 3 * k, 8);
            const uint16_t a = uint16_t(own[k] << 7), b = uint16_t(other[k] << 7);
            const Eight weight = {a, a, a, a, b, b, b, b};
            // The upper half of each product, in 1/128 level.
            level += __builtin_convertvector(
                (__builtin_convertvector(both, Products) * __builtin_convertvector(weight, Products)) >> 16, Eight);
        }
        const Halves bytes = __builtin_convertvector(level >> 7, Halves);
        std::memcpy(out + 3 * x, &bytes, 3);
        if (next > x) std::memcpy(out + 3 * next, reinterpret_cast<const uint8_t *>(&bytes) + 4, 3);
    }
}

FOXING_INLINE void add_grays(const uint16_t *sums, const Shares &shares, int taps, uint8_t *out, int count) {
    const uint16_t *weights = shares.weights.data();
    for (int x = 0; x < count; x++, weights += taps) {
        const uint16_t *here = sums + shares.first[size_t(x)];
        uint32_t level = 64;
        for (int k = 0; k < taps; k++) level += (uint32_t(here[k]) * uint32_t(weights[k] << 7)) >> 16;
        out[x] = uint8_t(level >> 7);
    }
}

// With a number of taps that the compiler knows, there is no loop over them.
FOXING_CLONES void add_columns(const uint16_t *sums, const Shares &shares, int channels, uint8_t *out, int count) {
    if (channels == 3) {
        switch (shares.taps) {
        case 2: return add_colors(sums, shares, 2, out, count);
        case 3: return add_colors(sums, shares, 3, out, count);
        default: return add_colors(sums, shares, shares.taps, out, count);
        }
    }
    switch (shares.taps) {
    case 2: return add_grays(sums, shares, 2, out, count);
    case 3: return add_grays(sums, shares, 3, out, count);
    default: return add_grays(sums, shares, shares.taps, out, count);
    }
}

void average(const ckernels_plane &from, const ckernels_plane &to) {
    const int count = from.width * from.channels;
    const Shares rows(from.height, to.height), columns(from.width, to.width);
    std::vector<uint16_t> sums(size_t(count + 3 * columns.taps + 4));
    for (int y = 0; y < to.height; y++) {
        const int first = rows.first[size_t(y)];
        // Shares of rows beyond the last are 0.
        const int taps = std::min(rows.taps, from.height - first);
        add_rows(
            from.base + first * from.stride, from.stride, rows.weights.data() + size_t(y) * rows.taps, taps,
            sums.data(), count);
        add_columns(sums.data(), columns, from.channels, to.base + y * to.stride, to.width);
    }
}

}  // namespace

ckernels_status ckernels_average(ckernels_plane from, ckernels_plane to) {
    return convert(from, to, [&] {
        require(from.channels == to.channels, "planes of different kind");
        require(to.width <= from.width && to.height <= from.height, "areas are only averaged to become smaller");
        // 256 shares are too few for very many pixels.
        require(
            from.width <= 16 * to.width && from.height <= 16 * to.height, "areas of more than 16 pixels on a side");
        average(from, to);
    });
}
