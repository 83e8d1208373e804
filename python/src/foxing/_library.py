"""The C interface as Python functions: finds the library, passes texts and statuses, and minds threads and forks."""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from . import _surroundings
from .errors import ArgumentError, Error, ForkError, MissingError, from_library

_log = logging.getLogger("foxing")

#: Names the library in place of the one that the package brings.
VARIABLE = "FOXING_LIBRARY"


class Plane(ctypes.Structure):
    """``foxing_plane``: a picture in memory."""

    _fields_ = (
        ("samples", ctypes.c_void_p),
        ("width", ctypes.c_int64),
        ("height", ctypes.c_int64),
        ("stride", ctypes.c_int64),
        ("dpi", ctypes.c_double),
        ("channels", ctypes.c_int32),
    )


Progress = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p)

_TEXT = ctypes.c_char_p
_HANDLE = ctypes.c_uint64
_WHOLE = ctypes.c_int64
_TEXT_PLACE = ctypes.POINTER(ctypes.c_void_p)
_HANDLE_PLACE = ctypes.POINTER(_HANDLE)

#: The arguments of each function, but for the place of the error, which is the last of all.
_ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "foxing_release": (_HANDLE,),
    "foxing_operations": (_TEXT_PLACE,),
    "foxing_schema": (_TEXT_PLACE,),
    "foxing_presets": (_TEXT_PLACE,),
    "foxing_step_add": (_TEXT, ctypes.c_void_p, ctypes.c_void_p),
    "foxing_judge_add": (_TEXT, ctypes.c_void_p, ctypes.c_void_p),
    "foxing_check": (_TEXT, _TEXT, _TEXT, _TEXT_PLACE),
    "foxing_pipeline_make": (_TEXT, _TEXT, _TEXT, _HANDLE_PLACE),
    "foxing_page_make": (ctypes.POINTER(Plane), _TEXT, _HANDLE_PLACE),
    "foxing_page_read": (_TEXT, _HANDLE, _TEXT, _HANDLE_PLACE),
    "foxing_variant_make": (_HANDLE, _HANDLE, _TEXT, _WHOLE, _TEXT, _HANDLE_PLACE),
    "foxing_lines_make": (_HANDLE, _WHOLE, _TEXT, _HANDLE_PLACE),
    "foxing_describe": (_HANDLE, _TEXT_PLACE),
    "foxing_picture": (_HANDLE, _WHOLE, ctypes.POINTER(Plane)),
    "foxing_labels": (_HANDLE, _WHOLE, _TEXT_PLACE),
    "foxing_score": (_HANDLE, _WHOLE, _TEXT, _TEXT_PLACE),
    "foxing_run": (_TEXT, _TEXT, _TEXT, Progress, ctypes.c_void_p, _TEXT_PLACE),
}


def find() -> Path:
    """The file of the library: what ``FOXING_LIBRARY`` names, or what the package brings."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else _surroundings.BUNDLE / "libFoxingC.so"
    if not path.is_file():
        raise MissingError(
            f"there is no library at '{path}'",
            code="missing",
            help=f"install the wheel, or let {VARIABLE} name a libFoxingC.so that was built from source",
        )
    return path


def _load() -> ctypes.CDLL:
    path = find()
    _surroundings.settle()
    try:
        library = ctypes.CDLL(str(path))
    except OSError as problem:
        raise MissingError(f"'{path}' cannot be loaded: {problem}", code="missing") from problem
    for name, arguments in _ARGUMENTS.items():
        function = getattr(library, name, None)
        if function is None:
            raise MissingError(f"'{path}' is a library of another version: it has no {name}", code="missing")
        function.argtypes = (*arguments, _TEXT_PLACE)
        function.restype = ctypes.c_int
    library.foxing_version.restype = ctypes.c_char_p
    library.foxing_free.argtypes = (ctypes.c_void_p,)
    library.foxing_free.restype = None
    library.foxing_reply.argtypes = (ctypes.c_void_p, _TEXT)
    library.foxing_reply.restype = None
    return library


class _Door:
    """Counts who is inside the library, so that a fork can wait for them.

    A thread that is inside holds locks that its copy in a forked process would never open. Short calls are waited for;
    a whole run is not, and the forked process is told so when it first asks for something.
    """

    #: Seconds that a fork waits for the calls of other threads.
    patience = 30.0

    def __init__(self) -> None:
        self._lock = threading.Condition(threading.Lock())
        self._inside: set[int] = set()
        self._long: set[int] = set()
        # How deep a thread is inside: steps of its own may call the library again.
        self._depth = threading.local()
        self._forking = False
        self.is_closed = False

    @contextlib.contextmanager
    def inside(self, *, is_long: bool) -> Iterator[None]:
        if self.is_closed:
            raise ForkError(
                "this process was forked while another thread of its parent was inside Foxing",
                code="fork",
                help="start it with multiprocessing.get_context('spawn'), or fork before the other begins",
            )
        if self._depth.__dict__.get("calls", 0):
            # A fork waits for the outer call, which waits for this one.
            yield
            return
        me = threading.get_ident()
        with self._lock:
            while self._forking:
                self._lock.wait()
            # Whoever is not counted out, since an interrupt came just then, is so with the next call.
            self._inside.add(me)
            if is_long:
                self._long.add(me)
        try:
            yield
        finally:
            with self._lock:
                self._inside.discard(me)
                self._long.discard(me)
                self._lock.notify_all()

    @contextlib.contextmanager
    def called_back(self) -> Iterator[None]:
        """While a function of the caller runs that the library called on this thread."""
        depth = self._depth.__dict__.get("calls", 0)
        self._depth.calls = depth + 1
        try:
            yield
        finally:
            self._depth.calls = depth

    def before_fork(self) -> None:
        self._lock.acquire()
        self._forking = True
        end = time.monotonic() + self.patience
        while self._others() - self._long and time.monotonic() < end:
            self._lock.wait(0.05)

    def _others(self) -> set[int]:
        return self._inside - {threading.get_ident()}

    def after_in_parent(self) -> None:
        self._forking = False
        self._lock.notify_all()
        self._lock.release()

    def after_in_child(self) -> None:
        is_closed = self.is_closed or bool(self._others())
        self.__init__()  # type: ignore[misc]
        self.is_closed = is_closed


_door = _Door()
os.register_at_fork(
    before=lambda: _door.before_fork(),
    after_in_parent=lambda: _door.after_in_parent(),
    after_in_child=lambda: _door.after_in_child(),
)

_loaded: ctypes.CDLL | None = None
_loading = threading.Lock()
os.register_at_fork(
    before=lambda: _loading.acquire(), after_in_parent=_loading.release, after_in_child=_loading.release
)


def library() -> ctypes.CDLL:
    """The library, loaded when it is first asked for."""
    global _loaded
    if _loaded is None:
        with _loading:
            if _loaded is None:
                _loaded = _load()
    return _loaded


_causes = threading.local()

#: Functions of C around the caller's own, which the library may call for as long as the process lives.
_kept: list[Any] = []


def called_back(function: Callable[[], None], failed: Callable[[str], object], what: str) -> int:
    """Carries out a function of the caller in the middle of a call; answers what the library takes for its status.

    ``failed`` is told why in case of an exception, which is the cause of the one that the call then raises.
    """
    try:
        with _door.called_back():
            function()
    except BaseException as problem:
        _causes.last = problem
        _log.debug("%s failed", what, exc_info=True)
        failed(f"{what} failed: {_said(problem)}")
        return 1
    return 0


def _said(problem: BaseException) -> str:
    """What an exception says, without half characters and zero bytes."""
    try:
        words = str(problem)
    except Exception:
        words = ""
    text = f"{type(problem).__name__}: {words}" if words else type(problem).__name__
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def keep(function: Any) -> Any:
    """Keeps a function of C alive."""
    _kept.append(function)
    return function


def call(name: str, *arguments: Any, is_long: bool = False) -> None:
    """Calls a function and raises what it says went wrong. The interpreter's lock is released meanwhile."""
    function = getattr(library(), name)
    error = ctypes.c_void_p()
    with _door.inside(is_long=is_long):
        status = function(*arguments, ctypes.byref(error))
    cause = _causes.__dict__.pop("last", None)
    if status:
        problem = from_library(status, _taken(error))
        if isinstance(cause, KeyboardInterrupt):
            raise cause
        raise problem from cause


def _taken(place: ctypes.c_void_p) -> bytes | None:
    """A text that the library gave, and gave up."""
    if not place.value:
        return None
    try:
        return ctypes.string_at(place.value)
    finally:
        library().foxing_free(place)


def text(name: str, *arguments: Any) -> bytes:
    """Calls a function whose result is a text."""
    place = ctypes.c_void_p()
    call(name, *arguments, ctypes.byref(place))
    return _taken(place) or b""


def handle(name: str, *arguments: Any) -> Handle:
    """Calls a function that makes something."""
    place = ctypes.c_uint64()
    call(name, *arguments, ctypes.byref(place))
    return Handle(place.value)


class Handle:
    """What the library made, let go with the last that asks for it."""

    __slots__ = ("__weakref__", "_release", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self._release: Callable[..., int] = library().foxing_release

    def __del__(self) -> None:
        # No lock may be taken here: the collector comes at any moment, on any thread.
        if self.number:
            self._release(self.number, None)

    def description(self) -> dict[str, Any]:
        """What ``foxing_describe`` says."""
        said: dict[str, Any] = json.loads(text("foxing_describe", self.number))
        return said


def c_text(value: object, name: str) -> bytes | None:
    """A text as C takes it; ``None`` stays ``None``."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArgumentError(f"'{name}' is {_named(value)}, expected a text")
    try:
        coded = value.encode()
    except UnicodeEncodeError as problem:
        raise ArgumentError(f"'{name}' has half a character at {problem.start}, which no UTF-8 can hold") from None
    if b"\0" in coded:
        raise ArgumentError(f"'{name}' has a zero character at {value.index(chr(0))}")
    return coded


def c_path(value: object, name: str) -> bytes:
    """The path of a file or folder as C takes it."""
    try:
        return c_text(os.fsdecode(value), name) or b""  # type: ignore[arg-type]
    except TypeError:
        raise ArgumentError(f"'{name}' is {_named(value)}, expected a path") from None


def c_options(**options: Any) -> bytes | None:
    """Options as C takes them; those that are ``None`` are left out."""
    given = {name: value for name, value in options.items() if value is not None}
    if not given:
        return None
    try:
        return c_text(json.dumps(given, ensure_ascii=True, allow_nan=False, default=_plain), "options")
    except (TypeError, ValueError, RecursionError) as problem:
        if isinstance(problem, Error):
            raise
        raise ArgumentError(f"an option cannot be handed over: {problem}; the options are {sorted(given)}") from None


def _plain(value: Any) -> Any:
    """Numbers of numpy, and paths, as JSON has them."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        return item()
    raise TypeError(f"{_named(value)} is no text, number, list or flag")


def whole(value: object, name: str, least: int, most: int) -> int:
    """A whole number within a range, numpy's too."""
    try:
        number = value.__index__()  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        raise ArgumentError(f"'{name}' is {_named(value)}, expected a whole number") from None
    if not least <= number <= most:
        raise ArgumentError(f"'{name}' is {number}, expected {least} to {most}")
    return int(number)


def seed_text(seed: object) -> str | None:
    """A seed as digits; any whole number of 64 bits."""
    return None if seed is None else str(whole(seed, "seed", -(2**63), 2**64 - 1))


def _named(value: object) -> str:
    """What a value is, for messages."""
    return "None" if value is None else f"of type '{type(value).__name__}'"
