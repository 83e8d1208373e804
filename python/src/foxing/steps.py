"""Steps of one's own: Python functions that pipelines of this process may name."""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import json
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


@dataclass(frozen=True)
class _Drawn:
    """A parameter that is drawn anew for each variant, from a distribution in the language of pipelines."""

    default: str | float
    minimum: float | None = None
    maximum: float | None = None
    help: str = ""

    def declaration(self, name: str) -> dict[str, Any]:
        told = {
            "kind": type(self).__name__.lower(),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "default": self.default if isinstance(self.default, str) else json.dumps(self.default),
            "help": self.help,
        }
        return {"name": name, **{key: value for key, value in told.items() if value is not None}}


class Share(_Drawn):
    """A share, 0 to 1, such as ``Share("10%..30%")`` or ``Share(0.2)``."""


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
    """``True`` or ``False``, or ``"true | false"`` to have it drawn."""


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


def step(
    name: str, *, color: bool = False, summary: str | None = None, **parameters: _Drawn
) -> Callable[[Function], Function]:
    """Makes a function a step that pipelines of this process may name.

    The function is called with the picture and a generator of numpy, and with what was drawn for this page by name::

        @foxing.step("my-noise", amount=foxing.Share("0.1..0.3"))
        def my_noise(image, random, amount):
            return image + random.normal(0, 255 * amount, image.shape)

    The picture is a uint8 array, ``(height, width)`` or ``(height, width, 3)`` in red, green, blue, that may be written
    to. The function answers an array of the same shape, numbers from 0 to 255 that are rounded and cut to that, or
    ``None`` when it wrote to the picture. It moves nothing, since the labels stay where they are: a step that moves ink
    by more than a stroke belongs between others that are declared to. All of its chance should come from the generator,
    which follows from the pipeline's seed, the page and the variant: then a variant is the same again. It may be called
    by several threads at once.

    Pipelines that are made from then on know it, in this process and in those that are forked from it; a process that
    is spawned has to import the module that declares it. A run is resumed only while the text of the function and its
    declaration stay as they are; what the function calls is not looked at.

    Args:
        name: lower case letters, digits and hyphens; no operation's.
        color: whether it wants three channels of every page; else a gray page stays gray.
        summary: one sentence; else the first line of the function's docstring.
        parameters: each a :class:`Share`, :class:`Number`, :class:`Count`, :class:`Angle`, :class:`Length`,
            :class:`Flag`, :class:`Choice` or :class:`Text`. ``_`` in a name is ``-`` in pipelines.

    Raises:
        ArgumentError: when the declaration is not as it should be. When a variant is made and the function raises, a
            :class:`StepError` is, with that exception as its cause; in a run that variant fails, and the run goes on.
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

    def register(function: Function) -> Function:
        if not callable(function):
            raise ArgumentError(f"a step is {_library._named(function)}, expected a function")
        told = {**declaration, "identity": identity_of(function), "summary": summary or _summary(function)}
        called = _library.keep(_Step(_Caller(name, function)))
        _library.call("foxing_step_add", _library.c_options(**told), called, None)
        return function

    return register


def identity_of(function: object) -> str:
    """What tells a function from another state of it: its name and text, as far as that is known."""
    kind = function if inspect.isroutine(function) or inspect.isclass(function) else type(function)
    name = f"{getattr(kind, '__module__', '')}.{getattr(kind, '__qualname__', '')}"
    try:
        text = inspect.getsource(kind)
    except (OSError, TypeError):
        text = ""
    return f"{name} {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def _summary(function: object) -> str | None:
    lines = (inspect.getdoc(function) or "").strip().splitlines()
    return lines[0] if lines and inspect.isroutine(function) else None


class _Caller:
    """Brings a function what the library hands over, and the library what the function answers."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self._name = name
        self._function = function

    def __call__(self, _: Any, plane: Any, samples: int, request: bytes, message: int, room: int) -> int:
        return _library.called_back(
            lambda: self._carry_out(plane.contents, samples, json.loads(request)),
            lambda text: _say(text, message, room),
            f"step '{self._name}'",
        )

    def _carry_out(self, plane: Plane, samples: int, request: dict[str, Any]) -> None:
        lent = _writable(plane, samples)
        # A copy, so that a function that keeps its picture does no harm.
        image = lent.copy()
        random = np.random.Generator(np.random.PCG64(int(request["seed"])))
        drawn = {name.replace("-", "_"): value for name, value in request["parameters"].items()}
        answer = self._function(image, random, **drawn)
        lent[...] = _samples(image if answer is None else np.asarray(answer), lent.shape)


def _samples(made: np.ndarray[Any, Any], shape: tuple[int, ...]) -> Image:
    """What a function answered, as a picture of that shape."""
    if made.shape != shape:
        raise ValueError(f"it answered an array of shape {made.shape}, expected {shape}, since labels stay in place")
    if made.dtype == np.uint8:
        same: Image = made
        return same
    if made.dtype.kind not in "iuf":
        raise ValueError(f"it answered an array of dtype {made.dtype}, expected numbers from 0 to 255")
    if made.dtype.kind == "f" and np.isnan(made).any():
        raise ValueError("it answered an array with NaN in it, expected numbers from 0 to 255")
    whole = np.rint(made) if made.dtype.kind == "f" else made
    cut: Image = np.clip(whole, 0, 255).astype(np.uint8)
    return cut


def _writable(plane: Plane, samples: int) -> Image:
    held = (ctypes.c_uint8 * (plane.stride * plane.height)).from_address(samples)
    return _shaped(np.frombuffer(held, dtype=np.uint8), plane)


def shown(plane: Plane) -> Image:
    """A copy of a picture that the library lends."""
    held = (ctypes.c_uint8 * (plane.stride * plane.height)).from_address(plane.samples)
    return np.array(_shaped(np.frombuffer(held, dtype=np.uint8), plane))


def _shaped(samples: Image, plane: Plane) -> Image:
    image = samples.reshape(plane.height, plane.stride)[:, : plane.width * plane.channels]
    return image if plane.channels == 1 else image.reshape(plane.height, plane.width, plane.channels)


def _say(text: str, message: int, room: int) -> None:
    coded = text.encode()[: room - 1].decode("utf-8", "ignore").encode()
    ctypes.memmove(message, coded + b"\0", len(coded) + 1)
