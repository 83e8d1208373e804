"""The pages that the reader tests make sets of: few, but with everything that trips readers up."""

import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LINES = [
    ["Élan", "vital,", "naïve"],
    ["한글", "문장", "하나"],
    ['say', '"quoted"', "words"],
    ["#hash", "&", "<tag>"],
    ["=SUM(A1)", "plain", "text"],
]
NAMES = {"plain": 0, "with a dot. and blank": 0, "turned": 90, "bad-word": 0}


def font(size):
    for name in ("NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "DejaVuSans.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    raise SystemExit("no font with Latin letters and Hangul: install fonts-noto-cjk")


def rectangle(x0, y0, x1, y1):
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


def page(name, folder, turn):
    size = (700, 420)
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    letters = font(26)
    lines = []
    for row, texts in enumerate(LINES):
        x, top = 40, 30 + 72 * row
        words = []
        for text in texts:
            width = int(draw.textlength(text, font=letters)) + 2
            draw.text((x, top), text, font=letters, fill=0)
            words.append((text, [x - 2, top, x + width, top + 40]))
            x += width + 16
        lines.append(words)

    def moved(box):
        points = rectangle(*box)
        if turn == 90:  # clockwise: the text's own top left comes to the top right
            points = [[size[1] - y, x] for x, y in points]
        return points

    def whole(boxes):
        return [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]

    labelled = []
    for l, words in enumerate(lines):
        entries = []
        for w, (text, box) in enumerate(words):
            bad = name == "bad-word" and (l, w) == (0, 1)
            entries.append({
                "id": f"r0l{l}w{w}", "order": w, "outline": moved(box), "top": 2, "text": text, "glued": False,
                "legible": not bad, "why": "marked" if bad else None, "share": 1})
        bad = any(not e["legible"] for e in entries)
        labelled.append({
            "id": f"r0l{l}", "order": l, "outline": moved(whole([b for _, b in words])), "top": 2, "baseline": None,
            "text": " ".join(t for t, _ in words), "legible": not bad, "why": "marked" if bad else None,
            "language": None, "words": entries})
    if turn == 90:
        picture = picture.transpose(Image.Transpose.ROTATE_270)
    region = whole([b for words in lines for _, b in words])
    write(name, folder, picture, [{
        "id": "r0", "kind": "text", "order": 0, "outline": moved(region), "lines": labelled}])


def write(name, folder, picture, regions):
    picture.save(folder / f"{name}.png", dpi=(150, 150))
    text = "\n".join(line["text"] for region in regions for line in region["lines"] if line["legible"])
    labels = {
        "foxing": 1, "image": f"{name}.png", "width": picture.width, "height": picture.height, "origin": "foxing",
        "level": "word" if regions else "page", "text": text, "regions": regions}
    (folder / f"{name}.foxing.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")


def make(folder: Path):
    folder.mkdir(parents=True)
    for name, turn in NAMES.items():
        page(name, folder, turn)
    write("empty", folder, Image.new("L", (300, 200), 255), [])


PIPELINE = """
pipeline: readers
seed: 5
variants: 2
stages:
  scan:
    - rotate: {angle: 0 +- 2}
dataset:
  - {unit: line, format: [tesstrain, paddleocr-det, paddleocr-rec, doctr-det, lmdb, kraken, easyocr, huggingface, webdataset, coco, icdar2015, csv]}
  - {unit: word, format: [doctr-det, doctr-rec, paddleocr-det, paddleocr-rec, lmdb, coco, icdar2015, csv]}
  - {unit: page, format: [tesstrain, huggingface, webdataset, page, hocr, alto, funsd, csv]}
"""
