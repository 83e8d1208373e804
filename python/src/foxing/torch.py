"""Lines and pages for PyTorch: the same items for any number of workers, after a restart, on another machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, Sampler, get_worker_info

from . import datasets
from .pipelines import Pipeline

__all__ = ["IterableLines", "LineDataset", "LineSampler", "PageDataset", "collate"]


def tensor(image: np.ndarray[Any, Any]) -> torch.Tensor:
    """uint8 ``(channels, height, width)``."""
    planes = image[None] if image.ndim == 2 else np.ascontiguousarray(image.transpose(2, 0, 1))
    return torch.from_numpy(planes)


class _Epochs:
    """The epoch, in memory that workers see, those too that go on from one epoch to the next."""

    def __init__(self) -> None:
        self._epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    @property
    def epoch(self) -> int:
        return int(self._epoch.item())

    def set_epoch(self, epoch: int) -> None:
        """Says which epoch it is, from 0; the items of each are different ones."""
        self._epoch.fill_(epoch)

    def state_dict(self) -> dict[str, Any]:
        """What a restart needs, with ``torchdata``'s stateful loader."""
        return {"epoch": self.epoch}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes on where ``state_dict`` was asked for."""
        self.set_epoch(state["epoch"])

    def _place(self, index: int | tuple[int, int]) -> tuple[int, int]:
        """The epoch and the number of an item; a sampler may say both."""
        return (int(index[0]), int(index[1])) if isinstance(index, tuple) else (self.epoch, int(index))


class LineDataset(_Epochs, Dataset):  # type: ignore[misc]
    """Lines with their text: item ``i`` is a uint8 tensor ``(channels, height, width)`` and a text.

    The arguments are those of :class:`foxing.datasets.Lines`. :func:`collate` makes batches of them, and
    :meth:`sampler` an order in which a page is made once for all of its lines.
    """

    def __init__(
        self, pipe: Pipeline, pages: Sequence[Any], seed: int | None = 0, height: int = 48, **options: Any
    ) -> None:
        super().__init__()
        self.items = datasets.Lines(pipe, pages, seed=seed, height=height, **options)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int | tuple[int, int]) -> tuple[torch.Tensor, str]:
        epoch, number = self._place(index)
        if not -len(self) <= number < len(self):
            raise IndexError(f"line {number} of {len(self)}")
        item = self.items.item(epoch, number % len(self))
        return tensor(item.image), item.text

    def sampler(self, *, shuffle: bool = True, seed: int = 0, window: int = 16) -> LineSampler:
        """An order of the lines: pages at random, the lines of ``window`` pages mixed."""
        return LineSampler(self, shuffle=shuffle, seed=seed, window=window)


class PageDataset(_Epochs, Dataset):  # type: ignore[misc]
    """Pages with their labels: item ``i`` is a uint8 tensor ``(channels, height, width)`` and a dictionary.

    The dictionary has ``text``, ``words`` (texts), ``polygons`` (float64 ``(n, 2)`` each, in pixels), ``legible`` and
    ``page``. The arguments are those of :class:`foxing.datasets.Pages`.
    """

    def __init__(self, pipe: Pipeline, pages: Sequence[Any], seed: int | None = 0, **options: Any) -> None:
        super().__init__()
        self.items = datasets.Pages(pipe, pages, seed=seed, **options)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int | tuple[int, int]) -> tuple[torch.Tensor, dict[str, Any]]:
        epoch, number = self._place(index)
        if not -len(self) <= number < len(self):
            raise IndexError(f"page {number} of {len(self)}")
        item = self.items.item(epoch, number % len(self))
        words = item.labels.words
        return tensor(item.image), {
            "text": item.labels.text,
            "words": [word.text for word in words],
            "polygons": [torch.from_numpy(word.polygon.copy()) for word in words],
            "legible": [word.legible for word in words],
            "page": item.page,
        }


class LineSampler(Sampler):  # type: ignore[misc]
    """Numbers of lines with their epoch, in an order in which pages are made once; can be taken up in mid-epoch."""

    def __init__(self, dataset: LineDataset, *, shuffle: bool, seed: int, window: int) -> None:
        self._dataset = dataset
        self._order = {"shuffle": shuffle, "seed": seed, "window": max(1, window)}
        self._given = 0
        self._skipped = 0

    def __len__(self) -> int:
        return len(self._dataset)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        epoch = self._dataset.epoch
        self._given, self._skipped = self._skipped, 0
        numbers = datasets.order(self._dataset.items, epoch, **self._order)  # type: ignore[arg-type]
        for place, number in enumerate(numbers):
            if place >= self._given:
                self._given = place + 1
                yield epoch, number

    def state_dict(self) -> dict[str, Any]:
        """Where it is in the epoch."""
        return {"given": self._given, "epoch": self._dataset.epoch}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes on there, with the next iterator."""
        self._dataset.set_epoch(state["epoch"])
        self._skipped = state["given"]


class IterableLines(_Epochs, IterableDataset):  # type: ignore[misc]
    """Lines of a stream of pages, for pages that are too many to be listed, or come from elsewhere.

    Each worker takes every n-th page. What a line looks like depends on the page, the seed and the epoch; only the
    order depends on the number of workers.

    Args:
        pipe: the pipeline.
        pages: files, arrays or pages; asked for anew in each epoch.
        seed: in place of the pipeline's.
        height: of the pictures in pixels.
        variants: of each page in an epoch.
        options: further ones of :class:`foxing.datasets.Lines`.
    """

    def __init__(
        self,
        pipe: Pipeline,
        pages: Iterable[Any],
        seed: int | None = 0,
        height: int = 48,
        variants: int = 1,
        **options: Any,
    ) -> None:
        super().__init__()
        self._pipe = pipe
        self._pages = pages
        self._options = {"seed": seed, "height": height, **options}
        self._variants = variants
        self._given = 0
        self._skipped = 0

    def __iter__(self) -> Iterator[tuple[torch.Tensor, str]]:
        worker = get_worker_info()
        first, step = (worker.id, worker.num_workers) if worker is not None else (0, 1)
        skipped, self._skipped, self._given = self._skipped, 0, 0
        for place, page in enumerate(self._pages):
            if place % step != first:
                continue
            lines = datasets.Lines(self._pipe, [page], **self._options)
            for variant in range(self._variants):
                number = self.epoch * self._variants + variant
                if self._given + len(lines) <= skipped:
                    self._given += len(lines)
                    continue
                for index in range(len(lines)):
                    self._given += 1
                    if self._given > skipped:
                        item = lines.item(number, index)
                        yield tensor(item.image), item.text

    def state_dict(self) -> dict[str, Any]:
        """Where this worker is."""
        return {"given": self._given, "epoch": self.epoch}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes on there."""
        self.set_epoch(state["epoch"])
        self._skipped = state["given"]


def collate(
    items: Sequence[tuple[torch.Tensor, str]], paper: int = 255
) -> tuple[torch.Tensor, torch.Tensor, list[str]]:
    """A batch of lines: uint8 ``(n, channels, height, widest)`` filled with paper at the right, widths, and texts."""
    widths = torch.tensor([image.shape[2] for image, _ in items])
    channels, height, _ = items[0][0].shape
    batch = torch.full((len(items), channels, height, int(widths.max())), paper, dtype=torch.uint8)
    for row, (image, _) in zip(batch, items, strict=True):
        row[:, :, : image.shape[2]] = image
    return batch, widths, [text for _, text in items]
