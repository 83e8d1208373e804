#pragma once

#include <cstdint>

// The blocks of 8 × 8 samples that JPEG codes: transformed, divided by a step, rounded, and brought back.

namespace foxing::jpeg {

constexpr int side = 8;
constexpr int area = side * side;

// Eight 32-bit values at once; a block is eight of them, one per row.
using Row = int32_t __attribute__((vector_size(32)));
using Reals = float __attribute__((vector_size(32)));

struct Quantizer {
    Reals inverse[side];
    Reals half[side];
    Row step[side];
};

// The standard's steps for brightness and for color differences, scaled for a quality of 1 to 100.
void make_luma_quantizer(int quality, Quantizer &result);
void make_chroma_quantizer(int quality, Quantizer &result);

// Codes and decodes the blocks of eight rows in place.
void round_trip(uint8_t *rows, int stride, int blocks, const Quantizer &quantizer);

}  // namespace foxing::jpeg
