"""Lines and pages by number, the same for everyone who asks: what the loaders of trainers stand on."""

from __future__ import annotations

import os
import random
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _library
from .errors import ArgumentError
from .labels import Labels
from .lines import LineCrop
from .pages import Page, a_page, read_page
from .pipelines import Pipeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

__all__ = ["LineItem", "Lines", "PageItem", "Pages", "order"]

#: As often a line that cannot be read on a variant is drawn again, before the clean one stands in.
ATTEMPTS = 3


@dataclass(frozen=True, eq=False)
class LineItem:
    """A line or a word of a variant."""

    #: uint8, ``(height, width)``, or ``(height, width, 3)`` in red, green, blue.
    image: Image
    text: str
    #: The page's name.
    page: str
    id: str


@dataclass(frozen=True, eq=False)
class PageItem:
    """A page's variant."""

    #: uint8, ``(height, width)``, or ``(height, width, 3)`` in red, green, blue.
    image: Image
    labels: Labels
    page: str


class _Kept:
    """What was made last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._items: OrderedDict[Any, tuple[Any, int]] = OrderedDict()

    def get(self, key: Any) -> Any:
        found = self._items.get(key)
        if found is None:
            return None
        self._items.move_to_end(key)
        return found[0]

    def put(self, key: Any, value: Any, size: int) -> None:
        self._items[key] = (value, size)
        self._held += size
        while self._held > self._most and len(self._items) > 1:
            _, (_, gone) = self._items.popitem(last=False)
            self._held -= gone


def _in_channels(image: Image, channels: int | None) -> Image:
    """A copy of its own, in gray (1) or color (3) where that is asked for."""
    if channels == 1 and image.ndim == 3:
        weighed = image[..., 0] * np.uint32(299) + image[..., 1] * np.uint32(587) + image[..., 2] * np.uint32(114)
        return np.asarray((weighed + 500) // 1000, dtype=np.uint8)
    if channels == 3 and image.ndim == 2:
        return np.asarray(np.repeat(image[:, :, None], 3, axis=2))
    copied: Image = image.copy()
    return copied


class _Source:
    """A pipeline and pages, which are read when they are asked for and kept for a while."""

    def __init__(
        self, pipe: Pipeline, pages: Sequence[Any], seed: int | None, channels: int | None, cache: int
    ) -> None:
        if not isinstance(pipe, Pipeline):
            raise ArgumentError(f"'pipe' is of type '{type(pipe).__name__}', expected a foxing.Pipeline")
        if channels not in (None, 1, 3):
            raise ArgumentError(f"'channels' is {channels}, expected 1, 3 or None")
        self.pipe = pipe
        self.pages = list(pages)
        self.seed = seed
        self.channels = channels
        self.cache = _library.whole(cache, "cache", 0, 2**60)
        self._kept = _Kept(self.cache)

    def __getstate__(self) -> dict[str, Any]:
        # What was made is made again in another process.
        return {**self.__dict__, "_kept": _Kept(self.cache)}

    def page(self, number: int) -> Page:
        given = self.pages[number]
        if isinstance(given, Page):
            return given
        key = ("page", number)
        page: Page | None = self._kept.get(key)
        if page is None:
            is_file = isinstance(given, (str, os.PathLike))
            page = read_page(given, pipeline=self.pipe) if is_file else a_page(given)
            self._kept.put(key, page, page.image.nbytes)
        return page


class Pages(_Source):
    """Variants of pages by number: ``len`` is pages times ``variants``.

    Item (epoch, index) depends on the pipeline, the page and the seed alone.

    Args:
        pipe: the pipeline.
        pages: files, arrays or :class:`Page` objects.
        seed: in place of the pipeline's.
        variants: of each page in an epoch.
        channels: 1 gray, 3 color, ``None`` as the pipeline makes them.
        output: of the pipeline; else the training picture.
        cache: bytes of clean pages that are kept.
    """

    def __init__(
        self,
        pipe: Pipeline,
        pages: Sequence[Any],
        *,
        seed: int | None = None,
        variants: int = 1,
        channels: int | None = None,
        output: str | None = None,
        cache: int = 256 << 20,
    ) -> None:
        super().__init__(pipe, pages, seed, channels, cache)
        self.variants = _library.whole(variants, "variants", 1, 10_000_000)
        self.output = output

    def __len__(self) -> int:
        return len(self.pages) * self.variants

    def item(self, epoch: int, index: int) -> PageItem:
        """Item ``index`` of an epoch; both from 0."""
        page = self.page(index // self.variants)
        number = epoch * self.variants + index % self.variants
        made = self.pipe(page, seed=self.seed, variant=number)
        picture = made if self.output is None else made.outputs.picture(self.output)
        return PageItem(_in_channels(picture.image, self.channels), picture.labels, page.name)


class Lines(_Source):
    """Lines of variants by number: ``len`` is that of the lines that can be cut out of the clean pages.

    Item (epoch, index) depends on the pipeline, the page and the seed alone: in each epoch a page has one variant, and
    all of its lines come from it. A line that cannot be trained on there (cut off, too faint) is taken from the next
    attempt of that variant, and at last from the clean page.

    Args:
        pipe: the pipeline.
        pages: files, arrays or :class:`Page` objects, with places of lines or words. Each is read once at the start.
        seed: in place of the pipeline's.
        height: of the pictures in pixels, 4 to 1024.
        unit: ``"line"`` or ``"word"``.
        channels: 1 gray, 3 color, ``None`` as the pipeline makes them.
        output: of the pipeline; else the training picture.
        cache: bytes of lines and clean pages that are kept. A page is made again when its lines are gone from it.
        options: further ones of :meth:`Picture.line_crops`.
    """

    def __init__(
        self,
        pipe: Pipeline,
        pages: Sequence[Any],
        *,
        seed: int | None = None,
        height: int = 48,
        unit: str = "line",
        channels: int | None = 1,
        output: str | None = None,
        cache: int = 256 << 20,
        **options: Any,
    ) -> None:
        super().__init__(pipe, pages, seed, channels, cache)
        self.options = {"height": height, "unit": unit, **options}
        self.output = output
        self.lines = [
            (number, line.id)
            for number in range(len(self.pages))
            for line in self.page(number).line_crops(**self.options)
        ]

    def __len__(self) -> int:
        return len(self.lines)

    def item(self, epoch: int, index: int) -> LineItem:
        """Item ``index`` of an epoch; both from 0."""
        number, line = self.lines[index]
        for attempt in range(ATTEMPTS):
            crop = self._crops(number, epoch, attempt).get(line)
            if crop is not None:
                break
        else:
            crop = self._crops(number, epoch, None)[line]
        return LineItem(_in_channels(crop.image, self.channels), crop.text, self.page(number).name, line)

    def _crops(self, number: int, epoch: int, attempt: int | None) -> dict[str, LineCrop]:
        """The lines of one variant of a page by their names; without an attempt those of the clean page."""
        key = (number, epoch if attempt is not None else 0, attempt)
        crops: dict[str, LineCrop] | None = self._kept.get(key)
        if crops is None:
            page = self.page(number)
            if attempt is None:
                cut = page.line_crops(**self.options)
            else:
                made = self.pipe(page, seed=self.seed, variant=epoch, attempt=attempt)
                picture = made if self.output is None else made.outputs.picture(self.output)
                cut = picture.line_crops(**self.options)
            crops = {crop.id: crop for crop in cut}
            self._kept.put(key, crops, sum(crop.image.nbytes for crop in cut) + 1024)
        return crops


def order(lines: Lines, epoch: int, *, shuffle: bool, seed: int, window: int) -> Iterator[int]:
    """The lines of an epoch in an order that is quick to make: pages at random, the lines of ``window`` pages mixed.

    With lines of all pages mixed, a page is made again for each of its lines as soon as its lines are too many to keep.
    """
    if not shuffle:
        yield from range(len(lines))
        return
    dice = random.Random(f"{seed}/{epoch}")
    of_page: dict[int, list[int]] = {}
    for index, (number, _) in enumerate(lines.lines):
        of_page.setdefault(number, []).append(index)
    pages = sorted(of_page)
    dice.shuffle(pages)
    for start in range(0, len(pages), window):
        mixed = [index for number in pages[start : start + window] for index in of_page[number]]
        dice.shuffle(mixed)
        yield from mixed
