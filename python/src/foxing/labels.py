"""What stands on a picture, and where: words and lines with their outlines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ._library import _named
from .errors import ArgumentError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["Labels", "Line", "Region", "Word"]


def _points(value: Any) -> Points | None:
    if value is None:
        return None
    return np.asarray(value, dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True, eq=False)
class Word:
    """A word on a picture."""

    text: str
    #: ``(n, 2)`` float64: x to the right and y down in pixels, clockwise from the text's own top left; may lie outside.
    polygon: Points
    #: Whether it may be trained on.
    legible: bool = True
    #: Why not: ``"cut"``, ``"mirrored"``, ``"marked"`` or ``"unread"``.
    why: str | None = None
    #: How much of it is on the page, 0 to 1.
    share: float = 1.0
    #: Whether no blank stands before it.
    glued: bool = False
    #: A tag such as ``"ko"``, where it is known.
    language: str | None = None
    #: 0 to 100, where the truth gave one.
    confidence: float | None = None
    id: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width and height of the smallest upright box around it, in pixels."""
        return _box(self.polygon)


@dataclass(frozen=True, eq=False)
class Line:
    """A line of text on a picture."""

    text: str
    #: ``(n, 2)`` float64, as in :class:`Word`.
    polygon: Points
    #: ``(n, 2)`` float64 in reading direction, or ``None`` where it is not known.
    baseline: Points | None = None
    legible: bool = True
    why: str | None = None
    language: str | None = None
    words: tuple[Word, ...] = ()
    id: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width and height of the smallest upright box around it, in pixels."""
        return _box(self.polygon)


@dataclass(frozen=True, eq=False)
class Region:
    """A part of a picture: text, a table, a figure."""

    kind: str
    polygon: Points
    lines: tuple[Line, ...]
    id: str = ""


def _box(polygon: Points) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = polygon.min(axis=0), polygon.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


class Labels:
    """A labels file as Foxing writes it (docs/reference/labels.md), read when it is first asked for."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    @property
    def json(self) -> str:
        """The file, byte for byte what a run writes beside the picture."""
        return self._text.decode()

    @cached_property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._text)
        return told

    @property
    def text(self) -> str | None:
        """All legible text, with a line feed between lines and an empty line between regions; ``None`` when unknown."""
        told: str | None = self._told["text"]
        return told

    @property
    def level(self) -> str:
        """The finest piece that has an outline: ``"none"``, ``"page"``, ``"line"`` or ``"word"``."""
        return str(self._told["level"])

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions in reading order."""
        return tuple(
            Region(
                kind=region["kind"],
                polygon=_outline(region),
                lines=tuple(_line(line) for line in region["lines"]),
                id=region["id"],
            )
            for region in self._told["regions"]
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all regions in reading order."""
        return tuple(line for region in self.regions for line in region.lines)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of all lines in reading order."""
        return tuple(word for line in self.lines for word in line.words)


def _outline(piece: Mapping[str, Any]) -> Points:
    points = _points(piece.get("outline"))
    return points if points is not None else np.empty((0, 2))


def _line(told: Mapping[str, Any]) -> Line:
    return Line(
        text=told["text"],
        polygon=_outline(told),
        baseline=_points(told.get("baseline")),
        legible=told["legible"],
        why=told.get("why"),
        language=told.get("language"),
        words=tuple(_word(word) for word in told["words"]),
        id=told["id"],
    )


def _word(told: Mapping[str, Any]) -> Word:
    return Word(
        text=told["text"],
        polygon=_outline(told),
        legible=told["legible"],
        why=told.get("why"),
        share=told["share"],
        glued=told.get("glued", False),
        language=told.get("language"),
        confidence=told.get("confidence"),
        id=told["id"],
    )


def given(
    text: str | None, lines: Iterable[Any] | None, words: Iterable[Any] | None, labels: Any
) -> dict[str, Any] | str | None:
    """Labels that a caller gives in one of four ways, as ``foxing_page_make`` takes them."""
    ways = {"text": text, "lines": lines, "words": words, "labels": labels}
    said = [name for name, value in ways.items() if value is not None]
    if not said:
        return None
    if len(said) > 1:
        raise ArgumentError(f"{' and '.join(repr(name) for name in said)} are given, expected one of them")
    if text is not None:
        if not isinstance(text, str):
            raise ArgumentError(f"'text' is {_named(text)}, expected a text")
        return {"text": text}
    if labels is not None:
        return _given_labels(labels)
    if lines is not None:
        return {"lines": [_given_line(line, f"lines[{i}]") for i, line in _each(lines, "lines")]}
    return {"words": [_given_piece(word, f"words[{i}]") for i, word in _each(words, "words")]}


def _given_labels(labels: Any) -> dict[str, Any] | str:
    if isinstance(labels, Labels):
        return labels.json
    if isinstance(labels, (str, dict)):
        return labels
    raise ArgumentError(f"'labels' is {_named(labels)}, expected the text of a labels file, or a dictionary")


def _each(pieces: Any, name: str) -> Iterator[tuple[int, Any]]:
    if isinstance(pieces, (str, bytes, Mapping)) or not isinstance(pieces, Iterable):
        raise ArgumentError(f"'{name}' is {_named(pieces)}, expected a list of them")
    return iter(enumerate(pieces))


def _given_line(line: Any, name: str) -> dict[str, Any]:
    made = _given_piece(line, name)
    words = made.pop("words", None)
    if words is not None:
        made["words"] = [_given_piece(word, f"{name}.words[{i}]") for i, word in _each(words, f"{name}.words")]
    return made


_KEYS = ("text", "polygon", "box", "baseline", "legible", "language", "words")


def _given_piece(piece: Any, name: str) -> dict[str, Any]:
    if isinstance(piece, (Word, Line)):
        members = {key: getattr(piece, key) for key in _KEYS if key != "box" and hasattr(piece, key)}
    elif isinstance(piece, Mapping):
        members = dict(piece)
    else:
        raise ArgumentError(f"{name} is {_named(piece)}, expected a dictionary with 'text' and 'polygon' or 'box'")
    made: dict[str, Any] = {}
    for key, value in members.items():
        if value is None or (key == "words" and isinstance(value, tuple) and not value):
            continue
        made[str(key)] = _plain_points(value, f"{name}.{key}") if key in ("polygon", "box", "baseline") else value
    return made


def _plain_points(value: Any, name: str) -> list[Any]:
    try:
        numbers = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ArgumentError(f"{name} holds what is no number") from None
    if not np.isfinite(numbers).all():
        raise ArgumentError(f"{name} holds a number that is not finite")
    listed = numbers.tolist()
    if not isinstance(listed, list):
        raise ArgumentError(f"{name} is a single number, expected points")
    return listed


def as_sequence(value: Any) -> Sequence[Any]:
    """A list of one for a single value that is not a list."""
    return value if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else [value]
