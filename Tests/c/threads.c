// Many threads at once, and processes that were forked.
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "foxing_test.h"

static foxing_handle pipeline, page;

// Makes a variant over and over; how often it was not as the first time.
static intptr_t differences(int64_t number, int repeats) {
    intptr_t found = 0;
    foxing_handle first = 0, again = 0;
    foxing_plane a, b;
    if (foxing_variant_make(pipeline, page, "page", number, NULL, &first, NULL) != FOXING_OK) return 100;
    for (int i = 0; i < repeats; i++) {
        if (foxing_variant_make(pipeline, page, "page", number, NULL, &again, NULL) != FOXING_OK
            || foxing_picture(first, 0, &a, NULL) != FOXING_OK || foxing_picture(again, 0, &b, NULL) != FOXING_OK
            || !same_pixels(a, b))
            found++;
        if (foxing_release(again, NULL) != FOXING_OK) found++;
    }
    if (foxing_release(first, NULL) != FOXING_OK) found++;
    return found;
}

static int times = 2;

static void *work(void *argument) { return (void *)differences((intptr_t)argument % 2, times); }

// Four threads and this one, all with the same page.
static intptr_t all_at_once(void) {
    pthread_t threads[4];
    intptr_t found = 0;
    for (intptr_t i = 0; i < 4; i++)
        if (pthread_create(&threads[i], NULL, work, (void *)i) != 0) return 1000;
    found += differences(1, times);
    for (int i = 0; i < 4; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        found += (intptr_t)result;
    }
    return found;
}

static void begin(void) {
    FINE(foxing_pipeline_make(NULL, "Tests/c/two-outputs.yaml", NULL, &pipeline, &error));
    FINE(foxing_page_read("fixtures/pages/article-en.png", pipeline, NULL, &page, &error));
}

static void end(void) {
    FINE(foxing_release(pipeline, &error));
    FINE(foxing_release(page, &error));
}

void test_threads(void) {
    begin();
    CHECK(all_at_once() == 0, "variants differ between threads");
    end();
}

static int32_t ignore(void *context, const char *event) {
    (void)context;
    (void)event;
    return 0;
}

static char *run_options(const char *output) {
    char *options = malloc(4096);
    snprintf(
        options, 4096,
        "{\"inputs\": [\"fixtures/pages/article-en.png\"], \"output\": \"%s\", \"workers\": 2, \"policy\": \"overwrite\"}",
        output);
    return options;
}

// The exit status of what a child does; 99 when it did not end by itself.
static int in_child(int (*body)(void)) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(300); // a child that hangs is killed, and counts as one that crashed
        _exit(body());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static int variants_in_child(void) { return all_at_once() == 0 ? 0 : 1; }

static int run_in_child(void) {
    char *result = NULL;
    foxing_status status = foxing_run(
        NULL, "Tests/c/two-outputs.yaml", run_options(made("in-child")), ignore, NULL, &result, NULL);
    return status == FOXING_OK && holds(result, "\"end\":\"complete\"") ? 0 : 1;
}

static int score_in_child(void) {
    char *result = NULL;
    return foxing_score(page, 0, "{\"layout\": 3}", &result, NULL) == FOXING_OK && holds(result, "HEDGEROW") ? 0 : 1;
}

// Threads that wait for each other, and for the one that came through the fork: letters are set by one at a time.
static int letters_in_child(void) {
    static uint8_t samples[300 * 200];
    foxing_plane plane = {samples, 300, 200, 300, 150, 1};
    times = 60;
    if (foxing_page_make(&plane, NULL, &page, NULL) != FOXING_OK) return 2;
    if (foxing_pipeline_make("stages: {a: {from: blank, steps: [watermark: {text: COPY}]}}", NULL, NULL, &pipeline, NULL)
        != FOXING_OK)
        return 3;
    return all_at_once() == 0 ? 0 : 1;
}

static int grandchild(void) { return in_child(variants_in_child); }

static void *release_often(void *argument) {
    const int *goes_on = argument;
    while (__atomic_load_n(goes_on, __ATOMIC_RELAXED)) foxing_release(UINT64_MAX, NULL);
    return NULL;
}

static int one_variant_in_child(void) { return differences(0, 1) == 0 ? 0 : 1; }

void test_forks(void) {
    begin();
    // The parent has used everything that might leave something behind: threads, a whole run, Tesseract.
    char *result = NULL;
    FINE(foxing_run(NULL, "Tests/c/two-outputs.yaml", run_options(made("in-parent")), ignore, NULL, &result, &error));
    foxing_free(result);
    // At once, while pools that keep their threads for a while would still have those of the parent's run.
    CHECK(in_child(run_in_child) == 0, "a run in a child");
    CHECK(in_child(variants_in_child) == 0, "variants in a child");
    CHECK(in_child(letters_in_child) == 0, "letters in a child");
    CHECK(in_child(score_in_child) == 0, "a score in a child");
    CHECK(in_child(grandchild) == 0, "variants in a child of a child");

    // Another thread is busy with handles while this one forks.
    int goes_on = 1;
    pthread_t thread;
    pthread_create(&thread, NULL, release_often, &goes_on);
    for (int i = 0; i < 4; i++) CHECK(in_child(one_variant_in_child) == 0, "fork %d", i);
    __atomic_store_n(&goes_on, 0, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    CHECK(differences(1, 1) == 0, "the parent goes on");
    end();
}
