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

struct read {
    int calls;
    int lines;
    const char *answer;
};

static int32_t judge(void *context, const foxing_plane *pictures, int64_t count, const char *request, void *answer) {
    struct read *read = context;
    __atomic_fetch_add(&read->calls, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&read->lines, (int)count, __ATOMIC_RELAXED);
    CHECK(count >= 1 && count <= 4 && pictures[count - 1].width > 0 && holds(request, "\"kind\":\"lines\""), "%s", request);
    if (read->answer != NULL) {
        foxing_reply(answer, read->answer);
        return holds(read->answer, "error") ? 1 : 0;
    }
    char text[512] = "{\"lines\":[";
    for (int64_t i = 0; i < count; i++) strcat(text, i == 0 ? "{\"text\":\"a\"}" : ",{\"text\":\"a\",\"confidence\":7}");
    strcat(text, "]}");
    foxing_reply(answer, "what is said twice counts once");
    foxing_reply(answer, text);
    return 0;
}

// A run whose variants the judge reads, with what its result holds.
static void judged(const char *name, const char *judge_key, const char *option, const char *expected) {
    char text[400], options[1000];
    snprintf(text, sizeof text, "variants: 2\nstages: {a: [jpeg]}\nreadability: {%skeep: {cer: 0..1}}", judge_key);
    snprintf(
        options, sizeof options, "{\"inputs\": [\"fixtures/pages/article-en.png\"], \"output\": \"%s\"%s}", made(name), option);
    char *result = NULL;
    FINE(foxing_run(text, NULL, options, NULL, NULL, &result, &error));
    CHECK(holds(result, expected), "%s", result ? result : "nothing");
    foxing_free(result);
}

static void test_judges(void) {
    struct read read = {0};
    FINE(foxing_judge_add("{\"name\": \"my-judge\", \"identity\": \"1\"}", judge, &read, &error));
    judged("judged", "judge: my-judge, ", "", "\"written\":2");
    CHECK(read.calls > 2 && read.lines > read.calls, "%d calls, %d lines", read.calls, read.lines);
    judged("judged-by-option", "", ", \"judge\": \"my-judge\"", "\"written\":2");

    const char *wrong[] = {"", "[]", "{}", "{\"lines\":[]}", "{\"lines\":7}", "{\"error\":\"no model\"}", "\xff"};
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char name[40];
        snprintf(name, sizeof name, "misjudged-%u", i);
        read.answer = wrong[i];
        judged(name, "judge: my-judge, ", "", "\"failed\":2");
    }
    foxing_reply(NULL, "nobody");
    char *text = NULL;
    const char *unknown = "stages: {a: [jpeg]}\nreadability: {judge: my-jugde}";
    FINE(foxing_check(unknown, NULL, NULL, &text, &error));
    CHECK(holds(text, "E505") && holds(text, "my-judge"), "%s", text);
    foxing_free(text);
    REFUSED(
        FOXING_WRONG_USE, "no judge", foxing_run("stages: {a: [jpeg]}", NULL, "{\"output\": \"x\", \"judge\": \"none\"}", NULL, NULL, &text, &error));
    REFUSED(FOXING_WRONG_USE, "name", foxing_judge_add("{\"name\": \"A\"}", judge, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "colour", foxing_judge_add("{\"name\": \"a\", \"colour\": 1}", judge, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "NULL", foxing_judge_add("{\"name\": \"a\"}", NULL, NULL, &error));
    REFUSED(FOXING_WRONG_USE, "declaration", foxing_judge_add(NULL, judge, NULL, &error));
}

static void test_commands(void) {
    foxing_handle pipeline = 0;
    const char *text = "stages: {a: [command: {run: [\"false\"]}]}";
    REFUSED(FOXING_WRONG_USE, "allow_commands", foxing_pipeline_make(text, NULL, NULL, &pipeline, &error));
    char *result = NULL;
    REFUSED(
        FOXING_WRONG_USE, "allow_commands", foxing_run(text, NULL, "{\"output\": \"x\"}", NULL, NULL, &result, &error));
    FINE(foxing_pipeline_make(text, NULL, "{\"allow_commands\": true}", &pipeline, &error));
    uint8_t white[12 * 8];
    memset(white, 255, sizeof white);
    foxing_plane plane = {white, 12, 8, 12, 150, 1};
    foxing_handle page = 0, variant = 0;
    FINE(foxing_page_make(&plane, NULL, &page, &error));
    REFUSED(FOXING_FAILED, "has ended", foxing_variant_make(pipeline, page, "x", 0, NULL, &variant, &error));
    FINE(foxing_release(page, &error));
    FINE(foxing_release(pipeline, &error));
}

void test_steps(void) {
    test_judges();
    test_commands();
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
