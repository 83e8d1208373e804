#include <algorithm>
#include <cstring>
#include <vector>

#include "field.hpp"
#include "guarded.hpp"

using namespace foxing;

namespace {

// Nodes further out than this leave 32 bits once they are places in 1/16384 pixel.
constexpr int32_t furthest = (1 << 25) - (1 << 12);
// Nodes of longer results would, where they keep to their pixels.
constexpr int32_t longest_result = 1 << 22;

void require_reach(const int32_t *nodes, int64_t count) {
    int32_t least = 0, most = 0;
    for (int64_t i = 0; i < 2 * count; i++) {
        least = std::min(least, nodes[i]);
        most = std::max(most, nodes[i]);
    }
    require(least >= -furthest && most <= furthest, "a field that leads too far away");
}

void require_result(int32_t width, int32_t height) {
    require(width <= longest_result && height <= longest_result, "a result of too many pixels on a side");
}

void require_pull(const ckernels_plane &from, const ckernels_plane &to, const int32_t *nodes) {
    require(from.channels == to.channels && nodes != nullptr, "planes of different kind, or no field");
    require(from.width < 32768 && from.height < 32768, "a source of 32768 pixels or more on a side");
    require_result(to.width, to.height);
}

// The strip that begins at row `y`, its nodes checked.
Strip strip(const int32_t *nodes, int32_t width, int32_t height, int32_t y) {
    require(y >= 0 && y < height && y % node_step == 0, "no such rows between nodes");
    const int in_row = width / node_step + 2;
    const int32_t *above = nodes + int64_t(y / node_step) * in_row * 2;
    require_reach(above, int64_t(2) * in_row);
    return {above, above + int64_t(in_row) * 2, in_row, 0, 0};
}

// Copies a row from a shifted place; what lies outside the source is filled.
void copy_row(
    const ckernels_plane &in, const ckernels_plane &out, int y, const Strip &strip, const ckernels_pull &pull) {
    const int channels = in.channels;
    const int from_y = y + strip.y_offset;
    uint8_t *to = row(out, y);
    const bool inside = from_y >= 0 && from_y < in.height;
    const uint8_t *from = row(in, std::clamp(from_y, 0, in.height - 1));
    const int low = inside || pull.replicate ? std::clamp(-strip.x_offset, 0, out.width) : out.width;
    const int high = std::clamp(in.width - strip.x_offset, low, out.width);
    if (high > low) {
        std::memcpy(to + low * channels, from + (low + strip.x_offset) * channels, size_t(high - low) * channels);
    }
    for (int x = 0; x < out.width; x++) {
        if (x == low) x = high;
        if (x >= out.width) break;
        const uint8_t *level = pull.replicate ? from + std::clamp(x + strip.x_offset, 0, in.width - 1) * channels
                                              : pull.fill;
        for (int c = 0; c < channels; c++) to[x * channels + c] = level[c];
    }
}

// Places and fractions of a row between nodes, in 1/32 pixel.
void place_row(const int32_t *nodes, int width, int16_t *places, uint16_t *fractions) {
    for (int first = 0; first < width; first += node_step) {
        const Cell cell(nodes + first / node_step * 2);
        const int count = std::min(node_step, width - first);
        for (int k = 0; k < count; k++) {
            const int x = cell.x_at(k, 5);
            const int y = cell.y_at(k, 5);
            places[2 * (first + k)] = int16_t(std::clamp(x >> 5, -32768, 32767));
            places[2 * (first + k) + 1] = int16_t(std::clamp(y >> 5, -32768, 32767));
            fractions[first + k] = uint16_t(((y & 31) << 5) | (x & 31));
        }
    }
}

}  // namespace

ckernels_status ckernels_warp_field(
    ckernels_plane from, ckernels_plane to, const int32_t *nodes, ckernels_pull pull) {
    return convert(from, to, [&] {
        require_pull(from, to, nodes);
        std::vector<int32_t> between(size_t(2) * (to.width / node_step + 2));
        for (int y = 0; y < to.height; y += node_step) {
            Strip strip = ::strip(nodes, to.width, to.height, y);
            const int rows = std::min(node_step, to.height - y);
            if (strip.is_shifted(y)) {
                for (int j = 0; j < rows; j++) copy_row(from, to, y + j, strip, pull);
                continue;
            }
            const auto pull_one = strip.is_slid() ? pull_slid_row : pull_row;
            for (int j = 0; j < rows; j++) {
                strip.at(j, between.data());
                pull_one(from, row(to, y + j), to.width, between.data(), pull);
            }
        }
    });
}

ckernels_status ckernels_copy_band(
    ckernels_plane from, ckernels_plane to, const int32_t *nodes, int32_t y, ckernels_pull pull, int32_t *copied) {
    return convert(from, to, [&] {
        require_pull(from, to, nodes);
        require(copied != nullptr, "nowhere to say whether rows were copied");
        Strip strip = ::strip(nodes, to.width, to.height, y);
        *copied = strip.is_shifted(y) ? 1 : 0;
        if (!*copied) return;
        for (int j = 0; j < std::min(node_step, to.height - y); j++) copy_row(from, to, y + j, strip, pull);
    });
}

ckernels_status ckernels_band_places(
    const int32_t *nodes, int32_t width, int32_t height, int32_t y, int16_t *places, uint16_t *fractions) {
    return guarded([&] {
        require_size(width, height);
        require_result(width, height);
        require(nodes != nullptr && places != nullptr && fractions != nullptr, "no field, or nowhere to put the places");
        const Strip strip = ::strip(nodes, width, height, y);
        std::vector<int32_t> between(size_t(2) * strip.nodes);
        for (int32_t j = 0; j < std::min(node_step, height - y); j++) {
            strip.at(j, between.data());
            place_row(between.data(), width, places + int64_t(2) * width * j, fractions + int64_t(width) * j);
        }
    });
}
