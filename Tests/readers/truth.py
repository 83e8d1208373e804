"""What a set must hold, from the labels files of its run."""

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Label:
    index: int
    text: str
    legible: bool
    outline: list

    def box(self, size):
        xs, ys = [p[0] for p in self.outline], [p[1] for p in self.outline]
        keep = lambda v, high: min(max(v, 0), high)
        return [keep(math.floor(min(xs)), size[0]), keep(math.floor(min(ys)), size[1]),
                keep(math.ceil(max(xs)), size[0]), keep(math.ceil(max(ys)), size[1])]


@dataclass
class Page:
    key: str
    size: tuple
    text: str
    lines: list
    words: list
    tree: list

    def labels(self, unit):
        return self.lines if unit == "line" else self.words


def key(identity):
    """The name of a variant in sets, as documented."""
    head, mark, number = identity.rpartition("_aug_")
    name, replaced = "", "__" in head
    for c in head:
        if c == "/":
            name += "__"
        elif c.isalnum() or c in "_-":
            name += c
        else:
            name, replaced = name + "_", True
    suffix = "-" + hashlib.sha256(identity.encode()).hexdigest()[:8] if replaced else ""
    return name + suffix + mark + number


def pages(run: Path):
    for row in map(json.loads, (run / "manifest.jsonl").read_text(encoding="utf-8").splitlines()):
        if row["status"] == "dropped":
            continue
        tree = json.loads((run / row["labels"]).read_text(encoding="utf-8")) if row["labels"] else {"regions": [], "text": ""}
        lines = [line for region in tree["regions"] for line in region["lines"]]
        words = [word for line in lines for word in line["words"]]
        label = lambda pair: Label(pair[0], pair[1]["text"], pair[1]["legible"], pair[1]["outline"])
        yield Page(key(row["id"]), (row["width"], row["height"]), tree["text"] or "",
                   list(map(label, enumerate(lines))), list(map(label, enumerate(words))), lines)


def crops(run, unit):
    """Name and text of every line or word that can be read."""
    letter = {"line": "l", "word": "w"}[unit]
    return {f"{page.key}_{letter}{label.index:04d}": label.text
            for page in pages(run) for label in page.labels(unit) if label.legible}


def near(found, wanted, slack=1.01):
    found, wanted = [v for p in found for v in p] if hasattr(found[0], "__len__") else list(found), \
        [v for p in wanted for v in p] if hasattr(wanted[0], "__len__") else list(wanted)
    assert len(found) == len(wanted), f"{found} is not {wanted}"
    assert all(abs(a - b) <= slack for a, b in zip(found, wanted)), f"{found} is not {wanted}"


def clamped(outline, size):
    return [[min(max(x, 0), size[0]), min(max(y, 0), size[1])] for x, y in outline]
