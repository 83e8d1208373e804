#pragma once

#include <cstring>
#include <stdexcept>

#include "copencv.h"
#include "opencv.hpp"

namespace foxing {

// Once per process: the caller's threads own the cores, no device is looked for, and a failure is reported by the
// status, not on standard error.
inline void prepare() {
    static const bool done = [] {
        cv::setNumThreads(1);
        cv::redirectError([](int, const char *, const char *, const char *, int, void *) { return 0; });
        return true;
    }();
    (void)done;
}

inline copencv_status failure(const char *text) {
    copencv_status status = {1, {0}};
    std::strncpy(status.message, text, sizeof status.message - 1);
    return status;
}

inline void require(bool condition, const char *text) {
    if (!condition) throw std::invalid_argument(text);
}

// The one door between OpenCV and the caller: nothing is thrown past it.
template <class Body> copencv_status guarded(Body &&body) {
    try {
        prepare();
        body();
        return copencv_status{0, {0}};
    } catch (const std::exception &error) {
        return failure(error.what());
    } catch (...) {
        return failure("an unknown exception");
    }
}

// OpenCV counts samples of a row and pixels of a picture in 32 bits.
constexpr int32_t longest_side = 1 << 24;

inline cv::Mat view(const copencv_plane &plane) {
    require(plane.base != nullptr, "a plane without memory");
    require(plane.width > 0 && plane.height > 0, "a plane without pixels");
    require(plane.channels == 1 || plane.channels == 3, "a plane of neither one nor three channels");
    require(
        plane.width <= longest_side && plane.height <= longest_side && int64_t(plane.width) * plane.height <= INT32_MAX,
        "a plane of too many pixels");
    require(plane.stride >= int64_t(plane.width) * plane.channels, "rows that overlap");
    require(plane.stride <= INT64_MAX / plane.height, "rows too far apart");
    return cv::Mat(plane.height, plane.width, CV_MAKETYPE(CV_8U, plane.channels), plane.base, size_t(plane.stride));
}

inline void require_same(const copencv_plane &a, const copencv_plane &b) {
    require(a.width == b.width && a.height == b.height && a.channels == b.channels, "planes of different shape");
}

inline void require_gray(const copencv_plane &plane) { require(plane.channels == 1, "a plane that is not gray"); }

// The extents of a kernel. OpenCV takes memory in proportion to them, however small the picture: with the largest
// numbers of 32 bits that is more than a machine has.
inline void require_extent(int32_t width, int32_t height) {
    require(width > 0 && height > 0, "a kernel without extent");
    require(width <= 1 << 14 && height <= 1 << 14, "a kernel of more than 16384 pixels");
}

// Kernels with a value for each of their pixels.
inline void require_area(int32_t width, int32_t height) {
    require_extent(width, height);
    require(int64_t(width) * height <= 1 << 22, "a kernel of more than 4194304 pixels");
}

// OpenCV replaces an output of another size or type by memory of its own without a word; then the caller's plane
// would stay unwritten.
inline void require_in_place(const cv::Mat &out, const copencv_plane &plane) {
    require(
        out.data == plane.base && out.cols == plane.width && out.rows == plane.height
            && out.step[0] == size_t(plane.stride),
        "the result was not written in place");
}

// Runs `body(from, to)` on two planes.
template <class Body> copencv_status convert(const copencv_plane &from, const copencv_plane &to, Body &&body) {
    return guarded([&] {
        const cv::Mat in = view(from);
        cv::Mat out = view(to);
        require(from.base != to.base, "source and result in the same memory");
        body(in, out);
        require_in_place(out, to);
    });
}

}  // namespace foxing
