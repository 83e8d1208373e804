#pragma once

#include <cstdint>
#include <cstring>
#include <exception>
#include <stdexcept>

#include "ckernels.h"

namespace foxing {

inline void require(bool condition, const char *text) {
    if (!condition) throw std::invalid_argument(text);
}

// The one door between the kernels and the caller: nothing is thrown past it.
template <class Body> ckernels_status guarded(Body &&body) {
    ckernels_status status = {0, {0}};
    const auto fail = [&](const char *text) {
        status.code = 1;
        std::strncpy(status.message, text, sizeof status.message - 1);
    };
    try {
        body();
    } catch (const std::exception &error) {
        fail(error.what());
    } catch (...) {
        fail("an unknown exception");
    }
    return status;
}

// Sides and areas within which no product of the kernels leaves its type: counts of samples of a row fit 32 bits.
constexpr int32_t longest_side = 1 << 24;

inline void require_size(int32_t width, int32_t height) {
    require(width > 0 && height > 0, "a plane without pixels");
    require(
        width <= longest_side && height <= longest_side && int64_t(width) * height <= INT32_MAX,
        "a plane of too many pixels");
}

inline void require_plane(const ckernels_plane &plane) {
    require(plane.base != nullptr, "a plane without memory");
    require_size(plane.width, plane.height);
    require(plane.channels == 1 || plane.channels == 3, "a plane of neither one nor three channels");
    require(plane.stride >= int64_t(plane.width) * plane.channels, "rows that overlap");
    require(plane.stride <= INT64_MAX / plane.height, "rows too far apart");
}

inline void require_same(const ckernels_plane &a, const ckernels_plane &b) {
    require(a.width == b.width && a.height == b.height && a.channels == b.channels, "planes of different shape");
}

inline uint8_t *row(const ckernels_plane &plane, int y) { return plane.base + y * plane.stride; }

// Runs `body` when both planes can be worked on.
template <class Body> ckernels_status convert(const ckernels_plane &from, const ckernels_plane &to, Body &&body) {
    return guarded([&] {
        require_plane(from);
        require_plane(to);
        require(from.base != to.base, "source and result in the same memory");
        body();
    });
}

}  // namespace foxing
