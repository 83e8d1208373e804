#!/usr/bin/env python3
"""Times each operation beside the class of Augraphy or albumentations that does the same, in turn in one run: default
parameters, one thread, one A4 page at 150 dpi in color.

usage: peer_ops.py FOXING FOXING_BENCH PAGE [--peer PYTHON] [--write docs/performance.md] [NAME...]

Which class does the same `foxing ops` says; of several the first that can be run is taken. Milliseconds are processor time, the
middle of several runs with different draws. The last lines tell how the demands are met: none slower than its peer by
more than a copy of the page, nine in ten at least three times as fast, the middle one at least twenty times.
"""
import argparse
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
START, END = "<!-- peer-ops -->", "<!-- /peer-ops -->"


class Peer:
    """The process that has the packages loaded."""

    def __init__(self, python, page):
        self.process = subprocess.Popen(
            [python, "-B", BENCH / "peer" / "operations.py", page], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)

    def time(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the peer's process ended at {name}")
        return json.loads(line)


def own_time(bench, page, name):
    """Milliseconds and copies of the page of an operation with its defaults."""
    text = subprocess.run([bench, "operations", page, name], capture_output=True, text=True, check=True).stdout
    width, height = map(int, re.match(r"(\d+) × (\d+)", text).groups())
    for line in text.splitlines():
        cells = line.split()
        if cells[:2] == [name, "default"]:
            nanoseconds, copies = (float(cell.lstrip("!")) for cell in cells[2:4])
            return nanoseconds * width * height / 1e6, copies
    raise SystemExit(f"{bench} says nothing of {name}")


def rows(args):
    peer = Peer(args.peer, args.page)
    operations = json.loads(
        subprocess.run([args.foxing, "ops", "--format", "json"], capture_output=True, text=True, check=True).stdout)
    for operation in operations:
        name = operation["name"]
        if args.names and name not in args.names:
            continue
        for candidate in operation["peers"]:
            if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", candidate):
                continue
            answer = peer.time(candidate)
            if "ms" in answer:
                own, copies = own_time(args.bench, args.page, name)
                row = {"name": name, "class": candidate, **answer, "own": own, "copy": own / copies}
                print(
                    f"{name:24} {own:9.2f} ms   {answer['package']}.{candidate:28} {answer['ms']:9.2f} ms "
                    f"{answer['ms'] / own:8.1f} ×", flush=True)
                yield row
                break
            print(f"{name:24} {candidate}: {answer['problem']}", file=sys.stderr)


def table(found):
    lines = ["| operation | ms | class | its ms | times |", "| --- | --- | --- | --- | --- |"]
    for row in found:
        lines.append(
            f"| {row['name']} | {row['own']:.2f} | {row['package']} `{row['class']}` | {row['ms']:.1f} "
            f"| {row['ms'] / row['own']:.1f} |")
    ratios = sorted(row["ms"] / row["own"] for row in found)
    slower = [row["name"] for row in found if row["own"] > row["ms"] + row["copy"]]
    fast = sum(ratio >= 3 for ratio in ratios)
    lines += [
        "",
        f"{len(found)} operations: the middle one is {statistics.median(ratios):.0f} times as fast as its peer, "
        f"{100 * fast / len(ratios):.0f} % are at least 3 times as fast. Slower than the peer by more than a copy of the page: "
        + (", ".join(f"`{name}`" for name in slower) or "none") + ".",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("foxing")
    parser.add_argument("bench")
    parser.add_argument("page")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--peer", default=BENCH / "peer" / ".venv" / "bin" / "python")
    parser.add_argument("--write")
    args = parser.parse_args()
    text = table(list(rows(args)))
    print(text)
    if args.write:
        path = Path(args.write)
        before, rest = path.read_text().split(START)
        path.write_text(before + START + "\n" + text + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
