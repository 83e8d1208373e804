"""What the tests share: a small page with words, and pipelines that are quick."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import foxing

REPOSITORY = Path(__file__).parents[2]
PAGES = REPOSITORY / "fixtures" / "pages"

QUICK = """\
pipeline: quick
seed: 5
stages:
  scan:
    - rotate: {angle: 1..3}
    - subtle-noise
    - jpeg: {quality: 30..80}
  binary:
    - grayscale
    - otsu
outputs: {image: scan, binary: binary}
"""


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def program() -> str:
    """The program of the same build."""
    return os.environ["FOXING_PROGRAM"]


@pytest.fixture(scope="session")
def pipe() -> foxing.Pipeline:
    return foxing.Pipeline.from_text(QUICK)


@pytest.fixture(scope="session")
def article() -> foxing.Page:
    return foxing.read_page(PAGES / "article-en.png")


def drawn_page(lines: int = 4, width: int = 400) -> tuple[np.ndarray, list[dict]]:
    """Bars of ink where text would be, and its words."""
    image = np.full((40 + 40 * lines, width), 250, np.uint8)
    words = []
    for line in range(lines):
        for word in range(3):
            x, y = 20 + 120 * word, 20 + 40 * line
            image[y : y + 20, x : x + 100 : 4] = 20
            words.append({"text": f"w{line}{word}", "box": [x, y, 100, 20]})
    return image, words


@pytest.fixture
def small() -> foxing.Page:
    image, words = drawn_page()
    return foxing.Page(image, words=words, dpi=150, name="small")
