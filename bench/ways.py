"""Draws Foxing's worker counts beside the reference program's ways of working, on the same pages, as a bar chart.

    ways.py .build/release/foxing OUT.svg [--pages 6] [--variants 2] [--workers 2] [--stages all]
"""

import argparse
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

import measure  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--peer", default=BENCH / "peer" / ".venv" / "bin" / "python")
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stages", default="all")
    args = parser.parse_args()

    pages = measure.bench_pages(args.pages)
    figures = measure.OUT / "ways.json"
    # It keeps a cache in the folder where it is started.
    subprocess.run(
        [
            args.peer, BENCH / "peer" / "ways.py", pages.resolve(), figures.resolve(), "--variants", str(args.variants),
            "--workers", str(args.workers), "--stages", args.stages,
        ],
        check=True, cwd=measure.OUT)
    counts = ",".join(str(count) for count in range(1, args.workers + 1))
    subprocess.run(
        [
            args.foxing, "bench", measure.pipelines()[args.stages], pages, "--workers", counts, "--against", figures,
            "-o", args.out,
        ],
        check=True)
    print(args.out)


if __name__ == "__main__":
    main()
