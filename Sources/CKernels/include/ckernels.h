#pragma once

#include <stdint.h>

#include "crows.h"

// Foxing's own loops over pictures, on memory that the caller owns: nothing is kept, allocated or freed across a call,
// and no exception leaves one. Samples are 8 bit, one channel or three (blue, green, red). Integers only, or floating
// point that cannot round differently, so that every processor gives the same samples.

#ifdef __cplusplus
extern "C" {
#endif

/// Samples lent for one call. Functions only write to the plane that is named `to`. Sides of at most 2^24 pixels, no more
/// than 2^31 - 1 pixels in all.
typedef struct {
    uint8_t *base;
    int32_t width;
    int32_t height;
    int32_t channels;
    /// Bytes from one row to the next.
    int64_t stride;
} ckernels_plane;

/// What came of a call: code 0 is success, otherwise the message says what was wrong.
typedef struct {
    int32_t code;
    char message[236];
} ckernels_status;

/// Where the source ends it goes on as `fill` (one value per channel), or replicated.
typedef struct {
    int32_t replicate;
    uint8_t fill[3];
} ckernels_pull;

/// A separable blur of 2 * radius + 1 weights in 1/256, mirrored about the middle, with a radius of 1 to 32; with
/// `sharpening` above 0 what the blur takes away is added instead, times sharpening / 8192. Borders are replicated. Flat
/// areas stay exactly as they are.
ckernels_status ckernels_blur(
    ckernels_plane from, ckernels_plane to, const uint16_t *weights, int32_t radius, int32_t sharpening);

/// Contrast-limited adaptive histogram equalization: tiles of whole pixels, luma moved on color planes, `share` / 256 of
/// the change. At most as many tiles as pixels in either direction, and 65536 in all.
ckernels_status ckernels_equalize(
    ckernels_plane from, ckernels_plane to, double clip, int32_t columns, int32_t rows, int32_t share);

/// What JPEG (ITU-T T.81) leaves of a picture, without the coding that loses nothing: `quality` 1 to 100 as the IJG
/// counts, color differences halved `across` and `down` (1 or 2), the grid of blocks starting `left` and `top` pixels
/// outside.
ckernels_status ckernels_jpeg(
    ckernels_plane from, ckernels_plane to, int32_t quality, int32_t across, int32_t down, int32_t left, int32_t top);

/// Averages areas, with shares of 1/256; both sides of `to` at most those of `from`, and at least a sixteenth of them.
ckernels_status ckernels_average(ckernels_plane from, ckernels_plane to);

// Fields lead from pixel centers of the result to pixel centers of the source: places in 1/256 pixel, x and y in turn, one
// node per 8 pixels of the result in either direction, width / 8 + 2 nodes in a row and height / 8 + 2 rows. Sources have
// less than 32768 pixels on a side, places lie within 131056 pixels of 0.

/// Pulls each pixel of `to` from its place, linear between the four pixels around it.
ckernels_status ckernels_warp_field(
    ckernels_plane from, ckernels_plane to, const int32_t *nodes, ckernels_pull pull);
/// The eight rows (or what is left) of `to` that begin at row `y`, a multiple of 8: copied, with `copied` set to 1, where
/// the field moves all of them by the same whole number of pixels. Otherwise left alone.
ckernels_status ckernels_copy_band(
    ckernels_plane from, ckernels_plane to, const int32_t *nodes, int32_t y, ckernels_pull pull, int32_t *copied);
/// For the same rows of a result of that size, row after row: whole source places, x and y in turn, kept to 16 bits, and
/// the fractions of both in 1/32 pixel as 32 * y + x.
ckernels_status ckernels_band_places(
    const int32_t *nodes, int32_t width, int32_t height, int32_t y, int16_t *places, uint16_t *fractions);

#ifdef __cplusplus
}
#endif
