#!/usr/bin/env python3
"""Times the reference program's ways of working: one process, a pool that hands out single pages, one that hands out
chunks, and one that keeps the order.

usage: ways.py IMAGES_DIR OUT.json [--variants 2] [--workers 2] [--stages all|ocr|doc|geo]

Writes figures in the form of `foxing bench -o NAME.json`, so that `foxing bench --against` draws them beside its own.
Seconds count from the first page on that each worker has written, so that loading the packages does not speak against it.
"""
import argparse
import json
import multiprocessing as mp
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import seed_pipeline  # noqa: E402


def one_process(jobs, workers, stages):
    seed_pipeline.init(stages)
    return [seed_pipeline.one(job) for job in jobs]


def pooled(way):
    """A pool of `workers` processes that works as `way` says."""

    def work(jobs, workers, stages):
        with mp.get_context("spawn").Pool(workers, seed_pipeline.init, (stages,)) as pool:
            return way(pool, jobs, workers)

    return work


WAYS = [
    ("one process", 1, one_process),
    ("process pool", None, pooled(lambda pool, jobs, workers: list(pool.imap_unordered(seed_pipeline.one, jobs)))),
    ("chunks", None, pooled(
        lambda pool, jobs, workers: pool.map(seed_pipeline.one, jobs, chunksize=max(1, len(jobs) // (4 * workers))))),
    ("ordered map", None, pooled(lambda pool, jobs, workers: list(pool.imap(seed_pipeline.one, jobs)))),
]


def timed(label, workers, work, paths, args):
    out = Path(tempfile.mkdtemp())
    try:
        jobs = [(path, index, str(out)) for path in paths for index in range(args.variants)]
        done = sum(work(jobs, workers, args.stages))
        times = sorted(os.stat(path).st_mtime for path in out.iterdir())
    finally:
        shutil.rmtree(out, ignore_errors=True)
    if len(times) <= workers:
        sys.exit(f"{label}: only {len(times)} of {len(jobs)} variants were made; name more pages or variants")
    made, seconds = len(times) - workers, times[-1] - times[workers - 1]
    print(f"{label}: {done} variants, {made / seconds:.3f} a second", flush=True)
    name = label if workers == 1 else f"{label}, {workers} processes"
    return {
        "label": name, "workers": workers, "variants": made, "seconds": round(seconds, 3), "rate": round(made / seconds, 3),
        "processor": None, "memory": None, "times": {},
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stages", default="all")
    args = parser.parse_args()
    paths = sorted(str(p) for p in args.images.iterdir() if p.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif"))
    runs = [timed(label, count or args.workers, work, paths, args) for label, count, work in WAYS]
    args.out.write_text(json.dumps({
        "foxing-bench": 1, "name": "reference program", "pipeline": args.stages, "pages": len(paths),
        "machine": {"cores": os.cpu_count()}, "runs": runs,
    }, indent=2) + "\n")


if __name__ == "__main__":
    main()
