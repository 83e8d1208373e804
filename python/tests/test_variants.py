"""One page through a pipeline."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import PAGES, QUICK, drawn_page

import foxing


def test_a_variant_has_pixels_labels_and_what_was_drawn(pipe, article):
    made = pipe(article, seed=7, variant=3)
    assert made.image.dtype == np.uint8
    assert made.image.shape == (1754, 1240)
    assert list(made.outputs) == ["image", "binary"]
    assert set(np.unique(made.outputs["binary"])) == {0, 255}
    assert [step["operation"] for step in made.applied] == ["rotate", "subtle-noise", "jpeg", "grayscale", "otsu"]
    assert 1 <= made.applied[0]["parameters"]["angle"] <= 3
    word = made.words[0]
    assert word.text == "THE" and word.legible and word.polygon.shape == (4, 2) and word.polygon.dtype == np.float64
    assert len(made.lines) == len(article.lines) > 80
    assert made.lines[0].baseline.shape[1] == 2
    assert made.text.startswith("THE HEDGEROW QUARTERLY")


def test_labels_follow_the_pixels(small):
    turned = foxing.Pipeline.from_text("stages: {a: [rotate-90: {turns: 90}]}")(small)
    for word in turned.words:
        x, y, width, height = (round(side) for side in word.box)
        inside = turned.image[y : y + height, x : x + width]
        assert inside.min() < 40 and (width, height) == (20, 100)


def test_the_same_seed_name_and_number_give_the_same_bytes(pipe, article):
    first = pipe(article, seed=1, variant=2).image.copy()
    assert np.array_equal(first, pipe(article, seed=1, variant=2).image)
    assert not np.array_equal(first, pipe(article, seed=2, variant=2).image)
    assert not np.array_equal(first, pipe(article, seed=1, variant=1).image)
    assert not np.array_equal(first, pipe(article, seed=1, variant=2, name="other").image)
    assert not np.array_equal(first, pipe(article, seed=1, variant=2, attempt=1).image)


def test_an_array_is_a_page_too_whatever_its_layout(pipe):
    image, _ = drawn_page()
    expected = pipe(image).image
    padded = np.zeros((image.shape[0], image.shape[1] + 13), np.uint8)
    padded[:, : image.shape[1]] = image
    upside_down = np.ascontiguousarray(image[::-1])[::-1]
    wide = np.repeat(image, 3, axis=1)[:, ::3]
    for same in (padded[:, : image.shape[1]], np.asfortranarray(image), upside_down, wide, image[:, :, None]):
        assert np.array_equal(pipe(same).image, expected)


def test_black_and_white_may_be_bool(pipe):
    image, _ = drawn_page()
    flags = image > 128
    assert np.array_equal(pipe(flags).image, pipe(np.where(flags, 255, 0).astype(np.uint8)).image)


def test_red_stays_red():
    image = np.zeros((50, 60, 3), np.uint8)
    image[..., 0] = 200
    made = foxing.Pipeline.from_text("stages: {a: [to-color]}")(image)
    assert made.image.shape == (50, 60, 3)
    assert (made.image == image).all()


def test_pixels_outlive_the_variant_and_cannot_be_written_to(pipe, small):
    image = pipe(small).image
    copy = image.copy()
    gc.collect()
    for number in range(20):
        pipe(small, variant=number)
    assert np.array_equal(image, copy)
    assert not image.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        image[0, 0] = 1
    with pytest.raises(ValueError):
        image.flags.writeable = True


def test_pixels_are_lent_without_a_copy(pipe, small):
    made = pipe(small)
    assert made.image is made.image
    address = made.image.__array_interface__["data"][0]
    assert foxing.pictures.borrowed(made._handle, 0)[0].__array_interface__["data"][0] == address


def test_variants_are_made_when_they_are_asked_for(pipe, small):
    made = pipe.variants(small, 10**12)
    assert [next(made).number for _ in range(3)] == [0, 1, 2]
    assert len(list(pipe.variants(small, 0))) == 0
    assert len(list(foxing.Pipeline.from_text(QUICK, variants=2).variants(small))) == 2


def test_lines_are_cut_out_with_their_text(pipe, article):
    crops = pipe(article, variant=1).line_crops(height=48)
    assert len(crops) > 80
    assert all(crop.image.shape[0] == 48 and crop.text for crop in crops)
    words = article.line_crops(unit="word", height=32)
    assert len(words) > 300 and words[0].text == "THE"


def test_values_are_put_in_place_of_the_files(small):
    made = foxing.Pipeline.from_text(QUICK, set={"stages.scan.jpeg.quality": "31", "stages.scan.rotate.angle": 2})(
        small
    )
    drawn = {step["operation"]: step["parameters"] for step in made.applied}
    assert drawn["jpeg"]["quality"] == 31 and drawn["rotate"]["angle"] == 2


def test_a_pipeline_tells_its_names():
    pipe = foxing.Pipeline.from_text(QUICK, seed=2**64 - 1, variants=3)
    assert (pipe.name, pipe.seed, pipe.variants_per_page) == ("quick", 2**64 - 1, 3)
    assert pipe.stages == ("scan", "binary")
    assert "phone-photo" in foxing.presets()
    assert foxing.preset("phone-photo").name == "phone-photo"


def test_what_there_is_can_be_listed():
    operations = {operation.name: operation for operation in foxing.operations()}
    bleed = operations["ink-bleed"]
    assert bleed.family == "ink" and "InkBleed" in bleed.peers and not bleed.moves_labels
    assert {parameter.name: parameter.unit for parameter in bleed.parameters}["radius"] == "mm"
    assert "stages" in foxing.schema()["properties"]
    assert foxing.library_version() == foxing.__version__


def test_check_lists_all_that_is_wrong():
    found = foxing.check("stages:\n  a: [ink-bled, {jpeg: {quality: 400}}]\n")
    assert [finding.code for finding in found][:2] == ["E203", "E302"]
    assert (found[0].line, found[0].column, found[0].severity) == (2, 7, "error")
    assert "ink-bleed" in found[0].help
    assert foxing.check(QUICK) == []


def test_a_picture_is_scored_against_its_text(article):
    score = foxing.score(article)
    assert score.cer < 0.5 and score.characters[1] > 1000 and score.found[1] > 300
    image = np.full((60, 200), 255, np.uint8)
    assert foxing.score(image, "nothing of this").cer >= 0.9
    assert foxing.score(image).cer is None


def test_variants_are_those_of_a_run(program, tmp_path, article):
    """The same bytes as the program."""
    pipeline = tmp_path / "p.yaml"
    pipeline.write_text(QUICK)
    subprocess.run(
        [
            program,
            "run",
            str(pipeline),
            "-i",
            str(PAGES / "article-en.png"),
            "-o",
            str(tmp_path / "set"),
            "-n",
            "2",
            "-q",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    pipe = foxing.Pipeline(pipeline)
    rows = [json.loads(row) for row in (tmp_path / "set" / "manifest.jsonl").read_text().splitlines()]
    for row in rows:
        page = foxing.read_page(PAGES / "article-en.png", pipeline=pipe, name=row["source"])
        made = pipe(page, variant=row["variant"])
        reread = foxing.read_page(tmp_path / "set" / row["outputs"]["binary"]["path"], truth="none")
        assert np.array_equal(reread.image, made.outputs["binary"])
        assert foxing.read_page(tmp_path / "set" / row["image"], truth="none").image.shape == made.image.shape
        assert json.loads((tmp_path / "set" / row["labels"]).read_text())["text"] == made.text
        assert row["applied"] == made.applied


def test_importing_loads_neither_numpy_nor_the_library():
    code = "import foxing, sys; assert not {'numpy', 'ctypes', 'torch'} & set(sys.modules), sorted(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_all_names_can_be_had():
    for name in foxing.__all__:
        assert getattr(foxing, name) is not None
    assert set(foxing.__all__) <= set(dir(foxing))
    with pytest.raises(AttributeError, match="pip_line"):
        foxing.pip_line  # noqa: B018


def test_the_package_is_typed():
    assert Path(foxing.__file__).with_name("py.typed").is_file()
