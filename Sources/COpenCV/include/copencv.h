#pragma once

#include <stdint.h>

// The part of OpenCV that Foxing uses, on memory that the caller owns: nothing is kept, allocated or freed across a
// call, and no exception leaves one. Samples are 8 bit, one channel or three (blue, green, red).

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
} copencv_plane;

/// What came of a call: code 0 is success, otherwise the message says what was wrong.
typedef struct {
    int32_t code;
    char message[236];
} copencv_status;

typedef enum { copencv_rectangle = 0, copencv_cross = 1, copencv_ellipse = 2 } copencv_shape;
typedef enum { copencv_erode = 0, copencv_dilate = 1, copencv_open = 2, copencv_close = 3 } copencv_morphology;
typedef enum { copencv_nearest = 0, copencv_linear = 1, copencv_cubic = 2 } copencv_quality;

/// How pixels are pulled: where the source ends it goes on as `fill` (one value per channel), or replicated.
typedef struct {
    copencv_quality quality;
    int32_t replicate;
    uint8_t fill[3];
} copencv_pull;

/// OpenCV's version, as text that lives as long as the library.
const char *copencv_version(void);

// Tones.

/// Brightness of a color plane.
copencv_status copencv_luma(copencv_plane from, copencv_plane to);
/// Cuts a gray plane at Otsu's level, which is returned through `level`.
copencv_status copencv_otsu(copencv_plane from, copencv_plane to, int32_t *level);

// Filters; borders replicated.

/// `size` odd and at least 3.
copencv_status copencv_median(copencv_plane from, copencv_plane to, int32_t size);
copencv_status copencv_bilateral(
    copencv_plane from, copencv_plane to, int32_t diameter, double levels, double distance);
/// Non-local means; color planes go through Lab.
copencv_status copencv_non_local_means(
    copencv_plane from, copencv_plane to, float strength, int32_t window, int32_t search);
copencv_status copencv_morph(
    copencv_plane from, copencv_plane to, copencv_morphology operation, copencv_shape shape, int32_t width,
    int32_t height);
/// `size` odd, or 0 to let the deviation decide.
copencv_status copencv_gaussian(copencv_plane from, copencv_plane to, int32_t size, double sigma);
copencv_status copencv_box(copencv_plane from, copencv_plane to, int32_t width, int32_t height);
/// Correlation with `width * height` weights.
copencv_status copencv_filter(
    copencv_plane from, copencv_plane to, const float *weights, int32_t width, int32_t height);
/// Distance of every sample that is not 0 to the nearest 0, in eighths of a pixel, at most 255.
copencv_status copencv_distance(copencv_plane from, copencv_plane to);

// Geometry. Matrices and places lead from pixel centers of the result to pixel centers of the source.

/// `matrix` has six numbers.
copencv_status copencv_warp_affine(copencv_plane from, copencv_plane to, const double *matrix, copencv_pull pull);
/// `matrix` has nine numbers.
copencv_status copencv_warp_perspective(copencv_plane from, copencv_plane to, const double *matrix, copencv_pull pull);
/// OpenCV's own pulling, to be compared with: a source place for every pixel of `to`, x and y in turn.
copencv_status copencv_remap(copencv_plane from, copencv_plane to, const float *places, copencv_pull pull);
/// The same by whole source places in 16 bits, x and y in turn, and fractions in 1/32 pixel as 32 * y + x.
copencv_status copencv_remap_fixed(
    copencv_plane from, copencv_plane to, const int16_t *places, const uint16_t *fractions, copencv_pull pull);
/// Enlarges; both sides of `to` at least those of `from`. Beyond its edge the source goes on as there.
copencv_status copencv_enlarge(copencv_plane from, copencv_plane to, copencv_quality quality);
/// Averages areas; both sides of `to` at most those of `from`.
copencv_status copencv_resize_area(copencv_plane from, copencv_plane to);

#ifdef __cplusplus
}
#endif
