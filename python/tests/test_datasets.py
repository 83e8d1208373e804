"""Lines and pages by number; `heavy/test_torch.py` does the same with PyTorch's loader."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest
from conftest import PAGES, QUICK, drawn_page

import foxing
from foxing.datasets import Lines, Pages, order

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def three_pages():
    return [foxing.Page(image, words=words, dpi=150, name=f"p{n}") for n in range(3) for image, words in [drawn_page()]]


@pytest.fixture(scope="module")
def lines():
    return Lines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=3, height=32)


def told(item):
    return item.image.shape, item.image.tobytes(), item.text, item.page, item.id


def of_epoch(lines, epoch, indices):
    return [told(lines.item(epoch, index)) for index in indices]


def test_each_line_of_each_page_has_a_number(lines):
    assert len(lines) == 3 * 4 * 3
    item = lines.item(0, 4)
    assert item.image.dtype == np.uint8 and item.image.shape[0] == 32 and item.image.ndim == 2
    assert item.text == "w11" and item.image.flags.writeable


def test_an_item_depends_on_its_numbers_alone(lines):
    expected = of_epoch(lines, 1, range(36))
    fresh = Lines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=3, height=32, cache=0)
    assert of_epoch(fresh, 1, reversed(range(36))) == expected[::-1]
    assert of_epoch(lines, 2, range(36)) != expected
    other = Lines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=4, height=32)
    assert of_epoch(other, 1, range(36)) != expected


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_items_are_the_same_in_other_processes(lines, method, workers):
    if method == "spawn" and workers != 2:
        pytest.skip("one number of spawned processes says it")
    expected = of_epoch(lines, 1, range(36))
    parts = [(lines, 1, list(range(worker, 36, workers))) for worker in range(workers)]
    with multiprocessing.get_context(method).Pool(workers) as pool:
        made = pool.starmap(of_epoch, parts)
    for worker, part in enumerate(made):
        assert part == expected[worker::workers]


def test_a_line_that_is_lost_is_drawn_again_and_at_last_clean():
    # All is cut away but a corner, in which nothing stands.
    pipe = foxing.Pipeline.from_text("stages: {a: [crop: {keep: any, left: 0mm, top: 0mm, right: 66mm, bottom: 32mm}]}")
    image, words = drawn_page()
    lines = Lines(pipe, [foxing.Page(image, words=words, dpi=150)], height=32)
    clean = foxing.Page(image, words=words, dpi=150).line_crops(height=32)
    assert lines.item(0, 11).text == "w32"
    assert np.array_equal(lines.item(0, 11).image, clean[11].image)


def test_pages_are_read_when_they_are_asked_for():
    pages = Pages(
        foxing.Pipeline.from_text(QUICK), [PAGES / "receipt-en.tif", PAGES / "no-such.png"], variants=2, channels=3
    )
    assert len(pages) == 4
    item = pages.item(0, 1)
    assert item.page == "receipt-en" and item.image.shape[2] == 3
    assert told_page(item) == told_page(pages.item(0, 1)) != told_page(pages.item(1, 1))
    with pytest.raises(foxing.UnusableError):
        pages.item(0, 2)


def told_page(item):
    return item.image.tobytes(), item.labels.json


def test_another_output_can_be_asked_for():
    pages = Pages(foxing.Pipeline.from_text(QUICK), three_pages(), output="binary")
    assert set(np.unique(pages.item(0, 0).image)) == {0, 255}
    lines = Lines(foxing.Pipeline.from_text(QUICK), three_pages(), channels=3, output="binary")
    assert lines.item(0, 0).image.shape[2] == 3


def test_the_order_mixes_lines_of_some_pages_at_a_time(lines):
    mixed = list(order(lines, 0, shuffle=True, seed=1, window=2))
    assert sorted(mixed) == list(range(36)) and mixed != list(range(36))
    assert len({lines.lines[index][0] for index in mixed[:24]}) == 2
    assert mixed == list(order(lines, 0, shuffle=True, seed=1, window=2))
    assert mixed != list(order(lines, 1, shuffle=True, seed=1, window=2))
    assert list(order(lines, 0, shuffle=False, seed=1, window=2)) == list(range(36))


@pytest.mark.parametrize("options", [{"height": 1}, {"unit": "page"}, {"channels": 2}, {"cache": -1}, {"nothing": 1}])
def test_wrong_options_are_told_at_once(options):
    with pytest.raises((foxing.ArgumentError, TypeError)):
        Lines(foxing.Pipeline.from_text(QUICK), three_pages(), **options)
    with pytest.raises(foxing.ArgumentError):
        Lines("pipeline.yaml", three_pages())
