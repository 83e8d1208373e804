"""Times foxing against the reference program on the same pages: the same variants and workers, in turn, several rounds.

    compare.py .build/release/foxing [--rounds 3] [--stages all doc geo] [--write README.md]

The reference program's variants are counted from the first one on that each of its workers has written, so that the
seconds in which it loads its packages do not speak against it; foxing's time is that of the whole process. Memory is
the peak of the process, or of the family of processes with shared pages counted once. With `--write` the table of the
README is written anew.
"""

import os
import re
import shutil
import statistics
import sys
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

import measure  # noqa: E402
from process import run  # noqa: E402

NAMES = {
    "all": "whole reference pipeline, variants per second against the reference program",
    "doc": "document stages only (`--stages doc`)",
    "geo": "geometry only (`--stages geo`), files written",
}
AIMS = {"all": "15 ×, aim 40 ×", "doc": "10 ×, aim 25 ×", "geo": "1.5 ×, aim 3 ×"}
# The reference program needs most of a second for a variant of the whole pipeline and a few hundredths for geometry.
PAGES = {"all": 6, "doc": 6, "geo": 24}


def peer_run(args, pages, stages, number):
    """Variants per second and MiB of the reference program. It keeps a cache in the folder where it is started, and
    draws by Python's hash, which is different in every process unless told."""
    out = measure.OUT / "peer"
    shutil.rmtree(out, ignore_errors=True)
    cost = run(
        [
            args.peer, BENCH / "peer" / "seed_pipeline.py", pages, out / "images",
            "--variants", args.variants, "--workers", args.workers, "--stages", stages,
        ],
        cwd=fresh(out), children=True, environment={"PYTHONHASHSEED": str(number)},
    )
    times = sorted(os.stat(path).st_mtime for path in (out / "images").iterdir())
    return (len(times) - args.workers) / (times[-1] - times[args.workers - 1]), cost.peak


def fresh(folder):
    folder.mkdir(parents=True)
    return folder


def rounds(args, stages):
    """The costs of each round: the reference program's variants per second and MiB, and foxing's."""
    pages = measure.bench_pages(PAGES[stages])
    print(f"{stages}: {PAGES[stages]} pages, {args.variants} variants, {args.workers} workers")
    for number in range(args.rounds):
        rate, peak = peer_run(args, pages, stages, number)
        ours = measure.pages_run(
            args.foxing, measure.pipelines()[stages], pages, measure.OUT / "run", args.variants, args.workers)
        print(
            f"  round {number + 1}: reference {rate:7.2f}/s {peak:6.0f} MiB   foxing {ours.rate:7.2f}/s "
            f"{ours.peak:6.0f} MiB   {ours.rate / rate:6.1f} ×", flush=True)
        yield ours.rate / rate, peak / ours.peak


def main():
    parser = measure.arguments()
    parser.set_defaults(rounds=3)
    parser.add_argument(
        "--peer", default=BENCH / "peer" / ".venv" / "bin" / "python", help="the reference program's Python")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stages", nargs="+", default=["all", "doc", "geo"])
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()

    table, memory = [], None
    for stages in args.stages:
        costs = list(rounds(args, stages))
        table.append((NAMES[stages], AIMS[stages], f"{statistics.median(speed for speed, _ in costs):.1f} ×"))
        if stages == "all":
            memory = statistics.median(memory for _, memory in costs)
    if memory:
        table.append(("peak memory against the reference program's", "1/4, aim 1/8", f"1/{memory:.1f}"))
    table += measure.others(args)
    lines = ["| A4, 150 dpi, measured in one run | at least | measured |", "| --- | --- | --- |"]
    lines += [f"| {name} | {aim} | {value} |" for name, aim, value in table]
    print("\n" + "\n".join(lines))
    if args.write:
        text = args.write.read_text()
        filled = "<!-- measured -->\n" + "\n".join(lines) + "\n<!-- /measured -->"
        args.write.write_text(re.sub(r"(?s)<!-- measured -->.*?<!-- /measured -->", lambda _: filled, text))


if __name__ == "__main__":
    main()
