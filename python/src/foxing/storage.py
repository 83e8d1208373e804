"""Pages and folders elsewhere than on this machine: what ``fsspec`` reaches, brought here for a run and taken back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import _library
from .errors import ArgumentError, NotWrittenError, UnusableError

__all__ = ["fetch", "is_remote", "store"]


def is_remote(path: object) -> bool:
    """Whether a path is an address such as ``s3://bucket/pages``, and not a file or folder here."""
    if not isinstance(path, str):
        return False
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.replace("+", "").replace("-", "").isalnum() and scheme != "file"


def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    try:
        import fsspec
    except ImportError:
        raise ArgumentError(
            f"'{address}' is read through fsspec, which is not installed", help="pip install fsspec"
        ) from None
    try:
        files, path = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as problem:
        raise ArgumentError(f"'{address}' cannot be reached: {problem}") from None
    return files, path


def fetch(address: str, folder: str | os.PathLike[str]) -> list[str]:
    """Brings the files of an address here: a file, all below a folder, or what a pattern matches.

    Returns:
        Their paths, sorted, below ``folder``; what lies in one folder there lies in one folder here.
    """
    files, path = _opened(address)
    try:
        if any(mark in path for mark in "*?["):
            found = sorted(files.glob(path))
            start = path[: min(path.find(mark) for mark in "*?[" if mark in path)].rpartition("/")[0]
        elif files.isdir(path):
            found, start = sorted(files.find(path)), path.rstrip("/")
        else:
            found, start = [path], path.rpartition("/")[0]
        return [_brought(files, one, start, Path(folder)) for one in found if not files.isdir(one)]
    except (OSError, ValueError) as problem:
        raise UnusableError(f"'{address}' cannot be read: {problem}", code="unusable") from problem


def _brought(files: Any, one: str, start: str, folder: Path) -> str:
    below = one[len(start) :].lstrip("/") if start and one.startswith(start) else one.lstrip("/")
    target = folder / below
    if ".." in target.parts:
        raise UnusableError(f"'{one}' would lie outside of its folder", code="unusable")
    target.parent.mkdir(parents=True, exist_ok=True)
    files.get_file(one, str(target))
    return str(target)


def store(folder: str | os.PathLike[str], address: str) -> None:
    """Takes all files below a folder to an address, the ledger last: with it there, all that it lists is there."""
    files, path = _opened(address)
    start = Path(folder)
    found = sorted(
        (file for file in start.rglob("*") if file.is_file()), key=lambda file: (file.name == "ledger.jsonl", file)
    )
    try:
        files.makedirs(path, exist_ok=True)
        for file in found:
            target = f"{path.rstrip('/')}/{file.relative_to(start).as_posix()}"
            files.makedirs(target.rpartition("/")[0], exist_ok=True)
            files.put_file(str(file), target)
    except OSError as problem:
        raise NotWrittenError(f"'{address}' cannot be written: {problem}", code="not-written") from problem


def _holds(address: str) -> bool:
    files, path = _opened(address)
    return bool(files.exists(path) and (not files.isdir(path) or files.find(path)))


@contextlib.contextmanager
def local_run(
    inputs: list[str] | None, output: str | os.PathLike[str], policy: str
) -> Iterator[tuple[list[str] | None, str]]:
    """Inputs and output as a run needs them, files and a folder here; what is elsewhere stands in temporary ones."""
    folder = os.fsdecode(_library.c_path(output, "output"))
    far_inputs = [path for path in inputs or [] if is_remote(path)]
    if not far_inputs and not is_remote(folder):
        yield inputs, folder
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="foxing-") as scratch:
        if far_inputs:
            inputs = _near(inputs or [], Path(scratch))
        if not is_remote(folder):
            yield inputs, folder
            return
        near = Path(scratch, "set")
        if _holds(folder):
            _take_up(folder, near, policy)
        yield inputs, str(near)
        store(near, folder)


def _near(inputs: list[str], scratch: Path) -> list[str]:
    made: list[str] = []
    for number, path in enumerate(inputs):
        if not is_remote(path):
            made.append(path)
            continue
        place = scratch / f"pages-{number}"
        found = fetch(path, place)
        if not found:
            raise UnusableError(f"there are no files at '{path}'", code="unusable")
        # A folder goes as a folder, so that pages have the names that they have there.
        made.append(found[0] if len(found) == 1 and found[0] == str(place / Path(path).name) else str(place))
    return made


def _take_up(folder: str, near: Path, policy: str) -> None:
    if policy == "resume":
        fetch(folder, near)
    elif policy == "overwrite":
        raise ArgumentError("policy='overwrite' is not for folders elsewhere: remove the folder there")
    else:
        raise UnusableError(
            f"'{folder}' is not empty", code="unusable", help="policy='resume' goes on in it, or name another folder"
        )
