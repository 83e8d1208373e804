"""Steps of one's own."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import PAGES

import foxing

PAGE = [PAGES / "receipt-en.tif"]


@foxing.step("test-noise", amount=foxing.Share("0.1..0.3"), reach=foxing.Length("0.5..1mm", maximum=5))
def noise(image, random, amount, reach):
    """Adds noise.

    Of any strength.
    """
    assert 0.1 <= amount <= 0.3 or amount == 0.9
    assert 2 < reach < 12
    return image + random.normal(0, 255 * amount, image.shape)


@foxing.step("test-stamp", color=True, kind=foxing.Choice("top", choices=("top", "bottom")))
def stamp(image, random, kind):
    assert image.ndim == 3
    image[slice(0, 5) if kind == "top" else slice(-5, None)] = (200, 0, 0)


@foxing.step("test-failing")
def failing(image, random):
    raise RuntimeError("this was to be expected")


@foxing.step(
    "test-kinds",
    count=foxing.Count(3, minimum=1, maximum=9),
    on=foxing.Flag(True),
    maybe=foxing.Flag("true | false"),
    turn=foxing.Angle("-90..90"),
    factor=foxing.Number(1.5),
    words=foxing.Text("one | two"),
)
def kinds(image, random, **drawn):
    assert drawn["count"] == 3 and drawn["on"] is True and drawn["maybe"] in (True, False)
    assert -90 <= drawn["turn"] <= 90 and drawn["factor"] == 1.5 and drawn["words"] in ("one", "two")


_answers: dict = {}


@foxing.step("test-answer", which=foxing.Text("none"))
def answered(image, random, which):
    return _answers[which](image)


def made(steps, page, **options):
    return foxing.Pipeline.from_text(f"stages: {{a: [{steps}]}}")(page, **options)


def test_a_function_is_a_step_with_parameters_that_are_drawn_for_it(small):
    variant = made("test-noise", small, variant=3)
    assert 0.1 <= variant.applied[0]["parameters"]["amount"] <= 0.3
    assert not np.array_equal(variant.image, small.image)
    assert np.array_equal(variant.image, made("test-noise", small, variant=3).image)
    assert not np.array_equal(variant.image, made("test-noise", small, variant=4).image)
    assert not np.array_equal(variant.image, made("test-noise", small, variant=3, seed=9).image)
    assert made("test-noise: {amount: 0.9}", small).applied[0]["parameters"]["amount"] == 0.9


def test_parameters_of_every_kind_arrive(small):
    drawn = [made("test-kinds", small, variant=number).applied[0]["parameters"] for number in range(12)]
    assert {one["maybe"] for one in drawn} == {True, False} and {one["words"] for one in drawn} == {"one", "two"}


def test_a_step_may_write_to_the_picture_and_red_comes_first(small):
    variant = made("test-stamp", small)
    assert (variant.image[0, 0] == (200, 0, 0)).all() and variant.image.shape == (*small.image.shape, 3)
    assert (made("test-stamp: {kind: bottom}", small).image[-1, 0] == (200, 0, 0)).all()


def test_labels_stay_where_they_are(small):
    assert [word.box for word in made("test-noise", small).words] == [word.box for word in small.words]


def test_what_a_step_raises_is_the_cause_of_the_error(small):
    with pytest.raises(foxing.StepError, match=r"test-failing.*RuntimeError: this was to be expected") as caught:
        made("test-failing", small)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert made("jpeg", small).image.shape == small.image.shape


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda image: image[1:], "shape"),
        (lambda image: np.stack([image] * 3, axis=2), "shape"),
        (lambda image: image > 128, "dtype bool"),
        (lambda image: image.astype("S1"), "dtype"),
        (lambda image: image.astype(complex), "dtype"),
        (lambda image: np.full(image.shape, np.nan), "NaN"),
        (lambda image: "words", "shape"),
        (lambda image: [[1, 2], [3]], "ValueError"),
        (lambda image: "\ud800" + image, "test-answer"),
        (lambda image: sys.exit("x" * 9000), "SystemExit"),
    ],
)
def test_what_is_no_picture_is_refused(small, answer, message):
    _answers["wrong"] = answer
    with pytest.raises(foxing.StepError, match=message):
        made("test-answer: {which: wrong}", small)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda image: image * 0 + 1e300, 255),
        (lambda image: image * 0 - np.inf, 0),
        (lambda image: image * 0 + 7.5000001, 8),
        (lambda image: image.astype(np.int64) - 2**40, 0),
        (lambda image: np.asfortranarray(np.full(image.shape, 9, np.uint8)), 9),
        (lambda image: np.full(image.shape[::-1], 4, np.float32).T[::-1, ::-1], 4),
        (lambda image: np.broadcast_to(np.uint8(6), image.shape), 6),
        (lambda image: np.full(image.shape, 3, np.uint8).tolist(), 3),
    ],
)
def test_what_is_a_picture_is_rounded_and_cut(small, answer, expected):
    _answers["right"] = answer
    assert (made("test-answer: {which: right}", small).image == expected).all()


def test_a_picture_that_is_kept_does_no_harm(small):
    kept = []
    _answers["kept"] = kept.append
    variant = made("test-answer: {which: kept}, test-noise", small)
    before = variant.image.copy()
    kept[0][...] = 0
    assert np.array_equal(variant.image, before)


def test_wrong_parameters_are_told_as_those_of_any_step():
    found = foxing.check("stages: {a: [test-noise: {amount: 7}, test-noise: {amont: 0.2}, test-nois]}")
    assert [finding.severity for finding in found] == ["error"] * 3
    assert "amount" in found[1].help and "test-noise" in found[2].help


def test_the_manual_and_the_schema_know_the_step():
    (told,) = [operation for operation in foxing.operations() if operation.name == "test-noise"]
    assert told.summary == "Adds noise." and not told.moves_labels
    assert [(one.name, one.kind, one.default) for one in told.parameters] == [
        ("amount", "share", "0.1..0.3"),
        ("reach", "length", "0.5..1mm"),
    ]
    assert "test-noise" in foxing.schema()["definitions"]


def rows(folder):
    return (folder / "manifest.jsonl").read_bytes()


def test_a_run_calls_steps_on_its_own_threads(tmp_path):
    pipe = foxing.Pipeline.from_text("stages: {a: [test-noise, one-of: [test-stamp, jpeg]]}", variants=4)
    result = foxing.run(pipe, PAGE, tmp_path / "set", workers=2)
    assert (result.written, result.failed) == (4, 0)
    for workers in (1, 4):
        foxing.run(pipe, PAGE, tmp_path / str(workers), workers=workers)
        assert rows(tmp_path / str(workers)) == rows(tmp_path / "set")
    row = json.loads(rows(tmp_path / "set").splitlines()[1])
    assert pipe(foxing.read_page(PAGE[0], pipeline=pipe), variant=1).applied == row["applied"]


def test_what_a_step_raises_costs_its_variants_and_not_the_run(tmp_path):
    pipe = foxing.Pipeline.from_text("stages: {a: [test-failing: {p: 0.5}, jpeg]}", variants=8)
    result = foxing.run(pipe, PAGE, tmp_path / "set")
    assert result.end == "complete" and 0 < result.failed < 8 and result.written == 8 - result.failed
    told = (tmp_path / "set" / "failures.jsonl").read_text()
    assert "step 'test-failing' failed: RuntimeError: this was to be expected" in told


def test_a_run_goes_on_only_with_the_same_function(tmp_path):
    @foxing.step("test-changing")
    def first(image, random):
        image[0] = 0

    pipe = foxing.Pipeline.from_text("stages: {a: [test-changing]}")
    foxing.run(pipe, PAGE, tmp_path / "set")
    assert foxing.run(pipe, PAGE, tmp_path / "set", policy="resume", variants=2).written == 2

    @foxing.step("test-changing")
    def second(image, random):
        image[0] = 1

    with pytest.raises(foxing.UnusableError, match="test-changing"):
        foxing.run(pipe, PAGE, tmp_path / "set", policy="resume", variants=3)


def test_parts_are_merged_with_their_training_sets_by_a_program_that_does_not_know_the_step(tmp_path):
    text = "stages: {a: [test-noise, jpeg]}\ndataset: {unit: page, format: hocr}"
    pipe = foxing.Pipeline.from_text(text, variants=2)
    pages = [PAGES / "receipt-en.tif", PAGES / "article-en.png"]
    foxing.run(pipe, pages, tmp_path / "whole")
    for number in (1, 2):
        foxing.run(pipe, pages, tmp_path / f"part-{number}", shard=f"{number}/2")
    foxing.merge([tmp_path / "part-1", tmp_path / "part-2"], tmp_path / "merged")
    whole, merged = (
        {
            path.relative_to(tmp_path / folder): path.read_bytes()
            for path in (tmp_path / folder).rglob("*")
            if path.is_file() and path.name not in ("run.json", "ledger.jsonl")
        }
        for folder in ("whole", "merged")
    )
    assert whole == merged and any(path.suffix == ".hocr" for path in whole)


def test_threads_may_call_a_step_at_once(small):
    pipe = foxing.Pipeline.from_text("stages: {a: [test-noise]}")
    expected = [pipe(small, variant=number).image.tobytes() for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: pipe(small, variant=number).image.tobytes(), range(8))) == expected


def test_a_step_may_use_foxing_itself(small, tmp_path):
    inner = foxing.Pipeline.from_text("stages: {a: [gaussian-blur: {sigma: 2px}]}")
    _answers["inner"] = lambda image: inner(image, seed=1).image
    expected = inner(small.image, seed=1).image
    assert np.array_equal(made("test-answer: {which: inner}", small).image, expected)
    pipe = foxing.Pipeline.from_text("stages: {a: [test-answer: {which: inner}]}", variants=4)
    assert foxing.run(pipe, PAGE, tmp_path / "set", workers=2).written == 4


def _in_child(number):
    return _shared[0](_shared[1], variant=number).image.tobytes()


_shared: tuple = ()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_knows_the_step(small):
    global _shared
    pipe = foxing.Pipeline.from_text("stages: {a: [test-noise]}")
    _shared = (pipe, small)
    expected = [_in_child(number) for number in range(4)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(_in_child, range(4)).get(timeout=120) == expected


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_step_may_fork_while_others_call_it(small):
    def forks(image):
        child = os.fork()
        if child == 0:
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        return foxing.Pipeline.from_text("stages: {a: [jpeg]}")(image).image

    _answers["forks"] = forks
    pipe = foxing.Pipeline.from_text("stages: {a: [test-answer: {which: forks}]}")
    shapes = []
    threads = [threading.Thread(target=lambda: shapes.append(pipe(small).image.shape)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert shapes == [small.image.shape] * 4


def test_an_interrupt_in_a_step_is_one_of_the_caller(small):
    def interrupted(image):
        raise KeyboardInterrupt

    _answers["interrupted"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        made("test-answer: {which: interrupted}", small)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("My-Noise", {}),
        ("rotate", {}),
        ("one-of", {}),
        ("command", {}),
        (5, {}),
        ("", {}),
        ("test-x", {"p": foxing.Share("0.5")}),
        ("test-x", {"amount": 0.5}),
        ("test-x", {"amount": foxing.Share("7")}),
        ("test-x", {"amount": foxing.Share(float("nan"))}),
        ("test-x", {"amount": foxing.Share("0.5", maximum=3)}),
        ("test-x", {"amount": foxing.Count("a")}),
        ("test-x", {"amount": foxing.Count("1", minimum=0.2, maximum=0.8)}),
        ("test-x", {"amount": foxing.Number("1", minimum=3, maximum=2)}),
        ("test-x", {"amount": foxing.Number("1", minimum=3)}),
        ("test-x", {"amount": foxing.Flag("yes")}),
        ("test-x", {"amount": foxing.Choice("a")}),
        ("test-x", {"amount": foxing.Choice("a", choices=("b",))}),
    ],
)
def test_declarations_are_checked(name, options):
    with pytest.raises(foxing.ArgumentError):
        foxing.step(name, **options)(lambda image, random, **drawn: None)
