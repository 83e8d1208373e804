"""Times `foxing report` on a made-up run of 10,000 variants with pictures and labels.

    report.py .build/release/foxing [--variants 10000]

The manifest is as long as that of a real run: twenty steps and what was read of 400 words in each row.
"""

import argparse
import json
import random
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

import measure  # noqa: E402
from process import run  # noqa: E402

PAGES_EACH = 10


def labels(image, words):
    lines = []
    for line in range(len(words) // 10):
        y = 60 + line * 38
        box = [[60, y], [1100, y], [1100, y + 28], [60, y + 28]]
        lines.append({
            "id": f"l{line}", "order": line, "outline": box, "top": 2, "baseline": [[60, y + 22], [1100, y + 22]],
            "text": " ".join(words[line * 10:line * 10 + 10]), "legible": True, "why": None, "language": "en",
            "words": [
                {
                    "id": f"w{line}-{i}", "order": i, "outline": [[60 + i * 104, y], [150 + i * 104, y], [150 + i * 104, y + 28], [60 + i * 104, y + 28]],
                    "top": 2, "text": word, "glued": False, "legible": True, "why": None, "share": 1,
                }
                for i, word in enumerate(words[line * 10:line * 10 + 10])
            ],
        })
    head = {
        "foxing": 1, "image": image, "width": 1240, "height": 1754, "origin": "hocr", "level": "word", "text": " ".join(words),
        "regions": [{"id": "r0", "kind": "text", "order": 0, "outline": [[40, 40], [1200, 40], [1200, 1700], [40, 1700]], "lines": lines}],
    }
    return json.dumps(head, separators=(",", ":"), ensure_ascii=False)


def make(folder, count):
    """A folder as a run leaves it; pictures are links to a few pages."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "images").mkdir(parents=True)
    (folder / "labels").mkdir()
    pictures = sorted(measure.bench_pages(6).glob("*.png"))
    dice = random.Random(1)
    alphabet = "abcdefghijklmnopqrstuvwxyzäöüßéÅñ가나다라마바사漢字"
    with open(folder / "manifest.jsonl", "w") as manifest, open(folder / "ledger.jsonl", "w") as ledger:
        ledger.write('{"ledger":1,"job":{"seed":"1"},"shard":null}\n')
        for index in range(count):
            page, variant = divmod(index, PAGES_EACH)
            if variant == 0:
                words = ["".join(dice.choices(alphabet, k=dice.randint(2, 9))) for _ in range(400)]
            name = f"page-{page}_aug_{variant}"
            steps = [
                {"stage": f"s{s % 4}", "step": str(s), "operation": f"step-{s}", "parameters": {f"p{k}": round(dice.random(), 9) for k in range(5)}}
                for s in range(28) if dice.random() < 0.7
            ]
            errors = int(dice.expovariate(1 / 60) + 200 * any(step["operation"] == "step-3" for step in steps))
            status = "dropped" if errors > 800 else "kept"
            image = f"images/{name}.png" if status == "kept" else None
            row = {
                "id": name, "source": f"page-{page}", "file": f"page-{page}.png", "page": 1, "source_sha256": f"{page:064x}",
                "variant": variant, "attempt": 0, "split": "train", "seed": f"1/page-{page}/{variant}/0", "status": status,
                "reason": None if image else f"cer {errors / 2000:.2f} not in 0..0.4", "image": image, "width": 1240, "height": 1754,
                "channels": 1, "depth": 8, "dpi": 150, "sha256": f"{index:064x}", "pixels": f"{index:064x}", "outputs": {},
                "labels": image and f"labels/{name}.json",
                "truth": {"origin": "hocr", "level": "word", "legible": 400, "illegible": 0, "gone": 0, "unplaced": 0, "unused": {}},
                "readability": {
                    "engine": "tesseract 5.3.0", "models": {"eng": "7d"}, "on": "s3", "layout": 6, "reference": "truth",
                    "recipe": "nfc-grapheme-ws1", "cer": [errors, 2000], "wer": [errors // 4, 400], "words": [max(0, 400 - errors // 4), 400],
                    "extra": 0, "confidence": 90, "sampled": None, "interval": None, "band": None, "text": " ".join(words),
                },
                "applied": steps,
            }
            manifest.write(json.dumps(row, separators=(",", ":"), ensure_ascii=False) + "\n")
            ledger.write(json.dumps({
                "source": row["source"], "file": row["file"], "page": 1, "pages": 1, "variant": variant, "inputs": "", "files": [],
                "failures": [], "row": row,
            }, separators=(",", ":"), ensure_ascii=False) + "\n")
            if image:
                (folder / image).symlink_to(pictures[page % len(pictures)].resolve())
                (folder / row["labels"]).write_text(labels(image, words))
    (folder / "failures.jsonl").write_text("")
    (folder / "run.json").write_text(json.dumps({"pipeline": {"name": "made-up"}, "seed": "1", "variants": PAGES_EACH}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing", type=Path)
    parser.add_argument("--variants", type=int, default=10_000)
    args = parser.parse_args()
    folder = measure.OUT / "report"
    make(folder, args.variants)
    report = folder / "report.html"
    costs = [run([args.foxing, "report", folder, "-o", report]) for _ in range(3)]
    size = (folder / "manifest.jsonl").stat().st_size
    best = min(costs, key=lambda cost: cost.wall)
    print(
        f"report of {args.variants} variants ({size / 1e6:.0f} MB of manifest): {best.wall:.2f} s (5 s, aim 2 s), {best.cpu:.2f} s CPU, "
        f"{best.peak:.0f} MiB, {report.stat().st_size / 1e6:.2f} MB of HTML (5 MB, aim 2 MB)")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
