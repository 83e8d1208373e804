"""What the classes of Albumentations and Augraphy are called here, and how their parameters are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .manual import Parameter

MILLIMETERS_PER_INCH = 25.4


@dataclass(frozen=True)
class Value:
    """A number, a range of numbers or a word, as a pipeline takes it."""

    low: float = 0
    high: float = 0
    unit: str = ""
    is_whole: bool = False
    word: str | None = None

    def is_among(self, limit: Parameter) -> bool:
        """Whether this version knows the word."""
        return self.word is None or limit.choices is None or self.word in limit.choices

    def within(self, limit: Parameter) -> tuple[Any, bool]:
        """It as it is written, cut to what the parameter takes, and whether anything was cut."""
        if self.word is not None:
            return self.word, False
        least = limit.minimum if limit.minimum is not None else float("-inf")
        most = limit.maximum if limit.maximum is not None else float("inf")
        low, high = (min(max(number, least), most) for number in sorted((self.low, self.high)))
        is_cut = abs(low - min(self.low, self.high)) > 1e-9 or abs(high - max(self.low, self.high)) > 1e-9
        first, last = self._digits(low), self._digits(high)
        return (f"{first}{self.unit}" if first == last else f"{first}..{last}{self.unit}"), is_cut

    def _digits(self, number: float) -> str:
        return str(round(number)) if self.is_whole else f"{round(number, 4):g}"


Reading = Callable[[Mapping[str, Any], float], "Value | None"]


@dataclass(frozen=True)
class Counterpart:
    """An operation for a class."""

    #: ``None`` where there is none.
    operation: str | None
    #: How each parameter is read from those of the class.
    parameters: Mapping[str, Reading] = field(default_factory=dict)
    #: How it differs, or why there is none.
    why: str | None = None

    def read(self, given: Mapping[str, Any], dpi: float) -> dict[str, Value]:
        """The parameters that the class says."""
        found = {name: reading(given, dpi) for name, reading in self.parameters.items()}
        return {name: value for name, value in found.items() if value is not None}


def _pair(value: Any) -> tuple[float, float] | None:
    """A number or two of them."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value), float(value)
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, (int, float)) for one in value):
        return float(value[0]), float(value[-1])
    return None


def number(
    source: str, times: float = 1, plus: float = 0, unit: str = "", *, symmetric: bool = False, whole: bool = False
) -> Reading:
    """A number or a range of the class, times and plus something; a single ``symmetric`` one stands for both signs."""

    def read(given: Mapping[str, Any], dpi: float) -> Value | None:
        pair = _pair(given.get(source))
        if pair is None:
            return None
        low, high = pair
        if symmetric and low == high:
            low, high = -abs(high), abs(high)
        return Value(low * times + plus, high * times + plus, unit, whole)

    return read


def pixels(source: str, times: float = 1) -> Reading:
    """A length in pixels."""

    def read(given: Mapping[str, Any], dpi: float) -> Value | None:
        pair = _pair(given.get(source))
        scale = times * MILLIMETERS_PER_INCH / dpi
        return None if pair is None else Value(pair[0] * scale, pair[1] * scale, "mm")

    return read


def word(fixed: str) -> Reading:
    """Always the same word."""
    return lambda given, dpi: Value(word=fixed)


def choice(source: str, words: Mapping[Any, str]) -> Reading:
    """A word for a word."""

    def read(given: Mapping[str, Any], dpi: float) -> Value | None:
        held = given.get(source)
        found = words.get(held) if isinstance(held, (str, int)) else None
        return None if found is None else Value(word=found)

    return read


def _gap(given: Mapping[str, Any], dpi: float) -> Value | None:
    pair = _pair(given.get("scale_range"))
    return None if pair is None else Value(dpi * pair[0], dpi * pair[1])


def _without_images(kind: str) -> Counterpart:
    return Counterpart(None, why=f"it {kind}")


_INTERNAL = Counterpart(None)

ALBUMENTATIONS: dict[str, Counterpart] = {
    "Rotate": Counterpart("rotate", {"angle": number("limit", symmetric=True)}),
    "SafeRotate": Counterpart("rotate", {"angle": number("limit", symmetric=True), "canvas": word("grow")}),
    "Perspective": Counterpart("perspective", {"strength": number("scale")}),
    "CLAHE": Counterpart(
        "clahe", {"clip": number("clip_limit")}, "its tiles are a share of the page there, and millimeters here"
    ),
    "Sharpen": Counterpart("sharpen", {"amount": number("alpha")}, "'lightness' has no counterpart"),
    "UnsharpMask": Counterpart("unsharp-mask", {"amount": number("alpha"), "threshold": number("threshold")}),
    "GaussianBlur": Counterpart("gaussian-blur", {"sigma": pixels("sigma_limit")}),
    "Blur": Counterpart("gaussian-blur", {"sigma": pixels("blur_limit", 0.29), "shape": word("box")}),
    "MotionBlur": Counterpart("motion-blur", {"length": pixels("blur_limit")}),
    "MedianBlur": Counterpart("denoise", {"method": word("median")}),
    "Defocus": Counterpart("defocus", {"radius": pixels("radius")}),
    "GlassBlur": Counterpart("glass-blur", {"scatter": pixels("max_delta"), "soften": pixels("sigma")}),
    "GaussNoise": Counterpart("gaussian-noise", {"sigma": number("std_range", 255)}),
    "ShotNoise": Counterpart("shot-noise"),
    "ISONoise": Counterpart("shot-noise", {}, "'shot-noise' with its own defaults"),
    "MultiplicativeNoise": Counterpart("multiplicative-noise", {}, "'multiplicative-noise' with its own defaults"),
    "SaltAndPepper": Counterpart("salt-and-pepper", {"amount": number("amount")}),
    "ImageCompression": Counterpart("jpeg", {"quality": number("quality_range", whole=True)}),
    "Downscale": Counterpart("downscale", {"dpi": _gap}),
    "RandomGamma": Counterpart("gamma", {"gamma": number("gamma_limit", 0.01)}),
    "RandomBrightnessContrast": Counterpart(
        "brightness-contrast",
        {"contrast": number("contrast_limit", 1, 1), "brightness": number("brightness_limit", 255)},
    ),
    "ToGray": Counterpart("grayscale"),
    "InvertImg": Counterpart("invert"),
    "Posterize": Counterpart("posterize", {}, "'posterize' with its own defaults"),
    "HorizontalFlip": Counterpart("flip", {"axis": word("horizontal")}),
    "VerticalFlip": Counterpart("flip", {"axis": word("vertical")}),
    "Affine": Counterpart(
        "affine", {"angle": number("rotate")}, "translation, scale and shear are left to the defaults of 'affine'"
    ),
    "ShiftScaleRotate": Counterpart(
        "affine", {"angle": number("rotate_limit", symmetric=True), "scale": number("scale_limit", 1, 1)}
    ),
    "CoarseDropout": _without_images("covers text, whose labels would stay"),
    "GridDropout": _without_images("covers text, whose labels would stay"),
    "Erasing": _without_images("covers text, whose labels would stay"),
    "Normalize": Counterpart(None, why="pictures stay 8 bits; normalize in the loader"),
    "ToFloat": Counterpart(None, why="pictures stay 8 bits; convert in the loader"),
    "FromFloat": Counterpart(None, why="pictures stay 8 bits"),
    "ToTensorV2": Counterpart(None, why="foxing.torch makes tensors"),
    "ToTensor3D": Counterpart(None, why="foxing.torch makes tensors"),
    "NoOp": _INTERNAL,
    "Lambda": Counterpart(None, why="it is code"),
}

AUGRAPHY: dict[str, Counterpart] = {
    "InkBleed": Counterpart("ink-bleed", {"intensity": number("severity")}),
    "Letterpress": Counterpart("letterpress", {}, "'letterpress' with its own defaults"),
    "LowInkPeriodicLines": Counterpart(
        "low-ink-periodic-lines", {"lines": number("count_range", whole=True), "period": pixels("period_range")}
    ),
    "LowInkRandomLines": Counterpart(
        "low-ink-random-lines", {}, "the number of lines is that of 'low-ink-random-lines'"
    ),
    "Dithering": Counterpart(
        "dithering", {"method": choice("dither", {"floyd-steinberg": "floyd-steinberg", "ordered": "bayer"})}
    ),
    "BleedThrough": Counterpart("bleed-through", {"opacity": number("intensity_range")}),
    "ColorPaper": Counterpart("color-paper", {"saturation": number("saturation_range", 1 / 255)}),
    "WaterMark": Counterpart("watermark", {}, "'watermark' with its own defaults"),
    "Jpeg": Counterpart("jpeg", {"quality": number("quality_range", whole=True)}),
    "SubtleNoise": Counterpart("subtle-noise", {"range": number("subtle_range")}),
    "Gamma": Counterpart("gamma", {"gamma": number("gamma_range")}),
    "Brightness": Counterpart("brightness-contrast", {"brightness": number("brightness_range", 128, -128)}),
    "DirtyRollers": Counterpart("dirty-rollers", {"width": pixels("line_width_range")}),
    "DirtyDrum": Counterpart("dirty-drum", {"width": pixels("line_width_range")}),
    "NoisyLines": Counterpart(
        "noisy-lines",
        {"lines": number("noisy_lines_number_range", whole=True), "width": pixels("noisy_lines_thickness_range")},
    ),
    "GlitchEffect": Counterpart(
        "glitch-effect",
        {
            "strips": number("glitch_number_range", whole=True),
            "height": pixels("glitch_size_range"),
            "shift": pixels("glitch_offset_range"),
        },
    ),
    "Squish": Counterpart(
        "squish", {"count": number("squish_number_range", whole=True), "band": pixels("squish_distance_range")}
    ),
    "Folding": Counterpart("folding", {}, "'folding' with its own defaults"),
    "Markup": Counterpart(
        "markup",
        {
            "count": number("num_lines_range", whole=True),
            "kind": choice(
                "markup_type", {"highlight": "highlight", "underline": "underline", "strikethrough": "strikethrough"}
            ),
        },
    ),
    "Geometric": Counterpart(
        "rotate",
        {"angle": number("rotate_range")},
        "only its turn: scale, translation and mirroring are steps of their own here",
    ),
    "Faxify": Counterpart("faxify", {}, "'faxify' with its own defaults"),
    "DelaunayTessellation": Counterpart("paper-texture", {}, "a texture of paper in its place"),
    "VoronoiTessellation": Counterpart("paper-texture", {}, "a texture of paper in its place"),
    "PatternGenerator": Counterpart("paper-texture", {}, "a texture of paper in its place"),
    "Rescale": Counterpart("rescale", {"dpi": number("target_dpi")}),
}
