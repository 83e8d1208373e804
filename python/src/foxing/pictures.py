"""Pixels and labels of what the library made, lent to numpy without a copy."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _library
from ._library import Handle, Plane
from .errors import ArgumentError
from .labels import Labels, Line, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .lines import LineCrop

    Image = NDArray[np.uint8]

__all__ = ["Picture"]

#: Sides that are passed on to the library; it has closer limits of its own.
_MOST = 2**40


class _Lease:
    """The samples of a picture, which stay as long as an array is based on them."""

    __slots__ = ("__array_interface__", "handle")

    def __init__(self, handle: Handle, plane: Plane) -> None:
        self.handle = handle
        gray = plane.channels == 1
        self.__array_interface__ = {
            "version": 3,
            "typestr": "|u1",
            # What Foxing shares between variants of a page may lie here: nobody may write to it.
            "data": (plane.samples, True),
            "shape": (plane.height, plane.width) if gray else (plane.height, plane.width, plane.channels),
            "strides": (plane.stride, 1) if gray else (plane.stride, plane.channels, 1),
        }


def borrowed(handle: Handle, index: int) -> tuple[Image, float | None]:
    """Picture ``index`` of a handle as an array that keeps the handle alive, and its resolution in pixels per inch."""
    plane = Plane()
    _library.call("foxing_picture", handle.number, index, ctypes.byref(plane))
    image: Image = np.asarray(_Lease(handle, plane))
    return image, plane.dpi or None


def lent(image: object, dpi: object, name: str = "image") -> tuple[Image, Plane]:
    """An array of a caller as a plane; the array that is answered must live as long as the plane is used."""
    array = _samples(image, name)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (3, 4)):
        raise ArgumentError(
            f"'{name}' has the shape {array.shape}, expected (height, width), or (height, width, 3) in red, green, blue"
        )
    if 0 in array.shape:
        raise ArgumentError(f"'{name}' has the shape {array.shape}, expected at least one pixel")
    # A row may lie anywhere forward, but its samples have to be neighbors.
    channels = 1 if array.ndim == 2 else array.shape[2]
    row = array.shape[1] * channels
    inner = (1,) if array.ndim == 2 else (channels, 1)
    if array.strides[1:] != inner or array.strides[0] < row:
        array = np.ascontiguousarray(array)
    stride = array.strides[0] if array.shape[0] > 1 else row
    plane = Plane(
        samples=array.ctypes.data,
        width=array.shape[1],
        height=array.shape[0],
        stride=stride,
        dpi=resolution(dpi),
        channels=channels,
    )
    return array, plane


def _samples(image: object, name: str) -> Image:
    try:
        array = np.asarray(image)
    except Exception as problem:
        raise ArgumentError(f"'{name}' cannot be made an array: {problem}") from None
    if array.dtype == np.bool_:
        whitened: Image = np.where(array, np.uint8(255), np.uint8(0))
        return whitened
    if array.dtype != np.uint8:
        raise ArgumentError(
            f"'{name}' is of dtype {array.dtype}, expected uint8 from 0 black to 255 white, or bool",
            help="bring it into that range: (array * 255).round().astype('uint8') where it runs from 0 to 1"
            if array.dtype.kind == "f"
            else None,
        )
    return array


def resolution(dpi: object) -> float:
    """Pixels per inch as C takes them, 0 where they are not known."""
    if dpi is None:
        return 0.0
    try:
        number = float(dpi)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise ArgumentError(f"'dpi' is {_library._named(dpi)}, expected a number from 30 to 2400") from None
    if not 30 <= number <= 2400:
        raise ArgumentError(f"'dpi' is {number}, expected 30 to 2400, or None where it is not known")
    return number


class Picture:
    """One picture with what stands on it: of a page, or an output of a variant."""

    def __init__(self, handle: Handle, index: int) -> None:
        self._handle = handle
        self._index = index

    @cached_property
    def _lent(self) -> tuple[Image, float | None]:
        return borrowed(self._handle, self._index)

    @property
    def image(self) -> Image:
        """uint8, ``(height, width)`` or ``(height, width, 3)`` in red, green, blue; not writable, ``.copy()`` is.

        It owns its memory: the pixels stay where the library made them, for as long as an array shows them.
        """
        return self._lent[0]

    @property
    def dpi(self) -> float | None:
        """Pixels per inch; ``None`` where they are not known."""
        return self._lent[1]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]

    @cached_property
    def labels(self) -> Labels:
        """Regions, lines and words, as a labels file holds them."""
        return Labels(_library.text("foxing_labels", self._handle.number, self._index))

    @property
    def words(self) -> tuple[Word, ...]:
        """The words in reading order; those that may not be trained on are not ``legible``."""
        return self.labels.words

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in reading order."""
        return self.labels.lines

    @property
    def text(self) -> str | None:
        """All legible text; ``None`` when nothing is known."""
        return self.labels.text

    def line_crops(
        self,
        height: int | None = None,
        *,
        unit: str = "line",
        padding: float | None = None,
        vertical: str | None = None,
        min_height: float | None = None,
        max_length: int | None = None,
        min_contrast: int | None = None,
    ) -> list[LineCrop]:
        """The lines, each cut out upright and straight; those that cannot be trained on are left out.

        Args:
            height: of each in pixels, 4 to 1024; else that on the page.
            unit: ``"line"`` or ``"word"``.
            padding: around the text in shares of its height, 0 to 2 (0.1).
            vertical: ``"keep"``, ``"turn"`` or ``"skip"`` columns that are read downward.
            min_height: of the text on the page in pixels (8).
            max_length: in characters.
            min_contrast: in gray levels, 0 to 255 (8).
        """
        from .lines import cut

        return cut(
            self._handle,
            self._index,
            height=height,
            unit=unit,
            padding=padding,
            vertical=vertical,
            min_height=min_height,
            max_length=max_length,
            min_contrast=min_contrast,
        )


class Outputs(Mapping[str, "Image"]):
    """The pictures of a variant by the names of the pipeline's outputs, the training picture first."""

    def __init__(self, names: list[str], pictures: list[Picture]) -> None:
        self._pictures = dict(zip(names, pictures, strict=True))

    def __getitem__(self, name: str) -> Image:
        return self.picture(name).image

    def picture(self, name: str) -> Picture:
        """An output with its labels, which may lie elsewhere than those of the training picture."""
        return self._pictures[name]

    def __iter__(self) -> Any:
        return iter(self._pictures)

    def __len__(self) -> int:
        return len(self._pictures)

    def __repr__(self) -> str:
        return f"Outputs({list(self._pictures)})"
