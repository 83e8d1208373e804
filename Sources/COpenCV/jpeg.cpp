#include <algorithm>
#include <cstring>
#include <vector>

#include "clones.hpp"
#include "guarded.hpp"

using namespace foxing;

namespace {

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

// The tables of the standard (ITU-T T.81, annex K), row after row.
constexpr uint8_t luma_steps[area] = {
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,  14, 13, 16, 24, 40,  57,
    69, 56, 14, 17, 22,  29,  51,  87,  80, 62, 18, 22, 37,  56,  68,  109, 103, 77, 24, 35, 55,  64,
    81, 104, 113, 92, 49, 64, 78,  87,  103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr uint8_t chroma_steps[area] = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99};

// Scales a table as the IJG's encoder does for a quality of 1 to 100.
void make_quantizer(const uint8_t *steps, int quality, Quantizer &result) {
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    for (int i = 0; i < area; i++) {
        const int step = std::clamp((steps[i] * scale + 50) / 100, 1, 255);
        // The forward transform leaves a factor of 8.
        const float divisor = float(step * 8);
        result.inverse[i / side][i % side] = 1 / divisor;
        // Half a step for rounding, and a little more so that whole quotients do not fall short; the quotient is exact
        // since it has 16 bits at most and a float has 24.
        result.half[i / side][i % side] = float(step * 4) + 0.5f;
        result.step[i / side][i % side] = step;
    }
}

#define FOXING_INLINE __attribute__((always_inline)) inline

FOXING_INLINE void transpose(Row *r) {
    Row pairs[side], quads[side];
    for (int i = 0; i < 4; i++) {
        pairs[2 * i] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pairs[2 * i + 1] = __builtin_shufflevector(r[2 * i], r[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            const Row &a = pairs[4 * i + j], &b = pairs[4 * i + 2 + j];
            quads[4 * i + 2 * j] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
            quads[4 * i + 2 * j + 1] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        r[i] = __builtin_shufflevector(quads[i], quads[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        r[i + 4] = __builtin_shufflevector(quads[i], quads[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

FOXING_INLINE void round_shift(Row &v, int bits) { v = (v + (1 << (bits - 1))) >> bits; }

// One direction of the forward transform (Loeffler, Ligtenberg and Moschytz 1989, as the IJG's accurate integer
// version has it, with 13 fractional bits). The first pass keeps two bits more.
FOXING_INLINE void forward(Row *r, bool first) {
    const int bits = first ? 11 : 15;
    const Row s0 = r[0] + r[7], s1 = r[1] + r[6], s2 = r[2] + r[5], s3 = r[3] + r[4];
    Row d7 = r[0] - r[7], d6 = r[1] - r[6], d5 = r[2] - r[5], d4 = r[3] - r[4];
    const Row e0 = s0 + s3, e3 = s0 - s3, e1 = s1 + s2, e2 = s1 - s2;
    if (first) {
        r[0] = (e0 + e1) << 2;
        r[4] = (e0 - e1) << 2;
    } else {
        r[0] = e0 + e1;
        r[4] = e0 - e1;
        round_shift(r[0], 2);
        round_shift(r[4], 2);
    }
    const Row even = (e2 + e3) * 4433;
    r[2] = even + e3 * 6270;
    r[6] = even - e2 * 15137;
    Row z1 = d4 + d7, z2 = d5 + d6, z3 = d4 + d6, z4 = d5 + d7;
    const Row z5 = (z3 + z4) * 9633;
    z1 *= -7373;
    z2 *= -20995;
    z3 = z3 * -16069 + z5;
    z4 = z4 * -3196 + z5;
    r[7] = d4 * 2446 + z1 + z3;
    r[5] = d5 * 16819 + z2 + z4;
    r[3] = d6 * 25172 + z2 + z3;
    r[1] = d7 * 12299 + z1 + z4;
    for (int i : {1, 2, 3, 5, 6, 7}) round_shift(r[i], bits);
}

FOXING_INLINE void inverse(Row *r, bool first) {
    const int bits = first ? 11 : 18;
    const Row even = (r[2] + r[6]) * 4433;
    const Row e2 = even - r[6] * 15137, e3 = even + r[2] * 6270;
    const Row s0 = (r[0] + r[4]) << 13, s1 = (r[0] - r[4]) << 13;
    const Row a0 = s0 + e3, a3 = s0 - e3, a1 = s1 + e2, a2 = s1 - e2;
    Row z1 = r[7] + r[1], z2 = r[5] + r[3], z3 = r[7] + r[3], z4 = r[5] + r[1];
    const Row z5 = (z3 + z4) * 9633;
    z1 *= -7373;
    z2 *= -20995;
    z3 = z3 * -16069 + z5;
    z4 = z4 * -3196 + z5;
    const Row o0 = r[7] * 2446 + z1 + z3, o1 = r[5] * 16819 + z2 + z4;
    const Row o2 = r[3] * 25172 + z2 + z3, o3 = r[1] * 12299 + z1 + z4;
    r[0] = a0 + o3;
    r[7] = a0 - o3;
    r[1] = a1 + o2;
    r[6] = a1 - o2;
    r[2] = a2 + o1;
    r[5] = a2 - o1;
    r[3] = a3 + o0;
    r[4] = a3 - o0;
    for (int i = 0; i < side; i++) round_shift(r[i], bits);
}

FOXING_INLINE void quantize(Row &v, const Quantizer &quantizer, int i) {
    const Row sign = v >> 31;
    const Reals magnitude = __builtin_convertvector((v ^ sign) - sign, Reals);
    const Row steps = __builtin_convertvector((magnitude + quantizer.half[i]) * quantizer.inverse[i], Row);
    v = ((steps ^ sign) - sign) * quantizer.step[i];
}

// A block of one level has no coefficient but the first.
FOXING_INLINE bool is_flat(const uint8_t *block, int stride, uint64_t &level) {
    level = block[0] * 0x0101010101010101ull;
    uint64_t other = 0;
    for (int y = 0; y < side; y++) {
        uint64_t row;
        std::memcpy(&row, block + y * stride, side);
        other |= row ^ level;
    }
    return other == 0;
}

FOXING_INLINE uint64_t flat_result(int level, const Quantizer &quantizer) {
    const int step = quantizer.step[0][0];
    const int first = (level - 128) * area;
    const int steps = (std::abs(first) + step * 4) / (step * 8);
    const int value = (((first < 0 ? -steps : steps) * step + 4) >> 3) + 128;
    return uint64_t(std::clamp(value, 0, 255)) * 0x0101010101010101ull;
}

// Codes and decodes the blocks of eight rows in place.
FOXING_CLONES void round_trip(uint8_t *rows, int stride, int blocks, const Quantizer &quantizer) {
    using Bytes = uint8_t __attribute__((vector_size(8)));
    for (int b = 0; b < blocks; b++) {
        uint8_t *block = rows + b * side;
        uint64_t level;
        if (is_flat(block, stride, level)) {
            level = flat_result(block[0], quantizer);
            for (int y = 0; y < side; y++) std::memcpy(block + y * stride, &level, side);
            continue;
        }
        Row r[side];
        for (int y = 0; y < side; y++) {
            Bytes bytes;
            std::memcpy(&bytes, block + y * stride, side);
            r[y] = __builtin_convertvector(bytes, Row) - 128;
        }
        transpose(r);
        forward(r, true);
        transpose(r);
        forward(r, false);
        for (int i = 0; i < side; i++) quantize(r[i], quantizer, i);
        inverse(r, true);
        transpose(r);
        inverse(r, false);
        transpose(r);
        for (int y = 0; y < side; y++) {
            Row v = r[y] + 128;
            v = v > 0 ? v : 0;
            v = v < 255 ? v : 255;
            const Bytes bytes = __builtin_convertvector(v, Bytes);
            std::memcpy(block + y * stride, &bytes, side);
        }
    }
}

using Bytes = uint8_t __attribute__((vector_size(16)));
using Words = uint16_t __attribute__((vector_size(32)));
using Longs = int32_t __attribute__((vector_size(64)));
constexpr int lanes = 16;
// What a buffer holds beyond its samples, so that the last vector stays within it.
constexpr int room = 64;

// Rows end in whole vectors: what lies behind a row's last sample may be read and written.
FOXING_INLINE void load(const uint8_t *from, Bytes &v) { std::memcpy(&v, from, sizeof v); }
FOXING_INLINE void store(const Bytes &v, uint8_t *to) { std::memcpy(to, &v, sizeof v); }

FOXING_INLINE void limit(Longs &v, Bytes &bytes) {
    v = v > 0 ? v : 0;
    v = v < 255 ? v : 255;
    bytes = __builtin_convertvector(v, Bytes);
}

// Takes sixteen pixels of three samples apart.
FOXING_INLINE void separate(const uint8_t *in, Bytes &b, Bytes &g, Bytes &r) {
    Bytes u, v, w;
    load(in, u);
    load(in + 16, v);
    load(in + 32, w);
    const Bytes b0 = __builtin_shufflevector(u, v, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
    const Bytes g0 = __builtin_shufflevector(u, v, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
    const Bytes r0 = __builtin_shufflevector(u, v, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
    b = __builtin_shufflevector(b0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    g = __builtin_shufflevector(g0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    r = __builtin_shufflevector(r0, w, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
}

FOXING_INLINE void join(const Bytes &b, const Bytes &g, const Bytes &r, uint8_t *out) {
    const Bytes u0 = __builtin_shufflevector(b, g, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    const Bytes v0 = __builtin_shufflevector(b, g, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    const Bytes w0 = __builtin_shufflevector(b, g, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    store(__builtin_shufflevector(u0, r, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15), out);
    store(__builtin_shufflevector(v0, r, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), out + 16);
    store(__builtin_shufflevector(w0, r, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), out + 32);
}

// Brightness and the two colour differences of a row, with the weights of JFIF.
FOXING_CLONES void to_planes(const uint8_t *in, uint8_t *luma, uint8_t *blue, uint8_t *red, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes b8, g8, r8, out;
        separate(in + 3 * x, b8, g8, r8);
        const Longs b = __builtin_convertvector(b8, Longs);
        const Longs g = __builtin_convertvector(g8, Longs);
        const Longs r = __builtin_convertvector(r8, Longs);
        Longs v = (r * 19595 + g * 38470 + b * 7471 + 32768) >> 16;
        limit(v, out);
        store(out, luma + x);
        v = (b * 32768 - r * 11059 - g * 21709 + ((128 << 16) + 32767)) >> 16;
        limit(v, out);
        store(out, blue + x);
        v = (r * 32768 - g * 27439 - b * 5329 + ((128 << 16) + 32767)) >> 16;
        limit(v, out);
        store(out, red + x);
    }
}

FOXING_CLONES void from_planes(
    const uint8_t *luma, const uint8_t *blue, const uint8_t *red, uint8_t *out, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes y8, cb8, cr8, b, g, r;
        load(luma + x, y8);
        load(blue + x, cb8);
        load(red + x, cr8);
        const Longs y = __builtin_convertvector(y8, Longs);
        const Longs cb = __builtin_convertvector(cb8, Longs) - 128;
        const Longs cr = __builtin_convertvector(cr8, Longs) - 128;
        Longs v = y + ((cb * 116130 + 32768) >> 16);
        limit(v, b);
        v = y + ((32768 - cb * 22554 - cr * 46802) >> 16);
        limit(v, g);
        v = y + ((cr * 91881 + 32768) >> 16);
        limit(v, r);
        join(b, g, r, out + 3 * x);
    }
}

// Halves a row, or two rows at once, with the IJG's alternating rounding.
FOXING_CLONES void halve(const uint8_t *upper, const uint8_t *lower, uint8_t *out, int count) {
    const Words odd = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    for (int x = 0; x < count; x += lanes) {
        Words a, b;
        std::memcpy(&a, upper + 2 * x, sizeof a);
        a = (a & 255) + (a >> 8) + odd;
        if (lower) {
            std::memcpy(&b, lower + 2 * x, sizeof b);
            a = (a + (b & 255) + (b >> 8) + 1) >> 2;
        } else {
            a >>= 1;
        }
        store(__builtin_convertvector(a, Bytes), out + x);
    }
}

// Three parts of the nearer row and one of the further.
FOXING_CLONES void blend(const uint8_t *near, const uint8_t *far, uint16_t *sums, int count) {
    for (int x = 0; x < count; x += lanes) {
        Bytes a, b;
        load(near + x, a);
        load(far + x, b);
        const Words sum = __builtin_convertvector(a, Words) * 3 + __builtin_convertvector(b, Words);
        std::memcpy(sums + x, &sum, sizeof sum);
    }
}

// Doubles a row of sums of four, three parts of the nearer and one of the further. `sums[-1]` and `sums[count]` hold
// the ends once more.
FOXING_CLONES void double_row(const uint16_t *sums, uint8_t *out, int count, int even, int odd) {
    for (int x = 0; x < count; x += lanes) {
        Words before, here, after;
        std::memcpy(&before, sums + x - 1, sizeof before);
        std::memcpy(&here, sums + x, sizeof here);
        std::memcpy(&after, sums + x + 1, sizeof after);
        here *= 3;
        const Bytes a = __builtin_convertvector((here + before + uint16_t(even)) >> 4, Bytes);
        const Bytes b = __builtin_convertvector((here + after + uint16_t(odd)) >> 4, Bytes);
        store(__builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), out + 2 * x);
        store(
            __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
            out + 2 * x + lanes);
    }
}

// A picture as blocks see it: repeated outwards at its edges, the grid moved by an offset.
struct Grid {
    int width;
    int height;
    int left;
    int top;
    // Of the padded picture, in whole units of 16.
    int columns;
    int rows;

    Grid(const copencv_plane &plane, int left, int top)
        : width(plane.width), height(plane.height), left(left), top(top),
          // A moved row may end anywhere in its last vector, which must not reach into the next row.
          columns((width + 15) / 16 * 16 + (left > 0 ? 16 : 0)), rows((height + top + 15) / 16 * 16) {}

    int source_row(int y) const { return std::clamp(y - top, 0, height - 1); }

    // Repeats the ends of a row whose middle is in place.
    void extend(uint8_t *row) const {
        std::memset(row, row[left], size_t(left));
        std::memset(row + left + width, row[left + width - 1], size_t(columns - left - width));
    }
};

void code_gray(const copencv_plane &from, const copencv_plane &to, const Grid &grid, const Quantizer &quantizer) {
    std::vector<uint8_t> band(size_t(side) * grid.columns);
    for (int y = 0; y < grid.height + grid.top; y += side) {
        for (int j = 0; j < side; j++) {
            uint8_t *row = band.data() + size_t(j) * grid.columns;
            std::memcpy(row + grid.left, from.base + grid.source_row(y + j) * from.stride, size_t(grid.width));
            grid.extend(row);
        }
        round_trip(band.data(), grid.columns, grid.columns / side, quantizer);
        for (int j = 0; j < side; j++) {
            const int target = y + j - grid.top;
            if (target < 0 || target >= grid.height) continue;
            std::memcpy(
                to.base + target * to.stride, band.data() + size_t(j) * grid.columns + grid.left, size_t(grid.width));
        }
    }
}

// A colour difference at the resolution it is coded in: whole, or half along rows, or half both ways.
struct Difference {
    int across;
    int down;
    int columns;
    int rows;
    std::vector<uint8_t> samples;

    Difference(const Grid &grid, int across, int down)
        : across(across), down(down), columns(grid.columns / across), rows(grid.rows / down),
          samples(size_t(columns) * rows + room) {}

    uint8_t *row(int y) { return samples.data() + size_t(y) * columns; }

    // Averages sixteen full rows from `y` on, with the IJG's alternating rounding, and codes them.
    void take(const uint8_t *full, int stride, int y, const Quantizer &quantizer) {
        for (int j = 0; j < 16 / down; j++) average(full + size_t(j) * down * stride, stride, row(y / down + j));
        const int coded = std::max(16 / down, side);
        for (int j = 0; j < coded; j += side) round_trip(row(y / down + j), columns, columns / side, quantizer);
    }

    void average(const uint8_t *full, int stride, uint8_t *out) const {
        if (across == 1) {
            std::memcpy(out, full, size_t(columns));
        } else {
            halve(full, down == 1 ? nullptr : full + stride, out, columns);
        }
    }

    // Row `y` at full resolution, between the samples by weights of 3 and 1. `columns_used` and `rows_used` are those
    // that lie on the picture.
    void enlarge(int y, int columns_used, int rows_used, uint8_t *out, uint16_t *sums) {
        if (across == 1) {
            std::memcpy(out, row(y), size_t(columns));
            return;
        }
        const int near = y / down;
        const int far = std::clamp(down == 1 ? near : near + (y % 2 == 0 ? -1 : 1), 0, rows_used - 1);
        blend(row(near), row(far), sums, columns_used);
        sums[-1] = sums[0];
        sums[columns_used] = sums[columns_used - 1];
        double_row(sums, out, columns_used, down == 1 ? 4 : 8, down == 1 ? 8 : 7);
    }
};

// Colour: brightness in bands of 16 rows, of which two are held, since the differences of a row need those of the
// band below.
struct ColorCoder {
    const copencv_plane &from;
    const copencv_plane &to;
    const Grid &grid;
    const Quantizer &luma_steps;
    const Quantizer &chroma_steps;
    Difference blue;
    Difference red;
    std::vector<uint8_t> luma;
    std::vector<uint8_t> full;
    std::vector<uint16_t> sums;
    std::vector<uint8_t> pixels;

    ColorCoder(
        const copencv_plane &from, const copencv_plane &to, const Grid &grid, const Quantizer &luma_steps,
        const Quantizer &chroma_steps, int across, int down)
        : from(from), to(to), grid(grid), luma_steps(luma_steps), chroma_steps(chroma_steps),
          blue(grid, across, down), red(grid, across, down), luma(size_t(32) * grid.columns + room),
          full(size_t(32) * grid.columns + room), sums(size_t(grid.columns) + room),
          pixels(size_t(grid.columns) * 3 + room) {}

    uint8_t *luma_row(int y) { return luma.data() + size_t(y % 32) * grid.columns; }

    void code(int y) {
        const int columns = grid.columns;
        for (int j = 0; j < 16; j++) {
            uint8_t *rows[] = {luma_row(y + j), full.data() + size_t(j) * columns, full.data() + size_t(16 + j) * columns};
            std::memcpy(
                pixels.data(), from.base + grid.source_row(y + j) * from.stride, size_t(grid.width) * 3);
            to_planes(pixels.data(), rows[0] + grid.left, rows[1] + grid.left, rows[2] + grid.left, grid.width);
            for (uint8_t *row : rows) grid.extend(row);
        }
        for (int j = 0; j < 16; j += side) round_trip(luma_row(y + j), columns, columns / side, luma_steps);
        blue.take(full.data(), columns, y, chroma_steps);
        red.take(full.data() + size_t(16) * columns, columns, y, chroma_steps);
    }

    void emit(int y) {
        const int columns_used = (grid.left + grid.width + blue.across - 1) / blue.across;
        const int rows_used = (grid.top + grid.height + blue.down - 1) / blue.down;
        uint8_t *b = full.data(), *r = full.data() + size_t(16) * grid.columns;
        for (int j = 0; j < 16; j++) {
            const int target = y + j - grid.top;
            if (target < 0 || target >= grid.height) continue;
            blue.enlarge(y + j, columns_used, rows_used, b, sums.data() + lanes);
            red.enlarge(y + j, columns_used, rows_used, r, sums.data() + lanes);
            from_planes(luma_row(y + j) + grid.left, b + grid.left, r + grid.left, pixels.data(), grid.width);
            std::memcpy(to.base + target * to.stride, pixels.data(), size_t(grid.width) * 3);
        }
    }

    void run() {
        for (int y = 0; y < grid.rows; y += 16) {
            code(y);
            if (y > 0) emit(y - 16);
        }
        emit(grid.rows - 16);
    }
};

}  // namespace

copencv_status copencv_jpeg(
    copencv_plane from, copencv_plane to, int32_t quality, int32_t across, int32_t down, int32_t left, int32_t top) {
    return convert(from, to, [&](const cv::Mat &, cv::Mat &) {
        require_same(from, to);
        require(quality >= 1 && quality <= 100, "a quality from 1 to 100");
        require((across == 1 && down == 1) || (across == 2 && (down == 1 || down == 2)), "no such subsampling");
        require(left >= 0 && left < 16 && top >= 0 && top < 16, "a grid is moved by less than 16 pixels");
        const Grid grid(from, left, top);
        Quantizer luma, chroma;
        make_quantizer(::luma_steps, quality, luma);
        make_quantizer(::chroma_steps, quality, chroma);
        if (from.channels == 1) {
            code_gray(from, to, grid, luma);
        } else {
            ColorCoder(from, to, grid, luma, chroma, across, down).run();
        }
    });
}
