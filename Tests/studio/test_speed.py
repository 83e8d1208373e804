"""From a moved slider to the picture."""

import re
import statistics

import pytest
from playwright.sync_api import expect


@pytest.mark.speed
def test_a_moved_slider_shows_its_picture_at_once(studio):
    """What the studio itself adds to the server's work is little; the whole is printed, and held to 150 ms where the server takes half of it."""
    studio.select("ink", "1")
    expect(studio.page.locator("#verdict")).to_be_visible()
    thumb = studio.parameter("intensity").locator("input[type=range]").nth(1)
    thumb.focus()
    studio.page.wait_for_timeout(500)
    took, added = [], []
    for _ in range(12):
        count = studio.shown()
        studio.page.keyboard.press("ArrowRight")
        studio.wait_for_picture(count)
        duration, timing = studio.page.evaluate(
            "() => { const last = performance.getEntriesByName('foxing-shown').at(-1); return [last.duration, last.detail.server]; }"
        )
        server = sum(float(one) for one in re.findall(r"dur=([\d.]+)", timing or ""))
        took.append(duration)
        added.append(duration - server)
    print(f"\nslider to picture: median {statistics.median(took):.0f} ms, of which the studio {statistics.median(added):.0f} ms")
    assert statistics.median(added) < 100
    if statistics.median(took) - statistics.median(added) < 75:
        assert statistics.median(took) < 150


def test_a_dragged_slider_shows_pictures_on_the_way_and_the_last_one_last(studio):
    studio.page.locator("#compare").click()
    studio.select("ink", "1")
    slider = studio.parameter("intensity").locator("input[type=range]").nth(1)
    expect(studio.page.locator("#verdict")).to_be_visible()
    studio.wait_for_last_picture()
    # The panel is drawn anew with the answers that come; until it stands, there may be no box.
    while (box := slider.bounding_box()) is None:
        studio.page.wait_for_timeout(50)
    count = studio.shown()
    x = box["x"] + 8 + 0.7 * (box["width"] - 16)
    studio.page.mouse.move(x, box["y"] + box["height"] / 2)
    studio.page.mouse.down()
    for step in range(60):
        studio.page.mouse.move(x + step, box["y"] + box["height"] / 2)
        studio.page.wait_for_timeout(16)
    studio.page.mouse.up()
    studio.wait_for_last_picture()
    assert studio.shown() > count
    dragged = studio.pixels()
    text = studio.text()
    studio.page.wait_for_function("() => location.hash.includes('text=')")
    studio.open(studio.page.evaluate("location.hash"))
    studio.wait_for_last_picture()
    assert studio.text() == text
    assert studio.pixels() == dragged
