#include <algorithm>
#include <cstring>
#include <vector>

#include "guarded.hpp"
#include "jpeg_blocks.hpp"
#include "jpeg_rows.hpp"

using namespace foxing;
using namespace foxing::jpeg;

namespace {

// A picture as blocks see it: repeated outwards at its edges, the grid moved by an offset.
struct Grid {
    int width;
    int height;
    int left;
    int top;
    // Of the padded picture, in whole units of 16.
    int columns;
    int rows;

    Grid(const ckernels_plane &plane, int left, int top)
        : width(plane.width), height(plane.height), left(left), top(top),
          // A moved row may end anywhere in its last vector, which must not reach into the next row.
          columns((width + 15) / 16 * 16 + (left > 0 ? 16 : 0)), rows((height + top + 15) / 16 * 16) {}

    int source_row(int y) const { return std::clamp(y - top, 0, height - 1); }

    // Repeats the ends of a row whose middle is in place.
    void extend(uint8_t *row) const {
        std::memset(row, row[left], size_t(left));
        std::memset(row + left + width, row[left + width - 1], size_t(columns - left - width));
    }
};

void code_gray(const ckernels_plane &from, const ckernels_plane &to, const Grid &grid, const Quantizer &quantizer) {
    std::vector<uint8_t> band(size_t(side) * grid.columns);
    for (int y = 0; y < grid.height + grid.top; y += side) {
        for (int j = 0; j < side; j++) {
            uint8_t *row = band.data() + size_t(j) * grid.columns;
            std::memcpy(row + grid.left, from.base + grid.source_row(y + j) * from.stride, size_t(grid.width));
            grid.extend(row);
        }
        round_trip(band.data(), grid.columns, grid.columns / side, quantizer);
        for (int j = 0; j < side; j++) {
            const int target = y + j - grid.top;
            if (target < 0 || target >= grid.height) continue;
            std::memcpy(
                to.base + target * to.stride, band.data() + size_t(j) * grid.columns + grid.left, size_t(grid.width));
        }
    }
}

// A color difference at the resolution it is coded in: whole, or half along rows, or half both ways.
struct Difference {
    int across;
    int down;
    int columns;
    int rows;
    std::vector<uint8_t> samples;

    Difference(const Grid &grid, int across, int down)
        : across(across), down(down), columns(grid.columns / across), rows(grid.rows / down),
          samples(size_t(columns) * rows + room) {}

    uint8_t *row(int y) { return samples.data() + size_t(y) * columns; }

    // Averages sixteen full rows from `y` on, with the IJG's alternating rounding, and codes them.
    void take(const uint8_t *full, int stride, int y, const Quantizer &quantizer) {
        for (int j = 0; j < 16 / down; j++) average(full + size_t(j) * down * stride, stride, row(y / down + j));
        const int coded = std::max(16 / down, side);
        for (int j = 0; j < coded; j += side) round_trip(row(y / down + j), columns, columns / side, quantizer);
    }

    void average(const uint8_t *full, int stride, uint8_t *out) const {
        if (across == 1) {
            std::memcpy(out, full, size_t(columns));
        } else {
            halve(full, down == 1 ? nullptr : full + stride, out, columns);
        }
    }

    // Row `y` at full resolution, between the samples by weights of 3 and 1. `columns_used` and `rows_used` are those
    // that lie on the picture.
    void enlarge(int y, int columns_used, int rows_used, uint8_t *out, uint16_t *sums) {
        if (across == 1) {
            std::memcpy(out, row(y), size_t(columns));
            return;
        }
        const int near = y / down;
        const int far = std::clamp(down == 1 ? near : near + (y % 2 == 0 ? -1 : 1), 0, rows_used - 1);
        blend(row(near), row(far), sums, columns_used);
        sums[-1] = sums[0];
        sums[columns_used] = sums[columns_used - 1];
        double_row(sums, out, columns_used, down == 1 ? 4 : 8, down == 1 ? 8 : 7);
    }
};

// Color: brightness in bands of 16 rows, of which two are held, since the differences of a row need those of the
// band below.
struct ColorCoder {
    const ckernels_plane &from;
    const ckernels_plane &to;
    const Grid &grid;
    const Quantizer &luma_steps;
    const Quantizer &chroma_steps;
    Difference blue;
    Difference red;
    std::vector<uint8_t> luma;
    std::vector<uint8_t> full;
    std::vector<uint16_t> sums;
    std::vector<uint8_t> pixels;

    ColorCoder(
        const ckernels_plane &from, const ckernels_plane &to, const Grid &grid, const Quantizer &luma_steps,
        const Quantizer &chroma_steps, int across, int down)
        : from(from), to(to), grid(grid), luma_steps(luma_steps), chroma_steps(chroma_steps),
          blue(grid, across, down), red(grid, across, down), luma(size_t(32) * grid.columns + room),
          full(size_t(32) * grid.columns + room), sums(size_t(grid.columns) + room),
          pixels(size_t(grid.columns) * 3 + room) {}

    uint8_t *luma_row(int y) { return luma.data() + size_t(y % 32) * grid.columns; }

    void code(int y) {
        const int columns = grid.columns;
        for (int j = 0; j < 16; j++) {
            uint8_t *rows[] = {luma_row(y + j), full.data() + size_t(j) * columns, full.data() + size_t(16 + j) * columns};
            std::memcpy(
                pixels.data(), from.base + grid.source_row(y + j) * from.stride, size_t(grid.width) * 3);
            to_planes(pixels.data(), rows[0] + grid.left, rows[1] + grid.left, rows[2] + grid.left, grid.width);
            for (uint8_t *row : rows) grid.extend(row);
        }
        for (int j = 0; j < 16; j += side) round_trip(luma_row(y + j), columns, columns / side, luma_steps);
        blue.take(full.data(), columns, y, chroma_steps);
        red.take(full.data() + size_t(16) * columns, columns, y, chroma_steps);
    }

    void emit(int y) {
        const int columns_used = (grid.left + grid.width + blue.across - 1) / blue.across;
        const int rows_used = (grid.top + grid.height + blue.down - 1) / blue.down;
        uint8_t *b = full.data(), *r = full.data() + size_t(16) * grid.columns;
        for (int j = 0; j < 16; j++) {
            const int target = y + j - grid.top;
            if (target < 0 || target >= grid.height) continue;
            blue.enlarge(y + j, columns_used, rows_used, b, sums.data() + lanes);
            red.enlarge(y + j, columns_used, rows_used, r, sums.data() + lanes);
            from_planes(luma_row(y + j) + grid.left, b + grid.left, r + grid.left, pixels.data(), grid.width);
            std::memcpy(to.base + target * to.stride, pixels.data(), size_t(grid.width) * 3);
        }
    }

    void run() {
        for (int y = 0; y < grid.rows; y += 16) {
            code(y);
            if (y > 0) emit(y - 16);
        }
        emit(grid.rows - 16);
    }
};

}  // namespace

ckernels_status ckernels_jpeg(
    ckernels_plane from, ckernels_plane to, int32_t quality, int32_t across, int32_t down, int32_t left, int32_t top) {
    return convert(from, to, [&] {
        require_same(from, to);
        require(quality >= 1 && quality <= 100, "a quality from 1 to 100");
        require((across == 1 && down == 1) || (across == 2 && (down == 1 || down == 2)), "no such subsampling");
        require(left >= 0 && left < 16 && top >= 0 && top < 16, "a grid is moved by less than 16 pixels");
        const Grid grid(from, left, top);
        Quantizer luma, chroma;
        make_luma_quantizer(quality, luma);
        make_chroma_quantizer(quality, chroma);
        if (from.channels == 1) {
            code_gray(from, to, grid, luma);
        } else {
            ColorCoder(from, to, grid, luma, chroma, across, down).run();
        }
    });
}
