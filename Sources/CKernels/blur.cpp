#include <algorithm>
#include <cstring>
#include <vector>

#include "clones.h"
#include "guarded.hpp"

using namespace foxing;

namespace {

// Sixteen samples at once; the compiler maps them to what the processor has.
using Bytes = uint8_t __attribute__((vector_size(16)));
using Words = uint16_t __attribute__((vector_size(32)));
using Signed = int16_t __attribute__((vector_size(32)));
using Products = uint32_t __attribute__((vector_size(64)));
constexpr int lanes = 16;
// Row buffers hold whole groups of vectors, which share the loads of weights and of where rows begin.
constexpr int group = 4;

// By reference, since how a vector is returned depends on the processor.
FOXING_INLINE void widen(const uint8_t *bytes, Words &words) {
    Bytes loaded;
    std::memcpy(&loaded, bytes, sizeof loaded);
    words = __builtin_convertvector(loaded, Words);
}

FOXING_INLINE void across_by(
    const uint8_t *middle, uint16_t *sums, int count, int channels, const uint16_t *weights, int radius) {
    for (int i = 0; i < count; i += lanes) {
        Words sum, left, right;
        widen(middle + i, sum);
        sum *= weights[radius];
        for (int k = 1; k <= radius; k++) {
            widen(middle + i - k * channels, left);
            widen(middle + i + k * channels, right);
            sum += (left + right) * weights[radius - k];
        }
        std::memcpy(sums + i, &sum, sizeof sum);
    }
}

// Weighted sums along a row, in 1/256 level. `padded` starts `radius` pixels before the row.
FOXING_CLONES void across(
    const uint8_t *padded, uint16_t *sums, int count, int channels, const uint16_t *weights, int radius) {
    const uint8_t *middle = padded + radius * channels;
    // With a reach that the compiler knows, the weights stay in registers.
    switch (radius) {
    case 1: return across_by(middle, sums, count, channels, weights, 1);
    case 2: return across_by(middle, sums, count, channels, weights, 2);
    case 3: return across_by(middle, sums, count, channels, weights, 3);
    case 4: return across_by(middle, sums, count, channels, weights, 4);
    case 5: return across_by(middle, sums, count, channels, weights, 5);
    default: return across_by(middle, sums, count, channels, weights, radius);
    }
}

// Weighted sums down a column of rows of sums, again in 1/256 level and with a half added: the upper parts of 24-bit
// products. On a flat picture every product is whole, so it stays exactly as it is.
FOXING_INLINE void down(const uint16_t *const *rows, int i, const uint16_t *weights, int taps, Words (&sums)[group]) {
    for (Words &sum : sums) sum = Words{} + uint16_t(128);
    for (int k = 0; k < taps; k++) {
        const Products weight = __builtin_convertvector(Words{} + uint16_t(weights[k] << 8), Products);
        for (int g = 0; g < group; g++) {
            Words row;
            std::memcpy(&row, rows[k] + i + g * lanes, sizeof row);
            sums[g] += __builtin_convertvector((__builtin_convertvector(row, Products) * weight) >> 16, Words);
        }
    }
}

FOXING_INLINE void put(const Words &levels, uint8_t *out, int left) {
    const Bytes bytes = __builtin_convertvector(levels, Bytes);
    if (left >= lanes) {
        std::memcpy(out, &bytes, sizeof bytes);
    } else if (left > 0) {
        std::memcpy(out, &bytes, size_t(left));
    }
}

FOXING_CLONES void store(
    const uint16_t *const *rows, uint8_t *out, int count, const uint16_t *weights, int taps) {
    Words sums[group];
    int i = 0;
    for (; i + group * lanes <= count; i += group * lanes) {
        down(rows, i, weights, taps, sums);
        for (int g = 0; g < group; g++) put(sums[g] >> 8, out + i + g * lanes, lanes);
    }
    if (i == count) return;
    down(rows, i, weights, taps, sums);
    for (int g = 0; g < group; g++) put(sums[g] >> 8, out + i + g * lanes, count - i - g * lanes);
}

// What the blur took away, added once more: in 1/128 level times 1/8192 gives 1/16. `left` samples are there.
FOXING_INLINE void sharpen(const Words &sum, const uint8_t *in, uint8_t *out, int left, int16_t amount) {
    using Wide = int32_t __attribute__((vector_size(64)));
    Bytes bytes = {0};
    if (left >= lanes) {
        std::memcpy(&bytes, in, sizeof bytes);
    } else {
        std::memcpy(&bytes, in, size_t(left));
    }
    const Signed level = __builtin_convertvector(bytes, Signed);
    const Signed lost = (level << 7) - (Signed)((sum - uint16_t(128)) >> 1);
    const Wide product = __builtin_convertvector(lost, Wide) * __builtin_convertvector(Signed{} + amount, Wide);
    const Signed gain = __builtin_convertvector(product >> 16, Signed);
    const Signed sharper = level + ((gain + int16_t(8)) >> 4);
    const Signed kept =
        __builtin_elementwise_max(__builtin_elementwise_min(sharper, Signed{} + int16_t(255)), Signed{});
    put((Words)kept, out, left);
}

FOXING_CLONES void store_sharper(
    const uint16_t *const *rows, const uint8_t *in, uint8_t *out, int count, const uint16_t *weights, int taps,
    int16_t amount) {
    Words sums[group];
    int i = 0;
    // Whole groups by themselves: no vector of them asks whether it is whole.
    for (; i + group * lanes <= count; i += group * lanes) {
        down(rows, i, weights, taps, sums);
        for (int g = 0; g < group; g++) sharpen(sums[g], in + i + g * lanes, out + i + g * lanes, lanes, amount);
    }
    if (i == count) return;
    down(rows, i, weights, taps, sums);
    for (int g = 0; i + g * lanes < count; g++) {
        sharpen(sums[g], in + i + g * lanes, out + i + g * lanes, count - i - g * lanes, amount);
    }
}

// A picture's rows, blurred along themselves when they are asked for, the last few kept.
struct RowRing {
    const ckernels_plane &from;
    const uint16_t *weights;
    int radius;
    int count;
    int stride;
    std::vector<uint8_t> padded;
    std::vector<uint16_t> sums;
    std::vector<int> held;

    RowRing(const ckernels_plane &from, const uint16_t *weights, int radius)
        : from(from), weights(weights), radius(radius), count(from.width * from.channels),
          stride((count + group * lanes - 1) / (group * lanes) * group * lanes),
          padded(size_t(stride) + 2 * radius * from.channels), sums(size_t(stride) * (2 * radius + 1)),
          held(size_t(2 * radius + 1), -1) {}

    const uint16_t *row(int y) {
        y = std::clamp(y, 0, from.height - 1);
        const int slot = y % (2 * radius + 1);
        uint16_t *out = sums.data() + size_t(slot) * stride;
        if (held[slot] == y) return out;
        held[slot] = y;
        const uint8_t *in = from.base + y * from.stride;
        const int channels = from.channels;
        for (int x = 0; x < radius; x++) {
            std::memcpy(padded.data() + x * channels, in, size_t(channels));
            std::memcpy(padded.data() + (radius * channels + count) + x * channels, in + count - channels, size_t(channels));
        }
        std::memcpy(padded.data() + radius * channels, in, size_t(count));
        across(padded.data(), out, count, channels, weights, radius);
        return out;
    }
};

}  // namespace

ckernels_status ckernels_blur(
    ckernels_plane from, ckernels_plane to, const uint16_t *weights, int32_t radius, int32_t sharpening) {
    return convert(from, to, [&] {
        require_same(from, to);
        require(weights != nullptr && radius > 0 && radius <= 32, "a blur reaches 1 to 32 pixels");
        require(sharpening >= 0 && sharpening < 32768, "sharpening of less than 0 or more than 4");
        int total = 0;
        for (int k = 0; k <= 2 * radius; k++) total += weights[k];
        require(total == 256 && weights[radius] < 256, "weights that do not add up to 256, or a single one");
        RowRing ring(from, weights, radius);
        std::vector<const uint16_t *> rows(size_t(2 * radius + 1));
        for (int y = 0; y < from.height; y++) {
            for (int k = -radius; k <= radius; k++) rows[size_t(k + radius)] = ring.row(y + k);
            uint8_t *out = to.base + y * to.stride;
            if (sharpening > 0) {
                store_sharper(
                    rows.data(), from.base + y * from.stride, out, ring.count, weights, 2 * radius + 1,
                    int16_t(sharpening));
            } else {
                store(rows.data(), out, ring.count, weights, 2 * radius + 1);
            }
        }
    });
}
