"""Pipelines that start programs."""

from __future__ import annotations

import multiprocessing
import shutil
import sys

import numpy as np
import pytest
from conftest import PAGES, REPOSITORY

import foxing


@pytest.fixture
def pipeline(tmp_path):
    shutil.copy(REPOSITORY / "examples" / "step_of_twenty_lines.py", tmp_path / "step.py")
    path = tmp_path / "p.yaml"
    path.write_text(
        f"stages: {{a: [command: {{run: ['{sys.executable}', step.py], parameters: {{width: 2..6mm}}}}]}}\nvariants: 2\n"
    )
    return path


def test_programs_are_started_only_when_that_is_allowed(pipeline, small, tmp_path):
    with pytest.raises(foxing.ArgumentError, match="allow_commands"):
        foxing.Pipeline(pipeline)
    with pytest.raises(foxing.ArgumentError, match="allow_commands"):
        foxing.run(pipeline, [PAGES / "receipt-en.tif"], tmp_path / "set")
    with pytest.raises(foxing.ArgumentError, match="allow_commands"):
        foxing.Pipeline(pipeline, allow_commands="yes")
    assert not foxing.check(path=pipeline)
    pipe = foxing.Pipeline(pipeline, allow_commands=True)
    variant = pipe(small, variant=1)
    reach = round(variant.applied[0]["parameters"]["width"] * 0.8)
    assert (variant.image[:, : reach - 1] <= 127).all() and np.array_equal(variant.image[:, -50:], small.image[:, -50:])
    assert np.array_equal(variant.image, pipe(small, variant=1).image)
    assert foxing.run(pipe, [PAGES / "receipt-en.tif"], tmp_path / "a").written == 2
    assert foxing.run(pipeline, [PAGES / "receipt-en.tif"], tmp_path / "b", allow_commands=True).written == 2
    assert (tmp_path / "a" / "manifest.jsonl").read_bytes() == (tmp_path / "b" / "manifest.jsonl").read_bytes()


def _in_child(number):
    return _shared[0](_shared[1], variant=number).image.tobytes()


_shared: tuple = ()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_starts_programs_of_its_own(pipeline, small):
    global _shared
    _shared = (foxing.Pipeline(pipeline, allow_commands=True), small)
    expected = [_in_child(number) for number in range(4)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(_in_child, range(4)).get(timeout=120) == expected
    assert [_in_child(number) for number in range(4)] == expected
