"""Pipelines, and the variants that they make of pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from . import _library
from ._library import Handle
from .errors import ArgumentError
from .pages import a_page
from .pictures import Outputs, Picture

__all__ = ["Pipeline", "Source", "Variant", "preset", "presets"]


class Source(NamedTuple):
    """Where a pipeline is read from, as C takes it."""

    text: bytes | None
    path: bytes | None
    set: tuple[str, ...]
    tessdata: str | None
    #: Whether it may start the programs that it names.
    allow_commands: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """The options that say how it is read."""
        allowed = True if self.allow_commands else None
        return {"set": list(self.set) or None, "tessdata": self.tessdata, "allow_commands": allowed}


def source(
    path: object,
    text: object,
    set: Mapping[str, object] | None,
    tessdata: object,
    *,
    keeps_text: bool = True,
    allow_commands: object = False,
) -> Source:
    """A pipeline as it is handed over; a file is read at once, so that it can be sent to another process."""
    place = None if path is None else _library.c_path(path, "path")
    told = _library.c_text(text, "text")
    if told is None and place is not None and keeps_text:
        told = _file_text(os.fsdecode(place))
    folder = None if tessdata is None else os.fsdecode(_library.c_path(tessdata, "tessdata"))
    if not isinstance(allow_commands, bool):
        raise ArgumentError(f"'allow_commands' is {_library._named(allow_commands)}, expected True or False")
    return Source(told, place, _settings(set), folder, allow_commands)


def _file_text(path: str) -> bytes | None:
    """The bytes of a file; ``None`` for one that the library has something to say of."""
    try:
        with open(path, "rb") as file:
            told = file.read(1 << 24)
        told.decode()
    except (OSError, ValueError):
        return None
    return None if b"\0" in told else told


def _settings(set: Mapping[str, object] | None) -> tuple[str, ...]:
    if set is None:
        return ()
    if not isinstance(set, Mapping):
        raise ArgumentError(
            f"'set' is {_library._named(set)}, expected a dictionary such as {{'stages.post.jpeg.quality': '20..40'}}"
        )
    return tuple(f"{key}={_setting(value)}" for key, value in set.items())


def _setting(value: object) -> str:
    """A value as it stands in a pipeline."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_library._plain)
    except (TypeError, ValueError, RecursionError) as problem:
        raise ArgumentError(f"a value of 'set' cannot be written: {problem}") from None


class Pipeline:
    """A pipeline that variants are made with.

    It may be used by several threads at once, sent to other processes, and used on after ``fork``.

    Args:
        path: of a pipeline file. Its relative paths start there.
        set: values in place of the file's, such as ``{"stages.post.jpeg.quality": "20..40"}``.
        seed: in place of the file's; a whole number of 64 bits.
        variants: of each page, in place of the file's.
        tessdata: the folder of Tesseract's models.
        allow_commands: whether the pipeline may start the programs that it names.

    Raises:
        PipelineError: with all that is wrong in ``findings``, and the place of the first in ``line`` and ``column``.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        set: Mapping[str, object] | None = None,
        seed: int | None = None,
        variants: int | None = None,
        tessdata: str | os.PathLike[str] | None = None,
        allow_commands: bool = False,
    ) -> None:
        self._make(source(path, None, set, tessdata, allow_commands=allow_commands), seed, variants)

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        path: str | os.PathLike[str] | None = None,
        set: Mapping[str, object] | None = None,
        seed: int | None = None,
        variants: int | None = None,
        tessdata: str | os.PathLike[str] | None = None,
        allow_commands: bool = False,
    ) -> Pipeline:
        """A pipeline out of its text; ``path`` is where it could stand, for messages and relative paths."""
        made = cls.__new__(cls)
        if text is None:
            raise ArgumentError("'text' is None, expected a text")
        made._make(source(path, text, set, tessdata, allow_commands=allow_commands), seed, variants)
        return made

    def _make(self, source: Source, seed: int | None, variants: int | None) -> None:
        self._source = source
        digits = _library.seed_text(seed)
        count = None if variants is None else _library.whole(variants, "variants", 1, 10_000_000)
        self._changes = (digits, count)
        options = _library.c_options(seed=digits, variants=count, **source.options)
        self._handle: Handle = _library.handle("foxing_pipeline_make", source.text, source.path, options)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_remade, (tuple(self._source), *self._changes))

    @cached_property
    def _told(self) -> dict[str, Any]:
        return self._handle.description()

    @property
    def name(self) -> str:
        """What the file calls it."""
        return str(self._told["name"])

    @property
    def seed(self) -> int:
        """From which, a page's name and a number all chance of a variant follows."""
        return int(self._told["seed"])

    @property
    def variants_per_page(self) -> int:
        """As many as the file says, for a whole run."""
        return int(self._told["variants"])

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the outputs, the training picture's first."""
        return tuple(output["name"] for output in self._told["outputs"])

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of the stages, in order."""
        return tuple(self._told["stages"])

    def __call__(
        self,
        page: object,
        *,
        seed: int | None = None,
        variant: int = 0,
        name: str | None = None,
        attempt: int | None = None,
    ) -> Variant:
        """One variant of a page.

        Args:
            page: a :class:`Page`, or an array as it takes.
            seed: in place of the pipeline's.
            variant: its number, from 0.
            name: in place of the page's. With the name that a page has in a run the pixels are those of the run.
            attempt: from 0, of a variant that is drawn again.

        Raises:
            StepError: a step could not be carried out on this page.
        """
        clean = a_page(page)
        number = _library.whole(variant, "variant", 0, 2**63 - 1)
        tries = None if attempt is None else _library.whole(attempt, "attempt", 0, 1_000_000)
        options = _library.c_options(seed=_library.seed_text(seed), attempt=tries)
        called = _library.c_text(clean.name if name is None else name, "name")
        handle = _library.handle(
            "foxing_variant_make", self._handle.number, clean._handle.number, called, number, options
        )
        return Variant(handle, number)

    def variants(self, page: object, count: int | None = None, *, seed: int | None = None) -> Iterator[Variant]:
        """Variants 0 to ``count`` - 1 of a page, else as many as the pipeline says, each made when it is asked for."""
        clean = a_page(page)
        most = self.variants_per_page if count is None else _library.whole(count, "count", 0, 2**63 - 1)
        return (self(clean, seed=seed, variant=number) for number in range(most))

    def __repr__(self) -> str:
        return f"<foxing.Pipeline '{self.name}' {' → '.join(self.stages)}>"


def _remade(told: tuple[Any, ...], digits: str | None, variants: int | None) -> Pipeline:
    """A pipeline that came from another process."""
    made = Pipeline.__new__(Pipeline)
    made._make(Source(*told), None if digits is None else int(digits), variants)
    return made


class Variant(Picture):
    """One variant of a page: the training picture with its labels, and the further outputs."""

    #: Its number, from 0.
    number: int

    def __init__(self, handle: Handle, number: int) -> None:
        super().__init__(handle, 0)
        self.number = number

    @cached_property
    def _told(self) -> dict[str, Any]:
        return self._handle.description()

    @property
    def applied(self) -> list[dict[str, Any]]:
        """The steps that were carried out, each with ``stage``, ``step``, ``operation`` and ``parameters``."""
        told: list[dict[str, Any]] = self._told["applied"]
        return told

    @cached_property
    def outputs(self) -> Outputs:
        """The pictures by the names of the outputs, the training picture first."""
        names = [picture["name"] for picture in self._told["pictures"]]
        others = [Picture(self._handle, index) for index in range(1, len(names))]
        return Outputs(names, [self, *others])

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a variant stays in its process: send its image and labels, or make it again elsewhere")

    def __repr__(self) -> str:
        width, height = self.size
        return f"<foxing.Variant {self.number}, {width} × {height}>"


def presets() -> dict[str, str]:
    """The ready-made pipelines: their texts by their names."""
    return {preset["name"]: preset["text"] for preset in json.loads(_library.text("foxing_presets"))}


def preset(
    name: str,
    *,
    set: Mapping[str, object] | None = None,
    seed: int | None = None,
    variants: int | None = None,
) -> Pipeline:
    """A ready-made pipeline, such as ``"phone-photo"``."""
    known = presets()
    if name not in known:
        raise ArgumentError(f"there is no preset {name!r}; there are {', '.join(sorted(known))}")
    return Pipeline.from_text(known[name], set=set, seed=seed, variants=variants)


def image_of(value: object) -> np.ndarray[Any, Any]:
    """The pixels of whatever has some."""
    return value.image if isinstance(value, Picture) else np.asarray(value)
