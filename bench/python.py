"""Times the Python package, and compares loaders with augraphy's.

usage: python.py [WHEEL] [--peer PYTHON] [--write README]

FOXING_LIBRARY and FOXING_PROGRAM name a release build; PYTHON has augraphy. What is compared runs in turn, and medians are taken,
so that ratios survive a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import foxing

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "fixtures" / "pages" / "article-en.png"


def without_check(name: str) -> str:
    """A ready-made pipeline without its section on reading back."""
    text = (ROOT / "pipelines" / f"{name}.yaml").read_text()
    return re.sub(r"(?m)^(readability|input):\n(?: .*\n)*", "", text)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(first: Callable[[], float], second: Callable[[], float], times: int) -> float:
    """The median of first / second, measured in pairs."""
    ratios = []
    for number in range(times):
        pair = (first(), second()) if number % 2 == 0 else (second(), first())[::-1]
        ratios.append(pair[0] / pair[1])
    return statistics.median(ratios)


def call_against_the_library() -> float:
    """A call of Python with its pixels in an array, against the bare functions of C beneath, which run Swift's own code."""
    import ctypes

    from foxing import _library

    pipe = foxing.Pipeline.from_text(without_check("ocr-training"))
    page = foxing.read_page(PAGE)
    library = _library.library()
    made, error, plane = ctypes.c_uint64(), ctypes.c_void_p(), _library.Plane()

    def python() -> float:
        return seconds(lambda: [pipe(page, variant=number).image.shape for number in range(12)])

    def bare() -> float:
        start = time.perf_counter()
        for number in range(12):
            library.foxing_variant_make(
                pipe._handle.number,
                page._handle.number,
                b"article-en",
                number,
                None,
                ctypes.byref(made),
                ctypes.byref(error),
            )
            library.foxing_picture(made.value, 0, ctypes.byref(plane), ctypes.byref(error))
            library.foxing_release(made.value, ctypes.byref(error))
        return time.perf_counter() - start

    python(), bare()
    return in_turn(python, bare, 9)


def two_threads() -> float:
    """As many times the variants of one thread."""
    pipe = foxing.Pipeline.from_text(without_check("ocr-training"))
    page = foxing.read_page(PAGE)

    def some(start: int) -> None:
        for number in range(start, start + 16):
            pipe(page, variant=number)

    def both() -> None:
        threads = [threading.Thread(target=some, args=(start,)) for start in (0, 16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    some(0)
    return in_turn(lambda: seconds(lambda: (some(0), some(16))), lambda: seconds(both), 5)


def import_time() -> float:
    """Milliseconds of importing foxing, and of all that a first pipeline loads, where numpy is there."""
    code = (
        "import numpy, time; s = time.perf_counter(); import foxing; foxing.Pipeline; foxing.Page; foxing.run; foxing.library_version();"
        " print(time.perf_counter() - s)"
    )
    return 1000 * statistics.median(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(7))


PEER = """
import warnings; warnings.filterwarnings("ignore")
import sys, time, json, random
import cv2, numpy as np
import augraphy
cv2.setNumThreads(1)
image = cv2.imread(sys.argv[1])
boxes = json.loads(sys.argv[2])
pipe = augraphy.default_augraphy_pipeline()
random.seed(1); np.random.seed(1)
def lines():
    made = pipe(image)
    made = made["output"] if isinstance(made, dict) else made
    for x, y, w, h in boxes:
        crop = made[max(y, 0):y + h, max(x, 0):x + w]
        if crop.size:
            yield cv2.resize(crop, (max(1, crop.shape[1] * 48 // crop.shape[0]), 48))
sum(1 for _ in lines())
start, count = time.perf_counter(), 0
while time.perf_counter() - start < float(sys.argv[3]):
    count += sum(1 for _ in lines())
print(count / (time.perf_counter() - start))
"""


def loader_against_the_peer(peer: str) -> float | None:
    """Lines a second of a DataLoader with two workers, against two processes of augraphy's default pipeline and crops."""
    try:
        from torch.utils.data import DataLoader

        import foxing.torch
    except ImportError:
        return None
    page = foxing.read_page(PAGE)
    boxes = json.dumps([[int(side) for side in line.box] for line in page.lines])
    color = Path(tempfile.mkdtemp(), "page.png")
    shutil.copy(PAGE, color)
    command = [peer, "-c", PEER, str(color), boxes, "40"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    peers = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    theirs = sum(float(process.communicate()[0]) for process in peers)

    pages = [foxing.Page(page.image, labels=page.labels, dpi=150, name=f"p{number}") for number in range(60)]
    pipe = foxing.Pipeline.from_text(without_check("ocr-training"))
    dataset = foxing.torch.LineDataset(pipe, pages, seed=1, height=48)
    loader = DataLoader(
        dataset, batch_size=64, sampler=dataset.sampler(window=2), num_workers=2, collate_fn=foxing.torch.collate
    )
    count = 0
    start = time.perf_counter()
    for images, _, _ in loader:
        count += len(images)
        if time.perf_counter() - start > 40:
            break
    ours = count / (time.perf_counter() - start)
    print(f"lines a second: {ours:.0f}, augraphy {theirs:.1f}")
    return ours / theirs


def ray_against_the_program() -> float | None:
    """500 pages with Ray on two processors against `foxing run -j 2`."""
    try:
        import ray

        import foxing.ray
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "pages")
        folder.mkdir()
        for number in range(500):
            os.symlink(PAGE, folder / f"p{number:03}.png")
        pipeline = Path(scratch, "pipeline.yaml")
        pipeline.write_text(without_check("ocr-training"))
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        ours = seconds(lambda: foxing.ray.run(pipeline, folder, Path(scratch, "ray"), variants=1, tasks=16))
        ray.shutdown()
        command = [
            os.environ["FOXING_PROGRAM"],
            "run",
            pipeline,
            "-i",
            folder,
            "-o",
            Path(scratch, "single"),
            "-n",
            "1",
            "-j",
            "2",
            "-q",
        ]
        theirs = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    print(f"500 pages: Ray {ours:.1f} s, the program {theirs:.1f} s")
    return theirs / ours


def main() -> None:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", nargs="?", type=Path)
    parser.add_argument("--peer")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    rows = [
        ("one A4 page through `ocr-training` without check: Python's time against the library's", "1.05 ×, aim 1.02 ×", call_against_the_library(), "{:.3f} ×"),
        ("two threads against one, one process", "1.85 ×, aim 1.95 ×", two_threads(), "{:.2f} ×"),
        ("`LineDataset` in a DataLoader of 2 workers against augraphy's default pipeline and crops in two processes", "25 ×, aim 50 ×",
         loader_against_the_peer(given.peer) if given.peer else None, "{:.0f} ×"),
        ("`import foxing` beyond numpy's, with the library loaded", "60 ms, aim 30 ms", import_time(), "{:.0f} ms"),
        ("wheel, packed", "90 MB, aim 50 MB", given.wheel.stat().st_size / 1e6 if given.wheel else None, "{:.1f} MB"),
        ("Ray on one machine with 2 workers against `foxing run -j 2`, 500 pages", "0.85 ×, aim 0.95 ×", ray_against_the_program(), "{:.2f} ×"),
    ]  # fmt: skip
    lines = ["| measured in one run | at least | measured |", "| --- | --- | --- |"]
    lines += [
        f"| {name} | {least} | {form.format(value) if value is not None else '—'} |"
        for name, least, value, form in rows
    ]
    table = "\n".join(lines)
    print(table)
    if given.write:
        text = given.write.read_text()
        pattern = r"(?s)(<!-- measured python -->\n).*?(\n<!-- /measured python -->)"
        given.write.write_text(re.sub(pattern, lambda found: found[1] + table + found[2], text))


if __name__ == "__main__":
    main()
