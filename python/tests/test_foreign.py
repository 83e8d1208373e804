"""Pipelines of other programs; `heavy/test_peers.py` does the same with the programs themselves."""

from __future__ import annotations

import json

import pytest

import foxing

#: As albumentations 2.0.8 saves the geometry of the reference program, with compositions around it.
SAVED = {
    "__version__": "2.0.8",
    "transform": {
        "__class_fullname__": "Compose",
        "p": 1.0,
        "transforms": [
            {"__class_fullname__": "Rotate", "p": 0.5, "limit": [-5.0, 5.0], "interpolation": 1},
            {"__class_fullname__": "Perspective", "p": 0.3, "scale": [0.02, 0.05]},
            {"__class_fullname__": "CLAHE", "p": 0.5, "clip_limit": [1.0, 2.0], "tile_grid_size": [8, 8]},
            {"__class_fullname__": "albumentations.core.Sharpen", "p": 0.3, "alpha": [0.2, 0.5]},
            {
                "__class_fullname__": "OneOf",
                "p": 0.4,
                "transforms": [
                    {"__class_fullname__": "GaussianBlur", "p": 0.5, "sigma_limit": [0.5, 3.0]},
                    {"__class_fullname__": "MotionBlur", "p": 0.25, "blur_limit": [3, 7]},
                    {"__class_fullname__": "Normalize", "p": 1},
                ],
            },
            {
                "__class_fullname__": "SomeOf",
                "p": 1,
                "n": 3,
                "transforms": [
                    {"__class_fullname__": "ImageCompression", "p": 0.5, "quality_range": [99, 100]},
                    {"__class_fullname__": "WeatherForecast", "p": 0.5},
                ],
            },
        ],
    },
}


def test_a_saved_pipeline_becomes_a_file_that_says_what_is_lost():
    made = foxing.from_albumentations(SAVED, dpi=150)
    assert [finding for finding in foxing.check(made.text) if finding.severity == "error"] == []
    assert "- rotate: {angle: -5..5, p: 0.5}" in made.text
    assert "- perspective: {strength: 0.02..0.05, p: 0.3}" in made.text
    assert "gaussian-blur: {sigma: 0.0847..0.508mm, weight: 0.5}" in made.text
    assert "some-of: {steps: [jpeg: {quality: 99" in made.text
    assert {said.partition(":")[0] for said in made.missing} == {"Normalize", "WeatherForecast"}
    assert "WeatherForecast" in made.text
    assert made.pipeline().stages == ("all",)


def test_it_is_read_from_json_yaml_files_and_objects(tmp_path):
    yaml = pytest.importorskip("yaml")
    expected = foxing.from_albumentations(SAVED).text
    (tmp_path / "saved.json").write_text(json.dumps(SAVED))
    (tmp_path / "saved.yaml").write_text(yaml.safe_dump(SAVED).replace("limit:\n", "limit: !!python/tuple\n", 1))

    class Compose:
        def to_dict(self):
            return SAVED

    for saved in (
        json.dumps(SAVED),
        yaml.safe_dump(SAVED),
        tmp_path / "saved.json",
        tmp_path / "saved.yaml",
        Compose(),
    ):
        assert foxing.from_albumentations(saved).text == expected


def test_ranges_outside_are_cut_and_named():
    made = foxing.from_albumentations({"__class_fullname__": "GaussianBlur", "p": 1, "sigma_limit": [0, 5000]})
    assert [finding for finding in foxing.check(made.text) if finding.severity == "error"] == []
    assert any("sigma" in said for said in made.changed)


@pytest.mark.parametrize("saved", [5, {}, "{", "[1, 2]", "no-such-file.yaml", "a: b\nc: d", {"transform": 5}, "x: [\n"])
def test_what_is_no_saved_pipeline(saved):
    with pytest.raises(foxing.ArgumentError):
        foxing.from_albumentations(saved)


class InkBleed:
    p = 0.7

    def __init__(self):
        self.severity = (0.4, 0.6)


class Jpeg:
    p = 1

    def __init__(self):
        self.quality_range = (25, 95)


class ColorPaper:
    p = 0.3
    saturation_range = (10, 40)


class Hologram:
    p = 1


class OneOf:
    p = 0.2

    def __init__(self, *augmentations):
        self.augmentations = list(augmentations)


class Phases:
    ink_phase = (InkBleed(),)
    paper_phase = (ColorPaper(),)
    post_phase = (OneOf(Jpeg(), Hologram()),)


def test_phases_become_stages():
    made = foxing.from_augraphy(Phases())
    assert [finding for finding in foxing.check(made.text) if finding.severity == "error"] == []
    assert made.pipeline().stages == ("ink", "paper", "print", "post")
    assert "- ink-bleed: {intensity: 0.4..0.6, p: 0.7}" in made.text
    # The hologram's half of the chance is left to chance.
    assert "- jpeg: {quality: 25..95, p: 0.1}" in made.text
    assert made.missing == ("Hologram: there is no such operation",)


@pytest.mark.parametrize("empty", ["ink_phase", "paper_phase", "post_phase"])
def test_phases_may_be_empty(empty):
    phases = Phases()
    setattr(phases, empty, ())
    made = foxing.from_augraphy(phases)
    assert [finding for finding in foxing.check(made.text) if finding.severity == "error"] == []


def test_what_is_no_pipeline_of_augraphy():
    with pytest.raises(foxing.ArgumentError, match="ink_phase"):
        foxing.from_augraphy(object())
