"""Turns clean document pages into training sets for text recognition.

>>> import foxing
>>> pipe = foxing.preset("office-scan")
>>> page = foxing.read_page("letter.png")
>>> variant = pipe(page, seed=7, variant=3)
>>> variant.image.shape, variant.words[0].text

All names below are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import ArgumentError as ArgumentError
    from .errors import Error as Error
    from .errors import ForkError as ForkError
    from .errors import MissingError as MissingError
    from .errors import NotWrittenError as NotWrittenError
    from .errors import PipelineError as PipelineError
    from .errors import StepError as StepError
    from .errors import UnusableError as UnusableError
    from .foreign import Conversion as Conversion
    from .foreign import from_albumentations as from_albumentations
    from .foreign import from_augraphy as from_augraphy
    from .judges import judge as judge
    from .labels import Labels as Labels
    from .labels import Line as Line
    from .labels import Region as Region
    from .labels import Word as Word
    from .lines import LineCrop as LineCrop
    from .manual import Diagnostic as Diagnostic
    from .manual import Operation as Operation
    from .manual import Parameter as Parameter
    from .manual import check as check
    from .manual import operations as operations
    from .manual import schema as schema
    from .pages import Page as Page
    from .pages import read_page as read_page
    from .parts import merge as merge
    from .pictures import Picture as Picture
    from .pipelines import Pipeline as Pipeline
    from .pipelines import Variant as Variant
    from .pipelines import preset as preset
    from .pipelines import presets as presets
    from .runs import RunResult as RunResult
    from .runs import run as run
    from .scoring import Score as Score
    from .scoring import score as score
    from .steps import Angle as Angle
    from .steps import Choice as Choice
    from .steps import Count as Count
    from .steps import Flag as Flag
    from .steps import Length as Length
    from .steps import Number as Number
    from .steps import Share as Share
    from .steps import Text as Text
    from .steps import step as step

_PLACES = {
    "errors": ("ArgumentError Error ForkError MissingError NotWrittenError PipelineError StepError UnusableError"),
    "foreign": "Conversion from_albumentations from_augraphy",
    "judges": "judge",
    "labels": "Labels Line Region Word",
    "lines": "LineCrop",
    "manual": "Diagnostic Operation Parameter check operations schema",
    "pages": "Page read_page",
    "pictures": "Picture",
    "pipelines": "Pipeline Variant preset presets",
    "runs": "RunResult run",
    "scoring": "Score score",
    "parts": "merge",
    "steps": "Angle Choice Count Flag Length Number Share Text step",
}
_PLACE = {name: module for module, names in _PLACES.items() for name in names.split()}

__version__ = "0.1.0"
__all__ = ["__version__", "library_version", *sorted(_PLACE)]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _PLACE:
        value = getattr(import_module(f".{_PLACE[name]}", __name__), name)
        globals()[name] = value
        return value
    if name in {"torch", "hf", "ray", "sets", "albumentations", "storage", "datasets"}:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module 'foxing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def library_version() -> str:
    """The version of the library beneath, such as ``"0.1.0"``."""
    from ._library import library

    version: bytes = library().foxing_version()
    return version.decode()
