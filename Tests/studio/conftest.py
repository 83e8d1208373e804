"""Starts the server and a browser, and gives each test a studio of its own.

FOXING_PROGRAM names the program; with STUDIO_URL a server that runs already is used in its place. With STUDIO_FILES the files of that
folder (Sources/CStudio/page) are shown in place of those in the program, so that a change of them is tried without a build.
"""

import json
import mimetypes
import os
import re
import shutil
import subprocess
import threading
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect, sync_playwright

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = os.path.join(HERE, "../../fixtures/pages")
# A build for tests on a machine that is busy takes its time.
expect.set_options(timeout=45_000)


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """The folder that the server works in, with two pages in `scans`."""
    folder = tmp_path_factory.mktemp("root")
    (folder / "scans").mkdir()
    for name in ["receipt-en.tif", "receipt-en.gt.txt", "receipt-ko.tif", "receipt-ko.gt.txt"]:
        shutil.copy(os.path.join(PAGES, name), folder / "scans" / name)
    return folder


@pytest.fixture(scope="session")
def address(root):
    """Where the server answers."""
    if "STUDIO_URL" in os.environ:
        yield os.environ["STUDIO_URL"]
        return
    command = [os.environ["FOXING_PROGRAM"], "serve", "--listen", "127.0.0.1:0", "--root", str(root)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = []
    for line in server.stdout:
        said.append(line)
        found = re.search(r"http://[\w.:\[\]-]+", line)
        if found:
            break
    else:
        pytest.exit("the server did not start:\n" + "".join(said))
    threading.Thread(target=lambda: said.extend(server.stdout), daemon=True).start()
    yield found.group(0).rstrip("/") + "/"
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def small_page(address):
    """The example at two fifths of its size, which a program that was built for tests draws quickly: its id on the server."""
    example = json.load(urllib.request.urlopen(address + "v1/pages/example"))
    width = example["width"] * 2 // 5
    picture = urllib.request.urlopen(f"{address}v1/pages/example/picture?width={width}&format=png").read()
    labels = json.load(urllib.request.urlopen(address + "v1/pages/example/labels"))
    labels = scaled(labels, width / example["width"]) | {"width": width, "height": int.from_bytes(picture[20:24], "big")}
    form = b""
    for part, name, content in [("image", "small.png", picture), ("truth", "small.foxing.json", json.dumps(labels).encode())]:
        form += f'--boundary\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n"
    request = urllib.request.Request(
        f"{address}v1/pages?dpi={example['dpi'] * 2 / 5:.0f}", form + b"--boundary--\r\n", {"Content-Type": "multipart/form-data; boundary=boundary"}
    )
    return json.load(urllib.request.urlopen(request))["id"]


def scaled(value, factor):
    """Labels with each point moved: a list of two numbers is a point."""
    if isinstance(value, dict):
        return {name: scaled(one, factor) for name, one in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, (int, float)) for one in value):
            return [one * factor for one in value]
        return [scaled(one, factor) for one in value]
    return value


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        yield Browser(playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"]))


class Browser:
    """Opens contexts, which show the files of STUDIO_FILES where they are asked to."""

    def __init__(self, chromium):
        self.chromium = chromium

    def new_context(self, **options):
        context = self.chromium.new_context(**options)
        context.set_default_timeout(60_000)
        if "STUDIO_FILES" in os.environ:
            context.route("**/*", from_files)
        return context


def from_files(route):
    """Answers with the file of that name, if there is one."""
    name = urllib.parse.urlsplit(route.request.url).path[1:] or "index.html"
    path = os.path.join(os.environ["STUDIO_FILES"], name)
    if os.path.isfile(path):
        route.fulfill(path=path, content_type=mimetypes.guess_type(name)[0])
    else:
        route.continue_()


class Studio:
    """The studio in a tab, and how a test reads it."""

    def __init__(self, page, address, small_page):
        self.page = page
        self.address = address
        self.small_page = small_page

    def open(self, fragment=None):
        """Opens the studio, by default on the small page, and waits for the first picture and the strip."""
        self.page.goto("about:blank")
        self.page.goto(self.address + (f"#page={self.small_page}" if fragment is None else fragment))
        expect(self.page.locator("#strip .frame").first).to_be_visible()
        self.page.wait_for_function("() => performance.getEntriesByName('foxing-shown').length > 0 || location.hash.includes('stage=page')")
        return self

    def text(self):
        """The pipeline in the editor."""
        return self.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")

    def write(self, text):
        """Puts another pipeline into the editor, as a hand would paste it."""
        self.page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)

    def step(self, stage, place):
        """The button of a step in the graph."""
        return self.page.locator(f'#graph [data-stage="{stage}"][data-place="{place}"]')

    def select(self, stage, place):
        """Selects a step and waits for its parameters."""
        self.step(stage, place).click()
        expect(self.page.locator('#inspector [data-parameter="p"]')).to_be_visible()

    def parameter(self, name):
        """The controls of a parameter of the selected step."""
        return self.page.locator(f'#inspector [data-parameter="{name}"]')

    def shown(self):
        """How many pictures have been shown so far."""
        return self.page.evaluate("performance.getEntriesByName('foxing-shown').length")

    def wait_for_picture(self, before):
        """Waits until another picture has been shown than the `before` first ones."""
        self.page.wait_for_function("count => performance.getEntriesByName('foxing-shown').length > count", arg=before)

    def wait_for_last_picture(self):
        """Waits until the picture on the screen is the one of the text and the variant that stand there."""
        self.page.wait_for_function(
            """() => { const last = performance.getEntriesByName('foxing-shown').at(-1)?.detail;
            return last && last.pipeline === document.querySelector('.CodeMirror').CodeMirror.getValue()
              && String(last.variant) === document.getElementById('variant-number').value; }"""
        )
        self.page.wait_for_timeout(60)

    def pixels(self):
        """A fingerprint of what is drawn on the table."""
        return self.page.evaluate(
            """() => { const { data } = document.querySelector('#page-stage canvas').getContext('2d').getImageData(0, 0, 600, 400);
            let sum = 0; for (let at = 0; at < data.length; at += 7) sum = (sum * 31 + data[at]) % 1000000007; return sum; }"""
        )


@pytest.fixture(scope="session")
def context(browser):
    """Tabs of one browser, 1280 pixels wide, that speaks English."""
    return browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")


@pytest.fixture
def studio(context, address, small_page):
    """An open studio; a fault of its scripts fails the test."""
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" and "status of 4" not in message.text else None)
    yield Studio(page, address, small_page).open()
    page.evaluate("localStorage.clear()")
    page.close()
    assert faults == []
