"""A step that needs nothing but Python: it darkens the left edge of a page, as a book's spine does on a copier.
`command: {run: [python3, step_of_twenty_lines.py], parameters: {width: 2..6mm}}`, `foxing run --allow-commands`."""

import json
import random
import sys

for row in sys.stdin:
    request = json.loads(row)
    chance = random.Random(request["seed"])  # All of its chance, so that a variant is the same again.
    with open(request["image"], "rb") as picture:
        kind, size, levels, samples = picture.read().split(b"\n", 3)
    channels = 3 if kind == b"P6" else 1  # Red, green, blue; or gray.
    pixels, length = bytearray(samples), request["width"] * channels
    for start in range(0, len(pixels), length):
        reach = round(request["parameters"]["width"] * chance.uniform(0.8, 1.2))
        end = start + min(reach * channels, length)
        pixels[start:end] = bytes(sample // 2 for sample in pixels[start:end])
    with open(request["output"], "wb") as picture:
        picture.write(b"\n".join([kind, size, levels, pixels]))
    print(json.dumps({"id": request["id"]}), flush=True)
