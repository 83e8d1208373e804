"""Below: what is read on the variant."""

import re

from playwright.sync_api import expect


def test_a_variant_is_kept_and_its_text_stands_beside_the_truth(studio):
    studio.open("")
    expect(studio.page.locator("#verdict")).to_have_text("Kept")
    expect(studio.page.locator("#cer")).to_contain_text("%")
    if studio.page.locator(".reading-body").count() == 0:
        studio.page.get_by_role("button", name="Text read and truth").click()
    truth = studio.page.locator("#text-truth").inner_text()
    read = studio.page.locator("#text-read").inner_text()
    assert len(truth) > 100 and len(read) > 100
    assert len(set(truth.split()) & set(read.split())) > 10


def test_a_variant_that_is_dropped_says_why_and_where(studio):
    studio.open("")
    studio.page.set_viewport_size({"width": 1280, "height": 1000})
    studio.write(
        "stages:\n  scan:\n    - gaussian-blur: {sigma: 0.6mm}\n    - grayscale\nreadability: {languages: [eng], keep: {cer: 0..0.05}}\n"
    )
    expect(studio.page.locator("#verdict")).to_have_text("Dropped")
    expect(studio.page.locator("#why")).to_have_text(re.compile(r"characters read wrongly: \d+%, and only 0% to 5% is kept"))
    if studio.page.locator(".reading-body").count() == 0:
        studio.page.get_by_role("button", name="Text read and truth").click()
    expect(studio.page.locator("#text-truth del").first).to_be_attached()


def test_a_pipeline_without_a_check_says_so(studio):
    studio.open("")
    studio.write("stages:\n  scan: [grayscale]\n")
    expect(studio.page.locator("#verdict")).to_have_text("No check")
    studio.page.locator("#add-check").click()
    expect(studio.page.locator("#verdict")).to_have_text("Kept")
    expect(studio.page.locator("#add-check")).to_have_count(0)
    assert studio.text().endswith("readability:\n  keep: {cer: 0..0.4}\n  otherwise: drop\n")
