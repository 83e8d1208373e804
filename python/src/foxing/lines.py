"""Lines and words cut out of pictures."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _library
from ._library import Handle
from .pictures import borrowed

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LineCrop"]

_log = logging.getLogger("foxing")


@dataclass(frozen=True, eq=False)
class LineCrop:
    """A line or a word, upright and straight."""

    #: uint8, ``(height, width)`` or ``(height, width, 3)``; not writable.
    image: NDArray[np.uint8]
    text: str
    #: Of the line or word in the labels.
    id: str


def cut(handle: Handle, index: int, **options: Any) -> list[LineCrop]:
    """The lines of one picture."""
    lines = _library.handle("foxing_lines_make", handle.number, index, _library.c_options(**options))
    told = lines.description()
    for left_out in told["left_out"]:
        _log.debug("line %s is left out: %s", left_out["id"], left_out["reason"])
    return [
        LineCrop(image=borrowed(lines, i)[0], text=picture["text"], id=picture["id"])
        for i, picture in enumerate(told["pictures"])
    ]
