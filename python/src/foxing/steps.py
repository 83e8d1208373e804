"""Steps of one's own: Python functions that pipelines of this process may name."""

from __future__ import annotations

import ctypes
import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from . import _library
from ._library import Plane
from .errors import ArgumentError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

__all__ = ["Angle", "Choice", "Count", "Flag", "Length", "Number", "Share", "Text", "step"]

_log = logging.getLogger("foxing")


@dataclass(frozen=True)
class _Drawn:
    """A parameter that is drawn anew for each variant, from a distribution in the language of pipelines."""

    default: str
    minimum: float | None = None
    maximum: float | None = None
    help: str = ""

    def declaration(self, name: str) -> dict[str, Any]:
        told = {
            "kind": type(self).__name__.lower(),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "default": self.default,
            "help": self.help,
        }
        return {"name": name, **{key: value for key, value in told.items() if value is not None}}


class Share(_Drawn):
    """A share, 0 to 1."""


class Number(_Drawn):
    """A plain number."""


class Count(_Drawn):
    """A whole number."""


class Angle(_Drawn):
    """An angle in degrees, counterclockwise."""


class Length(_Drawn):
    """A length such as ``"0.1..0.3mm"``, with limits in millimeters; the function gets it in pixels of the page."""


class Text(_Drawn):
    """Words; not empty."""


class Flag(_Drawn):
    """``"true"`` or ``"false"``."""


@dataclass(frozen=True)
class Choice(_Drawn):
    """One of some words, such as ``Choice("dark", choices=("dark", "light"))``."""

    choices: Sequence[str] = ()

    def declaration(self, name: str) -> dict[str, Any]:
        """As the library takes it."""
        return {**super().declaration(name), "choices": list(self.choices)}


Function = TypeVar("Function", bound=Callable[..., Any])

_Step = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    ctypes.c_void_p,
    ctypes.POINTER(Plane),
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_void_p,
    ctypes.c_int64,
)

#: The library may call a step for as long as the process lives.
_kept: list[Any] = []
_keeping = threading.Lock()


def step(
    name: str, *, color: bool = False, summary: str | None = None, **parameters: _Drawn
) -> Callable[[Function], Function]:
    """Makes a function a step that pipelines of this process may name.

    The function is called with the picture and a generator of numpy, and with what was drawn for this page by name::

        @foxing.step("my-noise", amount=foxing.Share("0.1..0.3"))
        def my_noise(image, random, amount):
            return image + random.normal(0, 255 * amount, image.shape)

    The picture is a uint8 array, ``(height, width)`` or ``(height, width, 3)`` in red, green, blue, that may be written
    to. The function answers an array of the same shape, which is rounded and cut to 0 to 255, or ``None`` when it wrote
    to the picture. All of its chance should come from the generator, which follows from the pipeline's seed, the page
    and the variant: then a variant is the same again. It may be called by several threads at once.

    Args:
        name: lower case letters, digits and hyphens; no operation's.
        color: whether it wants three channels of every page; else a gray page stays gray.
        summary: one sentence.
        parameters: each a :class:`Share`, :class:`Number`, :class:`Count`, :class:`Angle`, :class:`Length`,
            :class:`Flag`, :class:`Choice` or :class:`Text`. ``_`` in a name is ``-`` in pipelines.

    Raises:
        StepError: when a variant is made and the function raises; its own exception is the cause.
    """
    for called, parameter in parameters.items():
        if not isinstance(parameter, _Drawn):
            raise ArgumentError(
                f"parameter '{called}' is {_library._named(parameter)}, expected one such as foxing.Share"
            )
    declaration = {
        "name": name,
        "color": bool(color),
        "parameters": [one.declaration(called.replace("_", "-")) for called, one in parameters.items()],
    }
    if summary is not None:
        declaration["summary"] = summary

    def register(function: Function) -> Function:
        if not callable(function):
            raise ArgumentError("a step is a function")
        called = _Step(_Caller(name, function))
        _library.call("foxing_step_add", _library.c_options(**declaration), called, None)
        with _keeping:
            _kept.append(called)
        return function

    return register


class _Caller:
    """Brings a function what the library hands over, and the library what the function answers."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self._name = name
        self._function = function

    def __call__(self, _: Any, plane: Any, samples: int, request: bytes, message: int, room: int) -> int:
        try:
            self._carry_out(plane.contents, samples, json.loads(request))
        except BaseException as problem:
            _library.note_cause(problem)
            _log.debug("step '%s' failed", self._name, exc_info=True)
            _say(f"step '{self._name}' failed: {type(problem).__name__}: {problem}", message, room)
            return 1
        return 0

    def _carry_out(self, plane: Plane, samples: int, request: dict[str, Any]) -> None:
        lent = _writable(plane, samples)
        # A copy, so that a function that keeps its picture does no harm.
        image = lent.copy()
        random = np.random.Generator(np.random.PCG64(int(request["seed"])))
        drawn = {name.replace("-", "_"): value for name, value in request["parameters"].items()}
        answer = self._function(image, random, **drawn)
        made = image if answer is None else np.asarray(answer)
        if made.shape != lent.shape:
            raise ValueError(f"the step answered an array of shape {made.shape}, expected {lent.shape}")
        if made.dtype != np.uint8:
            if made.dtype.kind not in "biuf":
                raise ValueError(f"the step answered an array of dtype {made.dtype}, expected numbers")
            made = np.clip(np.rint(np.nan_to_num(made.astype(np.float64))), 0, 255).astype(np.uint8)
        lent[...] = made


def _writable(plane: Plane, samples: int) -> Image:
    held = (ctypes.c_uint8 * (plane.stride * plane.height)).from_address(samples)
    rows = np.frombuffer(held, dtype=np.uint8).reshape(plane.height, plane.stride)
    image = rows[:, : plane.width * plane.channels]
    return image if plane.channels == 1 else image.reshape(plane.height, plane.width, plane.channels)


def _say(text: str, message: int, room: int) -> None:
    coded = text.encode("utf-8", "replace")[: room - 1].decode("utf-8", "ignore").encode()
    ctypes.memmove(message, coded + b"\0", len(coded) + 1)
