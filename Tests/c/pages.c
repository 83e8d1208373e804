// Pages out of pixels and labels, as numpy and lists have them.
#include <math.h>

#include "foxing_test.h"

static uint8_t samples[64 * 48 * 4];

static foxing_plane sound(int32_t channels) {
    foxing_plane plane = {samples, 64, 48, 64 * channels, 150, channels};
    return plane;
}

static void refuse(foxing_plane plane, const char *words) {
    foxing_handle page = 9;
    REFUSED(FOXING_WRONG_USE, words, foxing_page_make(&plane, NULL, &page, &error));
    CHECK(page == 0, "nothing was made");
}

static void planes(void) {
    const int64_t sides[] = {0, -1, INT64_MIN, INT64_MAX, 65501, (int64_t)1 << 33};
    for (unsigned i = 0; i < 6; i++) {
        foxing_plane wide = sound(1), high = sound(1);
        wide.width = sides[i];
        high.height = sides[i];
        refuse(wide, "pixels");
        refuse(high, "pixels");
    }
    foxing_plane plane = sound(1);
    plane.width = plane.height = 60000;
    refuse(plane, "pixels");
    const int64_t strides[] = {0, 63, -64, INT64_MIN, INT64_MAX, INT64_MAX / 48 + 1};
    for (unsigned i = 0; i < 6; i++) {
        plane = sound(1);
        plane.stride = strides[i];
        refuse(plane, "stride");
    }
    const int32_t channels[] = {0, 2, 5, -1, INT32_MAX, INT32_MIN};
    for (unsigned i = 0; i < 6; i++) {
        plane = sound(1);
        plane.channels = channels[i];
        refuse(plane, "channels");
    }
    const double resolutions[] = {NAN, INFINITY, -150, 29.9, 1e300};
    for (unsigned i = 0; i < 5; i++) {
        plane = sound(1);
        plane.dpi = resolutions[i];
        refuse(plane, "dpi");
    }
    plane = sound(1);
    plane.samples = NULL;
    refuse(plane, "NULL");
}

// What goes in comes out, whatever the order of the bytes inside.
static void channels(void) {
    for (unsigned i = 0; i < sizeof samples; i++) samples[i] = (uint8_t)(i * 37 + i / 251);
    foxing_handle page = 0;
    foxing_plane back;
    for (int32_t count = 1; count <= 3; count += 2) {
        foxing_plane plane = sound(count);
        plane.width = 50; // so that rows have gaps
        FINE(foxing_page_make(&plane, NULL, &page, &error));
        FINE(foxing_picture(page, 0, &back, &error));
        CHECK(same_pixels(plane, back), "%d channels", (int)count);
        CHECK(back.stride == 50 * count && back.dpi == 150, "%d, %f", (int)back.stride, back.dpi);
        foxing_plane again;
        FINE(foxing_picture(page, 0, &again, &error));
        CHECK(again.samples == back.samples, "a picture stays where it is");
        REFUSED(FOXING_WRONG_USE, "there is no picture 1", foxing_picture(page, 1, &again, &error));
        REFUSED(FOXING_WRONG_USE, "there is no picture -1", foxing_picture(page, -1, &again, &error));
        FINE(foxing_release(page, &error));
    }
    // A clear pixel is paper, a half clear one half paper.
    uint8_t clear[] = {10, 20, 30, 0, 10, 20, 30, 255, 10, 20, 30, 128};
    foxing_plane plane = {clear, 3, 1, 12, 0, 4};
    FINE(foxing_page_make(&plane, NULL, &page, &error));
    FINE(foxing_picture(page, 0, &back, &error));
    const uint8_t laid[] = {255, 255, 255, 10, 20, 30, 132, 137, 142};
    CHECK(memcmp(back.samples, laid, 9) == 0, "%d %d %d", back.samples[6], back.samples[7], back.samples[8]);
    FINE(foxing_release(page, &error));
}

static void labels(void) {
    memset(samples, 255, sizeof samples);
    foxing_plane plane = sound(1);
    foxing_handle page = 0;
    char *json = NULL;
    const char *fine[][2] = {
        {"{\"text\": \"two\\nlines\"}", "\"text\":\"two\\nlines\""},
        {"{\"words\": [{\"text\": \"a\", \"polygon\": [[4,4],[20,4],[20,16],[4,16]]},"
         "{\"text\": \"b\", \"box\": [24, 4, 16, 12]}]}",
         "\"text\":\"b\""},
        {"{\"lines\": [{\"words\": [{\"text\": \"a\", \"box\": [4,4,16,12]}, {\"text\": \"b\", \"box\": [24,4,16,12]}]}]}",
         "\"text\":\"a b\""},
        {"{\"lines\": [{\"text\": \"a b\", \"polygon\": [[4,4],[40,4],[40,16],[4,16]],"
         "\"baseline\": [[4,14],[40,14]], \"legible\": false}]}",
         "\"legible\":false"},
        {"{\"lines\": []}", "\"regions\":[]"},
    };
    for (unsigned i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        FINE(foxing_page_make(&plane, fine[i][0], &page, &error));
        FINE(foxing_labels(page, 0, &json, &error));
        CHECK(holds(json, fine[i][1]), "%s", json);
        // Labels that Foxing wrote are labels that it takes.
        foxing_handle copy = 0;
        char *same = NULL;
        FINE(foxing_page_make(&plane, json, &copy, &error));
        FINE(foxing_labels(copy, 0, &same, &error));
        CHECK(same != NULL && strcmp(strstr(same, "\"regions\""), strstr(json, "\"regions\"")) == 0, "%s", same);
        foxing_free(same);
        foxing_free(json);
        FINE(foxing_release(copy, &error));
        FINE(foxing_release(page, &error));
    }
    const char *wrong[] = {
        "", "{", "[]", "null", "{}", "{\"text\": 1}", "{\"words\": 1}", "{\"words\": [1]}", "{\"words\": [{}]}",
        "{\"words\": [{\"text\": \"a\"}]}", "{\"words\": [{\"text\": \"a\", \"polygon\": [[NaN,0],[1,0],[1,1]]}]}",
        "{\"words\": [{\"text\": \"a\", \"polygon\": [[1e300,0],[1,0],[1,1]]}]}",
        "{\"words\": [{\"text\": \"a\", \"polygon\": [[1e999,0],[1,0],[1,1]]}]}",
        "{\"words\": [{\"text\": \"a\", \"polygon\": [[1,0],[1,1]]}]}",
        "{\"words\": [{\"text\": \"a\", \"polygon\": [[1],[1,1],[2,2]]}]}",
        "{\"words\": [{\"text\": \"a\", \"box\": [1,2,3]}]}", "{\"words\": [{\"text\": \"a\", \"box\": [1,2,3,4], \"x\": 1}]}",
        "{\"lines\": [{\"text\": \"a\"}]}", "{\"lines\": [], \"words\": []}", "{\"foxing\": 1}", "{\"foxing\": 99}",
    };
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        REFUSED(FOXING_UNUSABLE, "labels", foxing_page_make(&plane, wrong[i], &page, &error));
    REFUSED(FOXING_WRONG_USE, "UTF-8", foxing_page_make(&plane, "{\"text\": \"\xC3\x28\"}", &page, &error));
    // What lies off the page, or has no area, is left out with a note.
    FINE(foxing_page_make(&plane, "{\"words\": [{\"text\": \"a\", \"box\": [4,4,16,12]}, {\"text\": \"b\", \"box\": [9,9,0,0]}]}", &page, &error));
    FINE(foxing_describe(page, &json, &error));
    CHECK(holds(json, "TW34"), "%s", json);
    foxing_free(json);
    FINE(foxing_release(page, &error));
}

static void files(void) {
    foxing_handle page = 0;
    char *json = NULL;
    FINE(foxing_page_read("fixtures/pages/article-en.png", 0, NULL, &page, &error));
    FINE(foxing_describe(page, &json, &error));
    CHECK(holds(json, "\"width\":1240,\"height\":1754,\"channels\":1"), "%s", json);
    foxing_free(json);
    FINE(foxing_labels(page, 0, &json, &error));
    CHECK(holds(json, "HEDGEROW"), "%.200s", json);
    foxing_free(json);
    FINE(foxing_release(page, &error));
    FINE(foxing_page_read("fixtures/pages/article-en.png", 0, "{\"truth\": \"none\"}", &page, &error));
    FINE(foxing_labels(page, 0, &json, &error));
    CHECK(holds(json, "\"level\":\"none\""), "%.200s", json);
    foxing_free(json);
    FINE(foxing_release(page, &error));
    REFUSED(FOXING_UNUSABLE, "\"code\":\"I", foxing_page_read("no-such.png", 0, NULL, &page, &error));
    REFUSED(FOXING_UNUSABLE, "\"code\":\"I", foxing_page_read("Makefile", 0, NULL, &page, &error));
    REFUSED(FOXING_UNUSABLE, "no page 2", foxing_page_read("fixtures/pages/article-en.png", 0, "{\"page\": 2}", &page, &error));
    REFUSED(FOXING_WRONG_USE, "page", foxing_page_read("fixtures/pages/article-en.png", 0, "{\"page\": 0}", &page, &error));
    REFUSED(FOXING_WRONG_USE, "truth", foxing_page_read("fixtures/pages/article-en.png", 0, "{\"truth\": \"x\"}", &page, &error));
}

void test_pages(void) {
    planes();
    channels();
    labels();
    files();
}
