// Steps of the caller: declared, drawn for, carried out, refused.
#include "foxing_test.h"

struct seen {
    int calls;
    int channels;
    char request[512];
};

static int32_t darken(
    void *context, const foxing_plane *picture, uint8_t *samples, const char *request, char *message, int64_t room) {
    struct seen *seen = context;
    seen->calls++;
    seen->channels = picture->channels;
    snprintf(seen->request, sizeof seen->request, "%s", request);
    if (holds(request, "\"fail\":true")) {
        snprintf(message, (size_t)room, "it was asked to fail");
        return 7;
    }
    for (int64_t y = 0; y < picture->height; y++)
        for (int64_t x = 0; x < picture->width * picture->channels; x += picture->channels)
            samples[y * picture->stride + x] = 10;
    return 0;
}

void test_steps(void) {
    struct seen seen = {0};
    const char *gray = "{\"name\": \"my-dark\", \"parameters\": [{\"name\": \"amount\", \"kind\": \"share\", \"default\": \"0.1..0.3\"},"
                       "{\"name\": \"fail\", \"kind\": \"flag\", \"default\": \"false\"}]}";
    FINE(foxing_step_add(gray, darken, &seen, &error));
    FINE(foxing_step_add("{\"name\": \"my-red\", \"color\": true}", darken, &seen, &error));

    uint8_t white[12 * 8];
    memset(white, 255, sizeof white);
    foxing_plane plane = {white, 12, 8, 12, 150, 1}, made;
    foxing_handle page = 0, pipeline = 0, variant = 0;
    FINE(foxing_page_make(&plane, NULL, &page, &error));
    FINE(foxing_pipeline_make("stages: {a: [my-dark: {amount: 0.25}]}", NULL, NULL, &pipeline, &error));
    FINE(foxing_variant_make(pipeline, page, "x", 0, NULL, &variant, &error));
    CHECK(seen.calls == 1 && seen.channels == 1, "%d calls", seen.calls);
    CHECK(holds(seen.request, "\"amount\":0.25") && holds(seen.request, "\"dpi\":150") && holds(seen.request, "\"seed\":\""),
          "%s", seen.request);
    FINE(foxing_picture(variant, 0, &made, &error));
    CHECK(made.samples[0] == 10 && made.channels == 1, "%d", made.samples[0]);
    FINE(foxing_release(pipeline, &error));
    FINE(foxing_release(variant, &error));

    FINE(foxing_pipeline_make("stages: {a: [my-red]}", NULL, NULL, &pipeline, &error));
    FINE(foxing_variant_make(pipeline, page, "x", 0, NULL, &variant, &error));
    FINE(foxing_picture(variant, 0, &made, &error));
    CHECK(made.channels == 3 && made.samples[0] == 10 && made.samples[1] == 255 && made.samples[2] == 255, "red comes first");
    FINE(foxing_release(pipeline, &error));
    FINE(foxing_release(variant, &error));

    FINE(foxing_pipeline_make("stages: {a: [my-dark: {fail: true}]}", NULL, NULL, &pipeline, &error));
    REFUSED(FOXING_FAILED, "asked to fail", foxing_variant_make(pipeline, page, "x", 0, NULL, &variant, &error));
    FINE(foxing_release(pipeline, &error));
    REFUSED(FOXING_WRONG_USE, "E3", foxing_pipeline_make("stages: {a: [my-dark: {amount: 7}]}", NULL, NULL, &pipeline, &error));
    FINE(foxing_release(page, &error));

    const char *wrong[][2] = {
        {"[]", "not a JSON object"}, {"{", "no JSON"}, {"{}", "name"}, {"{\"name\": \"My\"}", "name"},
        {"{\"name\": \"rotate\"}", "already"}, {"{\"name\": \"one-of\"}", "already"}, {"{\"name\": \"a\", \"colour\": true}", "colour"},
        {"{\"name\": \"a\", \"parameters\": [{\"name\": \"p\", \"kind\": \"share\", \"default\": \"0\"}]}", "every step"},
        {"{\"name\": \"a\", \"parameters\": [{\"name\": \"b\", \"kind\": \"share\", \"default\": \"3\"}]}", "default"},
        {"{\"name\": \"a\", \"parameters\": [{\"name\": \"b\", \"kind\": \"size\", \"default\": \"3\"}]}", "kind"},
        {"{\"name\": \"a\", \"parameters\": [{\"name\": \"b\", \"kind\": \"number\", \"default\": \"3\", \"minimum\": 1e300}]}", "range"},
        {"{\"name\": \"a\", \"parameters\": [{\"name\": \"b\", \"kind\": \"choice\", \"default\": \"c\"}]}", "choices"},
    };
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        REFUSED(FOXING_WRONG_USE, wrong[i][1], foxing_step_add(wrong[i][0], darken, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_step_add(gray, NULL, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "declaration", foxing_step_add(NULL, darken, NULL, &error));
}
