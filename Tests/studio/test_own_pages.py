"""One's own page, with its truth."""

import base64
import os

from conftest import PAGES
from playwright.sync_api import expect

DROP = """async (files) => {
  const carried = new DataTransfer();
  for (const { name, data } of files) carried.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name));
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
    if (kind === 'dragover' && document.getElementById('drop').hidden) throw new Error('nothing shows where to drop');
  }
}"""


def carried(*names):
    """Files of fixtures/pages as a drop carries them."""
    return [{"name": name, "data": base64.b64encode(open(os.path.join(PAGES, name), "rb").read()).decode()} for name in names]


def test_a_page_is_dropped_with_its_truth(studio):
    count = studio.shown()
    studio.page.evaluate(DROP, carried("letter-en.png", "letter-en.gt.txt"))
    expect(studio.page.locator("#page-name")).to_have_text("letter-en")
    studio.wait_for_picture(count)
    studio.page.locator("#open-page").click()
    expect(studio.page.locator(".pages-known .row", has_text="letter-en")).to_contain_text("words")


def test_a_page_is_chosen_without_truth_and_the_example_is_taken_again(studio):
    studio.page.locator("#open-page").click()
    studio.page.locator("#files").set_input_files(os.path.join(PAGES, "receipt-en.tif"))
    expect(studio.page.locator("#page-name")).to_have_text("receipt-en")
    expect(studio.page.locator(".toast", has_text="no truth")).to_be_visible()
    studio.page.locator("#open-page").click()
    studio.page.locator(".pages-known .row", has_text="Example letter").click()
    expect(studio.page.locator("#page-name")).to_have_text("Example letter")


def test_what_is_no_picture_is_refused_with_the_reason(studio):
    studio.open("")
    studio.page.evaluate(DROP, carried("letter-en.gt.txt"))
    expect(studio.page.locator(".toast.bad")).to_contain_text("no picture")
    studio.page.evaluate(DROP, [{"name": "broken.png", "data": base64.b64encode(b"no picture at all").decode()}])
    expect(studio.page.locator(".toast.bad").nth(1)).to_be_visible()
    expect(studio.page.locator("#page-name")).to_have_text("Example letter")
