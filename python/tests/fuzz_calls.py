"""Calls the interface with random arguments: each call ends in a result or an exception, and memory stays level.

usage: fuzz_calls.py [CALLS] [SEED]
"""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

import foxing

FINE = (foxing.Error, TypeError, StopIteration, KeyboardInterrupt)

TEXTS = [
    "",
    "a",
    "stages: {a: [jpeg]}",
    "stages: {a: [rotate: {angle: 1..3}]}",
    "stages: [",
    "\0",
    "\ud800",
    "ü€漢",
    "x" * 5000,
    "stages: {a: [crop: {left: 10%}]}",
    "stages: {a: [resize: {width: 20}]}",
    "{}",
    "[]",
    "null",
    "stages: {a: [otsu]}",
]
VALUES = [
    None, 0, 1, -1, 2**63, 2**64, -(2**70), 1.5, float("nan"), float("inf"), "", "7", b"7", [], [1], {}, {"a": 1}, object(), True,
    np.int8(3), np.float32(2), np.uint64(2**64 - 1), (1, 2), {1, 2}, lambda: 1, Path("a"), np.zeros(3), range(3), "auto", "word",
]  # fmt: skip
DTYPES = [
    "?",
    "b",
    "B",
    "h",
    "H",
    "i",
    "I",
    "q",
    "Q",
    "e",
    "f",
    "d",
    "g",
    "F",
    "D",
    "O",
    "S3",
    "U2",
    "M8[s]",
    "V5",
    ">u2",
    "u1,u1",
]


class Fuzzer:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.pipes = [foxing.Pipeline.from_text(text) for text in TEXTS if self._sound(text)]
        self.pages: list[foxing.Page] = [foxing.Page(np.zeros((30, 40), np.uint8), text="a")]
        self.variants = [self.pipes[0](self.pages[0])]
        self.kept: list[np.ndarray] = []
        self.results = 0
        foxing.step(f"fuzz-{seed}", amount=foxing.Share("0..1"))(self.answer)
        self.pipes.append(foxing.Pipeline.from_text(f"stages: {{a: [fuzz-{seed}]}}"))

    @staticmethod
    def _sound(text: str) -> bool:
        try:
            foxing.Pipeline.from_text(text)
        except foxing.Error:
            return False
        return True

    def answer(self, image, random, amount):
        """A step of one's own that mostly does what it should."""
        if self.dice.random() < 0.2:
            raise self.dice.choice([RuntimeError("x"), KeyError(), OSError("\ud800" * 3000)])
        return self.dice.choice(
            [None, image, image * amount, image.astype(np.float64) - 300, self.array(), self.value()]
        )

    def value(self):
        return self.dice.choice(VALUES)

    def array(self):
        dice = self.dice
        shape = [dice.choice([0, 1, 2, 3, 4, 5, 17, 33]) for _ in range(dice.choice([0, 1, 2, 2, 2, 2, 3, 3, 4]))]
        if len(shape) == 3 and dice.random() < 0.6:
            shape[2] = dice.choice([1, 3, 4])
        dtype = np.dtype(dice.choice(["B"] * 20 + DTYPES))
        array = np.zeros(shape, dtype) if dtype.hasobject else np.frombuffer(
            dice.randbytes(int(np.prod(shape)) * dtype.itemsize), dtype).reshape(shape)  # fmt: skip
        for axis in range(array.ndim):
            if dice.random() < 0.3:
                step = dice.choice([-1, 2, -3])
                array = array[(slice(None),) * axis + (slice(None, None, step),)]
        if array.ndim > 1 and dice.random() < 0.2:
            array = array.T
        if array.ndim == 2 and len(array) and dice.random() < 0.05:
            array = np.broadcast_to(array[:1], (dice.choice([7, 50]), array.shape[1]))
        if array.ndim == 2 and array.size and array.dtype == np.uint8 and dice.random() < 0.05:
            array = (
                np.lib.stride_tricks.as_strided(array, (3, 3), (dice.choice([0, 1, -0]), 1))
                if min(array.shape) > 4
                else array
            )
        return array

    def labels(self):
        dice = self.dice
        pieces = [
            {
                key: dice.choice(
                    [
                        self.value(),
                        "text",
                        [[0, 0], [9, 0], [9, 9], [0, 9]],
                        [1, 1, 8, 8],
                        np.eye(4, 2),
                        [[1e300, -1e300]] * 4,
                    ]
                )
                for key in dice.sample(
                    ["text", "polygon", "box", "legible", "language", "words", "x"], dice.randint(0, 4)
                )
            }
            for _ in range(dice.randint(0, 3))
        ]
        good = [{"text": "ab", "box": [1, 1, 8, 8]}]
        return {dice.choice(["words", "lines", "text", "labels"]): dice.choice([pieces, good, self.value(), "a text"])}

    def options(self, names):
        return {name: self.value() for name in self.dice.sample(names, self.dice.randint(0, min(2, len(names))))}

    def once(self) -> None:
        dice = self.dice
        match dice.randrange(14):
            case 0 | 1 | 2:
                page = foxing.Page(
                    self.array(), **(self.labels() if dice.random() < 0.6 else {}), **self.options(["dpi", "name"])
                )
                self.pages = [*self.pages, page][-8:]
            case 3 | 4 | 5:
                page = dice.choice([*self.pages, self.array()])
                made = dice.choice(self.pipes)(page, **self.options(["seed", "variant", "name", "attempt"]))
                self.variants = [*self.variants, made][-8:]
                self.kept = [*self.kept, made.image][-16:]
            case 6:
                foxing.Pipeline.from_text(
                    dice.choice([*TEXTS, self.value()]), **self.options(["set", "seed", "variants", "path", "tessdata"])
                )
            case 7:
                foxing.check(dice.choice([*TEXTS, self.value()]), **self.options(["set", "path", "tessdata"]))
            case 8 | 9:
                of = dice.choice([*self.pages, *self.variants])
                of.line_crops(
                    **self.options(
                        ["height", "unit", "padding", "vertical", "min_height", "max_length", "min_contrast"]
                    )
                )
            case 10:
                of = dice.choice([*self.pages, *self.variants])
                _ = of.labels.json, of.words, of.lines, of.text, of.dpi, of.image.sum()
            case 11:
                of = dice.choice(self.variants)
                _ = of.applied, list(of.outputs), of.outputs[dice.choice(["image", "image"])].shape
            case 12:
                foxing.read_page(self.value(), **self.options(["page", "truth", "dpi", "name"]))
            case 13:
                for array in self.kept:
                    array.sum()
                try:
                    self.kept[0][0, 0] = 3
                except (ValueError, IndexError):
                    pass
                else:
                    raise AssertionError("pixels could be written to")

    def rare(self) -> None:
        """What costs more: forks, interrupts, runs, scores."""
        match self.dice.randrange(4):
            case 0:
                child = os.fork()
                if child == 0:
                    status = 1
                    try:
                        for _ in range(10):
                            self.guarded(self.once)
                        status = 0
                    finally:
                        os._exit(status)
                _, status = os.waitpid(child, 0)
                assert status == 0, f"a forked process ended with {status}"
            case 1:
                with tempfile.TemporaryDirectory() as folder:
                    self.guarded(lambda: foxing.run(self.dice.choice(self.pipes), self.value(), self.dice.choice([folder, self.value()]),
                        **self.options(["variants", "workers", "policy", "shard", "limit", "seed", "memory"])))  # fmt: skip
            case 2:
                signal.setitimer(signal.ITIMER_REAL, self.dice.random() / 500)
                try:
                    for _ in range(5):
                        self.guarded(self.once)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            case 3:
                self.guarded(
                    lambda: foxing.score(
                        self.dice.choice(self.pages), **self.options(["languages", "layout", "timeout"])
                    )
                )

    def guarded(self, work) -> None:
        try:
            work()
            self.results += 1
        except FINE:
            pass


def interrupt(number, frame):
    raise KeyboardInterrupt


def peak() -> int:
    """Kilobytes in memory now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


def main(calls: int, seed: int) -> None:
    signal.signal(signal.SIGALRM, interrupt)
    # Whatever a stray value names as a folder or file shall not lie about.
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        fuzzers = [Fuzzer(seed * 100 + number) for number in range(3)]
        done = threading.Event()

        def beside(fuzzer: Fuzzer) -> None:
            while not done.is_set():
                fuzzer.guarded(fuzzer.once)
                time.sleep(0.002)

        threads = [threading.Thread(target=beside, args=(fuzzer,), daemon=True) for fuzzer in fuzzers[1:]]
        for thread in threads:
            thread.start()
        level = 0
        try:
            for number in range(calls):
                fuzzers[0].guarded(fuzzers[0].once)
                if number % 400 == 399:
                    fuzzers[0].rare()
                if number == calls // 2:
                    gc.collect()
                    level = peak()
        finally:
            done.set()
            for thread in threads:
                thread.join()
            os.chdir(home)
    gc.collect()
    grown = peak() - level
    print(f"{calls} calls, {fuzzers[0].results} of them with a result, memory {level} kB, grown by {grown} kB")
    assert grown < 40_000, "memory is not level"
    assert fuzzers[0].results > calls // 8, "hardly anything succeeded: the fuzzer tests nothing"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
