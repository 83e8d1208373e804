// Uses the library from C, as programs in other languages do: main FOLDER [TEST...], from the top of the project.
#include "foxing_test.h"

int checks = 0;
int failures = 0;
const char *folder = "";

char *made(const char *name) {
    char *path = malloc(strlen(folder) + strlen(name) + 2);
    sprintf(path, "%s/%s", folder, name);
    return path;
}

int holds(const char *text, const char *part) { return text != NULL && strstr(text, part) != NULL; }

int same_pixels(foxing_plane a, foxing_plane b) {
    if (a.width != b.width || a.height != b.height || a.channels != b.channels) return 0;
    for (int64_t y = 0; y < a.height; y++)
        if (memcmp(a.samples + y * a.stride, b.samples + y * b.stride, (size_t)(a.width * a.channels)) != 0) return 0;
    return 1;
}

static const struct {
    const char *name;
    void (*test)(void);
} tests[] = {
    {"errors", test_errors}, {"pages", test_pages}, {"variants", test_variants},
    {"threads", test_threads}, {"forks", test_forks}, {"runs", test_runs},
    {"steps", test_steps}, {"fuzz", test_fuzz},
};

int main(int count, char **arguments) {
    if (count < 2) return 2;
    folder = arguments[1];
    CHECK(foxing_version() != NULL && strchr(foxing_version(), '.') != NULL, "a version has numbers");
    for (unsigned i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        int is_asked_for = count == 2;
        for (int a = 2; a < count; a++) is_asked_for |= strcmp(arguments[a], tests[i].name) == 0;
        if (is_asked_for) tests[i].test();
    }
    printf("%d checks, %d failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
