#pragma once

#include <cstdint>

// Rows of pixels as JPEG codes them: brightness apart from the color differences, and these at half the resolution. Rows
// are worked on in whole vectors: what lies behind a row's last sample may be read and written.

namespace foxing::jpeg {

constexpr int lanes = 16;
// What a buffer holds beyond its samples, so that the last vector stays within it.
constexpr int room = 64;

// Brightness and the two color differences of a row, with the weights of JFIF.
void to_planes(const uint8_t *in, uint8_t *luma, uint8_t *blue, uint8_t *red, int count);

// The way back.
void from_planes(const uint8_t *luma, const uint8_t *blue, const uint8_t *red, uint8_t *out, int count);

// Halves a row, or two rows at once, with the IJG's alternating rounding.
void halve(const uint8_t *upper, const uint8_t *lower, uint8_t *out, int count);

// Three parts of the nearer row and one of the further.
void blend(const uint8_t *near, const uint8_t *far, uint16_t *sums, int count);

// Doubles a row of sums of four, three parts of the nearer and one of the further. `sums[-1]` and `sums[count]` hold
// the ends once more.
void double_row(const uint16_t *sums, uint8_t *out, int count, int even, int odd);

}  // namespace foxing::jpeg
