#!/usr/bin/env python3
"""Times operations of Augraphy and albumentations with their default parameters, one thread, on one page in color.

usage: operations.py PAGE < NAMES

Reads names of classes, one a line, and answers each with a line of JSON: the package, the milliseconds of the middle run
and how many runs there were, or why there are none.
"""
import json
import os
import random
import statistics
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import albumentations  # noqa: E402
import augraphy  # noqa: E402
import cv2  # noqa: E402
import matplotlib.font_manager  # noqa: E402,F401  Augraphy uses it without importing it
import numpy  # noqa: E402

# What has no default.
SIZES = {
    "CenterCrop": (1200, 900), "RandomCrop": (1200, 900), "Resize": (1315, 930), "RandomResizedCrop": ((1200, 900),),
    "RandomSizedCrop": ((900, 1200), (1200, 900)), "RandomSizedBBoxSafeCrop": (1200, 900),
}
SECONDS = 6
RUNS = 7


def operation(name):
    """The package that has a class of that name, and how to apply it."""
    if hasattr(augraphy, name):
        made = getattr(augraphy, name)(p=1)

        def apply(page):
            result = made(page, force=True)
            return result[0] if isinstance(result, (tuple, list)) else result

        return "augraphy", apply
    if hasattr(albumentations, name):
        made = getattr(albumentations, name)(*SIZES.get(name, ()), p=1)
        return "albumentations", lambda page: made(image=page)["image"]
    raise LookupError("no package has it")


def timed(name, page):
    package, apply = operation(name)
    times = []
    start = time.perf_counter()
    while len(times) < RUNS and (len(times) < 2 or time.perf_counter() - start < SECONDS):
        seed = len(times) + 1
        random.seed(seed)
        numpy.random.seed(seed)
        own = page.copy()
        # What the thread computes, not what others on the machine took from it.
        began = time.process_time()
        made = apply(own)
        times.append(time.process_time() - began)
        if made is None:
            raise ValueError("it gave no picture")
    # The first run compiles and fills caches.
    rest = times[1:] or times
    return {"package": package, "ms": 1000 * statistics.median(rest), "runs": len(rest)}


def main():
    page = cv2.imread(sys.argv[1], cv2.IMREAD_COLOR)
    cv2.setNumThreads(1)
    answers = os.dup(1)
    # What packages print must not stand between the answers.
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for line in sys.stdin:
            try:
                answer = timed(line.strip(), page)
            except Exception as problem:  # whatever a package throws is its answer
                answer = {"problem": f"{type(problem).__name__}: {problem}"[:160]}
            os.write(answers, (json.dumps(answer) + "\n").encode())


if __name__ == "__main__":
    main()
