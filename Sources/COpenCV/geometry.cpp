#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

#include "field.hpp"
#include "guarded.hpp"

using namespace foxing;

namespace {

int interpolation(copencv_quality quality) {
    switch (quality) {
    case copencv_nearest: return cv::INTER_NEAREST;
    case copencv_cubic: return cv::INTER_CUBIC;
    default: return cv::INTER_LINEAR;
    }
}

int border(const copencv_pull &pull) { return pull.replicate ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT; }

cv::Scalar fill(const copencv_pull &pull) { return cv::Scalar(pull.fill[0], pull.fill[1], pull.fill[2]); }

// The remap of OpenCV holds source coordinates in 16 bits.
void require_reach(const copencv_plane &from) {
    require(from.width < 32768 && from.height < 32768, "a source of 32768 pixels or more on a side");
}

// Places and fractions of a row between nodes as OpenCV's remap takes them, in 1/32 pixel.
void enlarge(const int32_t *nodes, int width, int16_t *places, uint16_t *fractions) {
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

// Copies a row from a shifted place; what lies outside the source is filled.
void copy_row(const cv::Mat &in, cv::Mat &out, int y, const Strip &strip, const copencv_pull &pull) {
    const int channels = in.channels();
    const int from_y = y + strip.y_offset;
    uint8_t *to = out.ptr(y);
    const bool inside = from_y >= 0 && from_y < in.rows;
    const uint8_t *from = in.ptr(std::clamp(from_y, 0, in.rows - 1));
    const int low = inside || pull.replicate ? std::clamp(-strip.x_offset, 0, out.cols) : out.cols;
    const int high = std::clamp(in.cols - strip.x_offset, low, out.cols);
    if (high > low) {
        std::memcpy(to + low * channels, from + (low + strip.x_offset) * channels, size_t(high - low) * channels);
    }
    for (int x = 0; x < out.cols; x++) {
        if (x == low) x = high;
        if (x >= out.cols) break;
        const uint8_t *level = pull.replicate ? from + std::clamp(x + strip.x_offset, 0, in.cols - 1) * channels
                                              : pull.fill;
        for (int c = 0; c < channels; c++) to[x * channels + c] = level[c];
    }
}

// Pulls through OpenCV's remap, eight rows at a time, so that the maps stay in the cache from making to use.
struct Band {
    const cv::Mat &in;
    cv::Mat &out;
    const copencv_pull &pull;
    std::vector<int16_t> places;
    std::vector<uint16_t> fractions;

    Band(const cv::Mat &in, cv::Mat &out, const copencv_pull &pull) : in(in), out(out), pull(pull) {}

    void remap(const Strip &strip, int y, int rows, int32_t *nodes) {
        const size_t width = size_t(out.cols);
        places.resize(width * node_step * 2);
        fractions.resize(width * node_step);
        for (int j = 0; j < rows; j++) {
            strip.at(j, nodes);
            enlarge(nodes, out.cols, places.data() + size_t(j) * width * 2, fractions.data() + size_t(j) * width);
        }
        cv::Mat band = out.rowRange(y, y + rows);
        const uint8_t *before = band.data;
        cv::remap(
            in, band, cv::Mat(rows, out.cols, CV_16SC2, places.data()),
            cv::Mat(rows, out.cols, CV_16UC1, fractions.data()), interpolation(pull.quality), border(pull),
            fill(pull));
        require(band.data == before, "the result was not written in place");
    }
};

}  // namespace

copencv_status copencv_warp_affine(copencv_plane from, copencv_plane to, const double *matrix, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels && matrix != nullptr, "planes of different kind, or no matrix");
        require_reach(from);
        const cv::Mat map(2, 3, CV_64F, const_cast<double *>(matrix));
        cv::warpAffine(
            in, out, map, out.size(), interpolation(pull.quality) | cv::WARP_INVERSE_MAP, border(pull), fill(pull));
    });
}

copencv_status copencv_warp_perspective(
    copencv_plane from, copencv_plane to, const double *matrix, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels && matrix != nullptr, "planes of different kind, or no matrix");
        require_reach(from);
        const cv::Mat map(3, 3, CV_64F, const_cast<double *>(matrix));
        cv::warpPerspective(
            in, out, map, out.size(), interpolation(pull.quality) | cv::WARP_INVERSE_MAP, border(pull), fill(pull));
    });
}

copencv_status copencv_warp_field(copencv_plane from, copencv_plane to, const int32_t *nodes, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels && nodes != nullptr, "planes of different kind, or no field");
        require_reach(from);
        const int width = out.cols;
        const int in_row = width / node_step + 2;
        Band band(in, out, pull);
        std::vector<int32_t> between(size_t(2) * in_row);
        for (int y = 0; y < out.rows; y += node_step) {
            const int32_t *above = nodes + size_t(y / node_step) * in_row * 2;
            Strip strip = {above, above + size_t(in_row) * 2, in_row, 0, 0};
            const int rows = std::min(node_step, out.rows - y);
            if (strip.is_shifted(y)) {
                for (int j = 0; j < rows; j++) copy_row(in, out, y + j, strip, pull);
            } else if (pull.quality == copencv_linear) {
                const auto pull_one = strip.is_slid() ? pull_slid_row : pull_row;
                for (int j = 0; j < rows; j++) {
                    strip.at(j, between.data());
                    pull_one(from, out.ptr(y + j), width, between.data(), pull);
                }
            } else {
                band.remap(strip, y, rows, between.data());
            }
        }
    });
}

copencv_status copencv_remap(copencv_plane from, copencv_plane to, const float *places, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels && places != nullptr, "planes of different kind, or no places");
        require_reach(from);
        const cv::Mat map(out.size(), CV_32FC2, const_cast<float *>(places));
        cv::remap(in, out, map, cv::Mat(), interpolation(pull.quality), border(pull), fill(pull));
    });
}

copencv_status copencv_enlarge(copencv_plane from, copencv_plane to, copencv_quality quality) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels, "planes of different kind");
        require(to.width >= from.width && to.height >= from.height, "a picture is only enlarged to become larger");
        cv::resize(in, out, out.size(), 0, 0, interpolation(quality));
    });
}
