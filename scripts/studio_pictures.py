"""studio_pictures.py ADDRESS FOLDER: draws the pictures of docs/studio.md from a studio that runs at ADDRESS.

Run it in the environment of the studio's tests: scripts/in_venv.sh Tests/studio python scripts/studio_pictures.py …
"""

import io
import os
import shutil
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

address, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)


def save(page, name):
    """A screenshot with 200 colors, which these flat surfaces hardly show."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(200, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(os.path.join(folder, name), optimize=True)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-US").new_page()
    page.goto(address + "#preset=office-scan&variant=2&at=ink/1")
    page.wait_for_selector("#strip .frame")
    page.wait_for_selector("#verdict")
    page.wait_for_timeout(1500)
    # How long this machine took says nothing to a reader.
    page.evaluate("document.getElementById('shown').textContent = ''")
    save(page, "studio.png")
    page.click("#open-presets")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.card img')].slice(0, 12).every((one) => one.naturalWidth > 50)", timeout=60_000
    )
    page.wait_for_timeout(300)
    save(page, "presets.png")
    browser.close()
