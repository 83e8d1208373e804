#include "crows.h"

#include <string.h>

#include "clones.h"

static inline uint8_t least(uint8_t a, uint8_t b) { return a < b ? a : b; }
static inline uint8_t most(uint8_t a, uint8_t b) { return a > b ? a : b; }

// a · b / 255, rounded.
static inline uint8_t product(uint8_t a, uint8_t b) {
    const uint16_t t = (uint16_t)((uint16_t)a * b + 128);
    return (uint8_t)((uint16_t)(t + (t >> 8)) >> 8);
}

// Sixteen lanes at once, where the compiler left to itself would take wider ones than are needed.
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint16_t Words __attribute__((vector_size(32)));
typedef int16_t Signed __attribute__((vector_size(32)));
enum { lanes = 16 };

// Multiplies up to sixteen samples by gains in Q2.14: sample · gain / 256 by the two halves of the gain, which keeps all
// of it within 16 bits and is exact; then to whole levels. By reference, since how a vector is passed depends on the
// processor.
#define LIGHT(samples, gain, size)                                                        \
    do {                                                                                  \
        Bytes bytes = {0};                                                                \
        memcpy(&bytes, samples, size);                                                    \
        const Words level = __builtin_convertvector(bytes, Words);                        \
        const Words low = (level * ((gain) & 255)) >> 8;                                  \
        const Words upper = level * ((gain) >> 8) + low;                                  \
        const Signed whole = (Signed)((upper + 32) >> 6);                                 \
        const Signed kept = __builtin_elementwise_min(whole, (Signed){0} + 255);          \
        bytes = __builtin_convertvector((Words)kept, Bytes);                              \
        memcpy(samples, &bytes, size);                                                    \
    } while (0)

FOXING_CLONES void crows_widen(
    const uint16_t *restrict nodes, int64_t node_channels, int16_t *restrict gains, int64_t channels, int64_t columns,
    int32_t bits) {
    const int32_t spacing = 1 << bits;
    for (int64_t column = 0; column < columns; column++) {
        const uint16_t *here = nodes + column * node_channels;
        const uint16_t *next = here + node_channels;
        int16_t *out = gains + column * spacing * channels;
        if (channels == 1) {
            const int32_t start = here[0] * spacing + spacing, slope = next[0] - here[0];
            for (int32_t f = 0; f < spacing; f++) {
                const int32_t gain = (start + slope * f) >> (bits + 1);
                out[f] = (int16_t)(gain < 32767 ? gain : 32767);
            }
            continue;
        }
        int32_t sums[4], slopes[4];
        for (int c = 0; c < 4; c++) {
            const int64_t own = c < node_channels ? c : 0;
            sums[c] = here[own] * spacing + spacing;
            slopes[c] = next[own] - here[own];
        }
        // Four at a time, of which the next place overwrites the last.
        for (int32_t f = 0; f < spacing; f++, out += 3) {
            int16_t four[4];
            for (int c = 0; c < 4; c++) {
                const int32_t gain = sums[c] >> (bits + 1);
                four[c] = (int16_t)(gain < 32767 ? gain : 32767);
                sums[c] += slopes[c];
            }
            memcpy(out, four, f + 1 < spacing ? sizeof four : 3 * sizeof *four);
        }
    }
}

FOXING_CLONES void crows_shine(
    uint8_t *restrict samples, const int16_t *restrict gains, const int16_t *restrict steps, int64_t count,
    int16_t row) {
    int64_t i = 0;
    Words gain, step;
    for (; i + lanes <= count; i += lanes) {
        memcpy(&gain, gains + i, sizeof gain);
        memcpy(&step, steps + i, sizeof step);
        gain += step * (uint16_t)row;
        LIGHT(samples + i, gain, lanes);
    }
    if (i == count) return;
    const size_t rest = (size_t)(count - i);
    gain = step = (Words){0};
    memcpy(&gain, gains + i, 2 * rest);
    memcpy(&step, steps + i, 2 * rest);
    gain += step * (uint16_t)row;
    LIGHT(samples + i, gain, rest);
}

FOXING_CLONES void crows_multiply(uint8_t *restrict samples, const uint16_t *restrict gains, int64_t count) {
    int64_t i = 0;
    Words gain;
    for (; i + lanes <= count; i += lanes) {
        memcpy(&gain, gains + i, sizeof gain);
        LIGHT(samples + i, gain, lanes);
    }
    if (i == count) return;
    const size_t rest = (size_t)(count - i);
    gain = (Words){0};
    memcpy(&gain, gains + i, 2 * rest);
    LIGHT(samples + i, gain, rest);
}

FOXING_CLONES void crows_spread(
    const uint32_t *restrict pairs, const int32_t *restrict index, const uint16_t *restrict weights,
    uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const uint32_t pair = pairs[index[i]];
        const int32_t step = ((int32_t)pair >> 16) * weights[i];
        out[i] = (uint8_t)(((int32_t)(pair & 0xFFFF) + step) >> 8);
    }
}

FOXING_CLONES void crows_between(
    const uint8_t *restrict upper, const uint8_t *restrict lower, uint8_t *restrict out, int64_t count,
    int16_t share) {
    for (int64_t i = 0; i < count; i++) {
        const int16_t value = (int16_t)(upper[i] * 64 + (lower[i] - upper[i]) * share + 32);
        out[i] = (uint8_t)(value >> 6);
    }
}

FOXING_CLONES void crows_triple(const uint8_t *restrict values, uint8_t *restrict out, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        Bytes v;
        memcpy(&v, values + i, sizeof v);
        const Bytes a = __builtin_shufflevector(v, v, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5);
        const Bytes b = __builtin_shufflevector(v, v, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10);
        const Bytes c =
            __builtin_shufflevector(v, v, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15);
        memcpy(out + 3 * i, &a, sizeof a);
        memcpy(out + 3 * i + 16, &b, sizeof b);
        memcpy(out + 3 * i + 32, &c, sizeof c);
    }
    for (; i < count; i++) out[3 * i] = out[3 * i + 1] = out[3 * i + 2] = values[i];
}

FOXING_CLONES void crows_stain(
    uint8_t *restrict samples, const uint8_t *restrict shape, const uint8_t *restrict lacks, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        samples[i] = product(samples[i], (uint8_t)(255 - product(shape[i], lacks[i])));
    }
}

FOXING_CLONES void crows_mix(uint8_t *restrict bytes, const uint8_t *restrict others, int64_t count, uint16_t share) {
    const uint16_t rest = (uint16_t)(256 - share);
    for (int64_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)((uint16_t)(bytes[i] * rest + others[i] * share) >> 8);
    }
}

FOXING_CLONES void crows_flicker(uint8_t *restrict samples, const uint8_t *restrict bytes, int64_t count, int16_t range) {
    const uint16_t steps = (uint16_t)(2 * range + 1);
    for (int64_t i = 0; i < count; i++) {
        const int16_t noise = (int16_t)((uint16_t)(bytes[i] * steps) >> 8);
        int16_t level = (int16_t)(samples[i] + noise - range);
        level = level > 0 ? level : 0;
        samples[i] = (uint8_t)(level < 255 ? level : 255);
    }
}

FOXING_CLONES void crows_least(
    const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) out[i] = least(a[i], least(b[i], c[i]));
}

FOXING_CLONES void crows_most(
    const uint8_t *a, const uint8_t *b, const uint8_t *c, uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) out[i] = most(a[i], most(b[i], c[i]));
}

FOXING_CLONES void crows_ramp(uint8_t *restrict levels, const uint8_t *restrict ink, int64_t count, int16_t offset) {
    for (int64_t i = 0; i < count; i++) {
        int16_t level = (int16_t)((int16_t)(levels[i] * 85 + offset) >> 2);
        level = level > 0 ? level : 0;
        level = level < 255 ? level : 255;
        levels[i] = (uint8_t)(ink[i] > 8 ? level : 0);
    }
}

FOXING_CLONES void crows_rim(
    uint8_t *restrict shares, const uint8_t *restrict mask, const uint8_t *here, const uint8_t *above,
    const uint8_t *below, int64_t ring, int64_t count, uint8_t threshold, uint8_t share) {
    for (int64_t i = 0; i < count; i++) {
        const uint8_t beside = least(least(here[i - ring], here[i + ring]), least(above[i], below[i]));
        const uint8_t found = (uint8_t)(((mask[i] > 0) & (here[i] >= threshold) & (beside < threshold)) ? 255 : 0);
        shares[i] = (uint8_t)((shares[i] & (uint8_t)~found) | (share & found));
    }
}

FOXING_CLONES void crows_radii(
    const uint8_t *restrict noise, uint16_t *restrict radii, int64_t count, uint16_t start, uint16_t slope) {
    for (int64_t i = 0; i < count; i++) {
        const uint8_t level = least(most(noise[i], 26), 229);
        radii[i] = (uint16_t)(start + ((uint16_t)((uint16_t)(level - 26) * slope) >> 4));
    }
}

FOXING_CLONES void crows_cap(
    uint16_t *restrict radii, const uint8_t *restrict gaps, int64_t count, uint32_t slope, uint32_t start,
    uint8_t wide) {
    for (int64_t i = 0; i < count; i++) {
        const uint32_t far = (gaps[i] * slope) >> 8;
        const uint32_t cap = gaps[i] >= wide ? 65535 : far > start ? far - start : 0;
        radii[i] = (uint16_t)(radii[i] < cap ? radii[i] : cap);
    }
}

FOXING_CLONES void crows_reached(const uint16_t *restrict radii, uint16_t start, uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const uint16_t beyond = (uint16_t)(radii[i] > start ? radii[i] - start : 0);
        out[i] = (uint8_t)(beyond < 255 ? beyond : 255);
    }
}

FOXING_CLONES void crows_gather(
    uint16_t *restrict sums, const uint8_t *restrict before, const uint8_t *restrict after,
    const uint8_t *restrict shares, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        sums[i] = (uint16_t)(sums[i] + (uint16_t)((uint8_t)(before[i] - after[i]) * shares[i]));
    }
}

FOXING_CLONES void crows_whole(const uint16_t *restrict sums, uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const uint16_t level = (uint16_t)(sums[i] + 128);
        out[i] = (uint8_t)((uint16_t)(level + (level >> 8)) >> 8);
    }
}

FOXING_CLONES void crows_soften(const uint8_t *row, int64_t step, uint8_t *restrict out, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        out[i] = (uint8_t)((uint16_t)(row[i - step] + row[i + step] + 2 * row[i] + 2) >> 2);
    }
}

FOXING_CLONES void crows_darken(
    uint8_t *restrict samples, const uint8_t *restrict above, const uint8_t *restrict here,
    const uint8_t *restrict below, const uint8_t *restrict floor, int64_t count, uint16_t strength) {
    for (int64_t i = 0; i < count; i++) {
        const uint16_t wanted = (uint16_t)(above[i] + below[i] + 2 * here[i] + 2) >> 2;
        const uint16_t room = (uint16_t)(most(samples[i], floor[i]) - floor[i]);
        const uint16_t taken = wanted < room ? wanted : room;
        samples[i] = (uint8_t)(samples[i] - ((uint16_t)(taken * strength + 128) >> 8));
    }
}
