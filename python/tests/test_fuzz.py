"""Random arguments, a little of what `make fuzz-python` does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_random_calls_end_in_a_result_or_an_exception():
    program = Path(__file__).with_name("fuzz_calls.py")
    done = subprocess.run([sys.executable, str(program), "2500", "7"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
