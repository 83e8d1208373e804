"""Runs in parts: made anywhere, joined to what a single run would have left."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import _program, _surroundings
from .errors import ArgumentError, Error, MissingError, from_library
from .runs import RunResult

__all__ = ["merge"]

#: The program's statuses that leave a complete folder: all went well, or some pages failed.
_COMPLETE = (0, 1)


def merge(
    parts: Sequence[str | os.PathLike[str]], output: str | os.PathLike[str], *, overwrite: bool = False
) -> RunResult:
    """Joins the parts of a run (``shard="1/3"`` and so on) to the folder that a single run would have left.

    Args:
        parts: the folders of all parts.
        output: the folder of the whole.
        overwrite: replace what a run left there.

    Raises:
        MissingError: there is no program; it comes with the wheel.
    """
    if not parts:
        raise ArgumentError("'parts' is empty, expected the folders of all parts")
    words = ["merge", *(os.fspath(part) for part in parts), "-o", os.fspath(output)]
    carry_out([*words, *(["--overwrite"] if overwrite else [])])
    return result_of(output)


def result_of(folder: str | os.PathLike[str]) -> RunResult:
    """What ``run.json`` says of a folder."""
    record: dict[str, Any] = json.loads(Path(folder, "run.json").read_bytes())
    counts = record["counts"]
    return RunResult(
        end="complete",
        sources=counts["sources"],
        variants=counts["variants"],
        written=counts["kept"] + counts["flagged"],
        dropped=counts["dropped"],
        failed=counts["failed"],
        seconds=0.0,
        output=os.fspath(folder),
        fruitless=(),
        record=record,
    )


def carry_out(arguments: Sequence[str], *, dies_with_us: bool = False) -> None:
    """Runs the program, and raises what it says when it leaves no complete folder."""
    program = _program.find()
    if program is None:
        raise MissingError(
            "the program 'foxing' is not there",
            code="missing",
            help=f"install the wheel, or let {_program.VARIABLE} name it",
        )
    _surroundings.settle()
    done = subprocess.run(
        [os.fspath(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_Tie() if dies_with_us else None,
    )
    if done.returncode not in _COMPLETE:
        raise _problem(done.returncode, done.stderr.decode("utf-8", "replace").strip())


class _Tie:
    """Ends a child when its parent ends, however that is ended."""

    _SET_DEATH_SIGNAL = 1

    def __init__(self) -> None:
        self._control = ctypes.CDLL(None).prctl

    def __call__(self) -> None:
        self._control(self._SET_DEATH_SIGNAL, signal.SIGKILL)


def _problem(status: int, said: str) -> Error:
    message = said.splitlines()[0] if said else f"the program ended with status {status}"
    told = {"code": "program", "message": message, "text": said or message}
    return from_library(status, json.dumps(told).encode())
