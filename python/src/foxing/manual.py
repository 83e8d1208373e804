"""What there is, and what is wrong with a pipeline."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import _library
from .errors import ArgumentError
from .pipelines import source

__all__ = ["Diagnostic", "Operation", "Parameter", "check", "operations", "schema"]


@dataclass(frozen=True)
class Diagnostic:
    """Something wrong or pointless in a pipeline."""

    #: Of the code book, such as ``"E204"``; ``foxing explain`` says more of it.
    code: str
    #: ``"error"``, ``"warning"`` or ``"note"``.
    severity: str
    message: str
    #: From 1; ``None`` for what stands in no text, such as a value of ``set``.
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    help: str | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f" (line {self.line}, column {self.column})"
        return f"{self.severity}[{self.code}]: {self.message}{place}"


def diagnostic(told: Mapping[str, Any]) -> Diagnostic:
    """A finding as the library tells it."""
    return Diagnostic(
        code=told["code"],
        severity=told["severity"],
        message=told["message"],
        line=told.get("line"),
        column=told.get("column"),
        end_line=told.get("endLine"),
        end_column=told.get("endColumn"),
        help=told.get("help"),
    )


def check(
    text: str | None = None,
    *,
    path: str | os.PathLike[str] | None = None,
    set: Mapping[str, object] | None = None,
    tessdata: str | os.PathLike[str] | None = None,
) -> list[Diagnostic]:
    """All that is wrong or pointless in a pipeline: empty when it is sound. Nothing is run.

    Args:
        text: of the pipeline; without it the file at ``path`` is read.
        path: of the file, or where the text could stand.
        set: values in place of the file's.
        tessdata: the folder of Tesseract's models.
    """
    if text is None and path is None:
        raise ArgumentError("neither 'text' nor 'path' is given")
    given = source(path, text, set, tessdata, keeps_text=False)
    found = json.loads(_library.text("foxing_check", given.text, given.path, _library.c_options(**given.options)))
    return [diagnostic(told) for told in found]


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    #: Such as ``"share"``, ``"length"``, ``"angle"``, ``"choice"`` or ``"flag"``.
    kind: str
    #: Such as ``"mm"`` or ``"degrees"``.
    unit: str | None
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...] | None
    #: The distribution that is drawn from where a pipeline says none.
    default: str | None
    help: str


@dataclass(frozen=True)
class Operation:
    """An operation that a step of a pipeline can name."""

    name: str
    family: str
    summary: str
    parameters: tuple[Parameter, ...]
    #: The parameter that a short form such as ``otsu: 3`` sets.
    main_parameter: str | None
    #: Whether it moves pixels, and labels with them.
    moves_labels: bool
    #: What the same thing is called in other programs.
    peers: tuple[str, ...]
    #: The parameters of ``mild``, ``medium`` and ``strong``.
    severities: Mapping[str, Mapping[str, str]]
    promises: tuple[str, ...]
    #: All that the manual says, as ``foxing ops --format json`` prints it.
    manual: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)


def operations() -> list[Operation]:
    """The manual of every operation."""
    return [_operation(told) for told in json.loads(_library.text("foxing_operations"))]


def _operation(told: Mapping[str, Any]) -> Operation:
    return Operation(
        name=told["name"],
        family=told["family"],
        summary=told["summary"],
        parameters=tuple(_parameter(parameter) for parameter in told["parameters"]),
        main_parameter=told["mainParameter"],
        moves_labels=told["movesLabels"],
        peers=tuple(told["peers"]),
        severities=told["severities"] or {},
        promises=tuple(told["promises"]),
        manual=told,
    )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    choices = told["choices"]
    return Parameter(
        name=told["name"],
        kind=told["kind"],
        unit=told["unit"],
        minimum=told["minimum"],
        maximum=told["maximum"],
        choices=None if choices is None else tuple(choices),
        default=told["default"],
        help=told["help"],
    )


def schema() -> dict[str, Any]:
    """The JSON Schema (draft-07) of pipeline files."""
    told: dict[str, Any] = json.loads(_library.text("foxing_schema"))
    return told
