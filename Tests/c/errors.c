// Whatever is handed over wrong: a value that says so, and the process goes on.
#include "foxing_test.h"

static const foxing_handle strange[] = {0, 999999, UINT64_MAX};

static void handles(void) {
    char *json = NULL;
    foxing_plane plane;
    foxing_handle made_one = 5;
    for (unsigned i = 0; i < 3; i++) {
        REFUSED(FOXING_WRONG_USE, "handle", foxing_describe(strange[i], &json, &error));
        REFUSED(FOXING_WRONG_USE, "handle", foxing_picture(strange[i], 0, &plane, &error));
        CHECK(plane.samples == NULL, "a refused plane is empty");
        REFUSED(FOXING_WRONG_USE, "handle", foxing_labels(strange[i], 0, &json, &error));
        REFUSED(FOXING_WRONG_USE, "handle", foxing_score(strange[i], 0, NULL, &json, &error));
        REFUSED(FOXING_WRONG_USE, "handle", foxing_lines_make(strange[i], 0, NULL, &made_one, &error));
        CHECK(made_one == 0, "a refused handle is 0");
        REFUSED(FOXING_WRONG_USE, "handle", foxing_variant_make(strange[i], strange[i], "a", 0, NULL, &made_one, &error));
        CHECK(json == NULL, "a refused text is NULL");
    }
    FINE(foxing_release(0, &error));
    REFUSED(FOXING_WRONG_USE, "never given", foxing_release(UINT64_MAX, &error));

    // A pipeline is no page, and what was released is nothing any more.
    foxing_handle pipeline = 0;
    FINE(foxing_pipeline_make(NULL, "Tests/c/two-outputs.yaml", NULL, &pipeline, &error));
    REFUSED(FOXING_WRONG_USE, "not that of a page", foxing_variant_make(pipeline, pipeline, NULL, 0, NULL, &made_one, &error));
    REFUSED(FOXING_WRONG_USE, "not that of a page", foxing_picture(pipeline, 0, &plane, &error));
    FINE(foxing_release(pipeline, &error));
    REFUSED(FOXING_WRONG_USE, "released", foxing_release(pipeline, &error));
    REFUSED(FOXING_WRONG_USE, "released", foxing_describe(pipeline, &json, &error));
}

static void nulls(void) {
    foxing_handle handle = 0;
    foxing_free(NULL);
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_operations(NULL, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_pipeline_make("stages: {}", NULL, NULL, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "neither", foxing_pipeline_make(NULL, NULL, NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_page_make(NULL, NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "path", foxing_page_read(NULL, 0, NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_picture(1, 0, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_check("", NULL, NULL, NULL, &error));
    // Nobody has to want to know why.
    CHECK(foxing_operations(NULL, NULL) == FOXING_WRONG_USE, "without a place for the error");
    CHECK(foxing_release(7777777, NULL) == FOXING_WRONG_USE, "without a place for the error");
    CHECK(foxing_run(NULL, NULL, NULL, NULL, NULL, NULL, NULL) == FOXING_WRONG_USE, "without anything");
}

static void options(void) {
    foxing_handle handle = 0;
    const char *path = "Tests/c/two-outputs.yaml";
    const char *wrong[][2] = {
        {"{\"sed\": 1}", "no option 'sed'"}, {"[]", "not a JSON object"}, {"{", "no JSON"}, {"\xFF\xFE", "UTF-8"},
        {"{\"seed\": 1.5}", "option 'seed'"}, {"{\"seed\": \"18446744073709551616\"}", "option 'seed'"},
        {"{\"variants\": 0}", "option 'variants'"}, {"{\"variants\": 9223372036854775807}", "option 'variants'"},
        {"{\"set\": \"a=1\"}", "option 'set'"}, {"{\"set\": [1]}", "option 'set'"},
        {"{\"variants\": 1e999}", "too large"}, {"{\"seed\": 1, \"seed\": 2}", "seed"},
    };
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        REFUSED(FOXING_WRONG_USE, wrong[i][1], foxing_pipeline_make(NULL, path, wrong[i][0], &handle, &error));
    const char *fine[] = {"{}", "{\"seed\": null}", "{\"seed\": \"18446744073709551615\"}", "{\"seed\": -1}"};
    for (unsigned i = 0; i < 4; i++) {
        FINE(foxing_pipeline_make(NULL, path, fine[i], &handle, &error));
        FINE(foxing_release(handle, &error));
    }
}

static void pipelines(void) {
    foxing_handle handle = 3;
    char *json = NULL;
    const char *text = "pipeline: wrong\nstages:\n  ink:\n    - ink-blead\n";
    REFUSED(FOXING_WRONG_USE, "\"code\":\"E203\"", foxing_pipeline_make(text, "odd.yaml", NULL, &handle, &error));
    CHECK(handle == 0, "nothing was made");
    char *error = NULL;
    CHECK(foxing_pipeline_make(text, "odd.yaml", NULL, &handle, &error) == FOXING_WRONG_USE, "a wrong pipeline");
    CHECK(holds(error, "\"line\":4,\"column\":7"), "%s", error);
    CHECK(holds(error, "did you mean 'ink-bleed'"), "%s", error);
    CHECK(holds(error, "odd.yaml:4:7"), "%s", error);
    foxing_free(error);

    FINE(foxing_check(text, "odd.yaml", NULL, &json, &error));
    CHECK(holds(json, "[{\"code\":\"E203\"") || holds(json, "\"code\":\"E203\""), "%s", json);
    foxing_free(json);
    FINE(foxing_check(NULL, "Tests/c/two-outputs.yaml", NULL, &json, &error));
    CHECK(json != NULL && strncmp(json, "[", 1) == 0 && !holds(json, "code"), "%s", json);
    foxing_free(json);
    FINE(foxing_check("pipeline: \xFF", NULL, NULL, &json, NULL) == FOXING_WRONG_USE ? FOXING_OK : FOXING_FAILED);
    REFUSED(FOXING_WRONG_USE, "no file", foxing_pipeline_make(NULL, "no-such.yaml", NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "is a folder", foxing_pipeline_make(NULL, "Tests", NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "E", foxing_pipeline_make("", NULL, NULL, &handle, &error));
    REFUSED(FOXING_WRONG_USE, "--set", foxing_pipeline_make(
        NULL, "Tests/c/two-outputs.yaml", "{\"set\": [\"stages.ink.ink-bleed.intensity=many\"]}", &handle, &error));
}

static void catalogue(void) {
    char *json = NULL;
    FINE(foxing_operations(&json, &error));
    CHECK(holds(json, "\"name\":\"ink-bleed\"") && holds(json, "\"parameters\":["), "%.200s", json);
    foxing_free(json);
    FINE(foxing_schema(&json, &error));
    CHECK(holds(json, "\"$schema\""), "%.200s", json);
    foxing_free(json);
    FINE(foxing_presets(&json, &error));
    CHECK(holds(json, "\"name\":\"phone-photo\"") && holds(json, "stages:"), "%.200s", json);
    foxing_free(json);
}

void test_errors(void) {
    handles();
    nulls();
    options();
    pipelines();
    catalogue();
}
