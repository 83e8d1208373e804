"""Asks a Foxing server for a preview and for variants, with Python's own library.

    foxing serve &
    python3 examples/server/client.py page.png fax
"""

import io
import json
import os
import sys
import urllib.error
import urllib.request
import uuid
import zipfile
from pathlib import Path

SERVER = os.environ.get("FOXING_SERVER", "http://127.0.0.1:8080")


def ask(path, fields, files=(), accept="application/json"):
    """Sends fields and files as a form; returns the answer's bytes."""
    mark = uuid.uuid4().hex
    parts = []
    for name, value in fields.items():
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, file in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n\r\n'
        parts.append(head.encode() + file.read_bytes() + b"\r\n")
    body = b"".join(parts) + f"--{mark}--\r\n".encode()
    request = urllib.request.Request(
        SERVER + path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": accept})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        # Every problem is told in one form.
        raise SystemExit(json.load(error)["detail"]) from None


def main():
    page, preset = Path(sys.argv[1]), sys.argv[2]
    truth = page.with_name(page.stem + ".gt.txt")
    files = [("image", page)] + ([("truth", truth)] if truth.exists() else [])

    # Sent once, a page can be looked at as often as one likes.
    kept = json.loads(ask("/v1/pages", {}, files))
    print(f"{kept['name']}: {kept['width']} × {kept['height']} pixels, {kept['truth']['words']} words")
    Path("preview.jpg").write_bytes(
        ask("/v1/preview", {"page": kept["id"], "preset": preset, "width": 900, "format": "jpeg"}, accept="image/*"))

    answer = ask("/v1/variants", {"page": kept["id"], "preset": preset, "count": 2}, accept="application/zip")
    with zipfile.ZipFile(io.BytesIO(answer)) as variants:
        variants.extractall("variants")
        print("preview.jpg,", ", ".join(variants.namelist()))


if __name__ == "__main__":
    main()
