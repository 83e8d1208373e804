"""Runs a program and says what it took: wall time, CPU time and the peak of its memory."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """Seconds on the clock, seconds of CPU, and the peak of memory in MiB, all for the program and its children."""

    wall: float
    cpu: float
    peak: float
    output: str


def family(root):
    """The ids of a process and of all that descend from it."""
    members, waiting = [], [root]
    while waiting:
        member = waiting.pop()
        members.append(member)
        for task in Path(f"/proc/{member}/task").glob("*/children"):
            try:
                waiting += [int(child) for child in task.read_text().split()]
            except OSError:
                pass
    return members


def resident(root):
    """MiB that a process and its children hold, pages that they share counted once."""
    total = 0
    for member in family(root):
        try:
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            pass
    return total / 1024


def run(command, cwd=None, children=False, environment=None):
    """Runs a command to its end. The kernel knows the peak of a single process; for one that works in `children`, the
    memory of all is looked at five times a second, which sees somewhat less than the peak."""
    looked = [0.0]
    over = threading.Event()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, stdout=output, stderr=errors,
            env={**os.environ, **(environment or {})},
        )

        def look():
            while not over.wait(0.2):
                looked[0] = max(looked[0], resident(child.pid))

        watcher = threading.Thread(target=look)
        if children:
            watcher.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        if children:
            watcher.join()
        output.seek(0)
        errors.seek(0)
        if child.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(map(str, command))}\nended with {child.returncode}:\n{errors.read()}")
        peak = looked[0] if children else used.ru_maxrss / 1024
        return Cost(wall, used.ru_utime + used.ru_stime, peak, output.read())
