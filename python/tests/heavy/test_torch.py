"""Lines and pages in PyTorch's loader."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import QUICK, drawn_page

import foxing

torch = pytest.importorskip("torch")
from torch.utils.data import DataLoader  # noqa: E402

import foxing.torch  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


def three_pages(seed=0):
    pages = []
    for number in range(3):
        image, words = drawn_page()
        pages.append(foxing.Page(image, words=words, dpi=150, name=f"p{number}"))
    return pages


@pytest.fixture(scope="module")
def lines():
    return foxing.torch.LineDataset(foxing.Pipeline.from_text(QUICK), three_pages(), seed=1, height=32)


def told(batches):
    return [(image.numpy().tobytes(), text) for batch in batches for image, text in batch]


def loader(dataset, workers, method="fork", **options):
    return DataLoader(
        dataset,
        batch_size=5,
        num_workers=workers,
        collate_fn=list,
        multiprocessing_context=method if workers else None,
        **options,
    )


def test_an_item_is_a_tensor_and_its_text(lines):
    image, text = lines[4]
    assert image.dtype == torch.uint8 and image.shape[:2] == (1, 32) and text == "w11"
    assert lines[-1][1] == lines[len(lines) - 1][1]
    with pytest.raises(IndexError):
        lines[len(lines)]


@pytest.mark.parametrize(("workers", "method"), [(1, "fork"), (2, "fork"), (4, "fork"), (1, "spawn"), (2, "spawn")])
def test_items_are_the_same_for_any_number_of_workers(lines, workers, method):
    for epoch in (0, 3):
        lines.set_epoch(epoch)
        assert told(loader(lines, workers, method)) == told(loader(lines, 0))
    lines.set_epoch(0)


def test_workers_that_stay_see_the_next_epoch(lines):
    kept = loader(lines, 2, persistent_workers=True)
    lines.set_epoch(0)
    first = told(kept)
    lines.set_epoch(1)
    second = told(kept)
    assert second == told(loader(lines, 0)) != first
    lines.set_epoch(0)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_restart_in_mid_epoch_goes_on_where_it_was(workers):
    stateful = pytest.importorskip("torchdata.stateful_dataloader")

    def made(epoch):
        dataset = foxing.torch.LineDataset(foxing.Pipeline.from_text(QUICK), three_pages(), seed=1, height=32)
        dataset.set_epoch(epoch)
        return stateful.StatefulDataLoader(
            dataset, batch_size=5, sampler=dataset.sampler(seed=9), num_workers=workers, collate_fn=list
        )

    expected = [told([batch]) for batch in made(2)]
    first = made(2)
    part, state = [], None
    for number, batch in enumerate(first):
        part.append(told([batch]))
        if number == 2:
            state = first.state_dict()
            break
    again = made(0)
    again.load_state_dict(state)
    assert part + [told([batch]) for batch in again] == expected


def test_the_sampler_itself_can_be_taken_up(lines):
    sampler = lines.sampler(seed=4)
    whole = list(sampler)
    running = iter(sampler)
    part = [next(running) for _ in range(10)]
    fresh = lines.sampler(seed=4)
    fresh.load_state_dict(sampler.state_dict())
    assert part + list(fresh) == whole
    assert len(sampler) == len(lines) == len(whole)


def test_pages_come_with_words():
    pages = foxing.torch.PageDataset(foxing.Pipeline.from_text(QUICK), three_pages(), variants=2)
    image, truth = pages[3]
    assert image.shape[0] == 1 and image.dtype == torch.uint8
    assert len(truth["words"]) == len(truth["polygons"]) == 12 and truth["page"] == "p1"
    assert told_pages(DataLoader(pages, batch_size=None, num_workers=2)) == told_pages(pages[i] for i in range(6))


def told_pages(items):
    return [
        (image.numpy().tobytes(), truth["words"], [p.tolist() for p in truth["polygons"]]) for image, truth in items
    ]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_stream_gives_the_same_lines_in_another_order(workers):
    stream = foxing.torch.IterableLines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=1, height=32, variants=2)
    expected = told(loader(stream, 0))
    assert len(expected) == 72
    assert sorted(told(loader(stream, workers))) == sorted(expected)


def test_a_stream_can_be_taken_up():
    stream = foxing.torch.IterableLines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=1, height=32)
    whole = list(stream)
    running = iter(stream)
    part = [next(running) for _ in range(17)]
    fresh = foxing.torch.IterableLines(foxing.Pipeline.from_text(QUICK), three_pages(), seed=1, height=32)
    fresh.load_state_dict(stream.state_dict())
    assert told([part]) + told([fresh]) == told([whole])


def test_batches_are_filled_with_paper(lines):
    batch, widths, texts = foxing.torch.collate([lines[i] for i in range(4)])
    assert batch.shape[0] == len(texts) == 4 and batch.shape[3] == widths.max()
    narrow = int(np.argmin(widths))
    assert (batch[narrow, :, :, widths[narrow] :] == 255).all()
