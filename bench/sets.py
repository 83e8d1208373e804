"""Times training sets: what a set of each format costs beside making its variants.

    sets.py .build/release/foxing [--variants 67] [--rounds 3]

The variants are made once, then `foxing export` writes each set of pages by itself. What it spends on reading the run back,
which a run has in memory, is what two sets cost one by one more than both at once; it is taken off. Sets of crops cost more,
nearly all of it for cutting and encoding, whatever the format; they are measured in whole runs with and without. Last, a run
with all sets of pages at once. All figures are seconds of CPU with one worker; `--rounds` is how often exports are made.
"""

import argparse
import re
import shutil
import statistics
import sys
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
PROJECT = BENCH.parent
OUT = BENCH / "out"
sys.path.insert(0, str(BENCH))

from process import run  # noqa: E402

# Sets whose pictures are the pages themselves, and sets that cut lines or words out of them and encode those anew.
PAGED = [
    ("page", ["huggingface", "webdataset", "page", "funsd", "tesstrain", "csv", "hocr", "alto"]),
    ("word", ["paddleocr-det", "doctr-det", "coco", "icdar2015"]),
]
CROPPED = [("line", "lmdb"), ("word", "lmdb")]
LIMIT = 0.05


def pipeline(name, dataset=""):
    """The starter's pipeline without its check by Tesseract."""
    text = (PROJECT / "pipelines" / "office-scan.yaml").read_text()
    text = re.sub(r"(?ms)^readability:.*", "", text)
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.yaml"
    path.write_text(text + dataset)
    return path


def pages():
    """The fixture pages, each with its truth that has a box for every word."""
    folder = OUT / "pages-of-sets"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    labels = [*(PROJECT / "fixtures/truth/foxing").glob("*.json"), *(PROJECT / "fixtures/pages").glob("*.json")]
    for path in labels:
        stem = path.name.removesuffix(".foxing.json")
        (picture,) = (f for f in (PROJECT / "fixtures/pages").iterdir() if f.stem == stem and f.suffix != ".txt")
        (folder / picture.name).symlink_to(picture)
        (folder / path.name).symlink_to(path)
    return folder


def make(foxing, pipeline, out, variants):
    """Seconds of CPU for a run."""
    shutil.rmtree(out, ignore_errors=True)
    return run([
        foxing, "run", pipeline, "--input", pages(), "--output", out, "--variants", variants, "--workers", 1,
        "--progress", "none",
    ]).cpu


def export(args, made, unit, names):
    """Seconds of CPU for sets of a finished run, made together."""
    target = OUT / "sets"

    def once():
        shutil.rmtree(target, ignore_errors=True)
        return run([
            args.foxing, "export", made, "--unit", unit, "--format", ",".join(names), "-o", target, "--workers", 1,
        ]).cpu

    return statistics.median(once() for _ in range(args.rounds))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing", type=Path)
    parser.add_argument("--variants", type=int, default=67)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    made, with_sets = OUT / "run-for-sets", OUT / "run-with-sets"
    bare = pipeline("sets-none")
    whole = make(args.foxing, bare, made, args.variants)
    count = sum(path.is_file() for path in (made / "images").rglob("*"))
    print(f"{count} variants: {whole:.1f} s CPU; a set of pages may take {LIMIT:.0%} of that", flush=True)
    slow = []

    def show(kind, unit, name, cost):
        share = cost / whole
        is_slow = kind == "pages" and share >= LIMIT
        slow.extend([f"{name} of {unit}s"] * is_slow)
        print(f"  {kind:6} {name:14} {unit:5} {cost:7.2f} s {share:7.1%}{'  above the line' * is_slow}", flush=True)

    for unit, names in PAGED:
        costs = {name: export(args, made, unit, [name]) for name in names}
        *_, first, second = names
        reading = costs[first] + costs[second] - export(args, made, unit, [first, second])
        for name, cost in costs.items():
            show("pages", unit, name, cost - reading)

    def extra(sets):
        text = "".join(f"  - {{unit: {unit}, format: [{', '.join(names)}]}}\n" for unit, names in sets)
        asked = pipeline("sets-asked", "\ndataset:\n" + text)
        return make(args.foxing, asked, with_sets, args.variants) - whole

    for unit, name in CROPPED:
        show("crops", unit, name, extra([(unit, [name])]))
    number = sum(len(names) for _, names in PAGED)
    together = extra(PAGED)
    print(f"  all {number} sets of pages in one run: {together / whole:+.1%}, {together / whole / number:+.2%} each")
    for path in (made, with_sets, OUT / "sets"):
        shutil.rmtree(path, ignore_errors=True)
    if slow:
        raise SystemExit(f"above {LIMIT:.0%}: {', '.join(slow)}")


if __name__ == "__main__":
    main()
