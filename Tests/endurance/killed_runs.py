"""Runs of the fixtures that are killed at random moments, resumed, grown and split, against one that nobody disturbed.

usage: killed_runs.py FOXING [RUNS] [SEED] [PAGES…]

Without PAGES all fixtures are taken.

Each run is killed (SIGKILL or SIGTERM, by lot) at random moments until it gets through. Odd ones make 2 variants a page,
then grow to 5; even ones make 3 parts, which are merged. The folder must then equal, byte for byte, that of a run of 5
variants at once; only run.json may differ.
"""

import hashlib
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PIPELINE = """
seed: 11
input: {truth: auto}
stages:
  post:
    - rotate: {angle: 0 +- 2}
    - jpeg: 30..80
  two-level: [grayscale, otsu]
outputs: {image: {from: post, format: jpeg}, binary: two-level}
dataset:
  - {unit: line, format: [tesstrain, paddleocr-rec], split: {train: 0.8, val: 0.2, exact: true}}
  - {unit: page, format: page}
"""


def tree(folder):
    """The files below a folder, but for run.json, each with a digest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and name != "run.json":
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Disturbed:
    """Starts the program and stops it at random moments until it gets through."""

    def __init__(self, foxing, folder, chance, pages):
        self.foxing, self.folder, self.chance, self.pages = foxing, folder, chance, pages
        self.kills = 0
        self.duration = 1.0

    def command(self, out, variants, *options):
        return [
            self.foxing, "run", str(self.folder / "p.yaml"), "-i", *self.pages, "-o", str(out),
            "-n", str(variants), "-j", str(self.chance.choice([1, 2, 3])), "-q", "--grace", "0", *options,
        ]

    def carry_out(self, out, variants, *options):
        for attempt in range(40):
            resume = ["--resume"] if (out / "ledger.jsonl").exists() else []
            started = time.monotonic()
            program = subprocess.Popen(
                self.command(out, variants, *options, *resume), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if attempt < 3:
                time.sleep(self.chance.uniform(0, self.duration * 1.1))
                program.send_signal(self.chance.choice([signal.SIGKILL, signal.SIGTERM]))
            _, errors = program.communicate(timeout=600)
            if program.returncode == 0:
                if attempt >= 3:
                    self.duration = max(0.1, time.monotonic() - started)
                return
            if program.returncode not in (-signal.SIGKILL, -signal.SIGTERM, 143):
                sys.exit(f"status {program.returncode} of {out}: {errors.decode()}")
            self.kills += 1
        sys.exit(f"{out} did not get through")


def main():
    foxing = str(pathlib.Path(sys.argv[1]).resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    pages = [str(pathlib.Path(page).resolve()) for page in sys.argv[4:]] or [str(PROJECT / "fixtures/pages")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "p.yaml").write_text(PIPELINE)
        disturbed = Disturbed(foxing, folder, chance, pages)
        started = time.monotonic()
        subprocess.run(disturbed.command(folder / "whole", 5), check=True, stdout=subprocess.DEVNULL)
        disturbed.duration = time.monotonic() - started
        whole = tree(folder / "whole")
        for number in range(runs):
            out = folder / "out"
            if number % 2:
                disturbed.carry_out(out, 2)
                disturbed.carry_out(out, 5)
            else:
                parts = [folder / f"part{index}" for index in (1, 2, 3)]
                for index, part in enumerate(parts):
                    disturbed.carry_out(part, 5, "--shard", f"{index + 1}/3")
                chance.shuffle(parts)
                subprocess.run([foxing, "merge", *map(str, parts), "-o", str(out)], check=True, stdout=subprocess.DEVNULL)
            made = tree(out)
            if made != whole:
                names = sorted(n for n in made.keys() | whole.keys() if made.get(n) != whole.get(n))
                kept = pathlib.Path(tempfile.mkdtemp())
                shutil.copytree(out, kept / "out")
                sys.exit(f"run {number} differs in {names[:10]}; it was kept in {kept}")
            if (number + 1) % 20 == 0:
                print(f"{number + 1} runs, {disturbed.kills} times killed", file=sys.stderr, flush=True)
            for path in folder.iterdir():
                if path.name not in ("p.yaml", "whole"):
                    shutil.rmtree(path)
        print(f"{runs} runs, {disturbed.kills} times killed, all equal to the undisturbed one ({len(whole)} files)")


if __name__ == "__main__":
    main()
