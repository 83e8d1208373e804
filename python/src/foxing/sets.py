"""Reads what Foxing wrote as tar files of WebDataset and databases of LMDB, and maps a pipeline over a stream."""

from __future__ import annotations

import glob
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .errors import ArgumentError, UnusableError
from .pages import Page
from .pipelines import Pipeline

__all__ = ["augmented", "lmdb", "webdataset"]

Sample = dict[str, Any]


def webdataset(path: str | os.PathLike[str]) -> Iterator[Sample]:
    """The samples of tar files: each with ``__key__``, the bytes of the picture as ``png``, and ``txt`` and ``json``.

    Args:
        path: a tar file, or a pattern such as ``"set/sets/webdataset-line/train-*.tar"``.
    """
    found = sorted(glob.glob(os.fspath(path)))
    if not found:
        raise UnusableError(f"there are no files at '{os.fspath(path)}'", code="unusable")
    for file in found:
        try:
            with tarfile.open(file, "r|") as archive:
                yield from _samples(archive)
        except (tarfile.TarError, OSError, EOFError) as problem:
            raise UnusableError(f"'{file}' cannot be read: {problem}", code="unusable") from problem


def _samples(archive: tarfile.TarFile) -> Iterator[Sample]:
    sample: Sample = {}
    for member in archive:
        folder, slash, name = member.name.rpartition("/")
        stem, _, ending = name.partition(".")
        key = folder + slash + stem
        if sample and sample["__key__"] != key:
            yield sample
            sample = {}
        held = archive.extractfile(member)
        if held is None:
            continue
        sample["__key__"] = key
        data = held.read()
        sample[ending] = data.decode() if ending == "txt" else json.loads(data) if ending == "json" else data
    if sample:
        yield sample


def lmdb(path: str | os.PathLike[str]) -> Iterator[tuple[bytes, str]]:
    """The samples of a database: the bytes of the picture, and its text.

    Args:
        path: a folder such as ``"set/sets/lmdb-line/train"``.
    """
    try:
        import lmdb as database
    except ImportError:
        raise ArgumentError("a database is read with lmdb, which is not installed", help="pip install lmdb") from None
    try:
        environment = database.open(os.fspath(path), readonly=True, lock=False, create=False)
    except database.Error as problem:
        raise UnusableError(f"'{os.fspath(path)}' cannot be read: {problem}", code="unusable") from None
    with environment, environment.begin() as held:
        count = int(held.get(b"num-samples") or 0)
        for number in range(1, count + 1):
            yield held.get(b"image-%09d" % number), held.get(b"label-%09d" % number).decode()


def augmented(
    samples: Iterable[Sample], pipe: Pipeline, *, image: str = "png", seed: int | None = None, epoch: int = 0
) -> Iterator[Sample]:
    """Samples of a stream with their picture sent through a pipeline, as uint8 arrays.

    Args:
        samples: dictionaries with ``__key__``, from which all chance of a variant follows, and a picture as an array, a
            picture of Pillow or the bytes of a file.
        pipe: the pipeline.
        image: the name of the picture in a sample. A text beside it (``txt``) is its truth.
        seed: in place of the pipeline's.
        epoch: each makes other variants.
    """
    for sample in samples:
        text = sample.get("txt")
        page = Page(
            _pixels(sample[image]),
            text=text.decode() if isinstance(text, bytes) else text,
            name=str(sample.get("__key__", "page")),
        )
        yield {**sample, image: np.array(pipe(page, seed=seed, variant=epoch).image)}


def _pixels(given: Any) -> Any:
    if not isinstance(given, (bytes, bytearray)):
        return np.asarray(given)
    try:
        from PIL import Image
    except ImportError:
        raise ArgumentError(
            "files in memory are opened with Pillow, which is not installed", help="pip install pillow"
        ) from None
    with Image.open(io.BytesIO(given)) as opened:
        return np.asarray(opened if opened.mode in ("L", "RGB", "RGBA", "1") else opened.convert("RGB"))
