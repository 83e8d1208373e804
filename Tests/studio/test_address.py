"""The address holds what is shown."""

from playwright.sync_api import expect


def test_a_view_is_kept_in_the_address(studio, browser, address):
    studio.select("post", "3")
    field = studio.parameter("angle").locator(".value-text")
    field.fill("2..3")
    field.press("Enter")
    studio.page.locator("#variant-number").fill("4")
    studio.page.locator("#variant-number").press("Enter")
    studio.page.locator("#layer-words").click()
    studio.page.locator('#strip [data-stage="print"]').click()
    studio.page.wait_for_function("() => location.hash.includes('stage=print') && location.hash.includes('variant=4')")
    kept = studio.page.evaluate("location.hash")
    text = studio.text()
    studio.open(kept)
    assert studio.text() == text
    expect(studio.page.locator("#variant-number")).to_have_value("4")
    expect(studio.page.locator("#layer-words")).to_have_attribute("aria-pressed", "true")
    expect(studio.page.locator('#strip [data-stage="print"]')).to_have_attribute("aria-pressed", "true")
    expect(studio.page.locator("#inspector h2")).to_have_text("rotate")
    expect(studio.parameter("angle").locator(".value-text")).to_have_value("2..3")


def test_a_preset_is_named_and_not_spelled_out(studio):
    studio.page.wait_for_function("() => location.hash.includes('preset=office-scan')")
    assert "text=" not in studio.page.evaluate("location.hash")


def test_a_damaged_link_shows_the_first_preset_and_says_so(studio):
    # What is said goes after a few seconds, in which a busy machine may not have drawn the page.
    studio.page.goto("about:blank")
    studio.page.goto(studio.address + "#text=broken&variant=-3&page=nowhere", wait_until="commit")
    expect(studio.page.locator(".toast.bad").first).to_be_visible(timeout=60_000)
    expect(studio.page.locator("#preset-name")).to_have_text("office-scan")
    expect(studio.page.locator("#variant-number")).to_have_value("0")


def test_another_address_in_the_same_tab_is_followed(studio):
    studio.page.evaluate("location.hash = '#preset=fax&variant=2'")
    expect(studio.page.locator("#preset-name")).to_have_text("fax")
    expect(studio.page.locator("#variant-number")).to_have_value("2")
