"""The program ``foxing`` that the wheel brings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import _surroundings

#: Names the program in place of the one that the package brings.
VARIABLE = "FOXING_PROGRAM"


def find() -> Path | None:
    """The file of the program: what ``FOXING_PROGRAM`` names, or what the package brings."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else _surroundings.BUNDLE / "foxing"
    return path if path.is_file() else None


def main() -> None:
    """Becomes the program."""
    program = find()
    if program is None:
        sys.exit("this installation of foxing brings no program: install the wheel, or build it from source")
    _surroundings.settle()
    os.execv(program, ["foxing", *sys.argv[1:]])
