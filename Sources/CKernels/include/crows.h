#pragma once

#include <stdint.h>

// Arithmetic along rows of samples, compiled for processors of today and for every one; integers only, so that both
// give the same values. No function keeps a pointer, none reads or writes outside `count` elements of its rows.

#ifdef __cplusplus
extern "C" {
#endif

// Gains in Q2.14 between nodes in Q1.15 that are 2^bits places apart, for one or three channels; nodes have as many, or
// one for all. Reads a node more than there are columns; `bits` of at most 14.
void crows_widen(
    const uint16_t *nodes, int64_t node_channels, int16_t *gains, int64_t channels, int64_t columns, int32_t bits);

// samples · (gains + row · steps) / 2^14, rounded, at most 255. Gains of 0 … 32767.
void crows_shine(
    uint8_t *samples, const int16_t *gains, const int16_t *steps, int64_t count, int16_t row);

// samples · gains / 2^14, rounded, at most 255.
void crows_multiply(uint8_t *samples, const uint16_t *gains, int64_t count);

// out = (pair.low + pair.high · weight) / 256 of the pair at each index: the low half of a pair is unsigned, the high
// half signed.
void crows_spread(
    const uint32_t *pairs, const int32_t *index, const uint16_t *weights, uint8_t *out, int64_t count);

// upper + (lower − upper) · share / 64, rounded.
void crows_between(const uint8_t *upper, const uint8_t *lower, uint8_t *out, int64_t count, int16_t share);

// Repeats each of `count` values three times.
void crows_triple(const uint8_t *values, uint8_t *out, int64_t count);

// samples · (255 − shape · lacks / 255) / 255, both rounded.
void crows_stain(uint8_t *samples, const uint8_t *shape, const uint8_t *lacks, int64_t count);

// Mixes others into bytes, `share` of 256, rounded down.
void crows_mix(uint8_t *bytes, const uint8_t *others, int64_t count, uint16_t share);

// Adds bytes spread over −range … range.
void crows_flicker(uint8_t *samples, const uint8_t *bytes, int64_t count, int16_t range);

// The least, or the most, of three rows.
void crows_least(const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *out, int64_t count);
void crows_most(const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *out, int64_t count);

// A slope of 255 over 12 levels: (levels · 85 + offset) / 4, kept to 0 … 255; 0 where there is no ink (8 or less).
void crows_ramp(uint8_t *levels, const uint8_t *ink, int64_t count, int16_t offset);

// Writes `share` where the mask is not 0 and a place of ink has one without, `ring` pixels beside, above or below it;
// other shares stay. Reads `ring` values beyond both ends of `here`.
void crows_rim(
    uint8_t *shares, const uint8_t *mask, const uint8_t *here, const uint8_t *above, const uint8_t *below, int64_t ring,
    int64_t count, uint8_t threshold, uint8_t share);

// Radii from noise: start + (level − 26) · slope / 16, for levels kept to 26 … 229.
void crows_radii(const uint8_t *noise, uint16_t *radii, int64_t count, uint16_t start, uint16_t slope);

// Keeps radii under gap · slope / 256 − start, except where a gap is `wide` or more.
void crows_cap(
    uint16_t *radii, const uint8_t *gaps, int64_t count, uint32_t slope, uint32_t start, uint8_t wide);

// How far radii reach into the step that begins at `start`: 0 … 255.
void crows_reached(const uint16_t *radii, uint16_t start, uint8_t *out, int64_t count);

// sums += (before − after) · shares.
void crows_gather(
    uint16_t *sums, const uint8_t *before, const uint8_t *after, const uint8_t *shares, int64_t count);

// sums / 255, rounded; of at most 255 · 255.
void crows_whole(const uint16_t *sums, uint8_t *out, int64_t count);

// The weighted mean (1 2 1) of each value and those `step` beside it. Reads `step` values beyond both ends.
void crows_soften(const uint8_t *row, int64_t step, uint8_t *out, int64_t count);

// Takes the weighted mean (1 2 1) of three rows of changes, times strength/256, from the samples, never below the floor.
void crows_darken(
    uint8_t *samples, const uint8_t *above, const uint8_t *here, const uint8_t *below, const uint8_t *floor,
    int64_t count, uint16_t strength);

// Copies `count` pixels of one or three samples in reverse order.
void crows_reverse(const uint8_t *from, uint8_t *to, int64_t count, int64_t channels);

// Makes rows of columns: pixel x of row y of the result is pixel y of row x of the source. The result has `height` rows
// of `width` pixels of one or three samples; strides in bytes, of either sign.
void crows_turn(
    const uint8_t *from, int64_t from_stride, uint8_t *to, int64_t to_stride, int64_t width, int64_t height,
    int64_t channels);

#ifdef __cplusplus
}
#endif
