#include "pull.hpp"

namespace foxing {

void pull_row(const ckernels_plane &from, uint8_t *to, int width, const int32_t *nodes, const ckernels_pull &pull) {
#if defined(__x86_64__)
    if (has_wide_vectors()) return pull_row_wide(from, to, width, nodes, pull);
    if (has_vectors()) return pull_row_vectors(from, to, width, nodes, pull);
#endif
    for (int x = 0; x < width; x += node_step, nodes += 2) {
        const Cell cell(nodes);
        pull_carefully(
            from, to + int64_t(x) * from.channels, std::min(node_step, width - x), cell, Reach(cell), pull);
    }
}

void pull_slid_row(const ckernels_plane &from, uint8_t *to, int width, const int32_t *node, const ckernels_pull &pull) {
    const int32_t nodes[] = {node[0], node[1], node[0] + (node_step << 11), node[1]};
    const Cell cell(nodes);
    const int first = cell.x_at(0, part) >> part, fx = cell.x_at(0, part) & (one - 1);
    const int y = cell.y_at(0, part) >> part, fy = cell.y_at(0, part) & (one - 1);
    const int channels = from.channels;
    const auto careful = [&](int x, int end) {
        for (; x < end; x++) pull_pixel(from, to + int64_t(x) * channels, first + x, y, fx, fy, pull);
    };
    const auto outside = [&](int x, int end) {
        if (pull.replicate) return careful(x, end);
        if (x < end) fill_cell(to + int64_t(x) * channels, end - x, channels, pull);
    };
    // Pixels of which both neighbors lie on the page, and one more at either side with a single one.
    const int left = std::clamp(-first, 0, width);
    const int right = std::clamp(from.width - 1 - first, left, width);
    const int start = std::clamp(left - 1, 0, width);
    const int end = std::clamp(right + 1, start, width);
    if (y < -1 || y >= from.height) return outside(0, width);
    outside(0, start);
    int done = left;
#if defined(__x86_64__)
    if (has_wide_vectors() && y >= 0 && y + 1 < from.height) {
        const uint8_t *above = from.base + y * from.stride + int64_t(first + left) * channels;
        // Whole pixels, for what is left.
        done += blend_wide(
            above, from.stride, channels, to + int64_t(left) * channels, (right - left) * channels, fx, fy) / channels;
    }
#endif
    careful(start, left);
    careful(done, end);
    outside(end, width);
}

}  // namespace foxing
