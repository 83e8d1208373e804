#include <algorithm>
#include <cstring>
#include <vector>

#include "clones.hpp"
#include "guarded.hpp"

using namespace foxing;

namespace {

// Sixteen samples at once; the compiler maps them to what the processor has.
using Bytes = uint8_t __attribute__((vector_size(16)));
using Words = uint16_t __attribute__((vector_size(32)));
constexpr int lanes = 16;

// By reference, since how a vector is returned hangs on the processor.
__attribute__((always_inline)) inline void widen(const uint8_t *bytes, Words &words) {
    Bytes loaded;
    std::memcpy(&loaded, bytes, sizeof loaded);
    words = __builtin_convertvector(loaded, Words);
}

// Weighted sums along a row, in 1/256 level. `padded` starts `radius` pixels before the row. Row buffers have room
// for whole vectors.
FOXING_CLONES void across(
    const uint8_t *padded, uint16_t *sums, int count, int channels, const uint16_t *weights, int radius) {
    for (int i = 0; i < count; i += lanes) {
        const uint8_t *middle = padded + radius * channels + i;
        Words sum, left, right;
        widen(middle, sum);
        sum *= weights[radius];
        for (int k = 1; k <= radius; k++) {
            widen(middle - k * channels, left);
            widen(middle + k * channels, right);
            sum += (left + right) * weights[radius - k];
        }
        std::memcpy(sums + i, &sum, sizeof sum);
    }
}

// Weighted sums down a column of rows of sums, again in 1/256 level and with a half added: the upper parts of 24-bit
// products. On a flat picture every product is whole, so it stays exactly as it is.
FOXING_CLONES void down(
    const uint16_t *const *rows, uint16_t *sums, int count, const uint16_t *weights, int taps) {
    for (int i = 0; i < count; i += lanes) {
        Words sum = Words{} + uint16_t(128);
        for (int k = 0; k < taps; k++) {
            Words row;
            std::memcpy(&row, rows[k] + i, sizeof row);
            // By the two halves of the sum, which keeps all of it within 16 bits.
            sum += (row >> 8) * weights[k] + (((row & 255) * weights[k]) >> 8);
        }
        std::memcpy(sums + i, &sum, sizeof sum);
    }
}

FOXING_CLONES void store(const uint16_t *sums, uint8_t *out, int count) {
    for (int i = 0; i < count; i++) out[i] = uint8_t(sums[i] >> 8);
}

// What the blur took away, added once more: in 1/128 level times 1/8192 gives 1/16.
FOXING_CLONES void store_sharper(const uint16_t *sums, const uint8_t *in, uint8_t *out, int count, int16_t amount) {
    for (int i = 0; i < count; i++) {
        const int16_t lost = int16_t((in[i] << 7) - ((sums[i] - 128) >> 1));
        const int16_t gain = int16_t((lost * amount) >> 16);
        const int16_t level = int16_t(in[i] + int16_t((gain + 8) >> 4));
        out[i] = uint8_t(std::min<int16_t>(255, std::max<int16_t>(0, level)));
    }
}

// A picture's rows, blurred along themselves when they are asked for, the last few kept.
struct RowRing {
    const copencv_plane &from;
    const uint16_t *weights;
    int radius;
    int count;
    int stride;
    std::vector<uint8_t> padded;
    std::vector<uint16_t> sums;
    std::vector<int> held;

    RowRing(const copencv_plane &from, const uint16_t *weights, int radius)
        : from(from), weights(weights), radius(radius), count(from.width * from.channels),
          stride((count + lanes - 1) / lanes * lanes),
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

copencv_status copencv_blur(
    copencv_plane from, copencv_plane to, const uint16_t *weights, int32_t radius, int32_t sharpening) {
    return convert(from, to, [&](const cv::Mat &, cv::Mat &) {
        require_same(from, to);
        require(weights != nullptr && radius > 0 && radius <= 32, "a blur reaches 1 to 32 pixels");
        require(sharpening >= 0 && sharpening < 32768, "sharpening of less than 0 or more than 4");
        int total = 0;
        for (int k = 0; k <= 2 * radius; k++) total += weights[k];
        require(total == 256 && weights[radius] < 256, "weights that do not add up to 256, or a single one");
        RowRing ring(from, weights, radius);
        std::vector<uint16_t> sums(size_t(ring.stride));
        std::vector<const uint16_t *> rows(size_t(2 * radius + 1));
        for (int y = 0; y < from.height; y++) {
            for (int k = -radius; k <= radius; k++) rows[size_t(k + radius)] = ring.row(y + k);
            down(rows.data(), sums.data(), ring.count, weights, 2 * radius + 1);
            uint8_t *out = to.base + y * to.stride;
            if (sharpening > 0) {
                store_sharper(sums.data(), from.base + y * from.stride, out, ring.count, int16_t(sharpening));
            } else {
                store(sums.data(), out, ring.count);
            }
        }
    });
}
