"""Draws the gallery of operations: gallery.py FOXING PAGES FOLDER [FAMILY|OPERATION...].

A sheet for each family goes into FOLDER. A row shows one operation at its three severities (what cleans
up, on a page that needs it), in pieces of the page at
100 % where it changes the most, and the whole page at `strong`.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

SEVERITIES = ["mild", "medium", "strong"]
PIECE = (330, 190)
THUMB = 190
GAP = 6
TITLE = 20
# A page of text shows most; rules are on a form.
PAGES = {name: "form-en.png" for name in ("lines-degradation", "remove-lines")}
# What clean-up is for has to be on the page first.
UNEVEN = "paper-texture: {strength: 4, level: 225}, lighting-gradient: {severity: medium}"
SHADED = "paper-texture: {strength: 3, level: 235}, lighting-gradient: {severity: mild}"
NOISY = "gaussian-noise: {severity: medium}"
BEFORE = {
    "despeckle": "salt-and-pepper: {severity: mild}", "deskew": "rotate: 3", "denoise": NOISY, "clahe": UNEVEN,
    "equalize": UNEVEN, "flatten-background": UNEVEN, "contrast-stretch": "brightness-contrast: {contrast: 0.5}",
    "color-shift": "to-color", "drop-out-color": "ink-color-swap: {color: red, share: 0.5}",
    **{name: SHADED for name in ("threshold", "otsu", "adaptive-threshold", "sauvola", "niblack", "wolf")},
}
USUAL = "report-en.png"


def stages_of(operation):
    """The stages and outputs that show one operation, as lines of a pipeline file."""
    name = operation["name"]
    stages, outputs = [], []
    settings = SEVERITIES if any(operation["severities"].values()) else ["default"]
    for setting in settings:
        step = f"{name}: {{severity: {setting}}}" if setting != "default" else name
        if operation["family"] in ("paper", "handling", "annotation", "camera"):
            step = f"to-color, {step}"
        if name in BEFORE:
            step = f"{BEFORE[name]}, {step}"
        stage = f"{name}-{setting}"
        if operation["layers"][0] == "paper":
            stages.append(f"  {stage}-sheet: {{from: blank, steps: [{braced(step)}]}}")
            stages.append(f"  {stage}: {{from: [page, {stage}-sheet], merge: multiply}}")
        else:
            stages.append(f"  {stage}: {{from: page, steps: [{braced(step)}]}}")
        outputs.append(f"  {stage}: {stage}")
    return stages, outputs, settings


def braced(steps):
    """Steps as they may stand between brackets."""
    parts = re.split(r", (?=[a-z0-9-]+(?:: |$|,))(?![^{]*\})", steps)
    return ", ".join("{" + part + "}" if ": " in part else part for part in parts)


def render(foxing, page, operations, folder):
    """The pictures of each operation by setting."""
    stages, outputs = [], []
    for operation in operations:
        own = stages_of(operation)
        stages += own[0]
        outputs += own[1]
    text = ["pipeline: gallery", "seed: 11", "variants: 1", "stages:", *stages, "outputs:", *outputs]
    file = folder / "gallery.yaml"
    file.write_text("\n".join(text) + "\n")
    command = [foxing, "run", str(file), "--input", str(page), "--output", str(folder / "out"), "--overwrite", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 2):
        sys.exit(done.stdout + done.stderr)
    pictures = {}
    for operation in operations:
        pictures[operation["name"]] = {}
        for setting in stages_of(operation)[2]:
            found = find(folder / "out", f"{operation['name']}-{setting}", outputs[0].split(":")[0].strip())
            if found:
                pictures[operation["name"]][setting] = Image.open(found).convert("RGB")
    return pictures


def find(out, output, first):
    """The picture of an output; the first output's lies in `images`."""
    places = [out / "images"] if output == first else [out / output, out / "outputs" / output]
    for place in places:
        files = sorted(place.glob("**/*.png")) if place.is_dir() else []
        if files:
            return files[0]
    return None


def busiest(clean, picture):
    """The corner of the piece of the page where the most changes; a piece of text when all changes alike."""
    width, height = clean.size
    start = (min(150, width - PIECE[0]), min(420, height - PIECE[1]))
    if picture.size != clean.size:
        clean = clean.resize(picture.size, Image.BILINEAR)
        width, height = picture.size
    change = ImageChops.difference(clean, picture).convert("L")
    small = change.resize((max(1, width // 10), max(1, height // 10)), Image.BOX)
    pixels, (columns, rows) = small.load(), small.size
    w, h = PIECE[0] // 10, PIECE[1] // 10

    def total(x, y):
        return sum(pixels[x + i, y + j] for i in range(0, w, 2) for j in range(0, h, 2))

    ink = clean.convert("L").resize((max(1, width // 10), max(1, height // 10)), Image.BOX).load()

    def is_printed(x, y):
        return sum(ink[x + i, y + j] < 235 for i in range(0, w, 2) for j in range(0, h, 2)) > w * h // 24

    usual = total(start[0] // 10, start[1] // 10)
    best, printed = (usual * 2.2 + 40, None), (usual * 1.5 + 40, None)
    for y in range(0, rows - h + 1, 4):
        for x in range(0, columns - w + 1, 4):
            here = total(x, y)
            if here > best[0]:
                best = (here, (x * 10, y * 10))
            if here > printed[0] and is_printed(x, y):
                printed = (here, (x * 10, y * 10))
    # A place with print shows more, unless most of the change is elsewhere.
    if printed[1] and printed[0] > 0.5 * best[0]:
        return printed[1]
    return best[1] or start


def sheet(title, operations, pictures, clean):
    font = ImageFont.load_default(13)
    row = PIECE[1] + TITLE + GAP
    width = 4 * GAP + 3 * PIECE[0] + THUMB
    result = Image.new("RGB", (width, row * len(operations) + GAP), (225, 225, 225))
    draw = ImageDraw.Draw(result)
    for n, operation in enumerate(operations):
        top = n * row + GAP
        own = pictures[operation["name"]]
        draw.text((GAP, top), f"{operation['name']}: {operation['summary']}"[:150], fill=(0, 0, 0), font=font)
        for i, (setting, picture) in enumerate(own.items()):
            corner = busiest(clean[operation["name"]], picture)
            x, y = (min(corner[0], max(0, picture.width - PIECE[0])), min(corner[1], max(0, picture.height - PIECE[1])))
            piece = picture.crop((x, y, x + PIECE[0], y + PIECE[1]))
            left = GAP + i * (PIECE[0] + GAP)
            result.paste(piece, (left, top + TITLE))
            draw.text((left + 3, top + TITLE + PIECE[1] - 16), setting, fill=(200, 0, 0), font=font)
        whole = list(own.values())[-1].copy()
        whole.thumbnail((THUMB, PIECE[1]), Image.LANCZOS)
        result.paste(whole, (width - GAP - THUMB, top + TITLE))
    return result


def save(picture, path, limit=1000 << 10):
    """Saves a JPEG of at most `limit` bytes, as good as that allows."""
    for quality in range(58, 20, -4):
        picture.save(path, quality=quality, optimize=True)
        if path.stat().st_size <= limit:
            return


def main():
    foxing, pages, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    wanted = sys.argv[4:]
    listed = json.loads(
        subprocess.run([foxing, "ops", "--format", "json"], check=True, capture_output=True, text=True).stdout)
    target.mkdir(parents=True, exist_ok=True)
    for family in dict.fromkeys(operation["family"] for operation in listed):
        members = [
            operation for operation in listed
            if operation["family"] == family and (not wanted or family in wanted or operation["name"] in wanted)]
        if not members:
            continue
        pictures, clean = {}, {}
        for name in dict.fromkeys(PAGES.get(operation["name"], USUAL) for operation in members):
            own = [operation for operation in members if PAGES.get(operation["name"], USUAL) == name]
            with tempfile.TemporaryDirectory() as folder:
                # In color, so that colored ink shows.
                page = Path(folder) / name
                picture = Image.open(pages / name)
                picture.convert("RGB").save(page, dpi=picture.info.get("dpi", (150, 150)))
                pictures |= render(foxing, page, own, Path(folder))
                clean |= {operation["name"]: picture.convert("RGB") for operation in own}
        save(sheet(family, members, pictures, clean), target / f"{family}.jpg")
        print(f"{target / family}.jpg: {len(members)} operations", flush=True)


if __name__ == "__main__":
    main()
