// Whole runs: what is told, how they are stopped, and that they write what the program writes.
#include "foxing_test.h"

struct told {
    int starts, variants, failures, notes;
    int stop_after;
};

static int32_t count(void *context, const char *event) {
    struct told *told = context;
    if (event == NULL) return 0;
    if (holds(event, "\"event\":\"start\"")) told->starts++;
    if (holds(event, "\"event\":\"variant\"")) told->variants++;
    if (holds(event, "\"event\":\"failure\"")) told->failures++;
    if (holds(event, "\"event\":\"note\"")) told->notes++;
    return told->stop_after > 0 && told->variants >= told->stop_after;
}

static foxing_status run(const char *rest, struct told *told, char **result, char **error) {
    char *options = malloc(4096);
    snprintf(
        options, 4096, "{\"inputs\": [\"fixtures/pages/article-en.png\"], \"output\": \"%s\", \"workers\": 2%s}", made("run"),
        rest);
    foxing_status status = foxing_run(NULL, "Tests/c/two-outputs.yaml", options, count, told, result, error);
    free(options);
    return status;
}

static int files_are_same(const char *a, const char *b) {
    FILE *one = fopen(a, "rb"), *other = fopen(b, "rb");
    int same = one != NULL && other != NULL;
    while (same) {
        int byte = getc(one);
        same = byte == getc(other);
        if (byte == EOF) break;
    }
    if (one != NULL) fclose(one);
    if (other != NULL) fclose(other);
    return same;
}

void test_runs(void) {
    char *result = NULL;
    struct told told = {0};
    told.stop_after = 1;
    FINE(run(", \"variants\": 40", &told, &result, &error));
    CHECK(holds(result, "\"end\":\"interrupted\""), "%s", result);
    CHECK(told.starts == 1 && told.variants >= 1 && told.variants < 40, "%d variants", told.variants);
    foxing_free(result);

    REFUSED(FOXING_UNUSABLE, "--resume", run("", &told, &result, &error));
    memset(&told, 0, sizeof told);
    FINE(run(", \"policy\": \"overwrite\"", &told, &result, &error));
    CHECK(holds(result, "\"end\":\"complete\"") && holds(result, "\"written\":2"), "%s", result);
    CHECK(told.starts == 1 && told.variants == 2 && told.failures == 0, "%d variants", told.variants);
    foxing_free(result);
    const char *files[] = {"images/article-en_aug_0.png", "binary/article-en_aug_1.png", "labels/article-en_aug_1.json",
                           "manifest.jsonl"};
    for (int i = 0; i < 4; i++) {
        char ours[128], theirs[128];
        snprintf(ours, sizeof ours, "run/%s", files[i]);
        snprintf(theirs, sizeof theirs, "set/%s", files[i]);
        CHECK(files_are_same(made(ours), made(theirs)), "%s is not as the program writes it", files[i]);
    }
    memset(&told, 0, sizeof told);
    FINE(run(", \"policy\": \"resume\", \"variants\": 3", &told, &result, &error));
    CHECK(told.variants == 3 && holds(result, "\"written\":3"), "%s", result);
    foxing_free(result);

    const char *wrong[][2] = {
        {", \"workers\": 0", "workers"}, {", \"shard\": \"4/3\"", "shard"}, {", \"policy\": \"x\"", "policy"},
        {", \"dpi\": 1e9", "dpi"}, {", \"limit\": -1", "limit"}, {", \"variants\": 1e18", "variants"},
        {", \"memory\": 0", "memory"}, {", \"outptu\": \"x\"", "outptu"},
    };
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        REFUSED(FOXING_WRONG_USE, wrong[i][1], run(wrong[i][0], &told, &result, &error));
    REFUSED(FOXING_WRONG_USE, "output", foxing_run(NULL, "Tests/c/two-outputs.yaml", NULL, NULL, NULL, &result, &error));
    REFUSED(FOXING_UNUSABLE, "no pictures", foxing_run(
        NULL, "Tests/c/two-outputs.yaml", "{\"inputs\": [\"no-such/*.png\"], \"output\": \"no-such\"}", NULL, NULL, &result, &error));
    REFUSED(FOXING_WRONG_USE, "E203", foxing_run(
        "stages: {a: [b]}", NULL, "{\"output\": \"no-such\"}", NULL, NULL, &result, &error));
}
