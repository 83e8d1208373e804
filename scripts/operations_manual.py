"""Writes the manual of operations as Markdown from what the program says about itself: operations_manual.py FOXING."""

import json
import subprocess
import sys


def ask(*arguments):
    return subprocess.run([sys.argv[1], "ops", *arguments], check=True, capture_output=True, text=True).stdout


def main():
    listed = json.loads(ask("--format", "json"))
    names = [operation["name"] for operation in listed]
    print("# Operations\n")
    print("Written by `make docs` from the declarations in `Sources/Operations`; not to be changed by hand.")
    for name in names:
        print(f"\n## {name}\n\n```\n{ask(name).strip()}\n```")


if __name__ == "__main__":
    main()
