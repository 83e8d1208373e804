#pragma once

#include <cstdint>
#include <cstring>

#include "clones.h"

// Sixteen pixels at a time.

namespace foxing {

constexpr int pixel_lanes = 16;
using Pixels = uint8_t __attribute__((vector_size(16)));
using PixelSums = int32_t __attribute__((vector_size(64)));

// Takes sixteen pixels of three samples apart.
FOXING_INLINE void separate(const uint8_t *in, Pixels &b, Pixels &g, Pixels &r) {
    Pixels u, v, w;
    std::memcpy(&u, in, sizeof u);
    std::memcpy(&v, in + 16, sizeof v);
    std::memcpy(&w, in + 32, sizeof w);
    const Pixels b0 = __builtin_shufflevector(u, v, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
    const Pixels g0 = __builtin_shufflevector(u, v, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
    const Pixels r0 = __builtin_shufflevector(u, v, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
    b = __builtin_shufflevector(b0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    g = __builtin_shufflevector(g0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    r = __builtin_shufflevector(r0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
}

}  // namespace foxing
