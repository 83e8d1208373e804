"""Judges of one's own: Python functions that read variants in place of Tesseract."""

from __future__ import annotations

import ctypes
import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from . import _library
from ._library import Plane
from .errors import ArgumentError
from .steps import identity_of, shown

__all__ = ["judge"]

Function = TypeVar("Function", bound=Callable[..., Any])

_Judge = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(Plane), ctypes.c_int64, ctypes.c_char_p, ctypes.c_void_p
)

#: The functions that have a name, by their ids, with that name; they are never let go.
_named: dict[int, tuple[object, str]] = {}
_numbers = itertools.count()


def judge(name: str) -> Callable[[Function], Function]:
    """Makes a function a judge, which pipelines of this process name in ``readability: {judge: name}``.

    The function is called with a list of pictures of lines, each cut out upright, and answers a text for each; or a
    pair of the text and how sure it is of it, 0 to 100::

        @foxing.judge("my-model")
        def read(images):
            return [model(image) for image in images]

    A picture is a uint8 array, ``(height, width)`` or ``(height, width, 3)`` in red, green, blue. There are up to four
    in a call; a page whose lines are not known comes as the only picture, and its text may have several lines. The
    function may be called by several threads at once. What it raises costs the variant (D52 in ``failures.jsonl``), and
    the run goes on. Nobody ends a function that takes too long: ``item-timeout`` does not hold for it. Equal runs give
    equal bytes only if the function does.

    Runs that begin from then on know it, in this process alone. A run is resumed only while the text of the function
    stays as it is; what it calls is not looked at.

    Args:
        name: lower case letters, digits and hyphens.
    """

    def register(function: Function) -> Function:
        _register(function, name, name)
        _named[id(function)] = (function, name)
        return function

    return register


def name_of(given: object) -> str | None:
    """The name by which the library knows a judge, which may be a function that has none yet."""
    if given is None or isinstance(given, str):
        return given
    if not callable(given):
        raise ArgumentError(f"'judge' is {_library._named(given)}, expected a function, or the name of one")
    known = _named.get(id(given))
    if known is None:
        # Two functions may be called the same: what a manifest calls them is not what the library does.
        label = getattr(given, "__qualname__", type(given).__qualname__)
        known = (given, f"function-{next(_numbers)}")
        _register(given, known[1], label)
        _named[id(given)] = known
    return known[1]


def _register(function: Callable[..., Any], name: str, label: str) -> None:
    if not callable(function):
        raise ArgumentError(f"a judge is {_library._named(function)}, expected a function")
    called = _library.keep(_Judge(_Caller(label, function)))
    told = _library.c_options(name=name, label=label, identity=identity_of(function))
    _library.call("foxing_judge_add", told, called, None)


class _Caller:
    """Brings a function the pictures that the library hands over, and the library the texts that it answers."""

    def __init__(self, label: str, function: Callable[..., Any]) -> None:
        self._label = label
        self._function = function

    def __call__(self, _: Any, planes: Any, count: int, request: bytes, answer: int) -> int:
        def say(told: dict[str, Any]) -> None:
            _library.library().foxing_reply(answer, json.dumps(told).encode())

        return _library.called_back(
            lambda: say(self._read([planes[index] for index in range(count)], json.loads(request)["kind"])),
            lambda text: say({"error": text.split(" failed: ", 1)[-1]}),
            f"judge '{self._label}'",
        )

    def _read(self, planes: list[Plane], kind: str) -> dict[str, Any]:
        answer = self._function([shown(plane) for plane in planes])
        if isinstance(answer, (str, bytes)) or not isinstance(answer, Sequence) or len(answer) != len(planes):
            raise ValueError(f"it answered {_described(answer)}, expected a list of {len(planes)} texts")
        told = [_entry(one) for one in answer]
        return told[0] if kind == "page" else {"lines": told}


def _described(answer: object) -> str:
    if isinstance(answer, Sequence) and not isinstance(answer, (str, bytes)):
        return f"a list of {len(answer)}"
    return "None" if answer is None else f"a value of type '{type(answer).__name__}'"


def _entry(one: Any) -> dict[str, Any]:
    """What was read on one picture, as the protocol has it."""
    if isinstance(one, str):
        return {"text": _clean(one)}
    try:
        text, confidence = one
        sureness = float(confidence)
    except (TypeError, ValueError):
        text = None
    if not isinstance(text, str):
        raise ValueError(f"it answered {_described(one)} for a line, expected a text, or a text and its confidence")
    if not 0 <= sureness <= 100:
        raise ValueError(f"it answered the confidence {sureness}, expected 0 to 100")
    return {"text": _clean(text), "confidence": sureness}


def _clean(text: str) -> str:
    """Without half characters and zero bytes, which no JSON of the library holds."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
