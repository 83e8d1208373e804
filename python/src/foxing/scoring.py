"""What Tesseract reads on a picture, against its labels."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import _library
from .errors import ArgumentError
from .pages import Page
from .pictures import Picture

__all__ = ["Score", "score"]


@dataclass(frozen=True)
class Score:
    """What came of a reading."""

    #: What was read.
    text: str
    #: 0 to 100.
    confidence: float
    #: Wrong, missing and extra characters, and characters of the truth; ``None`` without truth.
    characters: tuple[int, int] | None
    #: The same in words.
    word_errors: tuple[int, int] | None
    #: Legible words that were found in their place, and legible words.
    found: tuple[int, int] | None

    @property
    def cer(self) -> float | None:
        """The share of characters that were read wrongly; above 1 where much was read that is not there."""
        return _share(self.characters)

    @property
    def wer(self) -> float | None:
        """The share of words that were read wrongly."""
        return _share(self.word_errors)


def _share(pair: tuple[int, int] | None) -> float | None:
    return None if pair is None or pair[1] == 0 else pair[0] / pair[1]


def score(
    image: object,
    truth: object = None,
    *,
    languages: Sequence[str] = ("eng",),
    layout: int | None = None,
    tessdata: str | os.PathLike[str] | None = None,
    timeout: float | None = None,
) -> Score:
    """Reads a picture with Tesseract and compares what it says with what stands there.

    Args:
        image: an array, or a :class:`Page` or :class:`Variant`, whose own labels are the truth.
        truth: of an array: its text, or its words as :class:`Page` takes them.
        languages: of Tesseract, the first is tried first.
        layout: Tesseract's page segmentation mode (6: one even block).
        tessdata: the folder of Tesseract's models.
        timeout: in seconds (60).

    Raises:
        MissingError: a language is not installed.
    """
    folder = None if tessdata is None else os.fsdecode(_library.c_path(tessdata, "tessdata"))
    options = _library.c_options(
        languages=[languages] if isinstance(languages, str) else list(languages),
        layout=layout,
        tessdata=folder,
        timeout=timeout,
    )
    picture = _labeled(image, truth)
    told = json.loads(_library.text("foxing_score", picture._handle.number, picture._index, options))
    return Score(
        text=told["text"],
        confidence=told["confidence"],
        characters=_pair(told["cer"]),
        word_errors=_pair(told["wer"]),
        found=_pair(told["words"]),
    )


def _labeled(image: object, truth: Any) -> Picture:
    if truth is None:
        return image if isinstance(image, Picture) else Page(image)
    pixels = image.image if isinstance(image, Picture) else image
    dpi = image.dpi if isinstance(image, Picture) else None
    if isinstance(truth, str):
        return Page(pixels, text=truth, dpi=dpi)
    if isinstance(truth, (bytes, bytearray)):
        raise ArgumentError("'truth' is of type 'bytes', expected a text or words")
    return Page(pixels, words=truth, dpi=dpi)


def _pair(told: list[int] | None) -> tuple[int, int] | None:
    return None if told is None else (told[0], told[1])
