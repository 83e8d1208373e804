#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "clones.h"
#include "guarded.hpp"
#include "pixels.hpp"

using namespace foxing;

namespace {

constexpr int levels = 256;
// Tables of so many tiles take 16 MB.
constexpr int most_tiles = 1 << 16;

// Splits a side into tiles as even as whole pixels allow, and says for each pixel between which two tile centers it
// lies and how far, in 1/256.
struct Axis {
    int tiles;
    std::vector<int> starts;
    std::vector<int> first;
    std::vector<int> second;
    std::vector<int> weight;

    Axis(int extent, int tiles) : tiles(tiles) {
        for (int i = 0; i <= tiles; i++) starts.push_back(int(int64_t(i) * extent / tiles));
        for (int x = 0; x < extent; x++) {
            // In half pixels: the center of the pixel against the centers of the tiles.
            int tile = std::min(int(int64_t(x) * tiles / extent), tiles - 1);
            if (2 * x + 1 < starts[tile] + starts[tile + 1]) tile--;
            const int a = std::max(tile, 0);
            const int b = std::min(tile + 1, tiles - 1);
            first.push_back(a);
            second.push_back(b);
            if (a == b) {
                weight.push_back(0);
                continue;
            }
            const int low = starts[a] + starts[a + 1];
            const int high = starts[b] + starts[b + 1];
            weight.push_back(std::clamp(int(int64_t(2 * x + 1 - low) * 256 / (high - low)), 0, 256));
        }
    }
};

// The table that equalizes one tile: its histogram, cut at the limit, what was cut spread over all levels, summed up
// (Zuiderveld 1994, with OpenCV's way of spreading the remainder).
void tile_table(const uint8_t *tile, int64_t stride, int width, int height, double clip, uint8_t *table) {
    int counts[4][levels] = {};
    for (int y = 0; y < height; y++) {
        const uint8_t *row = tile + y * stride;
        int x = 0;
        for (; x + 4 <= width; x += 4) {
            for (int k = 0; k < 4; k++) counts[k][row[x + k]]++;
        }
        for (; x < width; x++) counts[0][row[x]]++;
    }
    const int64_t area = int64_t(width) * height;
    const int64_t limit = std::max<int64_t>(int64_t(std::min(clip, double(levels)) * double(area) / levels), 1);
    int64_t histogram[levels];
    int64_t cut = 0;
    for (int i = 0; i < levels; i++) {
        const int64_t count = int64_t(counts[0][i]) + counts[1][i] + counts[2][i] + counts[3][i];
        histogram[i] = std::min(count, limit);
        cut += count - histogram[i];
    }
    const int64_t each = cut / levels;
    int64_t rest = cut - each * levels;
    for (int i = 0; i < levels; i++) histogram[i] += each;
    if (rest > 0) {
        const int step = int(std::max<int64_t>(levels / rest, 1));
        for (int i = 0; i < levels && rest > 0; i += step, rest--) histogram[i]++;
    }
    int64_t sum = 0;
    for (int i = 0; i < levels; i++) {
        sum += histogram[i];
        table[i] = uint8_t(std::min<int64_t>((sum * 255 + area / 2) / area, 255));
    }
}

// Tables between two rows of tiles, in 1/256 level.
FOXING_CLONES void blend_tables(
    const uint8_t *above, const uint8_t *below, uint16_t *out, int count, int weight) {
    for (int i = 0; i < count; i++) {
        out[i] = uint16_t(above[i] * uint16_t(256 - weight) + below[i] * uint16_t(weight));
    }
}

void look_up(const uint8_t *in, uint8_t *out, const uint16_t *tables, const Axis &columns, int share) {
    const int width = int(columns.first.size());
    const int *weights = columns.weight.data();
    for (int x = 0; x < width;) {
        // Pixels between the same two centers read the same two tables.
        const int first = columns.first[x], second = columns.second[x];
        const uint16_t *a = tables + first * levels;
        const uint16_t *b = tables + second * levels;
        int end = x + 1;
        while (end < width && columns.first[end] == first && columns.second[end] == second) end++;
        for (; x < end; x++) {
            const int low = a[in[x]];
            const int high = b[in[x]];
            out[x] = uint8_t((low * 256 + (high - low) * weights[x] + 32768) >> 16);
        }
    }
    if (share == 256) return;
    for (int x = 0; x < width; x++) out[x] = uint8_t((in[x] * (256 - share) + out[x] * share + 128) >> 8);
}

// Brightness by weights of 15 bits, as OpenCV rounds them: 0.299 red, 0.587 green, 0.114 blue.
FOXING_CLONES void weigh(const uint8_t *in, uint8_t *out, int count) {
    int x = 0;
    for (; x + pixel_lanes <= count; x += pixel_lanes) {
        Pixels b, g, r;
        separate(in + 3 * x, b, g, r);
        const PixelSums sum = __builtin_convertvector(b, PixelSums) * 3735 + __builtin_convertvector(g, PixelSums) * 19235
            + __builtin_convertvector(r, PixelSums) * 9798 + 16384;
        const Pixels luma = __builtin_convertvector(sum >> 15, Pixels);
        std::memcpy(out + x, &luma, sizeof luma);
    }
    for (; x < count; x++) out[x] = uint8_t((in[3 * x] * 3735 + in[3 * x + 1] * 19235 + in[3 * x + 2] * 9798 + 16384) >> 15);
}

// Moves the three channels of each pixel by what its luma moved.
FOXING_CLONES void shift_colors(const uint8_t *in, const int16_t *moves, uint8_t *out, int count) {
    for (int i = 0; i < count; i++) {
        out[i] = uint8_t(std::min<int16_t>(255, std::max<int16_t>(0, int16_t(in[i] + moves[i]))));
    }
}

// The brightness of a picture: its own samples where they are gray, otherwise made of the colors.
struct Luma {
    // Every sample is written before it is read, so none is set beforehand.
    std::unique_ptr<uint8_t[]> made;
    const uint8_t *base;
    int64_t stride;

    explicit Luma(const ckernels_plane &plane) : base(plane.base), stride(plane.stride) {
        if (plane.channels == 1) return;
        made.reset(new uint8_t[size_t(plane.width) * plane.height]);
        for (int y = 0; y < plane.height; y++) {
            weigh(foxing::row(plane, y), made.get() + int64_t(y) * plane.width, plane.width);
        }
        base = made.get();
        stride = plane.width;
    }

    const uint8_t *row(int y) const { return base + y * stride; }
};

}  // namespace

ckernels_status ckernels_equalize(
    ckernels_plane from, ckernels_plane to, double clip, int32_t columns, int32_t rows, int32_t share) {
    return convert(from, to, [&] {
        require_same(from, to);
        require(columns > 0 && rows > 0, "a grid without tiles");
        require(columns <= from.width && rows <= from.height, "more tiles than pixels");
        require(int64_t(columns) * rows <= most_tiles, "more than 65536 tiles");
        require(share >= 0 && share <= 256, "a share of more than all");
        require(clip >= 0, "a limit below 0");
        const Luma luma(from);
        const Axis across(from.width, columns);
        const Axis down(from.height, rows);
        const int in_row = columns * levels;
        std::vector<uint8_t> tables(size_t(rows) * in_row);
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                tile_table(
                    luma.row(down.starts[j]) + across.starts[i], luma.stride, across.starts[i + 1] - across.starts[i],
                    down.starts[j + 1] - down.starts[j], clip, tables.data() + size_t(j) * in_row + i * levels);
            }
        }
        std::vector<uint16_t> blended(in_row, uint16_t(0));
        std::vector<uint8_t> equalized(size_t(from.width));
        std::vector<int16_t> moves(size_t(from.width) * 3);
        for (int y = 0; y < from.height; y++) {
            blend_tables(
                tables.data() + size_t(down.first[y]) * in_row, tables.data() + size_t(down.second[y]) * in_row,
                blended.data(), in_row, down.weight[y]);
            if (from.channels == 1) {
                look_up(row(from, y), row(to, y), blended.data(), across, share);
                continue;
            }
            const uint8_t *before = luma.row(y);
            look_up(before, equalized.data(), blended.data(), across, share);
            for (int x = 0; x < from.width; x++) {
                const int16_t move = int16_t(equalized[x] - before[x]);
                moves[3 * x] = moves[3 * x + 1] = moves[3 * x + 2] = move;
            }
            shift_colors(row(from, y), moves.data(), row(to, y), 3 * from.width);
        }
    });
}
