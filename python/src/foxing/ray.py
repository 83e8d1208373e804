"""Runs on many machines with Ray: tasks that can be repeated anywhere, and a merge that is exact."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import ray

from . import parts, storage
from .errors import ArgumentError
from .pages import Page
from .pipelines import Pipeline, source
from .runs import RunResult, _listed

__all__ = ["Augment", "run"]


@dataclass(frozen=True)
class _Order:
    """What all parts have in common."""

    #: Where finished parts are put: a folder that all machines share, or an address.
    place: str
    count: int
    #: For the program, all but the part and its folder.
    arguments: tuple[str, ...]
    #: Inputs that are addresses, which each machine brings to itself.
    far: tuple[str, ...]

    def folder(self, number: int) -> str:
        return f"{self.place}/part-{number:06d}"


def _make_part(order: _Order, number: int) -> int:
    """Makes part ``number``, from 1, and puts it in its place at once and whole, so that it may be made twice."""
    is_far = storage.is_remote(order.place)
    beside = None if is_far else order.place
    scratch = tempfile.mkdtemp(prefix=f"making-{number:06d}-", dir=beside)
    try:
        inputs = [word for far in order.far for word in ("-i", _brought(far, scratch))]
        folder = os.path.join(scratch, "part")
        shard = ["--shard", f"{number}/{order.count}", "-o", folder]
        parts.carry_out([*order.arguments, *inputs, *shard], dies_with_us=True)
        if is_far:
            storage.store(folder, order.folder(number))
        elif not os.path.isdir(order.folder(number)):
            try:
                os.rename(folder, order.folder(number))
            except OSError:
                # Another try came first, with the same bytes.
                if not os.path.isdir(order.folder(number)):
                    raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return number


def _brought(far: str, scratch: str) -> str:
    place = os.path.join(scratch, f"pages-{uuid.uuid5(uuid.NAMESPACE_URL, far).hex[:8]}")
    storage.fetch(far, place)
    return place


def run(
    pipeline: Pipeline | str | os.PathLike[str],
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    variants: int | None = None,
    seed: int | None = None,
    tasks: int | None = None,
    tasks_per_page: float | None = None,
    pages: int | None = None,
    retries: int = 10,
    set: Mapping[str, object] | None = None,
    tessdata: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    progress: bool | Callable[[int, int], object] = False,
) -> RunResult:
    """Makes a training set with Ray; the folder equals, byte for byte, that of ``foxing run`` on one machine.

    The pages are split in tasks by a hash of their names. Each task writes its part to a folder of its own and puts it
    in place when it is whole, so that Ray may repeat it on another machine when a process or a machine dies, or its
    disk is full. At the end the parts are merged by the caller.

    Args:
        pipeline: a file that all machines can read, or a :class:`Pipeline` without relative paths.
        inputs: files, folders and patterns that all machines can read, or ``fsspec`` addresses.
        output: a folder that all machines share, or an ``fsspec`` address.
        variants: of each page, in place of the pipeline's.
        seed: in place of the pipeline's.
        tasks: how many; else four for each processor of the cluster.
        tasks_per_page: in place of ``tasks``, with ``pages``: 0.05 makes tasks of about 20 pages.
        pages: how many there are, for ``tasks_per_page``.
        retries: of a task.
        set: values in place of the pipeline's.
        tessdata: the folder of Tesseract's models.
        overwrite: replace what a run left in ``output``.
        progress: ``True`` for Ray's own bar, or a callable that is told how many of how many tasks are done.
    """
    count = _count(tasks, tasks_per_page, pages)
    place = f"{os.fspath(output).rstrip('/')}.parts"
    is_far = storage.is_remote(place)
    if not is_far:
        Path(place).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="foxing-") as scratch:
        order = _order(pipeline, _listed(inputs) or [], place, count, set)
        order = _with_options(order, variants=variants, seed=seed, tessdata=tessdata)
        _await(order, retries, progress)
        folders = [order.folder(number) for number in range(1, count + 1)]
        if is_far:
            near = [os.path.join(scratch, f"part-{number}") for number in range(1, count + 1)]
            for folder, target in zip(folders, near, strict=True):
                storage.fetch(folder, target)
            made = parts.merge(near, os.path.join(scratch, "whole"))
            storage.store(made.output, os.fspath(output))
        else:
            made = parts.merge(folders, output, overwrite=overwrite)
            shutil.rmtree(place, ignore_errors=True)
    return made


def _count(tasks: int | None, tasks_per_page: float | None, pages: int | None) -> int:
    if tasks is not None and tasks_per_page is not None:
        raise ArgumentError("'tasks' and 'tasks_per_page' are given, expected one of them")
    if tasks_per_page is not None:
        if pages is None or tasks_per_page <= 0:
            raise ArgumentError("'tasks_per_page' needs 'pages', and is above 0")
        tasks = math.ceil(pages * tasks_per_page)
    if tasks is None:
        tasks = 4 * int(ray.cluster_resources().get("CPU", 1))
    if tasks < 1:
        raise ArgumentError(f"'tasks' is {tasks}, expected at least 1")
    return tasks


def _order(
    pipeline: Pipeline | str | os.PathLike[str],
    inputs: list[str],
    place: str,
    count: int,
    set: Mapping[str, object] | None,
) -> _Order:
    settings = list(source(None, None, set, None).set)
    if isinstance(pipeline, Pipeline):
        given = pipeline._source
        file = os.fsdecode(given.path) if given.path is not None else os.path.join(place, "pipeline.yaml")
        if given.path is None:
            if storage.is_remote(place):
                raise ArgumentError(
                    "a pipeline without a file goes to folders only; save it where all machines can read it"
                )
            Path(file).write_bytes(given.text or b"")
        settings = [*given.set, *settings]
        changes = {"--seed": pipeline._changes[0], "--variants": pipeline._changes[1]}
    else:
        file, changes = os.path.abspath(os.fspath(pipeline)), {}
    far = tuple(path for path in inputs if storage.is_remote(path))
    words = ["run", file, "-j", "1", "--progress", "none", "--quiet"]
    words += [word for path in inputs if path not in far for word in ("-i", os.path.abspath(path))]
    words += [word for setting in settings for word in ("--set", setting)]
    words += [word for name, value in changes.items() if value is not None for word in (name, str(value))]
    return _Order(place, count, tuple(words), far)


def _with_options(order: _Order, **options: Any) -> _Order:
    words = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
    return _Order(order.place, order.count, (*order.arguments, *words), order.far)


def _await(order: _Order, retries: int, progress: bool | Callable[[int, int], object]) -> None:
    make = ray.remote(_make_part).options(
        num_cpus=1, max_retries=retries, retry_exceptions=True, name="foxing.part", scheduling_strategy="SPREAD"
    )
    waiting = [make.remote(order, number) for number in range(1, order.count + 1)]
    bar = None
    if progress is True:
        from ray.experimental.tqdm_ray import tqdm

        bar = tqdm(total=order.count, desc="parts")
    done = 0
    try:
        while waiting:
            finished, waiting = ray.wait(waiting, num_returns=1)
            ray.get(finished)
            done += len(finished)
            if bar is not None:
                bar.update(len(finished))
            elif callable(progress):
                progress(done, order.count)
    except BaseException:
        for task in waiting:
            ray.cancel(task, force=False)
        raise
    finally:
        if bar is not None:
            bar.close()


class Augment:
    """For ``dataset.map_batches``: pages in, variants out.

    Args:
        pipe: the pipeline.
        image: the column of pages: uint8 arrays.
        name: the column of their names, from which all chance follows; without it that of their pixels.
        text: the column of their text, which is replaced by what is left of it.
        seed: in place of the pipeline's.
        variant: its number.
    """

    def __init__(
        self,
        pipe: Pipeline,
        *,
        image: str = "image",
        name: str | None = None,
        text: str | None = None,
        seed: int | None = None,
        variant: int = 0,
    ) -> None:
        self.pipe = pipe
        self.image = image
        self.name = name
        self.text = text
        self.seed = seed
        self.variant = variant

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """A batch as Ray Data has it: columns by name."""
        images, texts = [], []
        for row, image in enumerate(batch[self.image]):
            pixels = np.asarray(image, dtype=np.uint8)
            name = str(batch[self.name][row]) if self.name is not None else _name_of(pixels)
            text = None if self.text is None else str(batch[self.text][row])
            made = self.pipe(Page(pixels, text=text, name=name), seed=self.seed, variant=self.variant)
            images.append(np.array(made.image))
            texts.append(made.text)
        changed = {self.image: _column(images)}
        if self.text is not None:
            changed[self.text] = np.array(texts, dtype=object)
        return {**batch, **changed}


def _name_of(pixels: np.ndarray[Any, Any]) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(pixels.shape).encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()[:16]


def _column(images: list[Any]) -> Any:
    if len({image.shape for image in images}) == 1:
        return np.stack(images)
    column = np.empty(len(images), dtype=object)
    column[:] = images
    return column
