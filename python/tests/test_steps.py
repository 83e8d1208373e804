"""Steps of one's own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import PAGES

import foxing


@foxing.step("test-noise", amount=foxing.Share("0.1..0.3"), reach=foxing.Length("0.5..1mm", maximum=5))
def noise(image, random, amount, reach):
    assert 0.1 <= amount <= 0.3 or amount == 0.9
    assert 2 < reach < 7
    return image + random.normal(0, 255 * amount, image.shape)


@foxing.step("test-stamp", color=True, kind=foxing.Choice("top", choices=("top", "bottom")))
def stamp(image, random, kind):
    assert image.ndim == 3
    image[slice(0, 5) if kind == "top" else slice(-5, None)] = (200, 0, 0)


@foxing.step("test-failing")
def failing(image, random):
    raise RuntimeError("this was to be expected")


@foxing.step("test-wrong")
def wrong(image, random):
    return image[1:]


def made(steps, page, **options):
    return foxing.Pipeline.from_text(f"stages: {{a: [{steps}]}}")(page, **options)


def test_a_function_is_a_step_with_parameters_that_are_drawn_for_it(small):
    variant = made("test-noise", small, variant=3)
    assert 0.1 <= variant.applied[0]["parameters"]["amount"] <= 0.3
    assert not np.array_equal(variant.image, small.image)
    assert np.array_equal(variant.image, made("test-noise", small, variant=3).image)
    assert not np.array_equal(variant.image, made("test-noise", small, variant=4).image)
    assert made("test-noise: {amount: 0.9}", small).applied[0]["parameters"]["amount"] == 0.9


def test_a_step_may_write_to_the_picture_and_red_comes_first(small):
    variant = made("test-stamp", small)
    assert (variant.image[0, 0] == (200, 0, 0)).all() and variant.image.shape == (*small.image.shape, 3)
    assert (made("test-stamp: {kind: bottom}", small).image[-1, 0] == (200, 0, 0)).all()


def test_labels_stay_where_they_are(small):
    assert [word.box for word in made("test-noise", small).words] == [word.box for word in small.words]


def test_what_a_step_raises_is_the_cause_of_the_error(small):
    with pytest.raises(foxing.StepError, match=r"test-failing.*this was to be expected") as caught:
        made("test-failing", small)
    assert isinstance(caught.value.__cause__, RuntimeError)
    with pytest.raises(foxing.StepError, match="shape"):
        made("test-wrong", small)
    assert made("jpeg", small).image.shape == small.image.shape


def test_wrong_parameters_are_told_as_those_of_any_step():
    found = foxing.check("stages: {a: [test-noise: {amount: 7}, test-noise: {amont: 0.2}, test-nois]}")
    assert [finding.severity for finding in found] == ["error"] * 3
    assert "amount" in found[1].help and "test-noise" in found[2].help


def test_a_run_calls_steps_on_its_own_threads(tmp_path):
    pipe = foxing.Pipeline.from_text("stages: {a: [test-noise, one-of: [test-stamp, jpeg]]}", variants=4)
    result = foxing.run(pipe, [PAGES / "receipt-en.tif"], tmp_path / "set", workers=2)
    assert (result.written, result.failed) == (4, 0)
    row = json.loads((tmp_path / "set" / "manifest.jsonl").read_text().splitlines()[1])
    page = foxing.read_page(PAGES / "receipt-en.tif", pipeline=pipe)
    assert pipe(page, variant=1).applied == row["applied"]
    failed = foxing.run(
        foxing.Pipeline.from_text("stages: {a: [test-failing]}"), [PAGES / "receipt-en.tif"], tmp_path / "b"
    )
    assert failed.failed == 1
    assert "this was to be expected" in (tmp_path / "b" / "failures.jsonl").read_text()


def test_threads_may_call_a_step_at_once(small):
    pipe = foxing.Pipeline.from_text("stages: {a: [test-noise]}")
    expected = [pipe(small, variant=number).image.tobytes() for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: pipe(small, variant=number).image.tobytes(), range(8))) == expected


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("My-Noise", {}),
        ("rotate", {}),
        ("one-of", {}),
        (5, {}),
        ("test-x", {"p": foxing.Share("0.5")}),
        ("test-x", {"amount": 0.5}),
        ("test-x", {"amount": foxing.Share("7")}),
        ("test-x", {"amount": foxing.Count("a")}),
        ("test-x", {"amount": foxing.Number("1", minimum=3, maximum=2)}),
        ("test-x", {"amount": foxing.Choice("a")}),
        ("test-x", {"amount": foxing.Choice("a", choices=("b",))}),
    ],
)
def test_declarations_are_checked(name, options):
    with pytest.raises(foxing.ArgumentError):
        foxing.step(name, **options)(lambda image, random, **drawn: None)
