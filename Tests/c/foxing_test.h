// What the test's files share: every check says where it stands, and goes on.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "foxing.h"

extern int checks;
extern int failures;

#define CHECK(condition, ...)                                                  \
    do {                                                                       \
        checks++;                                                              \
        if (!(condition)) {                                                    \
            failures++;                                                        \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);    \
            fprintf(stderr, __VA_ARGS__);                                      \
            fprintf(stderr, "\n");                                             \
        }                                                                      \
    } while (0)

// A call that must succeed.
#define FINE(call)                                                             \
    do {                                                                       \
        char *error = NULL;                                                    \
        foxing_status status = (call);                                         \
        CHECK(status == FOXING_OK && error == NULL, "%d %s", (int)status, error ? error : ""); \
        foxing_free(error);                                                    \
    } while (0)

// A call that must be refused, with a text that holds `words`.
#define REFUSED(wanted, words, call)                                           \
    do {                                                                       \
        char *error = NULL;                                                    \
        foxing_status status = (call);                                         \
        CHECK(status == (wanted), "%d %s", (int)status, error ? error : "");   \
        CHECK(error != NULL && strstr(error, (words)) != NULL, "%s", error ? error : "no text"); \
        foxing_free(error);                                                    \
    } while (0)

// Where the test's files go, given on the command line.
extern const char *folder;

// The path of a file in the test's folder; the text lives as long as the process.
char *made(const char *name);

// Whether a text is there and holds another.
int holds(const char *text, const char *part);

// Whether two planes show the same.
int same_pixels(foxing_plane a, foxing_plane b);

void test_errors(void);
void test_pages(void);
void test_variants(void);
void test_threads(void);
void test_forks(void);
void test_runs(void);
void test_steps(void);
void test_fuzz(void);
