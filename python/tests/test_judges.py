"""Judges of one's own."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import PAGES

import foxing

PAGE = [PAGES / "article-en.png"]
CHECKED = "stages: {{a: [jpeg: {{quality: 90}}]}}\nreadability: {{{}keep: {{cer: 0..1}}}}"

seen: list = []


@foxing.judge("test-judge")
def judge(images):
    seen.append([image.shape for image in images])
    assert all(image.dtype == np.uint8 and image.flags.owndata for image in images)
    return [("x" * (image.shape[1] // 10), 50) for image in images]


def rows(folder):
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text().splitlines()]


def run(text, output, **options):
    return foxing.run(foxing.Pipeline.from_text(text, variants=2), PAGE, output, **options)


def test_a_pipeline_names_a_function_that_reads_lines(tmp_path):
    seen.clear()
    result = run(CHECKED.format("judge: test-judge, effort: full, "), tmp_path / "set", workers=1)
    assert result.written == 2
    told = rows(tmp_path / "set")[0]["readability"]
    assert told["engine"] == "judge test-judge" and told["confidence"] == 50 and told["cer"][0] > 0
    assert all(1 <= len(shapes) <= 4 for shapes in seen) and sum(map(len, seen)) > 8
    # Lines are cut out upright.
    assert all(width > height for shapes in seen for height, width, *_ in shapes)
    run(CHECKED.format("judge: test-judge, effort: full, "), tmp_path / "two", workers=2)
    assert rows(tmp_path / "two") == rows(tmp_path / "set")


def test_a_run_may_bring_a_function_of_its_own(tmp_path):
    def blind(images):
        return ["" for _ in images]

    result = run(CHECKED.format("").replace("0..1", "0..0.5"), tmp_path / "a", judge=blind)
    assert (result.written, result.dropped) == (0, 2)
    assert "blind" in rows(tmp_path / "a")[0]["readability"]["engine"]
    assert run(CHECKED.format(""), tmp_path / "b", judge="test-judge").written == 2
    assert run(CHECKED.format(""), tmp_path / "c", judge=judge).written == 2
    assert rows(tmp_path / "b") == rows(tmp_path / "c")
    assert rows(tmp_path / "b")[0]["readability"]["engine"] == "judge test-judge"


def test_what_was_read_right_is_kept(tmp_path):
    lines = [line.text for line in foxing.read_page(PAGE[0]).lines]
    left = iter([*lines, *lines])
    result = run(
        CHECKED.format("effort: full, ").replace("0..1", "0..0.02"),
        tmp_path / "set",
        judge=lambda images: [next(left) for _ in images],
        workers=1,
    )
    assert result.written == 2 and rows(tmp_path / "set")[0]["readability"]["cer"][0] == 0


def test_a_page_without_lines_comes_whole(tmp_path):
    shapes = []

    def whole(images):
        shapes.extend(image.shape for image in images)
        return ["Some text\nin two lines"]

    (tmp_path / "page.gt.txt").write_text("Some text\nin two lines\n")
    picture = foxing.Page(np.full((90, 120), 255, np.uint8)).image
    pytest.importorskip("PIL.Image").fromarray(picture).save(tmp_path / "page.png")
    pipe = foxing.Pipeline.from_text(CHECKED.format(""))
    result = foxing.run(pipe, [tmp_path / "page.png"], tmp_path / "set", judge=whole)
    assert result.written == 1 and shapes == [(90, 120)]
    assert rows(tmp_path / "set")[0]["readability"]["cer"][0] == 0


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda images: 1 / 0, "ZeroDivisionError"),
        (lambda images: None, "expected a list"),
        (lambda images: "words", "expected a list"),
        (lambda images: [], "a list of 0"),
        (lambda images: ["a"] * 5, "a list of 5"),
        (lambda images: [3] * len(images), "expected a text"),
        (lambda images: [("a", "much")] * len(images), "expected a text"),
        (lambda images: [("a", 101)] * len(images), "0 to 100"),
        (lambda images: [("a", float("nan"))] * len(images), "0 to 100"),
    ],
)
def test_what_goes_wrong_costs_the_variant_and_not_the_run(tmp_path, answer, message):
    first = []

    def failing(images):
        if not first:
            first.append(images)
            return answer(images)
        return ["a\ud800\0b"] * len(images)

    result = run(CHECKED.format(""), tmp_path / "set", judge=failing, workers=1)
    assert (result.end, result.failed, result.written) == ("complete", 1, 1)
    (failure,) = [json.loads(row) for row in (tmp_path / "set" / "failures.jsonl").read_text().splitlines()]
    assert failure["code"] == "D52" and message in failure["message"] and "failing" in failure["message"]


def test_a_judge_that_is_not_there_is_told():
    found = foxing.check(CHECKED.format("judge: test-judg, "))
    assert [finding.code for finding in found] == ["E505"] and "test-judge" in found[0].help
    with pytest.raises(foxing.PipelineError, match="test-judg"):
        foxing.Pipeline.from_text(CHECKED.format("judge: test-judg, "))
    with pytest.raises(foxing.ArgumentError, match="judge"):
        run(CHECKED.format(""), "nowhere", judge="test-none")
    with pytest.raises(foxing.ArgumentError, match="judge"):
        run(CHECKED.format(""), "nowhere", judge=5)
    with pytest.raises(foxing.ArgumentError, match="readability"):
        run("stages: {a: [jpeg]}", "nowhere", judge=judge)


def test_a_run_goes_on_only_with_the_same_judge(tmp_path):
    run(CHECKED.format(""), tmp_path / "set", judge=judge)
    assert run(CHECKED.format(""), tmp_path / "set", judge=judge, policy="resume").written == 2
    with pytest.raises(foxing.UnusableError, match="reader"):
        run(CHECKED.format(""), tmp_path / "set", judge=lambda images: [""] * len(images), policy="resume")


@pytest.mark.parametrize("name", ["My", "", 5, "a b"])
def test_names_are_checked(name):
    with pytest.raises(foxing.ArgumentError):
        foxing.judge(name)(judge)
