"""Foxing as a transform of Albumentations, with its boxes and keypoints."""

from __future__ import annotations

from typing import Any

import numpy as np
from albumentations.core.transforms_interface import DualTransform
from albumentations.core.type_definitions import Targets

from .pages import Page
from .pipelines import Pipeline

__all__ = ["Foxing"]

#: Half the side of the small square that carries a keypoint through the pipeline, in pixels.
_HALF = 2.0


class Foxing(DualTransform):  # type: ignore[misc]
    """A pipeline as a transform: pixels, boxes and keypoints go through it together.

    The seed of a variant is drawn from Albumentations' own chance, so that ``A.Compose(..., seed=…)`` repeats it. Boxes
    and keypoints that leave the page are left to ``bbox_params`` and ``keypoint_params``: they lie outside. Masks are
    not moved.

    Args:
        pipe: the pipeline. Its training picture is the result, in as many channels as came in.
        p: the chance that it happens.
        dpi: pixels per inch of the pictures; guessed where it is ``None``.
    """

    _targets = (Targets.IMAGE, Targets.BBOXES, Targets.KEYPOINTS)

    def __init__(self, pipe: Pipeline, p: float = 1.0, dpi: float | None = None) -> None:
        super().__init__(p=p)
        self.pipe = pipe
        self.dpi = dpi

    @property
    def targets_as_params(self) -> list[str]:
        """What is looked at before anything is moved."""
        return ["image"]

    def get_params_dependent_on_data(self, params: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        """Makes the variant with all boxes and keypoints as its words."""
        image = data["image"]
        height, width = image.shape[:2]
        boxes, points = np.asarray(data.get("bboxes", ())), np.asarray(data.get("keypoints", ()))
        scale = np.array([width, height, width, height], dtype=np.float64)
        outlines = [_corners(box[:4] * scale) for box in boxes]
        outlines += (
            [_corners(np.array([x - _HALF, y - _HALF, x + _HALF, y + _HALF])) for x, y in points[:, :2]]
            if len(points)
            else []
        )
        words = [{"text": str(number), "polygon": outline} for number, outline in enumerate(outlines)]
        inside = [word for word, outline in zip(words, outlines, strict=True) if _is_inside(outline, width, height)]
        page = Page(image, words=inside or None, dpi=self.dpi)
        made = self.pipe(page, seed=int(self.py_random.getrandbits(63)))
        return {"made": made, "moved": {word.text: word.polygon for word in made.words}, "boxes": len(boxes)}

    def apply(self, img: np.ndarray[Any, Any], **params: Any) -> np.ndarray[Any, Any]:
        """The variant, in as many channels as came in."""
        made = params["made"].image
        if img.ndim == 3 and made.ndim == 2:
            return np.repeat(made[:, :, None], img.shape[2], axis=2)
        if img.ndim == 2 and made.ndim == 3:
            return np.asarray((made @ np.array([299, 587, 114]) + 500) // 1000, dtype=np.uint8)
        return np.array(made)

    def apply_to_bboxes(self, bboxes: np.ndarray[Any, Any], **params: Any) -> np.ndarray[Any, Any]:
        """The smallest upright boxes around what became of them, in shares of the new size."""
        height, width = params["made"].image.shape[:2]
        moved = bboxes.astype(np.float64)
        for row, box in enumerate(moved):
            outline = params["moved"].get(str(row))
            box[:4] = (
                _nowhere(4) if outline is None or not len(outline) else (*outline.min(axis=0), *outline.max(axis=0))
            )
            box[:4] /= (width, height, width, height)
        return moved

    def apply_to_keypoints(self, keypoints: np.ndarray[Any, Any], **params: Any) -> np.ndarray[Any, Any]:
        """Where the points went, in pixels."""
        moved = keypoints.astype(np.float64)
        for row, point in enumerate(moved):
            outline = params["moved"].get(str(params["boxes"] + row))
            point[:2] = _nowhere(2) if outline is None or not len(outline) else outline.mean(axis=0)
        return moved

    def get_transform_init_args_names(self) -> tuple[str, ...]:
        """For Albumentations' own messages."""
        return ("pipe", "dpi")


def _corners(box: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _is_inside(outline: np.ndarray[Any, Any], width: int, height: int) -> bool:
    """Whether some of it is on the page."""
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    return bool(right > 0 and bottom > 0 and left < width and top < height and right > left and bottom > top)


def _nowhere(count: int) -> np.ndarray[Any, Any]:
    """Where what left the page is: outside of it."""
    return np.full(count, -1.0)
