#include "guarded.hpp"

using namespace foxing;

const char *copencv_version(void) { return CV_VERSION; }

copencv_status copencv_luma(copencv_plane from, copencv_plane to) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require(from.channels == 3 && to.channels == 1, "luma leads from three channels to one");
        require(from.width == to.width && from.height == to.height, "planes of different size");
        cv::cvtColor(in, out, cv::COLOR_BGR2GRAY);
    });
}

copencv_status copencv_otsu(copencv_plane from, copencv_plane to, int32_t *level) {
    return convert(from, to, [&](const cv::Mat &in, cv::Mat &out) {
        require_same(from, to);
        require_gray(from);
        require(level != nullptr, "nowhere to put the level");
        *level = int32_t(cv::threshold(in, out, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU));
    });
}
