"""What is handed over wrong: an exception that says so."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from conftest import PAGES, QUICK, drawn_page

import foxing


def test_a_pipeline_with_errors_says_where_and_what_to_do():
    with pytest.raises(foxing.PipelineError) as caught:
        foxing.Pipeline.from_text("stages:\n  a: [ink-bled]\n")
    error = caught.value
    assert (error.code, error.line, error.column) == ("E203", 2, 7)
    assert "did you mean 'ink-bleed'?" in str(error) and "--> pipeline:2:7" in str(error)
    assert len(error.findings) == 1
    assert isinstance(error, ValueError) and isinstance(error, foxing.Error)


def test_errors_can_be_sent_to_another_process():
    with pytest.raises(foxing.PipelineError) as caught:
        foxing.Pipeline.from_text("stages: {a: [b]}")
    sent = pickle.loads(pickle.dumps(caught.value))
    assert type(sent) is foxing.PipelineError
    assert (str(sent), sent.code, sent.line, sent.findings) == (
        str(caught.value),
        caught.value.code,
        caught.value.line,
        caught.value.findings,
    )


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(foxing.ArgumentError, match=r"no-such\.yaml"):
        foxing.Pipeline(tmp_path / "no-such.yaml")
    with pytest.raises(foxing.UnusableError, match=r"no-such\.png"):
        foxing.read_page(tmp_path / "no-such.png")
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    with pytest.raises(foxing.UnusableError) as caught:
        foxing.read_page(tmp_path / "x.png")
    assert isinstance(caught.value, OSError) and caught.value.code.startswith("I")
    with pytest.raises(foxing.ArgumentError):
        foxing.Pipeline(tmp_path)


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (np.zeros((4, 4), np.float32), "dtype float32"),
        (np.zeros((4, 4), np.int64), "dtype int64"),
        (np.zeros(4, np.uint8), "shape"),
        (np.zeros((4, 4, 2), np.uint8), "shape"),
        (np.zeros((2, 4, 4, 3), np.uint8), "shape"),
        (np.zeros((0, 4), np.uint8), "at least one pixel"),
        (np.zeros((4, 0, 3), np.uint8), "at least one pixel"),
        (np.broadcast_to(np.uint8(1), (4, 40_000_000)), "sides"),
        (None, "dtype object"),
        ("letter.png", "dtype <U10"),
        ([[1, 2], [3]], "array"),
        (np.array([object()]), "dtype object"),
    ],
)
def test_arrays_that_are_no_picture(image, said):
    with pytest.raises(foxing.ArgumentError, match=said):
        foxing.Page(image)


@pytest.mark.parametrize(
    "words",
    [
        "text",
        5,
        [5],
        [{"text": "a"}],
        [{"text": 5, "box": [1, 1, 5, 5]}],
        [{"text": "a", "box": [1, 1, float("nan"), 5]}],
        [{"text": "a", "box": 5}],
        [{"text": "a", "box": ["x", 1, 1, 1]}],
        [{"text": "a", "polygon": [[1, 2], [3, 4]]}],
        [{"text": "a", "polygon": [[1, 2], [3]]}],
        [{"text": "a", "colour": object(), "box": [1, 1, 5, 5]}],
    ],
)
def test_labels_that_are_none(words):
    image, _ = drawn_page()
    with pytest.raises((foxing.ArgumentError, foxing.UnusableError)):
        foxing.Page(image, words=words)


def test_two_kinds_of_labels_are_one_too_many():
    with pytest.raises(foxing.ArgumentError, match="'text' and 'words'"):
        foxing.Page(drawn_page()[0], text="a", words=[])


@pytest.mark.parametrize(
    "options",
    [
        {"seed": 1.5},
        {"seed": 2**64},
        {"seed": "7"},
        {"variant": -1},
        {"variant": 2**70},
        {"variant": None},
        {"attempt": -1},
        {"name": 5},
        {"name": "a\0b"},
        {"name": "\ud800"},
    ],
)
def test_numbers_and_names_out_of_range(pipe, small, options):
    with pytest.raises(foxing.ArgumentError):
        pipe(small, **options)


def test_numbers_of_numpy_are_numbers(pipe, small):
    assert np.array_equal(
        pipe(small, seed=np.int64(3), variant=np.uint8(2)).image, pipe(small, seed=3, variant=2).image
    )


def test_options_of_lines_are_checked(small):
    for options in (
        {"height": 1},
        {"height": 48.5},
        {"unit": "page"},
        {"padding": float("nan")},
        {"vertical": object()},
    ):
        with pytest.raises(foxing.ArgumentError):
            small.line_crops(**options)


def test_texts_that_c_cannot_take():
    for text in ("a\0b", "\ud800", None, 5, b"stages: {}"):
        with pytest.raises(foxing.ArgumentError):
            foxing.Pipeline.from_text(text)
    with pytest.raises(foxing.ArgumentError):
        foxing.Pipeline(5)
    with pytest.raises(foxing.ArgumentError, match="dictionary"):
        foxing.Pipeline.from_text(QUICK, set=["a=1"])
    with pytest.raises(foxing.PipelineError):
        foxing.Pipeline.from_text(QUICK, set={"stages.scan.nothing.x": 1})
    with pytest.raises(foxing.ArgumentError, match="no preset"):
        foxing.preset("fone-foto")


def test_a_language_that_is_not_installed(small, tmp_path):
    with pytest.raises(foxing.MissingError):
        foxing.score(small, languages=["xxx"])
    with pytest.raises(foxing.ArgumentError):
        foxing.score(small, languages=[])


def test_a_library_that_is_not_there(monkeypatch, tmp_path):
    from foxing import _library

    monkeypatch.setattr(_library, "_loaded", None)
    monkeypatch.setenv("FOXING_LIBRARY", str(tmp_path / "none.so"))
    with pytest.raises(foxing.MissingError, match="FOXING_LIBRARY"):
        foxing.operations()
    other = next(line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "/libc.so" in line)
    monkeypatch.setenv("FOXING_LIBRARY", other)
    with pytest.raises(foxing.MissingError, match="another version"):
        foxing.operations()
    monkeypatch.setenv("FOXING_LIBRARY", str(tmp_path / "none.so"))
    (tmp_path / "none.so").write_text("no library")
    with pytest.raises(foxing.MissingError, match="cannot be loaded"):
        foxing.operations()


def test_notes_on_labels_are_logged(caplog):
    with caplog.at_level("INFO", logger="foxing"):
        page = foxing.Page(
            drawn_page()[0], words=[{"text": "a", "box": [5, 5, 10, 10]}, {"text": "b", "box": [-50, 50, 40, 10]}]
        )
    assert page.notes and page.notes[0] in caplog.text


def test_a_page_of_a_file_with_fewer(tmp_path):
    with pytest.raises(foxing.UnusableError):
        foxing.read_page(PAGES / "article-en.png", page=2)
    for page in (0, -1, 1.5, "1"):
        with pytest.raises(foxing.ArgumentError):
            foxing.read_page(PAGES / "article-en.png", page=page)
    for dpi in (0, float("nan"), 1e9, "150 dpi"):
        with pytest.raises(foxing.ArgumentError):
            foxing.read_page(PAGES / "article-en.png", dpi=dpi)
    with pytest.raises(foxing.ArgumentError, match="truth"):
        foxing.read_page(PAGES / "article-en.png", truth="alto")
