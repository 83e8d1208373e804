"""Simulates a set of many pages on many cores: how many pages a task should hold when machines are slow, die, or start late.

usage: scaling.py [--write docs/scaling.md]

A page takes what it was measured to take, with the spread of a log-normal; one core in fifty is three times as slow;
machines die at random, and their tasks begin anew elsewhere; a task has a fixed cost for its start and its list of pages,
and the scheduler hands out at most so many tasks a second. Printed is the time until all is done, against the time that
the same work takes when nothing is lost and nobody waits.
"""

from __future__ import annotations

import argparse
import heapq
import random
import re
from pathlib import Path

#: Seconds of one core for the five variants of a page (`make bench-peer`: 46 variants a second on two cores, no check).
PAGE = 5 / 23
#: The same with Tesseract reading each variant.
PAGE_CHECKED = 5 * 1.5
#: Seconds for the start of a task: process and pipeline.
START = 0.2
#: Seconds for each page of the set, which every task lists to find its own (20,000 pages took 0.4 s).
LIST_PER_PAGE = 2e-5
#: Pages of one set: larger ones are made as several, each in a folder of its own.
SET = 100_000
#: Tasks that a scheduler hands out in a second.
HANDED_OUT = 2000
#: Hours that a machine lives on average: a large cluster of machines that may be taken away.
LIFE = 24 * 30


def finished(cores: int, pages: int, each: float, per_task: int, dice: random.Random) -> float:
    """Seconds until all tasks are done."""
    tasks = -(-pages // per_task)
    fixed = START + LIST_PER_PAGE * min(pages, SET)
    slow = [3.0 if dice.random() < 0.02 else 1.0 for _ in range(cores)]
    # The rate at which the machine of a core dies; its other cores lose their tasks alike.
    rate = 1 / (LIFE * 3600)
    free = [(0.0, core) for core in range(cores)]
    heapq.heapify(free)
    handed, end, left = 0.0, 0.0, tasks
    while left:
        time, core = heapq.heappop(free)
        handed = max(handed + 1 / HANDED_OUT, time)
        work = fixed + each * per_task * dice.lognormvariate(-0.02, 0.2 / per_task**0.5) * slow[core]
        dies = dice.expovariate(rate)
        if dies < work:
            # Noticed after a minute, and the machine is replaced.
            heapq.heappush(free, (handed + dies + 60, core))
            continue
        left -= 1
        end = max(end, handed + work)
        heapq.heappush(free, (handed + work, core))
    return end


def table(each: float, name: str) -> list[str]:
    """A row for each size of task, a column for each number of cores."""
    # So many pages that the work alone takes about an hour; a hundred thousand cores are simulated by a tenth of them.
    sizes = (1, 10, 30, 100, 300, 1000, 3000)
    kinds = (10, 1000, 100_000)
    rows = [
        f"| pages a task, {name} | " + " | ".join(f"{kind:,} cores" for kind in kinds) + " |",
        "| --- |" + " --- |" * len(kinds),
    ]
    for size in sizes:
        cells = []
        for cores in kinds:
            simulated = min(cores, 10_000)
            pages = int(3600 / each * simulated)
            if pages // size > 400_000:
                cells.append("—")
                continue
            time = finished(simulated, pages, each, size, random.Random(f"{cores}/{size}"))
            cells.append(f"{time / (pages * each / simulated):.2f}")
        rows.append(f"| {size:,} | " + " | ".join(cells) + " |")
    return rows


def main() -> None:
    """Prints the tables, or writes them into a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    text = "\n".join([*table(PAGE, "not read back"), "", *table(PAGE_CHECKED, "read back")])
    print(text)
    if given.write:
        page = given.write.read_text()
        made = re.sub(r"(?s)(<!-- simulated -->\n).*?(\n<!-- /simulated -->)", lambda m: m[1] + text + m[2], page)
        given.write.write_text(made)


if __name__ == "__main__":
    main()
