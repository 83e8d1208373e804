"""What the wheel brings for machines that lack it: models for Tesseract, and letters."""

from __future__ import annotations

import os
from pathlib import Path

BUNDLE = Path(__file__).with_name("_bundle")

#: Where models are looked for by the library; the wheel's own are used where there are none.
_MODELS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
)


def settle() -> None:
    """Lets the environment name what the wheel brings, unless somebody else named or installed something."""
    models = BUNDLE / "tessdata"
    if models.is_dir() and not os.environ.get("TESSDATA_PREFIX") and not any(map(_has_models, _MODELS)):
        os.environ["TESSDATA_PREFIX"] = str(models)
    fonts = BUNDLE / "fonts" / "fonts.conf"
    named = {"FONTCONFIG_FILE", "FONTCONFIG_PATH"} & set(os.environ)
    if fonts.is_file() and not named and not os.path.exists("/etc/fonts/fonts.conf"):
        os.environ["FONTCONFIG_FILE"] = str(fonts)


def _has_models(folder: str) -> bool:
    try:
        return any(name.endswith(".traineddata") for name in os.listdir(folder))
    except OSError:
        return False
