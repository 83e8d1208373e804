// Texts and labels as no sane program makes them: every call answers, and what it made can be used and let go.
#include <math.h>

#include "foxing_test.h"

static uint64_t state = 88172645463325252u;

// The xorshift generator of Marsaglia (2003), the same numbers each time.
static uint32_t drawn(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

static const char *const models[] = {
    "{\"words\": [{\"text\": \"ab\", \"polygon\": [[4,4],[20,4],[20,16],[4,16]]}, {\"text\": \"c\", \"box\": [24,4,16,12]}]}",
    "{\"lines\": [{\"text\": \"a b\", \"box\": [4,4,40,12], \"baseline\": [[4,14],[40,14]], \"words\": []}]}",
    "{\"text\": \"two\\nlines \\u00e9\"}",
    "{\"foxing\":1,\"image\":\"\",\"width\":64,\"height\":48,\"origin\":\"given\",\"level\":\"line\",\"text\":\"a\",\"regions\":[{"
    "\"id\":\"r0\",\"kind\":\"text\",\"order\":0,\"outline\":[[4,4],[44,4],[44,16],[4,16]],\"lines\":[{\"id\":\"l\",\"order\":0,"
    "\"outline\":[[4,4],[44,4],[44,16],[4,16]],\"top\":2,\"baseline\":null,\"text\":\"a\",\"legible\":true,\"why\":null,"
    "\"language\":null,\"words\":[]}]}]}",
    "{\"set\": [\"stages.ink.ink-bleed.radius=0.2mm\"], \"seed\": 7, \"variants\": 3}",
    "{\"height\": 48, \"padding\": 0.2, \"unit\": \"line\", \"vertical\": \"turn\", \"min_height\": 2}",
    "stages:\n  ink:\n    - ink-bleed: {radius: 0.1..0.3mm}\n  scan:\n    - one-of: [rotate, jpeg]\noutputs: {image: scan}\n",
};

static const char *const bits[] = {
    "null", "1e308", "-1e7", "9223372036854775807", "[]", "{}", "\"\"", "\"\\u0000\"", "[[", "]]", ",", ":", "\\", "\xF0\x9F",
    "\xFF", "-0", "0", "1e-320", "true", "\n", "\t", " - ", "..", "\"text\"", "\"polygon\"", "NaN",
};

// One of the texts above with a few places changed, taken out or doubled; the caller frees it.
static char *spoiled(void) {
    const char *model = models[drawn(sizeof models / sizeof models[0])];
    char *text = malloc(4 * strlen(model) + 4096);
    strcpy(text, model);
    for (uint32_t times = 1 + drawn(4); times > 0; times--) {
        size_t length = strlen(text);
        size_t at = length == 0 ? 0 : drawn((uint32_t)length);
        size_t gone = drawn(3) == 0 ? drawn(12) : drawn(2);
        if (at + gone > length) gone = length - at;
        const char *bit = drawn(3) == 0 ? "" : bits[drawn(sizeof bits / sizeof bits[0])];
        memmove(text + at + strlen(bit), text + at + gone, length - at - gone + 1);
        memcpy(text + at, bit, strlen(bit));
    }
    return text;
}

// Checks how a call ended, and lets go what it made.
static void settled(foxing_status status, foxing_handle handle, char *error, const char *text) {
    CHECK(status >= FOXING_OK && status <= FOXING_NOT_WRITTEN, "%d for %s", (int)status, text);
    CHECK((status == FOXING_OK) == (handle != 0) && (status == FOXING_OK) == (error == NULL), "%d for %s", (int)status, text);
    CHECK(error == NULL || holds(error, "\"message\":\""), "%s", error);
    foxing_free(error);
    if (handle != 0) FINE(foxing_release(handle, &error));
}

static foxing_plane paper(uint8_t *samples, int64_t width, int64_t height) {
    for (int64_t i = 0; i < width * height; i++) samples[i] = (uint8_t)(i % 7 < 3 ? 20 : 250);
    foxing_plane plane = {samples, width, height, width, 150, 1};
    return plane;
}

static void texts(void) {
    static uint8_t samples[64 * 48];
    foxing_plane plane = paper(samples, 64, 48);
    for (int i = 0; i < 4000; i++) {
        char *text = spoiled(), *error = NULL;
        foxing_handle handle = 0;
        foxing_status status = foxing_page_make(&plane, text, &handle, &error);
        settled(status, handle, error, text);
        error = NULL;
        status = foxing_pipeline_make(text, NULL, NULL, &handle, &error);
        settled(status, handle, error, text);
        error = NULL;
        status = foxing_pipeline_make(models[6], NULL, text, &handle, &error);
        settled(status, handle, error, text);
        free(text);
    }
}

static double coordinate(void) {
    const double extremes[] = {0, -1, 1e-300, 64, 48, -1e7, 1e7, 63.999999, 1e6};
    return drawn(4) == 0 ? extremes[drawn(9)] : drawn(640) / 10.0;
}

// Outlines of any shape through a pipeline that bends, turns and cuts, and out again as lines.
static void outlines(void) {
    static uint8_t samples[64 * 48];
    foxing_plane plane = paper(samples, 64, 48);
    foxing_handle pipeline = 0, page = 0, variant = 0, lines = 0;
    FINE(foxing_pipeline_make(
        "stages:\n  a:\n    - rotate: {angle: 30}\n    - folding\n    - crumple\n    - phone-photo\n", NULL, NULL, &pipeline, &error));
    for (int i = 0; i < 150; i++) {
        char text[16384] = "{\"lines\": [";
        for (uint32_t n = 1 + drawn(3), first = 1; n > 0; n--, first = 0) {
            strcat(text, first ? "{\"text\": \"a b\", \"polygon\": [" : ", {\"text\": \"a b\", \"polygon\": [");
            for (uint32_t points = 3 + drawn(drawn(8) == 0 ? 140 : 6), start = 1; points > 0; points--, start = 0)
                sprintf(text + strlen(text), "%s[%.9g,%.9g]", start ? "" : ",", coordinate(), coordinate());
            strcat(text, "]}");
        }
        strcat(text, "]}");
        char *error = NULL, *json = NULL;
        foxing_status status = foxing_page_make(&plane, text, &page, &error);
        CHECK(status == FOXING_OK || holds(error, "T31"), "%s for %s", error, text);
        foxing_free(error);
        if (status != FOXING_OK) continue;
        FINE(foxing_variant_make(pipeline, page, "page", i, NULL, &variant, &error));
        FINE(foxing_labels(variant, 0, &json, &error));
        foxing_free(json);
        FINE(foxing_lines_make(variant, 0, "{\"min_height\": 0, \"padding\": 2}", &lines, &error));
        FINE(foxing_release(lines, &error));
        FINE(foxing_lines_make(page, 0, "{\"height\": 1024, \"min_height\": 0}", &lines, &error));
        FINE(foxing_release(lines, &error));
        FINE(foxing_release(variant, &error));
        FINE(foxing_release(page, &error));
    }
    FINE(foxing_release(pipeline, &error));
}

// Pages of one row, one column and one pixel.
static void slivers(void) {
    static uint8_t samples[3000];
    const int64_t sizes[][2] = {{1, 1}, {3000, 1}, {1, 3000}, {2, 3}, {7, 5}};
    foxing_handle pipeline = 0, page = 0, variant = 0;
    FINE(foxing_pipeline_make(NULL, "Tests/c/two-outputs.yaml", NULL, &pipeline, &error));
    for (int i = 0; i < 5; i++) {
        foxing_plane plane = paper(samples, sizes[i][0], sizes[i][1]);
        plane.dpi = 0;
        FINE(foxing_page_make(&plane, NULL, &page, &error));
        char *error = NULL;
        foxing_status status = foxing_variant_make(pipeline, page, NULL, 0, NULL, &variant, &error);
        settled(status, variant, error, "a sliver");
        FINE(foxing_release(page, &error));
    }
    FINE(foxing_release(pipeline, &error));
}

void test_fuzz(void) {
    texts();
    outlines();
    slivers();
}
