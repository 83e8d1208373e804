"""What can go wrong, as exceptions. Each carries what the program would have printed."""

from __future__ import annotations

import json
from typing import Any

__all__ = [
    "ArgumentError",
    "Error",
    "ForkError",
    "MissingError",
    "NotWrittenError",
    "PipelineError",
    "StepError",
    "UnusableError",
]


class Error(Exception):
    """The root of all that Foxing raises.

    ``str(error)`` is the text for people, several lines with the place in the pipeline where there is one.
    """

    #: A code of the code book such as ``"E203"``, or a word such as ``"argument"``.
    code: str
    #: One sentence.
    message: str
    #: From 1, in the pipeline's text; ``None`` for what stands in no text.
    line: int | None
    #: From 1, in characters.
    column: int | None
    #: What to do, where that is known.
    help: str | None
    #: All that is wrong with a pipeline, as :func:`foxing.check` gives it, still as dictionaries.
    findings: list[dict[str, Any]]

    def __init__(
        self,
        message: str,
        *,
        code: str = "argument",
        line: int | None = None,
        column: int | None = None,
        help: str | None = None,
        text: str | None = None,
        findings: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(text if text is not None else message if help is None else f"{message}; {help}")
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.help = help
        self.findings = findings or []

    def __reduce__(self) -> tuple[Any, ...]:
        members = dict(self.__dict__)
        return (_revived, (type(self), str(self), members))


def _revived(kind: type[Error], text: str, members: dict[str, Any]) -> Error:
    """An error that came from another process."""
    error = kind(members["message"], text=text)
    error.__dict__.update(members)
    return error


class StepError(Error):
    """A step of the pipeline could not be carried out on this page (exit status 1 of the program)."""


class ArgumentError(Error, ValueError):
    """An argument is not as it should be (exit status 2)."""


class PipelineError(ArgumentError):
    """The pipeline has errors (exit status 2); ``findings`` lists all of them."""


class ForkError(Error, RuntimeError):
    """This process was forked while another thread of its parent was inside Foxing: start it with ``spawn``."""


class UnusableError(Error, OSError):
    """A page, its labels or a folder cannot be used (exit status 3)."""

    def __str__(self) -> str:
        return str(self.args[0])


class MissingError(Error):
    """This machine lacks something, such as a language of Tesseract (exit status 4)."""


class NotWrittenError(Error, OSError):
    """The output cannot be written: the disk is full, or a folder is not ours (exit status 5)."""

    def __str__(self) -> str:
        return str(self.args[0])


_KINDS: dict[int, type[Error]] = {
    1: StepError,
    2: ArgumentError,
    3: UnusableError,
    4: MissingError,
    5: NotWrittenError,
}


def from_library(status: int, text: bytes | None) -> Error:
    """The exception for a status of the C interface and the JSON text beside it."""
    kind = _KINDS.get(status, Error)
    if text is None:
        return kind("the library gave no reason", code="unknown")
    told: dict[str, Any] = json.loads(text.decode("utf-8", "replace"))
    findings = told.get("findings") or []
    if kind is ArgumentError and findings:
        kind = PipelineError
    return kind(
        str(told.get("message")),
        code=str(told.get("code")),
        line=told.get("line"),
        column=told.get("column"),
        help=told.get("help"),
        text=told.get("text"),
        findings=findings,
    )
