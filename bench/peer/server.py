#!/usr/bin/env python3
"""The reference program's augmentation server: requests in one queue, worker processes that each hold the pipeline, answers in
another. A request is a page as PNG, its answer one variant as PNG.

usage: server.py IMAGES_DIR OUT.json [--requests 48] [--clients 8] [--workers 2] [--stages all|ocr|doc|geo]

Asks it as a training loop would, `--clients` requests at a time, and writes variants a second and how long an answer took. Nothing
goes over a network, and the seconds in which the workers load their packages are not counted.
"""
import argparse
import json
import multiprocessing as mp
import random
import statistics
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import seed_pipeline  # noqa: E402


def augment(data, seed):
    """The steps of `seed_pipeline.one` on a picture that lies in memory."""
    import cv2
    import numpy as np

    random.seed(seed)
    np.random.seed(seed & 0xFFFFFFFF)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("not a picture")
    geometry, document = seed_pipeline.PIPE
    if seed_pipeline.STAGES in ("all", "geo"):
        image = geometry(image=image)["image"]
    if seed_pipeline.STAGES in ("all", "doc"):
        image = document(image)
        image = image["output"] if isinstance(image, dict) else image
    if seed_pipeline.STAGES in ("all", "ocr"):
        gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
        _, binary = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        image = cv2.fastNlMeansDenoising(binary)
    written, packed = cv2.imencode(".png", image)
    if not written:
        raise ValueError("the variant cannot be written")
    return packed.tobytes()


def work(stages, requests, answers):
    """What a worker process does until it is given None."""
    seed_pipeline.init(stages)
    answers.put((None, None, None))
    for number, data, seed in iter(requests.get, None):
        try:
            answers.put((number, augment(data, seed), None))
        except Exception as error:  # One bad page ends no worker.
            answers.put((number, None, f"{type(error).__name__}: {error}"))


class AugmentationServer:
    """`with AugmentationServer(workers, stages) as server:` starts the workers and waits until they are ready."""

    def __init__(self, workers, stages, waiting=100):
        context = mp.get_context("spawn")
        self.requests, self.answers = context.Queue(waiting), context.Queue()
        self.workers = [
            context.Process(target=work, args=(stages, self.requests, self.answers), daemon=True) for _ in range(workers)
        ]
        self.hand, self.waiting = None, {}
        self.lock = threading.Lock()
        self.next = 0

    def __enter__(self):
        for worker in self.workers:
            worker.start()
        for _ in self.workers:
            self.answers.get()
        self.hand = threading.Thread(target=self.hand_out)
        self.hand.start()
        return self

    def __exit__(self, *_):
        for _ in self.workers:
            self.requests.put(None)
        for worker in self.workers:
            worker.join()
        self.answers.put(None)
        self.hand.join()

    def hand_out(self):
        """Gives each answer to whoever waits for it."""
        for number, data, problem in iter(self.answers.get, None):
            with self.lock:
                slot = self.waiting.pop(number)
            slot["data"], slot["problem"] = data, problem
            slot["there"].set()

    def augment(self, data, seed):
        """A variant of a page, both as PNG; what went wrong in the worker is raised here."""
        slot = {"there": threading.Event()}
        with self.lock:
            number, self.next = self.next, self.next + 1
            self.waiting[number] = slot
        self.requests.put((number, data, seed))
        slot["there"].wait()
        if slot["problem"]:
            raise RuntimeError(slot["problem"])
        return slot["data"]


def load(server, pages, args):
    """Seconds in all, how long each answer took, and how many failed."""
    lock, left, took, failed = threading.Lock(), list(range(args.requests)), [], []

    def client():
        while True:
            with lock:
                if not left:
                    return
                number = left.pop(0)
            begin = time.perf_counter()
            try:
                server.augment(pages[number % len(pages)], number)
                took.append(time.perf_counter() - begin)
            except RuntimeError as error:
                failed.append(str(error))
                print(f"request {number}: {error}", file=sys.stderr)

    clients = [threading.Thread(target=client) for _ in range(args.clients)]
    begin = time.perf_counter()
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return time.perf_counter() - begin, took, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("images", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--requests", type=int, default=48)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stages", default="all")
    args = parser.parse_args()
    pages = [path.read_bytes() for path in sorted(args.images.iterdir()) if path.suffix == ".png"]
    with AugmentationServer(args.workers, args.stages) as server:
        seconds, took, failed = load(server, pages, args)
    args.out.write_text(json.dumps({
        "rate": round(len(took) / seconds, 4), "seconds": round(seconds, 3), "answers": len(took), "failed": len(failed),
        "median": round(statistics.median(took), 4),
    }) + "\n")


if __name__ == "__main__":
    main()
