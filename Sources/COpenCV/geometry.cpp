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

copencv_status copencv_remap(copencv_plane from, copencv_plane to, const float *places, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels && places != nullptr, "planes of different kind, or no places");
        require_reach(from);
        const cv::Mat map(out.size(), CV_32FC2, const_cast<float *>(places));
        cv::remap(in, out, map, cv::Mat(), interpolation(pull.quality), border(pull), fill(pull));
    });
}

copencv_status copencv_remap_fixed(
    copencv_plane from, copencv_plane to, const int16_t *places, const uint16_t *fractions, copencv_pull pull) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels, "planes of different kind");
        require(places != nullptr && fractions != nullptr, "no places, or no fractions");
        require_reach(from);
        const cv::Mat whole(out.size(), CV_16SC2, const_cast<int16_t *>(places));
        const cv::Mat parts(out.size(), CV_16UC1, const_cast<uint16_t *>(fractions));
        cv::remap(in, out, whole, parts, interpolation(pull.quality), border(pull), fill(pull));
    });
}

copencv_status copencv_enlarge(copencv_plane from, copencv_plane to, copencv_quality quality) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels, "planes of different kind");
        require(to.width >= from.width && to.height >= from.height, "a picture is only enlarged to become larger");
        cv::resize(in, out, out.size(), 0, 0, interpolation(quality));
    });
}

copencv_status copencv_resize_area(copencv_plane from, copencv_plane to) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == to.channels, "planes of different kind");
        require(to.width <= from.width && to.height <= from.height, "areas are only averaged to become smaller");
        cv::resize(in, out, out.size(), 0, 0, cv::INTER_AREA);
    });
}
