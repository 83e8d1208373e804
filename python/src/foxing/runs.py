"""Whole runs: training sets of many pages, as ``foxing run`` makes them."""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import _library, judges, storage
from .errors import ArgumentError
from .pipelines import Pipeline, Source, source

__all__ = ["RunResult", "run"]

_log = logging.getLogger("foxing")

Event = dict[str, Any]
Teller = Callable[[Event], object]


@dataclass(frozen=True)
class RunResult:
    """What came of a run."""

    #: ``"complete"``, ``"interrupted"`` (a callback stopped it) or ``"gave-up"`` (more failed than ``max_failures``).
    end: str
    #: Pages.
    sources: int
    #: Variants that were made, with those that had been made before.
    variants: int
    #: Pictures that the folder holds.
    written: int
    #: Variants that could not be read back well enough.
    dropped: int
    failed: int
    seconds: float
    #: The folder.
    output: str
    #: Patterns that matched nothing.
    fruitless: tuple[str, ...]
    #: What stands in ``run.json``.
    record: Mapping[str, Any]


def run(
    pipeline: Pipeline | str | os.PathLike[str],
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str] | None = None,
    output: str | os.PathLike[str] | None = None,
    *,
    variants: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: bool | Teller = False,
    policy: str = "fresh",
    shard: str | None = None,
    limit: int | None = None,
    dpi: float | None = None,
    memory: int | None = None,
    max_pixels: int | None = None,
    max_failures: int | None = None,
    set: Mapping[str, object] | None = None,
    tessdata: str | os.PathLike[str] | None = None,
    judge: Callable[..., Any] | str | None = None,
    allow_commands: bool = False,
) -> RunResult:
    """Makes a training set: the same files, byte for byte, as the program.

    Args:
        pipeline: a file, or a :class:`Pipeline`.
        inputs: files, folders with all below, and patterns, in place of the pipeline's; ``fsspec`` addresses too.
        output: the folder; an ``fsspec`` address such as ``"s3://bucket/set"`` too.
        variants: of each page, in place of the pipeline's.
        seed: in place of the pipeline's.
        workers: threads; the cores that the process may use.
        progress: ``True`` for tqdm's bar, or a callable that is told each event as a dictionary and stops the run by
            answering ``False``.
        policy: ``"fresh"`` (the folder must be empty), ``"resume"`` or ``"overwrite"``.
        shard: a part of the pages, such as ``"3/16"``; ``foxing merge`` joins the parts.
        limit: the first pages only.
        dpi: pixels per inch of pages that do not say theirs.
        memory: bytes for pixels in flight.
        max_pixels: of a page; larger ones are refused before they are decoded.
        max_failures: more of which end the run.
        set: values in place of the pipeline's.
        tessdata: the folder of Tesseract's models.
        judge: reads the variants in place of whoever the pipeline's ``readability`` names: a function as
            :func:`foxing.judge` takes it, or the name of one.
        allow_commands: whether the pipeline may start the programs that it names.

    Raises:
        KeyboardInterrupt: after Ctrl-C, when the pages in flight are done; ``policy="resume"`` goes on from there.
    """
    given, changes = _given(pipeline, set, tessdata, allow_commands)
    if output is None:
        raise ArgumentError("'output' is not given, the folder of the run")
    options: dict[str, Any] = {
        "variants": variants if variants is not None else changes[1],
        "seed": _library.seed_text(seed) if seed is not None else changes[0],
        "workers": workers,
        "policy": policy,
        "shard": shard,
        "limit": limit,
        "dpi": dpi,
        "memory": memory,
        "max_pixels": max_pixels,
        "max_failures": max_failures,
        "judge": None if judge is None else judges.name_of(judge),
    }
    with storage.local_run(_listed(inputs), output, policy) as (files, folder), _teller(progress) as tell:
        options.update(given.options, inputs=files, output=folder)
        return _carried_out(given, options, tell, os.fspath(output))


def _given(
    pipeline: object, set: Mapping[str, object] | None, tessdata: Any, allow_commands: object
) -> tuple[Source, tuple[str | None, int | None]]:
    if not isinstance(pipeline, Pipeline):
        return source(pipeline, None, set, tessdata, allow_commands=allow_commands), (None, None)
    known = pipeline._source
    more = source(None, None, set, tessdata, allow_commands=allow_commands)
    told = known._replace(
        set=known.set + more.set,
        tessdata=more.tessdata or known.tessdata,
        allow_commands=more.allow_commands or known.allow_commands,
    )
    return told, pipeline._changes


def _listed(inputs: Any) -> list[str] | None:
    if inputs is None:
        return None
    if isinstance(inputs, (str, bytes, os.PathLike)):
        inputs = [inputs]
    if not isinstance(inputs, Iterable):
        raise ArgumentError(f"'inputs' is {_library._named(inputs)}, expected a list of paths")
    return [os.fsdecode(_library.c_path(path, f"inputs[{i}]")) for i, path in enumerate(inputs)]


def _carried_out(given: Source, options: dict[str, Any], tell: Teller, output: str) -> RunResult:
    """The run on a thread of its own, so that an interrupt finds this one in Python code that can stop it in order."""
    worker = _Worker(given, _library.c_options(**options))
    worker.start()
    try:
        while (event := worker.next_event()) is not None:
            if tell(event) is False:
                worker.stop()
    except BaseException:
        worker.stop()
        while worker.next_event() is not None:
            pass
        raise
    return _result(worker.result(), output)


class _Worker(threading.Thread):
    """Carries out a run and hands on what happens."""

    def __init__(self, given: Source, options: bytes | None) -> None:
        super().__init__(name="foxing-run")
        self._given = given
        self._options = options
        self._events: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        # A run does not leave a slow listener behind.
        self._room = threading.Semaphore(256)
        self._is_stopped = False
        self._told = b""
        self._problem: BaseException | None = None

    def run(self) -> None:
        place = ctypes.c_void_p()
        try:
            _library.call(
                "foxing_run",
                self._given.text,
                self._given.path,
                self._options,
                _library.Progress(self._hear),
                None,
                ctypes.byref(place),
                is_long=True,
            )
            self._told = _library._taken(place) or b""
        except BaseException as problem:
            self._problem = problem
        finally:
            self._events.put(None)

    def _hear(self, _: object, event: bytes | None) -> int:
        if event is not None:
            while not self._is_stopped and not self._room.acquire(timeout=0.1):
                pass
            self._events.put(event)
        return int(self._is_stopped)

    def stop(self) -> None:
        self._is_stopped = True

    def next_event(self) -> Event | None:
        """What happened next; ``None`` when the run is over."""
        event = self._events.get()
        if event is None:
            self.join()
            return None
        self._room.release()
        told: Event = json.loads(event)
        return told

    def result(self) -> dict[str, Any]:
        if self._problem is not None:
            raise self._problem
        told: dict[str, Any] = json.loads(self._told)
        return told


def _result(told: dict[str, Any], output: str) -> RunResult:
    return RunResult(
        end=told["end"],
        sources=told["sources"],
        variants=told["variants"],
        written=told["written"],
        dropped=told["dropped"],
        failed=told["failed"],
        seconds=told["seconds"],
        output=output,
        fruitless=tuple(told["fruitless"]),
        record=told["record"],
    )


@contextlib.contextmanager
def _teller(progress: bool | Teller) -> Iterator[Teller]:
    """Who is told of events: the log, and whoever the caller wants."""
    if callable(progress):
        yield _both(progress)
    elif progress:
        with _bar() as show:
            yield _both(show)
    else:
        yield _logged


def _both(teller: Teller) -> Teller:
    """The log, and somebody else whose answer counts."""

    def tell(event: Event) -> object:
        _logged(event)
        return teller(event)

    return tell


def _logged(event: Event) -> None:
    match event["event"]:
        case "note":
            _log.info("%s: %s", event["source"], event["message"])
        case "failure":
            _log.warning("%s: %s", event["row"]["source"], event["row"]["message"])
        case "start":
            _log.info("%d pages, %d variants of each", event["sources"], event["variants"])


@contextlib.contextmanager
def _bar() -> Iterator[Teller]:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ArgumentError(
            "progress=True draws the bar of tqdm, which is not installed", help="pip install tqdm"
        ) from None
    with tqdm(unit=" variants") as bar:

        def show(event: Event) -> None:
            if event["event"] == "start":
                bar.reset(total=event["total"])
            elif event["event"] == "variant":
                bar.update()

        yield show
