#include <string.h>

#include "clones.h"
#include "crows.h"

typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint32_t Fours __attribute__((vector_size(16)));

FOXING_CLONES void crows_reverse(
    const uint8_t *restrict from, uint8_t *restrict to, int64_t count, int64_t channels) {
    int64_t i = 0;
    if (channels == 1) {
        for (; i + 16 <= count; i += 16) {
            Bytes v;
            memcpy(&v, from + count - 16 - i, sizeof v);
            v = __builtin_shufflevector(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
            memcpy(to + i, &v, sizeof v);
        }
        for (; i < count; i++) to[i] = from[count - 1 - i];
        return;
    }
    // Five at a time, with a byte of the next on either side: the following five write over it.
    for (; i + 6 <= count; i += 5) {
        Bytes v;
        memcpy(&v, from + 3 * (count - 5 - i) - 1, sizeof v);
        v = __builtin_shufflevector(v, v, 13, 14, 15, 10, 11, 12, 7, 8, 9, 4, 5, 6, 1, 2, 3, 0);
        memcpy(to + 3 * i, &v, sizeof v);
    }
    for (; i < count; i++) memcpy(to + 3 * i, from + 3 * (count - 1 - i), 3);
}

// Rows of a tile: of as many the processor keeps the pages of memory at hand.
enum { tile = 32 };

static inline __attribute__((always_inline)) void turn_grays(
    const uint8_t *from, int64_t from_stride, uint8_t *to, int64_t to_stride) {
    Bytes rows[16], mixed[16];
    for (int i = 0; i < 16; i++) memcpy(&rows[i], from + i * from_stride, sizeof rows[i]);
    // Riffled four times, a deck of 16 × 16 is turned.
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 8; i++) {
            mixed[2 * i] = __builtin_shufflevector(
                rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            mixed[2 * i + 1] = __builtin_shufflevector(
                rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        memcpy(rows, mixed, sizeof rows);
    }
    for (int i = 0; i < 16; i++) memcpy(to + i * to_stride, &rows[i], sizeof rows[i]);
}

// Four by four pixels; `reads` and `writes` are 12 bytes of a row, or 16 where those exist and are written later.
static inline __attribute__((always_inline)) void turn_colors(
    const uint8_t *from, int64_t from_stride, uint8_t *to, int64_t to_stride, size_t reads, size_t writes) {
    Fours rows[4];
    for (int i = 0; i < 4; i++) {
        Bytes v = {0};
        memcpy(&v, from + i * from_stride, reads);
        rows[i] = (Fours)__builtin_shufflevector(v, v, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12);
    }
    const Fours a = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
    const Fours b = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
    const Fours c = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
    const Fours d = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
    rows[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    rows[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    rows[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    rows[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
    for (int i = 0; i < 4; i++) {
        const Bytes v = (Bytes)rows[i];
        const Bytes tight = __builtin_shufflevector(v, v, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
        memcpy(to + i * to_stride, &tight, writes);
    }
}

static inline void turn_singly(
    const uint8_t *from, int64_t from_stride, uint8_t *to, int64_t to_stride, int64_t width, int64_t height,
    int64_t channels) {
    for (int64_t y = 0; y < height; y++) {
        for (int64_t x = 0; x < width; x++) {
            for (int64_t c = 0; c < channels; c++) {
                to[y * to_stride + x * channels + c] = from[x * from_stride + y * channels + c];
            }
        }
    }
}

FOXING_CLONES void crows_turn(
    const uint8_t *restrict from, int64_t from_stride, uint8_t *restrict to, int64_t to_stride, int64_t width,
    int64_t height, int64_t channels) {
    const int64_t block = channels == 1 ? 16 : 4;
    const int64_t columns = width / block * block, rows = height / block * block;
    for (int64_t top = 0; top < rows; top += tile) {
        const int64_t bottom = top + tile < rows ? top + tile : rows;
        for (int64_t left = 0; left < columns; left += tile) {
            const int64_t right = left + tile < columns ? left + tile : columns;
            for (int64_t y = top; y < bottom; y += block) {
                for (int64_t x = left; x < right; x += block) {
                    const uint8_t *source = from + x * from_stride + y * channels;
                    uint8_t *target = to + y * to_stride + x * channels;
                    if (channels == 1) {
                        turn_grays(source, from_stride, target, to_stride);
                    } else if (y + 6 <= height && x + 6 <= width) {
                        turn_colors(source, from_stride, target, to_stride, 16, 16);
                    } else {
                        turn_colors(source, from_stride, target, to_stride, 12, 12);
                    }
                }
            }
        }
        turn_singly(
            from + columns * from_stride + top * channels, from_stride, to + top * to_stride + columns * channels,
            to_stride, width - columns, bottom - top, channels);
    }
    turn_singly(
        from + rows * channels, from_stride, to + rows * to_stride, to_stride, width, height - rows, channels);
}
