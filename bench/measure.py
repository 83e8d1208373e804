"""Times whole runs of foxing: one worker and two, the start of the program, and the check by Tesseract.

    measure.py .build/release/foxing [--pages 24] [--variants 5] [--rounds 5]
"""

import argparse
import re
import shutil
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
OUT = BENCH / "out"
sys.path.insert(0, str(BENCH))

import make_pages  # noqa: E402
from process import run  # noqa: E402


@dataclass
class PagesRun:
    """Variants per second of a whole process, its seconds of CPU and the peak of its memory in MiB."""

    rate: float
    cpu: float
    peak: float


def bench_pages(count):
    return make_pages.draw(count, OUT / f"pages-{count}")


def pipelines():
    """What each run of the reference program is compared with, by the name of its stages. The whole pipeline is the
    ready-made one without the check by Tesseract, writing the one picture that the reference program writes."""
    text = (BENCH.parent / "pipelines" / "ocr-training.yaml").read_text()
    text = re.sub(r"(?ms)^(# [^\n]*\n)*readability:[^\n]*\n(?:[ \t]+[^\n]*\n|\n)*", "", text)
    text = re.sub(r"(?ms)^outputs:[^\n]*\n(?:[ \t]+[^\n]*\n)*", "outputs:\n  image: clean-up\n", text)
    # Text beside the pages moves along; to look for its lines would be Tesseract's work again.
    text = text.replace("truth: {from: auto, align: true}", "truth: auto")
    OUT.mkdir(exist_ok=True)
    whole = OUT / "ocr-training.yaml"
    whole.write_text(text)
    return {"all": whole, "doc": BENCH / "ocr-training-doc.yaml", "geo": BENCH / "ocr-training-geo.yaml"}


def pages_run(foxing, pipeline, pages, out, variants, workers):
    shutil.rmtree(out, ignore_errors=True)
    cost = run([
        foxing, "run", pipeline, "--input", pages, "--output", out, "--variants", variants, "--workers", workers,
        "--progress", "none",
    ])
    count = sum(path.is_file() for path in (Path(out) / "images").rglob("*"))
    return PagesRun(count / cost.wall, cost.cpu, cost.peak)


def workers(args):
    """Variants per second of two workers over those of one: of several runs in turn the fastest of each, for whatever
    else the machine does only slows them, and two workers more than one."""
    pages = bench_pages(args.pages)
    best = {1: 0.0, 2: 0.0}
    for _ in range(args.rounds):
        one, two = (
            pages_run(args.foxing, pipelines()["all"], pages, OUT / "run", args.variants, count) for count in (1, 2)
        )
        best = {1: max(best[1], one.rate), 2: max(best[2], two.rate)}
        print(
            f"  1 worker {one.rate:7.2f}/s {one.cpu:6.2f} s CPU {one.peak:5.0f} MiB   "
            f"2 workers {two.rate:7.2f}/s {two.cpu:6.2f} s CPU {two.peak:5.0f} MiB", flush=True)
    return best[2] / best[1]


def start(args):
    """Milliseconds that `foxing check` takes as a whole process."""
    file = BENCH.parent / "pipelines" / "ocr-training.yaml"
    return statistics.median(run([args.foxing, "check", file]).wall for _ in range(21)) * 1000


def reading(args):
    """CPU time of `foxing score` over that of the `tesseract` program with one thread, both reading the same pages in
    one process with the same settings."""
    pages = sorted(bench_pages(args.pages).glob("*.png"))[:6]
    listed = OUT / "pages.txt"
    listed.write_text("".join(f"{path}\n" for path in pages))
    ratios = []
    for _ in range(args.rounds):
        ours = run([args.foxing, "score", *pages, "--lang", "eng", "--layout", "6", "--format", "json"])
        theirs = run(
            ["tesseract", listed, "-", "-l", "eng", "--psm", "6", "--oem", "1"],
            environment={"OMP_THREAD_LIMIT": "1"},
        )
        ratios.append(ours.cpu / theirs.cpu)
    return statistics.median(ratios)


def others(args):
    """Rows of the README's table that need no reference program."""
    return [
        ("two workers against one", "1.85 ×, aim 1.95 ×", f"{workers(args):.2f} ×"),
        ("`foxing check` on a pipeline, whole process", "50 ms, aim 20 ms", f"{start(args):.0f} ms"),
        ("Tesseract check: CPU time against the `tesseract` program", "1.05 ×, aim 1 ×", f"{reading(args):.2f} ×"),
    ]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing", type=Path)
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--variants", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    return parser


if __name__ == "__main__":
    for name, aim, value in others(arguments().parse_args()):
        print(f"{name:60} {aim:20} {value}")
