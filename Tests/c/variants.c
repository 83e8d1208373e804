// Variants: the pixels and labels that the program writes for the same page, name and number.
#include "foxing_test.h"

static char *whole_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    text[fread(text, 1, size, file)] = 0;
    fclose(file);
    return text;
}

static void as_the_program(foxing_handle pipeline, foxing_handle page, int number) {
    foxing_handle variant = 0, written = 0;
    FINE(foxing_variant_make(pipeline, page, "article-en", number, NULL, &variant, &error));
    const char *places[] = {"set/images/article-en_aug_%d.png", "set/binary/article-en_aug_%d.png"};
    for (int output = 0; output < 2; output++) {
        char name[64];
        snprintf(name, sizeof name, places[output], number);
        foxing_plane ours, theirs;
        FINE(foxing_page_read(made(name), 0, "{\"truth\": \"none\"}", &written, &error));
        FINE(foxing_picture(variant, output, &ours, &error));
        FINE(foxing_picture(written, 0, &theirs, &error));
        CHECK(same_pixels(ours, theirs), "variant %d, output %d", number, output);
        CHECK(ours.channels == (output == 0 ? 3 : 1) && ours.dpi == 150, "%d, %f", (int)ours.channels, ours.dpi);
        FINE(foxing_release(written, &error));
    }
    char name[64], *labels = NULL;
    snprintf(name, sizeof name, "set/labels/article-en_aug_%d.json", number);
    char *file = whole_file(made(name));
    FINE(foxing_labels(variant, 0, &labels, &error));
    CHECK(holds(file, "\"width\"") && strcmp(strstr(file, "\"width\""), strstr(labels, "\"width\"")) == 0, "%.300s", labels);
    free(file);
    foxing_free(labels);

    // The line of the manifest holds what was applied.
    char *manifest = whole_file(made("set/manifest.jsonl")), *said = NULL;
    FINE(foxing_describe(variant, &said, &error));
    char *applied = said == NULL ? NULL : strstr(said, "\"applied\"");
    CHECK(applied != NULL && manifest != NULL, "%s", said);
    if (applied != NULL && manifest != NULL) {
        applied[strlen(applied) - 1] = 0; // without the end of the object
        CHECK(strstr(manifest, applied) != NULL, "%s", applied);
    }
    free(manifest);
    foxing_free(said);
    FINE(foxing_release(variant, &error));
}

static void chance(foxing_handle pipeline, foxing_handle page) {
    foxing_handle first = 0, other = 0;
    foxing_plane a, b;
    FINE(foxing_variant_make(pipeline, page, "article-en", 0, NULL, &first, &error));
    FINE(foxing_picture(first, 0, &a, &error));
    struct { const char *name; int64_t number; const char *options; int is_same; } cases[] = {
        {"article-en", 0, "{\"seed\": 7, \"attempt\": 0}", 1}, {"article-en", 1, NULL, 0}, {NULL, 0, NULL, 0},
        {"article-en", 0, "{\"seed\": \"8\"}", 0}, {"article-en", 0, "{\"attempt\": 1}", 0},
        {"article-en", INT64_MAX, NULL, 0},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        FINE(foxing_variant_make(pipeline, page, cases[i].name, cases[i].number, cases[i].options, &other, &error));
        FINE(foxing_picture(other, 0, &b, &error));
        CHECK(same_pixels(a, b) == cases[i].is_same, "case %u", i);
        FINE(foxing_release(other, &error));
    }
    // A seed beside the call is the one of a pipeline that says it.
    foxing_handle reseeded = 0, theirs = 0;
    FINE(foxing_pipeline_make(NULL, "Tests/c/two-outputs.yaml", "{\"seed\": 8}", &reseeded, &error));
    FINE(foxing_variant_make(pipeline, page, "article-en", 0, "{\"seed\": 8}", &other, &error));
    FINE(foxing_variant_make(reseeded, page, "article-en", 0, NULL, &theirs, &error));
    FINE(foxing_picture(other, 0, &a, &error));
    FINE(foxing_picture(theirs, 0, &b, &error));
    CHECK(same_pixels(a, b), "the seed of a call and of a pipeline");
    FINE(foxing_release(other, &error));
    FINE(foxing_release(theirs, &error));
    FINE(foxing_release(reseeded, &error));
    REFUSED(FOXING_WRONG_USE, "variant", foxing_variant_make(pipeline, page, "a", -1, NULL, &other, &error));
    REFUSED(FOXING_WRONG_USE, "attempt", foxing_variant_make(pipeline, page, "a", 0, "{\"attempt\": -1}", &other, &error));
    REFUSED(FOXING_WRONG_USE, "UTF-8", foxing_variant_make(pipeline, page, "\xFF", 0, NULL, &other, &error));
    FINE(foxing_release(first, &error));
}

static void lines(foxing_handle pipeline, foxing_handle page) {
    foxing_handle variant = 0, crops = 0;
    foxing_plane plane;
    char *json = NULL;
    FINE(foxing_variant_make(pipeline, page, "article-en", 0, NULL, &variant, &error));
    FINE(foxing_lines_make(variant, 0, "{\"height\": 48, \"padding\": 0.2}", &crops, &error));
    FINE(foxing_release(variant, &error)); // lines do not need what they were cut from
    FINE(foxing_describe(crops, &json, &error));
    CHECK(holds(json, "\"text\":\"THE HEDGEROW QUARTERLY\"") && holds(json, "\"height\":48"), "%.400s", json);
    foxing_free(json);
    FINE(foxing_picture(crops, 0, &plane, &error));
    CHECK(plane.height == 48 && plane.width > 100 && plane.channels == 3, "%d", (int)plane.width);
    REFUSED(FOXING_WRONG_USE, "handle", foxing_labels(crops, 0, &json, &error));
    REFUSED(FOXING_WRONG_USE, "handle", foxing_lines_make(crops, 0, NULL, &variant, &error));
    FINE(foxing_release(crops, &error));
    const char *wrong[] = {"{\"height\": 0}", "{\"padding\": -1}", "{\"unit\": \"page\"}", "{\"vertical\": 1}"};
    for (unsigned i = 0; i < 4; i++)
        REFUSED(FOXING_WRONG_USE, "option", foxing_lines_make(page, 0, wrong[i], &crops, &error));
    FINE(foxing_lines_make(page, 0, "{\"unit\": \"word\"}", &crops, &error));
    FINE(foxing_describe(crops, &json, &error));
    CHECK(holds(json, "\"text\":\"HEDGEROW\""), "%.400s", json);
    foxing_free(json);
    FINE(foxing_release(crops, &error));
}

static void score(foxing_handle page) {
    char *json = NULL;
    FINE(foxing_score(page, 0, "{\"layout\": 3}", &json, &error));
    CHECK(holds(json, "\"cer\":[") && holds(json, "HEDGEROW"), "%.300s", json);
    foxing_free(json);
    REFUSED(FOXING_MISSING, "xxx", foxing_score(page, 0, "{\"languages\": [\"xxx\"]}", &json, &error));
    REFUSED(FOXING_WRONG_USE, "layout", foxing_score(page, 0, "{\"layout\": 99}", &json, &error));
    REFUSED(FOXING_WRONG_USE, "languages", foxing_score(page, 0, "{\"languages\": []}", &json, &error));
}

void test_variants(void) {
    foxing_handle pipeline = 0, page = 0;
    char *json = NULL;
    FINE(foxing_pipeline_make(NULL, "Tests/c/two-outputs.yaml", NULL, &pipeline, &error));
    FINE(foxing_describe(pipeline, &json, &error));
    CHECK(holds(json, "\"outputs\":[{\"name\":\"image\"") && holds(json, "\"seed\":\"7\""), "%s", json);
    foxing_free(json);
    FINE(foxing_page_read("fixtures/pages/article-en.png", pipeline, NULL, &page, &error));
    as_the_program(pipeline, page, 0);
    as_the_program(pipeline, page, 1);
    chance(pipeline, page);
    lines(pipeline, page);
    score(page);

    // A page of the same pixels and labels is the same page.
    foxing_plane plane, a, b;
    foxing_handle copy = 0, one = 0, two = 0;
    FINE(foxing_picture(page, 0, &plane, &error));
    FINE(foxing_labels(page, 0, &json, &error));
    FINE(foxing_page_make(&plane, json, &copy, &error));
    foxing_free(json);
    FINE(foxing_variant_make(pipeline, page, "article-en", 1, NULL, &one, &error));
    FINE(foxing_variant_make(pipeline, copy, "article-en", 1, NULL, &two, &error));
    // What a variant was made of may go before it.
    FINE(foxing_release(page, &error));
    FINE(foxing_release(copy, &error));
    FINE(foxing_release(pipeline, &error));
    FINE(foxing_picture(one, 0, &a, &error));
    FINE(foxing_picture(two, 0, &b, &error));
    CHECK(same_pixels(a, b), "pages of a file and of pixels");
    FINE(foxing_release(one, &error));
    FINE(foxing_release(two, &error));
    REFUSED(FOXING_WRONG_USE, "released", foxing_picture(one, 0, &a, &error));
}
