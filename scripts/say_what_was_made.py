"""Says in words what a run made: say_what_was_made.py SUMMARY OUT, where SUMMARY is the line of JSON that the run printed."""

import json
import os
import sys
from pathlib import Path


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    summary = json.loads(Path(sys.argv[1]).read_text().strip().splitlines()[-1])
    out = Path(sys.argv[2])
    print()
    print(
        f"{summary['written']} pictures of {summary['sources']} pages in {summary['seconds']} s"
        f" ({summary['dropped']} were not legible enough and dropped, {summary['failed']} failed)."
    )
    places = [
        ("images", "the training images"),
        ("binary", "the same, cleaned up"),
        ("labels", "what each of them says, and where"),
        ("manifest.jsonl", "a row for each: what was done to it, and how well it can be read"),
        ("run.json", "what ran, on what"),
        ("contact-sheet.png", "six variants of one page side by side: look at this first"),
    ]
    width = max(len(os.path.join(sys.argv[2], name)) for name, _ in places)
    for name, meaning in places:
        if (out / name).exists():
            print(f"  {os.path.join(sys.argv[2], name):{width}}  {meaning}")
    print(f"{size(out) / 1e6:.1f} MB in all.")


if __name__ == "__main__":
    main()
