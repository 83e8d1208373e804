"""Albumentations and Augraphy themselves."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import QUICK, drawn_page

import foxing

A = pytest.importorskip("albumentations")

pytestmark = pytest.mark.filterwarnings("ignore")


def errors(text):
    return [str(finding) for finding in foxing.check(text) if finding.severity == "error"]


def seeds_geometry():
    """The transforms that the reference program uses."""
    return A.Compose(
        [
            A.Rotate(limit=5, p=0.5),
            A.Perspective(scale=(0.02, 0.05), p=0.3),
            A.CLAHE(clip_limit=2.0, p=0.5),
            A.Sharpen(p=0.3),
        ]
    )


def test_the_seeds_geometry_is_read_from_what_albumentations_saves(tmp_path):
    composed = seeds_geometry()
    A.save(composed, str(tmp_path / "a.json"), data_format="json")
    A.save(composed, str(tmp_path / "a.yaml"), data_format="yaml")
    made = foxing.from_albumentations(composed)
    assert errors(made.text) == [] and made.missing == ()
    assert "rotate: {angle: -5..5, p: 0.5}" in made.text
    for path in (tmp_path / "a.json", tmp_path / "a.yaml"):
        assert foxing.from_albumentations(path).text == made.text
    assert foxing.from_albumentations(json.dumps(A.to_dict(composed))).text == made.text


def all_transforms():
    """Each class of Albumentations that can be made without arguments."""
    for name in sorted(dir(A)):
        kind = getattr(A, name)
        if isinstance(kind, type) and issubclass(kind, A.BasicTransform) and kind is not A.BasicTransform:
            try:
                yield name, kind()
            except Exception:
                continue


def test_every_class_becomes_a_step_or_is_named():
    tried = 0
    for name, transform in all_transforms():
        try:
            saved = A.to_dict(A.Compose([transform]))
        except (NotImplementedError, ValueError):
            # It needs other pictures or code, and cannot be saved.
            continue
        made = foxing.from_albumentations(saved)
        assert errors(made.text) == [], name
        operations = [line for line in made.text.splitlines() if line.startswith("      - ")]
        assert operations or any(said.startswith(name) for said in made.missing) or name == "NoOp", name
        tried += 1
    assert tried > 60


def test_compositions_are_read():
    made = foxing.from_albumentations(
        A.Compose(
            [
                A.OneOf([A.GaussianBlur(p=0.2), A.MotionBlur(p=0.6), A.NoOp()], p=0.5),
                A.SomeOf([A.GaussNoise(), A.ImageCompression(), A.RandomGamma()], n=2),
                A.Sequential([A.ToGray(), A.InvertImg()], p=0.4),
            ]
        )
    )
    assert errors(made.text) == []
    assert "one-of" in made.text and "some-of" in made.text and "sequence" in made.text


TURN = "stages: {a: [rotate-90: {turns: 90}]}"


def test_boxes_and_keypoints_go_along():
    image, _ = drawn_page()
    composed = A.Compose(
        [foxing.albumentations.Foxing(foxing.Pipeline.from_text(TURN))],
        bbox_params=A.BboxParams(format="pascal_voc", label_fields=["labels"]),
        keypoint_params=A.KeypointParams(format="xy"),
    )
    boxes = [[20, 20, 120, 40], [260, 140, 360, 160]]
    made = composed(image=image, bboxes=boxes, labels=["a", "b"], keypoints=[(20.0, 20.0), (300.0, 100.0)])
    height, width = image.shape
    assert made["image"].shape == (width, height) and made["labels"] == ["a", "b"]
    for (left, top, right, bottom), box in zip(boxes, made["bboxes"], strict=True):
        np.testing.assert_allclose(box, [top, width - right, bottom, width - left], atol=0.01)
    np.testing.assert_allclose(made["keypoints"][1], [100, width - 300], atol=0.6)


def test_what_leaves_the_page_is_left_to_albumentations():
    image, _ = drawn_page()
    composed = A.Compose(
        [
            foxing.albumentations.Foxing(
                foxing.Pipeline.from_text(
                    "stages: {a: [crop: {keep: any, left: 30mm, right: 0mm, top: 0mm, bottom: 0mm}]}"
                ),
                dpi=150,
            )
        ],
        bbox_params=A.BboxParams(format="pascal_voc", label_fields=["labels"]),
    )
    made = composed(image=image, bboxes=[[20, 20, 120, 40], [260, 140, 360, 160]], labels=["a", "b"])
    assert made["labels"] == ["b"] and made["image"].shape[1] < image.shape[1]


def test_a_seed_of_albumentations_repeats_it():
    image, _ = drawn_page()

    def made(seed):
        composed = A.Compose(
            [foxing.albumentations.Foxing(foxing.Pipeline.from_text(QUICK)), A.GaussNoise()], seed=seed
        )
        return [composed(image=image)["image"] for _ in range(2)]

    first, again, other = made(1), made(1), made(2)
    assert np.array_equal(first, again) and not np.array_equal(first[0], first[1])
    assert not np.array_equal(first[0], other[0])


def test_pictures_keep_their_channels():
    image, _ = drawn_page()
    transform = foxing.albumentations.Foxing(foxing.Pipeline.from_text(QUICK))
    color = np.repeat(image[:, :, None], 3, axis=2)
    assert transform(image=color)["image"].shape == color.shape
    assert transform(image=image)["image"].ndim == 2


def test_augraphys_default_pipeline_is_accepted():
    augraphy = pytest.importorskip("augraphy")
    for _ in range(5):
        made = foxing.from_augraphy(augraphy.default_augraphy_pipeline())
        assert errors(made.text) == []
        assert "InkBleed" not in " ".join(made.missing)
        image, words = drawn_page()
        made.pipeline()(foxing.Page(image, words=words, dpi=150))


def test_the_seeds_own_augraphy_pipeline_is_read():
    G = pytest.importorskip("augraphy")  # noqa: N806
    made = foxing.from_augraphy(
        G.AugraphyPipeline(
            ink_phase=[G.InkBleed(p=0.7), G.Letterpress(p=0.5), G.LowInkPeriodicLines(p=0.3)],
            paper_phase=[G.ColorPaper(p=0.3), G.WaterMark(p=0.2), G.Folding(p=0.3)],
            post_phase=[
                G.LightingGradient(p=0.5),
                G.DirtyRollers(p=0.3),
                G.SubtleNoise(p=0.5),
                G.Jpeg(p=0.3),
                G.Markup(p=0.2),
            ],
        )
    )
    assert errors(made.text) == [] and made.missing == ()
    assert made.text.count("p: 0.3") == 5 and made.pipeline().stages == ("ink", "paper", "print", "post")
