"""Foxing in Hugging Face's datasets: a transform of pages, and finished runs as a data set."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .errors import UnusableError
from .labels import Labels
from .pages import Page
from .pipelines import Pipeline

__all__ = ["Transform", "load", "transform"]


class Transform:
    """Maps batches of pages to variants; see :func:`transform`."""

    def __init__(self, pipe: Pipeline, image: str, text: str | None, words: str | None, seed: int | None) -> None:
        self.pipe = pipe
        self.image = image
        self.text = text
        self.words = words
        self.seed = seed
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Says which epoch it is, from 0: each makes other variants."""
        self.epoch = epoch

    def __call__(self, batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Variants in place of the pages of a batch."""
        made = dict(batch)
        variants = [self._one(batch, row) for row in range(len(batch[self.image]))]
        made[self.image] = [np.array(variant.image) for variant in variants]
        if self.text is not None:
            made[self.text] = [variant.text for variant in variants]
        if self.words is not None:
            made[self.words] = [_words(variant.labels) for variant in variants]
        return made

    def _one(self, batch: dict[str, list[Any]], row: int) -> Any:
        image = np.asarray(batch[self.image][row])
        if image.ndim == 3 and image.shape[2] == 2:
            image = image[:, :, 0]
        labels: dict[str, Any] = {}
        if self.words is not None and batch[self.words][row]:
            labels = {"words": batch[self.words][row]}
        elif self.text is not None and batch[self.text][row]:
            labels = {"text": batch[self.text][row]}
        # A row has no number here: its name is what it shows.
        page = Page(image, name=hashlib.sha256(np.ascontiguousarray(image).data).hexdigest()[:16], **labels)
        return self.pipe(page, seed=self.seed, variant=self.epoch)


def _words(labels: Labels) -> list[dict[str, Any]]:
    return [{"text": word.text, "polygon": word.polygon.tolist(), "legible": word.legible} for word in labels.words]


def transform(
    pipe: Pipeline, *, image: str = "image", text: str | None = None, words: str | None = None, seed: int | None = None
) -> Callable[[dict[str, list[Any]]], dict[str, list[Any]]]:
    """For ``dataset.set_transform`` and ``dataset.map(batched=True)``: pages in, variants out.

    What a variant looks like depends on the pipeline, the pixels of the page, the seed and the epoch alone, and so does
    the fingerprint that ``datasets`` takes of it.

    Args:
        pipe: the pipeline.
        image: the column of pages: pictures or uint8 arrays.
        text: the column of their text.
        words: the column of their words, each with ``text`` and ``polygon`` or ``box``; they follow the pixels.
        seed: in place of the pipeline's.
    """
    return Transform(pipe, image, text, words, seed)


def load(run: str | os.PathLike[str]) -> Any:
    """A finished run as a ``datasets.Dataset``, a row for each variant that was written.

    Columns: ``image``, ``text``, ``words`` (``text``, ``polygon``, ``legible``), ``page``, ``variant``, ``split``,
    ``cer`` (``None`` where it was not read back) and ``applied`` (JSON).
    """
    import datasets

    folder = Path(run)
    try:
        with open(folder / "manifest.jsonl", encoding="utf-8") as file:
            rows = [row for row in map(json.loads, file) if row["image"] is not None]
    except OSError as problem:
        raise UnusableError(f"'{folder}' holds no finished run: {problem}", code="unusable") from None
    points = datasets.Sequence(datasets.Sequence(datasets.Value("float64")))
    words = [{"text": datasets.Value("string"), "polygon": points, "legible": datasets.Value("bool")}]
    features = datasets.Features(
        {
            "image": datasets.Image(),
            "text": datasets.Value("string"),
            "words": words,
            "page": datasets.Value("string"),
            "variant": datasets.Value("int64"),
            "split": datasets.Value("string"),
            "cer": datasets.Value("float64"),
            "applied": datasets.Value("string"),
        }
    )
    return datasets.Dataset.from_list([_row(folder, row) for row in rows], features=features)


def _row(folder: Path, row: dict[str, Any]) -> dict[str, Any]:
    labels = Labels((folder / row["labels"]).read_bytes()) if row["labels"] else None
    cer = (row["readability"] or {}).get("cer")
    return {
        "image": str(folder / row["image"]),
        "text": labels.text if labels else None,
        "words": _words(labels) if labels else [],
        "page": row["source"],
        "variant": row["variant"],
        "split": row["split"],
        "cer": cer[0] / cer[1] if cer and cer[1] else None,
        "applied": json.dumps(row["applied"]),
    }
