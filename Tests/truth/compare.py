"""compare.py FOXING COUNT MUTATIONS [FORMAT…]: writes COUNT pages in each format and MUTATIONS damaged ones, reads them with
foxing and with others' readers, and says where the two find other texts or boxes. A damaged file may also be refused."""

import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from PIL import Image

import formats
import pages
import readers

SHARP = list("0123456789.,-\"{}[]<>/&;:= \n") + ["é", "한", "\\", "null", "1e3"]


def damaged(text, chance):
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(text))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:place] + chance.choice(SHARP) + text[place + 1:]
        elif kind == 1:
            text = text[:place] + chance.choice(SHARP) + text[place:]
        elif kind == 2:
            text = text[:place] + text[place + chance.randrange(1, 12):]
        elif kind == 3:
            end = place + chance.randrange(1, 40)
            text = text[:end] + text[place:]
        else:
            text = text[:max(2, len(text) - chance.randrange(0, 30))]
    return text or " "


def clean(text):
    kept = "".join(c for c in text if c.isspace() or (unicodedata.category(c) != "Cc" and c not in "\ufeff\u00ad"))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def found_by_foxing(labels, has_words):
    found = []
    for region in labels["regions"]:
        for line in region["lines"]:
            if has_words and not line["words"]:
                return None  # its words do not make up its text, which wins
            for piece in (line["words"] if has_words else [line]):
                box = readers.bounds(piece["outline"]) if piece.get("outline") else (None,) * 4
                found.append((piece["text"], *box))
    return found


def settle(size, labels, picture):
    """What the common rules of truth make of labels; None where these rules change more than their texts and scale."""
    if not labels or any(not isinstance(t, str) or not clean(t) for t, *_ in labels):
        return None
    if size is not None and (min(size) <= 0 or abs(picture[0] / size[0] / (picture[1] / size[1]) - 1) > 0.01) and size != (1, 1):
        return None
    sx, sy = (picture[0] / size[0], picture[1] / size[1]) if size else (1, 1)
    out = []
    for text, *box in labels:
        if box[0] is not None:
            box = [box[0] * sx, box[1] * sy, box[2] * sx, box[3] * sy]
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= picture[0] and box[3] <= picture[1]
            if not inside or (box[2] - box[0]) * (box[3] - box[1]) < 2:
                return None
        out.append((clean(str(text)), *box))
    return out


def same(one, other):
    if [t for t, *_ in one] != [t for t, *_ in other]:
        return False
    return all(b is None or (a is not None and abs(a - b) < 0.51) for x, y in zip(one, other) for a, b in zip(x[1:], y[1:]))


def compare(foxing, name, count, mutations, scratch):
    ending, write = formats.WRITERS[name]
    names = [f"p{n:04}" for n in range(count)] + [f"m{n:04}" for n in range(mutations)]
    (scratch / "in").mkdir(parents=True)
    (scratch / "truth").mkdir()
    sizes = {}
    for stem in names:
        page = pages.page(stem, name, plain=name in ("easyocr", "huggingface"))
        text = write(page)
        if stem[0] == "m":
            text = damaged(text, random.Random(f"{name}/{stem}"))
        (scratch / "truth" / f"{stem}.{ending}").write_text(text, encoding="utf-8", newline="")
        Image.new("1", page.size, 1).save(scratch / "in" / f"{stem}.png")
        sizes[stem] = page.size
    kind = name.split(":")[0]
    pipeline = f"input: {{truth: {{from: {kind}, files: 'truth/{{stem}}.{ending}'}}}}\nstages: {{a: []}}\n"
    (scratch / "p.yaml").write_text(pipeline, encoding="utf-8")
    out = scratch / "out"
    ran = subprocess.run([foxing, "run", scratch / "p.yaml", "-i", scratch / "in", "-o", out, "--variants", "1", "--progress", "none",
                          "--max-failures", "100%"], capture_output=True, text=True)
    if ran.returncode not in (0, 3):
        raise AssertionError(f"{name}: {ran.stderr[-2000:]}")
    rows = {row["source"]: row for row in map(json.loads, (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines())}
    failures = {row["source"]: row for row in map(json.loads, (out / "failures.jsonl").read_text(encoding="utf-8").splitlines())} \
        if (out / "failures.jsonl").exists() else {}
    tally, other = dict(equal=0, refused=0, beyond=0), []
    for stem in names:
        path = scratch / "truth" / f"{stem}.{ending}"
        if stem in failures:
            tally["refused"] += 1
            if stem[0] == "p" or not failures[stem]["message"]:
                other.append((stem, "refused: " + failures[stem]["message"], ""))
            continue
        try:
            wanted = settle(*readers.reader(name)(path), sizes[stem])
        except Exception as error:
            if stem[0] == "p":
                other.append((stem, f"the other reader: {error!r}", ""))
            wanted = None
        if wanted is None:
            tally["beyond"] += 1
            continue
        labels = rows[stem]["labels"]
        mine = found_by_foxing(json.loads((out / labels).read_text(encoding="utf-8")), name not in readers.LINES) if labels else []
        if mine is None and stem[0] == "m":
            tally["beyond"] += 1
        elif mine is not None and same(mine, wanted):
            tally["equal"] += 1
        else:
            other.append((stem, mine, wanted))
    return tally, other


def main():
    foxing, count, mutations = Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    wanted = sys.argv[4:] or list(formats.WRITERS)
    bad = 0
    for name in wanted:
        with tempfile.TemporaryDirectory() as scratch:
            tally, other = compare(foxing, name, count, mutations, Path(scratch))
        print(f"{name}: {tally['equal']} equal, {tally['refused']} refused, {tally['beyond']} that others or common rules decide, "
              f"{len(other)} other", flush=True)
        for stem, mine, theirs in other[:3]:
            print(f"  {stem}\n    foxing: {mine}\n    other:  {theirs}")
        bad += len(other)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
