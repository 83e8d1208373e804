"""Pipelines of Albumentations and Augraphy, read into pipeline files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import _counterparts
from .errors import ArgumentError
from .manual import Operation, operations
from .pipelines import Pipeline

__all__ = ["Conversion", "from_albumentations", "from_augraphy"]


@dataclass(frozen=True)
class Conversion:
    """A pipeline file that came of another program's pipeline."""

    #: The file.
    text: str
    #: What has no counterpart and was left out, as ``Class: why``.
    missing: tuple[str, ...] = ()
    #: What became something alike, as ``Class: how it differs``.
    changed: tuple[str, ...] = ()

    def pipeline(self) -> Pipeline:
        """The pipeline, ready to be used."""
        return Pipeline.from_text(self.text)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the file."""
        Path(path).write_text(self.text, encoding="utf-8")

    def __str__(self) -> str:
        return self.text


Step = dict[str, Any]


@dataclass
class _Reader:
    """What is gathered while a foreign pipeline is read."""

    classes: Mapping[str, _counterparts.Counterpart]
    #: Pixels per inch that lengths in pixels were meant for.
    dpi: float
    known: dict[str, Operation] = field(default_factory=lambda: {one.name: one for one in operations()})
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def step(self, name: str, parameters: Mapping[str, Any]) -> Step | None:
        """One step for a class and its parameters; ``None`` where there is none."""
        counterpart = self.classes.get(name)
        if counterpart is None:
            operation = next((one.name for one in self.known.values() if name in one.peers), None)
            if operation is None:
                self.missing.append(f"{name}: there is no such operation")
                return None
            self.changed.append(f"{name}: '{operation}' with its own defaults")
            return {operation: {}}
        if counterpart.operation is None:
            if counterpart.why:
                self.missing.append(f"{name}: {counterpart.why}")
            return None
        if counterpart.operation not in self.known:
            self.missing.append(f"{name}: this version has no '{counterpart.operation}'")
            return None
        return {counterpart.operation: self._written(name, counterpart, parameters)}

    def _written(self, name: str, counterpart: _counterparts.Counterpart, parameters: Mapping[str, Any]) -> Step:
        operation = self.known[counterpart.operation or ""]
        limits = {one.name: one for one in operation.parameters}
        made: Step = {}
        for target, given in counterpart.read(parameters, self.dpi).items():
            limit = limits.get(target)
            if limit is None or not given.is_among(limit):
                continue
            written, is_cut = given.within(limit)
            made[target] = written
            if is_cut:
                self.changed.append(f"{name}: '{target}' was cut to what '{operation.name}' takes, {written}")
        if counterpart.why:
            self.changed.append(f"{name}: {counterpart.why}")
        return made


def from_albumentations(saved: Any, *, name: str = "from-albumentations", dpi: float = 150) -> Conversion:
    """Reads a pipeline of Albumentations.

    Args:
        saved: an ``A.Compose``, what its ``to_dict`` gives, or the text or path of a file of ``A.save`` (JSON, YAML).
        name: of the pipeline.
        dpi: pixels per inch that lengths in pixels were meant for; Foxing's are in millimeters.
    """
    told = _saved(saved)
    reader = _Reader(_counterparts.ALBUMENTATIONS, dpi)
    top = told.get("transform", told) if isinstance(told, Mapping) else None
    if not isinstance(top, Mapping) or "__class_fullname__" not in top:
        raise ArgumentError("this is no saved pipeline of Albumentations: it has no '__class_fullname__'")
    step = _albumentations_step(top, reader)
    steps = _members(step) if step is not None else []
    return _file(name, {"page": {"steps": steps}}, reader, "Albumentations")


def _saved(saved: Any) -> Any:
    if isinstance(saved, Mapping):
        return saved
    if hasattr(saved, "to_dict"):
        return saved.to_dict()
    if isinstance(saved, os.PathLike) or (
        isinstance(saved, str) and "\n" not in saved and not saved.lstrip().startswith("{")
    ):
        try:
            saved = Path(saved).read_text(encoding="utf-8")
        except (OSError, ValueError) as problem:
            raise ArgumentError(f"the saved pipeline cannot be read: {problem}") from None
    if not isinstance(saved, str):
        raise ArgumentError(f"a saved pipeline is a dictionary, a text or a path, not of type '{type(saved).__name__}'")
    try:
        return json.loads(saved)
    except ValueError:
        return _yaml(saved)


def _yaml(text: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise ArgumentError(
            "a pipeline in YAML is read with PyYAML, which is not installed", help="pip install pyyaml"
        ) from None

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """Also reads the tuples that Albumentations writes."""

    Loader.add_constructor("tag:yaml.org,2002:python/tuple", lambda loader, node: loader.construct_sequence(node))
    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as problem:
        raise ArgumentError(f"the saved pipeline is neither JSON nor YAML: {problem}") from None


#: Compositions of Albumentations, and what they are called here.
_COMPOSITIONS = {
    "Compose": "sequence",
    "ReplayCompose": "sequence",
    "Sequential": "sequence",
    "OneOf": "one-of",
    "SomeOf": "some-of",
    "RandomOrder": "shuffle",
}


def _albumentations_step(told: Mapping[str, Any], reader: _Reader) -> Step | None:
    name = str(told["__class_fullname__"]).rpartition(".")[2]
    chance = float(told.get("p", 1))
    kind = _COMPOSITIONS.get(name)
    if kind is None:
        if "transforms" in told:
            reader.missing.append(f"{name}: there is no such composition")
            return None
        step = reader.step(name, told)
        return None if step is None else _with_chance(step, chance)
    members = [(float(one.get("p", 1)), _albumentations_step(one, reader)) for one in told["transforms"]]
    if kind == "one-of":
        return _one_of(members, chance)
    there = [step for _, step in members if step is not None]
    if not there:
        return None
    made: Step = {"steps": there}
    if kind == "some-of":
        made["count"] = min(int(told.get("n", 1)), len(there))
    return _with_chance({kind: made}, chance)


def _one_of(members: list[tuple[float, Step | None]], chance: float) -> Step | None:
    """One of several, whose chances are their weights there; a member that is missing here does nothing as often."""
    there = [(weight, _without_chance(step)) for weight, step in members if step is not None]
    total = sum(weight for weight, _ in members)
    present = sum(weight for weight, _ in there)
    if present <= 0:
        return None
    chance *= present / total
    if len(there) == 1:
        return _with_chance(there[0][1], chance)
    is_even = len({weight for weight, _ in there}) == 1
    steps = [step if is_even else _with(step, "weight", max(weight, 1e-6)) for weight, step in there]
    return _with_chance({"one-of": {"steps": steps}}, chance)


def _members(step: Step) -> list[Step]:
    """The steps of the outermost sequence, if that always happens."""
    (kind, value), *_ = step.items()
    if kind == "sequence" and "p" not in value:
        steps: list[Step] = value["steps"]
        return steps
    return [step]


def _with_chance(step: Step, chance: float) -> Step:
    return step if chance >= 1 else _with(step, "p", max(chance, 0))


def _with(step: Step, key: str, number: float) -> Step:
    (name, value), *_ = step.items()
    return {name: {**value, key: f"{number:.6g}"}}


def _without_chance(step: Step) -> Step:
    (name, value), *_ = step.items()
    return {name: {key: one for key, one in value.items() if key != "p"}}


def from_augraphy(pipeline: Any, *, name: str = "from-augraphy", dpi: float = 150) -> Conversion:
    """Reads an ``AugraphyPipeline``: its ink, paper and post phases become stages.

    Args:
        pipeline: the object, such as ``augraphy.default_augraphy_pipeline()``.
        name: of the pipeline.
        dpi: pixels per inch that lengths in pixels were meant for; Foxing's are in millimeters.
    """
    reader = _Reader(_counterparts.AUGRAPHY, dpi)
    phases = {}
    for phase in ("pre", "ink", "paper", "post"):
        held = getattr(pipeline, f"{phase}_phase", None)
        if held is None and phase != "pre":
            raise ArgumentError(f"this is no pipeline of Augraphy: it has no '{phase}_phase'")
        phases[phase] = _augraphy_steps(held, reader)
    stages: dict[str, Any] = {}
    if phases["pre"]:
        stages["pre"] = {"steps": phases["pre"]}
    stages["ink"] = {"steps": phases["ink"]}
    if phases["paper"]:
        stages["paper"] = {"from": "blank", "steps": phases["paper"]}
        stages["print"] = {"from": ["ink", "paper"], "merge": "multiply"}
    if phases["post"]:
        stages["post"] = {"steps": phases["post"]}
    if len(stages) > 1 and not phases["ink"] and not phases["pre"]:
        del stages["ink"]
        if "print" in stages:
            stages["print"]["from"] = ["page", "paper"]
        elif "post" in stages:
            stages["post"]["from"] = "page"
    return _file(name, stages, reader, "Augraphy")


def _augraphy_steps(held: Any, reader: _Reader) -> list[Step]:
    members = getattr(held, "augmentations", held) or []
    return [step for step in (_augraphy_step(one, reader) for one in members) if step is not None]


def _augraphy_step(one: Any, reader: _Reader) -> Step | None:
    name = type(one).__name__
    chance = float(getattr(one, "p", 1))
    if name in ("OneOf", "AugmentationSequence"):
        members = [(float(getattr(member, "p", 1)), _augraphy_step(member, reader)) for member in one.augmentations]
        if name == "OneOf":
            return _one_of(members, chance)
        there = [step for _, step in members if step is not None]
        return _with_chance({"sequence": {"steps": there}}, chance) if there else None
    step = reader.step(name, vars(one))
    return None if step is None else _with_chance(step, chance)


def _file(name: str, stages: dict[str, Any], reader: _Reader, program: str) -> Conversion:
    lines = [f"# Read from a pipeline of {program}."]
    if reader.missing:
        lines += ["# Left out, for want of a counterpart:", *(f"#   {said}" for said in dict.fromkeys(reader.missing))]
    if reader.changed:
        lines += ["# Alike, but not the same:", *(f"#   {said}" for said in dict.fromkeys(reader.changed))]
    lines += ["", f"pipeline: {json.dumps(name, ensure_ascii=False)}", "", "stages:"]
    for stage, parts in stages.items():
        lines.append(f"  {'all' if stage == 'page' else stage}:")
        for key in ("from", "merge"):
            if key in parts:
                lines.append(f"    {key}: {_flow(parts[key])}")
        if parts.get("steps"):
            lines.append("    steps:")
            lines += [f"      - {_written(step)}" for step in parts["steps"]]
        elif "from" not in parts:
            lines.append("    steps: []")
    text = "\n".join(lines) + "\n"
    return Conversion(text, tuple(dict.fromkeys(reader.missing)), tuple(dict.fromkeys(reader.changed)))


def _written(step: Step) -> str:
    (name, value), *_ = step.items()
    return f"{name}: {_flow(value)}" if value else name


def _flow(value: Any) -> str:
    """A value in one line of a pipeline."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        if value and all(isinstance(one, Mapping) for one in value):
            return "[" + ", ".join(_member(one) for one in value) + "]"
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if (
        isinstance(value, str)
        and not value.replace(".", "").replace("-", "").replace(" ", "").replace("+", "").isalnum()
    ):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _member(step: Step) -> str:
    (name, value), *_ = step.items()
    return f"{name}: {_flow(value)}" if value else name
