"""Pages: clean pictures with what they say."""

from __future__ import annotations

import ctypes
import json
import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _library, labels
from ._library import Handle
from .errors import ArgumentError, UnusableError
from .pictures import Picture, lent, resolution

if TYPE_CHECKING:
    from .pipelines import Pipeline

__all__ = ["Page", "read_page"]

_log = logging.getLogger("foxing")


class Page(Picture):
    """A page of pixels and labels.

    Args:
        image: uint8 or bool, ``(height, width)`` or ``(height, width, 3)`` in red, green, blue, or with an alpha that
            is laid on white; copied.
        words: each a :class:`Word`, or a dictionary with ``text`` and ``polygon`` (points) or ``box`` (x, y, width,
            height), in pixels; each becomes a line of its own.
        lines: the same, with ``baseline`` and ``words`` where they are known.
        text: the text alone, without places.
        labels: a labels file as Foxing writes it, its text or a :class:`Labels`.
        dpi: pixels per inch, 30 to 2400; guessed where it is ``None``.
        name: all chance of a variant follows from it, the seed and the number of the variant.
    """

    name: str
    #: What the rules for truth changed in the labels, as sentences.
    notes: tuple[str, ...]

    def __init__(
        self,
        image: object,
        *,
        words: Iterable[labels.Word | Mapping[str, Any]] | None = None,
        lines: Iterable[labels.Line | Mapping[str, Any]] | None = None,
        text: str | None = None,
        labels: Any = None,
        dpi: float | None = None,
        name: str = "page",
    ) -> None:
        array, plane = lent(image, dpi)
        told = _labels_text(text, lines, words, labels)
        handle = _library.handle("foxing_page_make", ctypes.byref(plane), told)
        del array
        self._take(handle, name)

    def _take(self, handle: Handle, name: str) -> None:
        super().__init__(handle, 0)
        _library.c_text(name, "name")
        self.name = name
        told = handle.description()
        self.is_dpi_guessed: bool = told["dpi_guessed"]
        self.notes = tuple(note["message"] for note in told["notes"])
        for note in self.notes:
            _log.info("page '%s': %s", name, note)

    def __reduce__(self) -> tuple[Any, ...]:
        dpi = None if self.is_dpi_guessed else self.dpi
        known = self.labels.level != "none" or self.text is not None
        return (_remade, (self.image.copy(), self.labels.json if known else None, dpi, self.name))

    def __repr__(self) -> str:
        width, height = self.size
        return f"<foxing.Page '{self.name}' {width} × {height}>"


def _labels_text(text: Any, lines: Any, words: Any, given: Any) -> bytes | None:
    told = labels.given(text, lines, words, given)
    if told is None or isinstance(told, str):
        return _library.c_text(told, "labels")
    try:
        written = json.dumps(told, allow_nan=False, default=_library._plain)
    except (TypeError, ValueError, RecursionError) as problem:
        if isinstance(problem, ArgumentError):
            raise
        raise ArgumentError(f"the labels cannot be handed over: {problem}") from None
    return _library.c_text(written, "labels")


def _remade(image: Any, told: str | None, dpi: float | None, name: str) -> Page:
    """A page that came from another process."""
    return Page(image, labels=told, dpi=dpi, name=name)


def read_page(
    path: str | os.PathLike[str],
    *,
    pipeline: Pipeline | None = None,
    page: int = 1,
    truth: str = "auto",
    dpi: float | None = None,
    name: str | None = None,
) -> Page:
    """Reads a page of a picture file, with the truth beside it.

    Args:
        path: PNG, JPEG, TIFF or WebP.
        pipeline: whose ``input`` says how truth is looked for and the resolution guessed, as in a run.
        page: from 1, of a file with several.
        truth: ``"auto"``, the richest truth beside the picture, or ``"none"``.
        dpi: pixels per inch of a file that does not say it.
        name: of the page; else that of the file without its ending, which is the ``source`` of a run over its folder.

    Raises:
        UnusableError: the file or its truth cannot be read.
    """
    options = _library.c_options(
        page=_library.whole(page, "page", 1, 1_000_000), truth=truth, dpi=resolution(dpi) or None
    )
    number = pipeline._handle.number if pipeline is not None else 0
    place = _library.c_path(path, "path")
    try:
        handle = _library.handle("foxing_page_read", place, number, options)
    except UnusableError as problem:
        # The library says what is wrong with the file, and takes it for known which file that is.
        if os.fsdecode(place) in problem.message:
            raise
        said = f"'{os.fsdecode(place)}': {problem.message}"
        raise UnusableError(said, code=problem.code, help=problem.help) from None
    made = Page.__new__(Page)
    made._take(handle, name if name is not None else Path(os.fsdecode(path)).stem)
    return made


def a_page(value: object) -> Page:
    """A page, or an array made one."""
    return value if isinstance(value, Page) else Page(value)
