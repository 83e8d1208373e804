"""Whole runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import PAGES, QUICK, REPOSITORY

import foxing

PAGE = [PAGES / "receipt-en.tif"]


@pytest.fixture
def pipeline(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_text(QUICK)
    return path


def files(folder):
    """All that does not depend on when and where a folder was made."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("run.json", "ledger.jsonl")
    }


def test_a_run_writes_what_the_program_writes(program, pipeline, tmp_path):
    result = foxing.run(pipeline, PAGE, tmp_path / "ours", variants=2, workers=2)
    assert (result.end, result.sources, result.variants, result.written) == ("complete", 1, 2, 2)
    subprocess.run(
        [program, "run", pipeline, "-i", *PAGE, "-o", tmp_path / "theirs", "-n", "2", "-q"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert files(tmp_path / "ours") == files(tmp_path / "theirs")


def test_a_callable_is_told_and_can_stop(pipeline, tmp_path):
    events = []
    foxing.run(pipeline, PAGE, tmp_path / "a", variants=2, progress=events.append)
    assert [event["event"] for event in events] == ["start", "variant", "variant"]
    assert events[0]["total"] == 2 and events[1]["row"]["variant"] == 0
    result = foxing.run(pipeline, PAGE, tmp_path / "b", variants=5000, progress=lambda event: event["event"] == "start")
    assert result.end == "interrupted" and result.variants < 5000
    result = foxing.run(pipeline, PAGE, tmp_path / "b", variants=result.variants + 1, policy="resume")
    assert result.end == "complete"


def test_what_a_callable_raises_comes_out(pipeline, tmp_path):
    class Mine(Exception):
        pass

    def fail(event):
        raise Mine

    with pytest.raises(Mine):
        foxing.run(pipeline, PAGE, tmp_path / "a", variants=5000, progress=fail)


def test_tqdm_shows_progress(pipeline, tmp_path, capfd):
    foxing.run(pipeline, PAGE, tmp_path / "a", variants=2, progress=True)
    assert "2/2" in capfd.readouterr().err


def test_nothing_is_printed(pipeline, tmp_path, capfd):
    with pytest.raises(foxing.UnusableError):
        foxing.run(pipeline, [tmp_path / "no-such.png"], tmp_path / "b")
    foxing.run(pipeline, PAGE, tmp_path / "a", variants=1)
    assert capfd.readouterr() == ("", "")


def test_a_pipeline_in_memory_runs_too(tmp_path):
    pipe = foxing.Pipeline.from_text(QUICK, seed=9, variants=1, set={"stages.scan.jpeg.quality": 40})
    foxing.run(pipe, PAGE[0], tmp_path / "a")
    row = json.loads((tmp_path / "a" / "manifest.jsonl").read_text())
    assert row["seed"].startswith("9/")
    drawn = {step["operation"]: step["parameters"] for step in row["applied"]}
    assert drawn["jpeg"]["quality"] == 40


@pytest.mark.parametrize(
    "options",
    [
        {"workers": 0},
        {"workers": 1.5},
        {"policy": "x"},
        {"shard": "4/3"},
        {"shard": 5},
        {"dpi": 1e9},
        {"variants": 0},
        {"seed": -(2**64)},
        {"set": {"stages.scan.none": 1}},
        {"memory": float("inf")},
        {"inputs": 5},
        {"inputs": [5]},
        {"inputs": ["a\0b"]},
        {"output": None},
        {"output": 5},
        {"output": ""},
    ],
)
def test_options_are_checked_before_anything_is_written(pipeline, tmp_path, options):
    given = {"inputs": PAGE, "output": tmp_path / "a"} | options
    with pytest.raises(foxing.ArgumentError):
        foxing.run(pipeline, **given)
    assert not (tmp_path / "a").exists()


def test_a_folder_of_somebody_else_is_left_alone(pipeline, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    with pytest.raises(foxing.UnusableError):
        foxing.run(pipeline, PAGE, tmp_path / "a")
    assert (tmp_path / "a" / "mine.txt").read_text() == "mine"


def test_ctrl_c_ends_a_run_and_resuming_it_goes_on(pipeline, tmp_path):
    code = (
        "import foxing, sys\n"
        f"foxing.run({str(pipeline)!r}, [{str(PAGE[0])!r}], {str(tmp_path / 'a')!r}, variants=100000,\n"
        "    progress=lambda event: print(event['event'], flush=True))\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY
    )
    for line in child.stdout:
        if line == b"variant\n":
            break
    start = time.monotonic()
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert b"KeyboardInterrupt" in said and child.returncode != 0
    assert time.monotonic() - start < 30
    made = len(list((tmp_path / "a" / "images").iterdir()))
    assert made >= 1
    assert foxing.run(pipeline, PAGE, tmp_path / "a", variants=made + 1, policy="resume").end == "complete"


def test_addresses_of_fsspec_are_inputs_and_outputs(pipeline, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/pages/a/receipt-en.tif", PAGE[0].read_bytes())
    memory.pipe("/pages/a/receipt-en.gt.txt", PAGE[0].with_suffix(".gt.txt").read_bytes())
    foxing.run(pipeline, ["memory://pages"], "memory://set", variants=2)
    foxing.run(pipeline, PAGE, tmp_path / "near", variants=2)
    far = {name.removeprefix("/set/"): memory.cat(name) for name in memory.find("/set")}
    assert far.get("images/a/receipt-en_aug_1.png")
    assert {"ledger.jsonl", "manifest.jsonl", "run.json"} <= set(far)
    with pytest.raises(foxing.UnusableError, match="not empty"):
        foxing.run(pipeline, ["memory://pages"], "memory://set", variants=3)
    grown = foxing.run(pipeline, ["memory://pages"], "memory://set", variants=3, policy="resume")
    assert grown.written == 3
    assert memory.cat("/set/images/a/receipt-en_aug_1.png") == far["images/a/receipt-en_aug_1.png"]
    memory.rm("/", recursive=True)


def test_an_unknown_address_says_so(pipeline, tmp_path):
    pytest.importorskip("fsspec")
    with pytest.raises(foxing.ArgumentError, match="xyz"):
        foxing.run(pipeline, ["xyz://pages"], tmp_path / "a")
    with pytest.raises(foxing.UnusableError):
        foxing.run(pipeline, ["memory://nothing-here"], tmp_path / "a")
    assert not os.path.exists(tmp_path / "a")
