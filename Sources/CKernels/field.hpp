#pragma once

#include <algorithm>
#include <cstdint>

#include "ckernels.h"

namespace foxing {

// Pixels of the result between two nodes of a field.
constexpr int node_step = 8;

// A strip of eight rows of the result with the two rows of nodes that bound it: source places in 1/256 pixel.
struct Strip {
    const int32_t *above;
    const int32_t *below;
    int nodes;
    int x_offset;
    int y_offset;

    // Whether every node is moved by the same whole number of pixels, which then are the offsets.
    bool is_shifted(int y) {
        const int dx = above[0];
        const int dy = above[1] - y * 256;
        if ((dx | dy) & 255) return false;
        for (int i = 0; i < nodes; i++) {
            const int x = i * node_step * 256 + dx;
            if (above[2 * i] != x || below[2 * i] != x) return false;
            if (above[2 * i + 1] != y * 256 + dy || below[2 * i + 1] != (y + node_step) * 256 + dy) return false;
        }
        x_offset = dx >> 8;
        y_offset = dy >> 8;
        return true;
    }

    // Whether the nodes of either row are all moved alike, so that rows of the result are rows of the source.
    bool is_slid() const {
        for (const int32_t *row : {above, below}) {
            int differences = 0;
            for (int i = 0; i < nodes; i++) {
                differences |= (row[2 * i] - row[0] - i * node_step * 256) | (row[2 * i + 1] - row[1]);
            }
            if (differences != 0) return false;
        }
        return true;
    }

    // The nodes between the two rows at row `j` of the strip, in 1/2048 pixel, x and y in turn.
    void at(int j, int32_t *row) const {
        for (int i = 0; i < 2 * nodes; i++) row[i] = above[i] * (node_step - j) + below[i] * j;
    }
};

// Eight neighbors of a row: places between two nodes, in 1/16384 pixel. Where both nodes fit 32 bits, so does all that
// lies between them, but not a whole number of steps: sums are taken without a sign, which carries around.
struct Cell {
    int x;
    int y;
    int x_step;
    int y_step;

    // `node` points to the pair of numbers of the node before the cell.
    explicit Cell(const int32_t *node)
        : x(node[0] * node_step), y(node[1] * node_step), x_step(node[2] - node[0]), y_step(node[3] - node[1]) {}

    // Places of pixel `k` in 2^-bits pixels, rounded.
    int x_at(int k, int bits) const { return at(x, x_step, k, bits); }
    int y_at(int k, int bits) const { return at(y, y_step, k, bits); }

  private:
    static int at(int start, int step, int k, int bits) {
        const uint32_t place = uint32_t(start) + uint32_t(step) * uint32_t(k) + (1u << (13 - bits));
        return int32_t(place) >> (14 - bits);
    }
};

// Pulls a row whose pixels follow each other in a row of the source, too, as far aside and down as the first node says:
// the same values as `pull_row`.
void pull_slid_row(const ckernels_plane &from, uint8_t *to, int width, const int32_t *node, const ckernels_pull &pull);

// Pulls one row of the result between `nodes` (see `Strip::at`), bilinear with weights in 1/64; the same values on
// every processor.
void pull_row(const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull);

}  // namespace foxing
