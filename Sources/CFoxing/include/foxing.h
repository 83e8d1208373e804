/*
 * Foxing for programs in any language: turns clean document pages into degraded ones whose labels follow the pixels.
 *
 * The rules that hold for all functions below:
 *
 * Results.  Functions answer a foxing_status. FOXING_OK is 0; with any other value nothing was made, and `*error` is a text
 *   in JSON that says why (see foxing_status). `error` may be NULL when nobody wants to know. No function prints, ends
 *   the process, or lets an exception or a signal out.
 * Texts.  All are UTF-8 and end with a zero byte. Those that are given stay the caller's and are not kept. Those that come
 *   back in a `char **` are the caller's and are given back with foxing_free; before anything can fail they are set to NULL.
 * Handles.  What Foxing makes is known by a number that is never 0 and never used again, and is let go with
 *   foxing_release. A number that was released, or never was a handle, is an error and not a crash. Pipelines, pages,
 *   variants and lines do not need each other to stay: each may be released as soon as it is not asked for any more.
 * Pixels.  Samples are 8 bits, 0 black to 255 white; three channels are in the order red, green, blue. Lengths and places
 *   are in pixels from the upper left corner of the page, resolutions in pixels per inch.
 * Threads.  Any function may be called from any thread at any time, with the same handles too. Nothing is made by other
 *   threads than the caller's, but for foxing_run.
 * fork.  A child process may go on with all handles of its parent, if no thread of the parent but the one that forks was
 *   inside a function of this file. Call foxing_run in a child or in the parent, as you like.
 * Options.  A JSON object, or NULL for none. A name that is not known is an error. Seeds are whole numbers of 64 bits, or
 *   texts of their digits for programs whose numbers are not that long.
 */
#ifndef FOXING_H
#define FOXING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How a call ended. The numbers are the exit statuses of the program `foxing`.
 *
 * The error's text is an object with the members `code` (of the code book, such as "E203", or the word given below),
 * `message` (one sentence), `line` and `column` (from 1; null for what stands in no text), `help` (what to do; or null),
 * `text` (all of it for people, several lines) and `findings` (all that is wrong with a pipeline, as foxing_check gives it).
 */
typedef enum foxing_status {
    FOXING_OK = 0,
    /* A step of the pipeline could not be carried out on this page ("failed"). */
    FOXING_FAILED = 1,
    /* The pipeline has errors, or an argument is not as it should be ("argument", "handle"). */
    FOXING_WRONG_USE = 2,
    /* A page, its labels or a folder cannot be used ("unusable"). */
    FOXING_UNUSABLE = 3,
    /* This machine lacks something, such as a language of Tesseract ("missing"). */
    FOXING_MISSING = 4,
    /* The output cannot be written ("not-written"). */
    FOXING_NOT_WRITTEN = 5
} foxing_status;

/* A pipeline, a page, a variant or lines; 0 is none of them. */
typedef uint64_t foxing_handle;

/* A picture in memory. */
typedef struct foxing_plane {
    /* The first sample of the first row. */
    const uint8_t *samples;
    int64_t width;
    int64_t height;
    /* Bytes from one row to the next, at least width * channels. */
    int64_t stride;
    /* Pixels per inch; 0 where it is not known. */
    double dpi;
    /* 1 gray; 3 red, green, blue; given to Foxing also 4, with an alpha that is laid on white. */
    int32_t channels;
} foxing_plane;

/*
 * Is told what happens in a run, one JSON object a call, on the thread that called foxing_run; with an `event` of NULL when
 * nothing happened for a tenth of a second. A result other than 0 stops the run after the pages in flight.
 */
typedef int32_t (*foxing_progress)(void *context, const char *event);

/*
 * A step of the caller: changes `samples`, the writable pixels of `picture`, in place; gray, or red, green, blue. `request` is
 * a JSON object with `parameters`, what was drawn for this page, lengths in pixels; `dpi`; and `seed`, the digits of a whole
 * number of 64 bits from which all further chance should follow. It is called on whatever thread needs it, on several at once.
 * With a result other than 0 the step has failed; what it then writes to `message`, UTF-8 of fewer than `room` bytes with a
 * zero byte at its end, is what the error says.
 */
typedef int32_t (*foxing_step)(
    void *context, const foxing_plane *picture, uint8_t *samples, const char *request, char *message, int64_t room);

/*
 * A judge of the caller: says what stands on `count` pictures, gray, or red, green, blue. `request` is a JSON object with `kind`:
 * "lines", each cut out upright, or "page", a whole page whose lines are not known; and `dpi`. Before it comes back it hands
 * foxing_reply an object: {"lines": [{"text": "…", "confidence": 93.5}]} with as many members as pictures, or {"text": "…"} for
 * a page; `confidence`, 0 to 100, may be left out. It is called on whatever thread needs it, on several at once. With a result
 * other than 0 it has failed; {"error": "…"} says why.
 */
typedef int32_t (*foxing_judge)(
    void *context, const foxing_plane *pictures, int64_t count, const char *request, void *answer);

/* The version of the library, such as "0.1.0". It lives as long as the process. */
const char *foxing_version(void);

/* Gives back a text that came from this library; NULL is fine. */
void foxing_free(char *text);

/* Lets go what a handle stands for, with all planes borrowed from it. 0 is fine; a second time is an error. */
foxing_status foxing_release(foxing_handle handle, char **error);

/* ---- What there is ---- */

/* The manual of every operation, an array of objects as `foxing ops --format json` prints it. */
foxing_status foxing_operations(char **json, char **error);

/* The JSON Schema (draft-07) of pipeline files. */
foxing_status foxing_schema(char **json, char **error);

/* The ready-made pipelines, an array of objects with `name` and `text`. */
foxing_status foxing_presets(char **json, char **error);

/* ---- Pipelines ----
 *
 * A pipeline is given as a `text`, or with a `text` of NULL as the file at `path`. With both, `path` is where the text could
 * stand: it names it in messages and is where its relative paths start. With a text alone these start where the process is.
 *
 * Options: "set", an array of texts such as "stages.post.jpeg.quality=20..40"; "tessdata", the folder of Tesseract's models.
 */

/* All that is wrong or pointless in a pipeline: an array of objects, empty when it is sound, as `foxing check --format json`
 * prints it. A pipeline with errors is FOXING_OK here. */
foxing_status foxing_check(
    const char *text, const char *path, const char *options, char **findings, char **error);

/* Reads and checks a pipeline and loads the pictures that it names. Further options: "seed" and "variants" in place of what it says. */
foxing_status foxing_pipeline_make(
    const char *text, const char *path, const char *options, foxing_handle *pipeline, char **error);

/* ---- Steps and judges of the caller ---- */

/*
 * Lets pipelines that are made from now on, in this process, name a step of the caller.
 *
 * `declaration` is an object with `name`, lower case letters, digits and hyphens; and, if they are wanted, `summary`; `color`,
 * true for a step that wants three channels of every page; `parameters`, an array of objects with `name`, `kind` ("share",
 * "number", "count", "angle", "length", "flag", "choice" or "text"), `default` in the language of pipelines ("0.1..0.3"), and
 * `minimum`, `maximum` (of lengths in mm), `choices` and `help`; and `identity`, any text that changes with the step, so that
 * nobody goes on with a run of another state of it. `p`, `weight` and `severity` are common to all steps. A step takes the
 * place of an older one of the same name in pipelines that are made from then on; a name of the manual is refused. `context` is
 * passed on.
 */
foxing_status foxing_step_add(const char *declaration, foxing_step step, void *context, char **error);

/*
 * Lets runs that begin from now on, in this process, have variants read by a judge of the caller: those whose pipeline names it
 * in `readability: {judge: …}`, or whose option "judge" does.
 *
 * `declaration` is an object with `name`, lower case letters, digits and hyphens; and, if they are wanted, `label`, what manifests
 * call it, else its name; and `identity`, any text that changes with the judge. A judge takes the place of an older one of the same
 * name. `context` is passed on.
 */
foxing_status foxing_judge_add(const char *declaration, foxing_judge judge, void *context, char **error);

/* Hands over what a judge has read, once, with the `answer` that it was given; the text is copied. */
void foxing_reply(void *answer, const char *text);

/* ---- Pages ---- */

/*
 * A page of pixels, which are copied, and labels. A `dpi` of 0 is guessed from the labels or the size. `labels` is NULL where
 * nothing is known of the page, a labels file as Foxing writes it, or one of
 *
 *   {"text": "…"}                                                      without places; LF between lines
 *   {"lines": [{"text": "…", "polygon": [[x, y], …], "baseline": [[x, y], …], "words": [word, …]}, …]}
 *   {"words": [{"text": "…", "polygon": [[x, y], …]}, …]}              each a line of its own
 *
 * Polygons run clockwise from the upper left corner of the text; "box": [x, y, width, height] may stand in place of
 * "polygon". A line needs no place if its words have one, and no text if they make it up. "legible": false keeps a text out
 * of training, "language" is a tag such as "ko". Lines and words stand in reading order. Labels go through the rules of
 * all truth (docs/truth.md); what these changed is in `notes` of foxing_describe.
 */
foxing_status foxing_page_make(const foxing_plane *plane, const char *labels, foxing_handle *page, char **error);

/*
 * A page of a picture file. With a `pipeline` its truth is looked for and its resolution is guessed as a run of that
 * pipeline does; with 0 the richest truth beside the picture is taken.
 * Options: "page", from 1, of a file with several; "truth", "auto" or "none"; "dpi" of a file that does not say it.
 */
foxing_status foxing_page_read(
    const char *path, foxing_handle pipeline, const char *options, foxing_handle *page, char **error);

/* ---- Variants ---- */

/*
 * Variant `variant`, from 0, of a page. All chance follows from the seed, `name` and the number: for the name that the page
 * has in a run (the `source` of its manifest) the pixels are those of the run. `name` may be NULL, which is "page".
 * Options: "seed" in place of the pipeline's; "attempt", from 0, of a variant that is drawn again.
 */
foxing_status foxing_variant_make(
    foxing_handle pipeline, foxing_handle page, const char *name, int64_t variant, const char *options,
    foxing_handle *made, char **error);

/*
 * The lines of picture `picture` of a page or a variant, each cut out upright and straight; those that cannot be trained on
 * are left out.
 * Options: "height" of each in pixels, else that on the page; "padding" around the text in shares of its height (0.1);
 * "unit", "line" or "word"; "vertical", "keep", "turn" or "skip"; "min_height" of the text on the page (8), "max_length"
 * in characters, "min_contrast" in gray levels (8); "upright": true cuts the upright rectangle around each, as most text
 * detectors do, in place of making it straight.
 */
foxing_status foxing_lines_make(
    foxing_handle of, int64_t picture, const char *options, foxing_handle *lines, char **error);

/* ---- What was made ---- */

/*
 * What a handle stands for, an object with `kind` and
 *   of a pipeline: `name`, `seed` (a text), `variants`, `outputs`, `stages`, `findings` (its warnings);
 *   of a page, a variant or lines: `pictures`, an array of objects with `name`, `width`, `height`, `channels`, `bilevel`
 *     and `dpi`, the training picture of a variant first; lines have `id` and `text` too;
 *   of a page: `dpi_guessed` and `notes`;
 *   of a variant: `applied`, the steps that were carried out with what was drawn for them, as in the manifest;
 *   of lines: `left_out`, an array of objects with `id` and `reason`.
 */
foxing_status foxing_describe(foxing_handle handle, char **json, char **error);

/*
 * Lends the samples of picture `picture`, from 0, of a page, a variant or lines, gray or red, green, blue, rows without gaps.
 * They stay where they are, and as they are, until the handle is released; nobody may write to them.
 */
foxing_status foxing_picture(foxing_handle handle, int64_t picture, foxing_plane *plane, char **error);

/* The labels of a picture of a page or a variant, as a labels file holds them: regions, lines and words with outlines. */
foxing_status foxing_labels(foxing_handle handle, int64_t picture, char **json, char **error);

/*
 * Reads a picture of a page or a variant with Tesseract and compares what it says with its labels: an object with `text`,
 * `confidence` (0 to 100) and, as pairs of whole numbers or null, `cer`, `wer` and `words`.
 * Options: "languages", an array (["eng"]); "layout", Tesseract's page segmentation mode (6); "tessdata", the folder of its
 * models; "timeout" in seconds (60).
 */
foxing_status foxing_score(
    foxing_handle handle, int64_t picture, const char *options, char **json, char **error);

/* ---- Whole runs ---- */

/*
 * Makes a training set: what `foxing run` does. The call lasts as long as the run; `progress` may be NULL.
 *
 * Options beside those of a pipeline: "output", the folder, which must be given; "inputs", an array of files, folders and
 * patterns, in place of the pipeline's; "seed"; "variants"; "workers"; "memory" in bytes; "dpi"; "max_pixels"; "limit", the first
 * pages only; "shard", such as "3/16"; "policy", "fresh", "resume" or "overwrite"; "max_failures", more of which end the run;
 * "judge", the name of one of the caller that reads variants in place of whoever the pipeline names; "allow_commands": true lets
 * the pipeline start the programs that it names.
 *
 * Events: {"event": "start", "sources", "variants", "total"}, {"event": "note", "source", "code", "message"},
 * {"event": "failure", "row"} and {"event": "variant", "new", "row"} with rows as in failures.jsonl and manifest.jsonl.
 *
 * Result: `end` ("complete", "interrupted" or "gave-up"), `sources`, `variants`, `written`, `dropped`, `failed`, `seconds`,
 * `output`, `fruitless` (patterns that matched nothing) and `record` (what stands in run.json).
 */
foxing_status foxing_run(
    const char *text, const char *path, const char *options, foxing_progress progress, void *context, char **result,
    char **error);

#ifdef __cplusplus
}
#endif

#endif
