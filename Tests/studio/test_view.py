"""Middle: the page, its labels, its stages and its variants."""

import re

from playwright.sync_api import expect


def test_another_variant_is_another_picture(studio):
    before, count = studio.pixels(), studio.shown()
    studio.page.locator("#variant").focus()
    studio.page.keyboard.press("ArrowRight")
    studio.wait_for_last_picture()
    assert studio.shown() > count and studio.pixels() != before
    expect(studio.page.locator("#variant-number")).to_have_value("1")


def test_before_and_after_lie_under_a_sliding_line(studio):
    line = studio.page.locator(".wipe")
    expect(line).to_have_attribute("aria-valuenow", "50")
    line.focus()
    studio.page.keyboard.press("Home")
    expect(line).to_have_attribute("aria-valuenow", "0")
    result = studio.pixels()
    studio.page.keyboard.press("End")
    studio.page.wait_for_timeout(100)
    assert studio.pixels() != result
    table = studio.page.locator("#table").bounding_box()
    studio.page.mouse.move(table["x"] + table["width"] - 1, table["y"] + 300)
    studio.page.mouse.down()
    studio.page.mouse.move(table["x"] + table["width"] / 4, table["y"] + 300)
    studio.page.mouse.up()
    expect(line).to_have_attribute("aria-valuenow", "25")
    studio.page.locator("#compare").click()
    expect(line).to_be_hidden()


def test_the_page_is_enlarged_to_the_pixel_and_moved(studio):
    box = studio.page.locator("#page-stage").bounding_box()
    studio.page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.4)
    for _ in range(12):
        studio.page.mouse.wheel(0, -300)
    expect(studio.page.locator("#zoom-fit")).to_have_text("1,600%")
    studio.page.locator("#compare").click()
    studio.page.wait_for_timeout(800)
    # One pixel of the page is a square of 16 pixels of the screen, without a smooth edge.
    squares = studio.page.evaluate(
        """() => { const { data } = document.querySelector('#page-stage canvas').getContext('2d').getImageData(0, 100, 512, 1);
        let changes = 0; for (let at = 4; at < data.length; at += 4) if (data[at] !== data[at - 4]) changes += 1; return changes; }"""
    )
    assert 0 < squares <= 33
    before = studio.pixels()
    studio.page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.4)
    studio.page.mouse.down()
    studio.page.mouse.move(box["x"] + 40, box["y"] + 60)
    studio.page.mouse.up()
    studio.page.wait_for_timeout(100)
    assert studio.pixels() != before
    studio.page.locator("#page-stage").focus()
    studio.page.keyboard.press("0")
    expect(studio.page.locator("#zoom-fit")).not_to_have_text("1,600%")


def test_words_and_baselines_are_drawn_with_their_text(studio):
    studio.page.locator("#compare").click()
    studio.page.locator("#layer-words").click()
    expect(studio.page.locator(".labels polygon").nth(20)).to_be_attached()
    studio.page.locator("#layer-baselines").click()
    expect(studio.page.locator(".labels polyline").nth(3)).to_be_attached()
    word = studio.page.locator(".labels polygon.word").nth(5)
    box = word.bounding_box()
    studio.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(studio.page.locator(".word-tip")).to_have_text(word.get_attribute("data-text"))
    studio.page.locator("#layer-words").click()
    expect(studio.page.locator(".labels polygon")).to_have_count(0)


def test_outlines_lie_on_the_letters(studio):
    """Inside the outlines it is darker than outside of them: labels follow the pixels that are shown."""
    studio.page.locator("#compare").click()
    studio.page.locator("#layer-words").click()
    expect(studio.page.locator(".labels polygon").nth(20)).to_be_attached()
    studio.page.wait_for_timeout(300)
    inside, outside = studio.page.evaluate(
        """() => { const canvas = document.querySelector('#page-stage canvas'), at = canvas.getBoundingClientRect();
        const pen = canvas.getContext('2d'), dense = devicePixelRatio;
        const mean = (box, shift) => { const { data } = pen.getImageData((box.x - at.x) * dense, (box.y - at.y + shift * box.height) * dense, Math.max(1, box.width * dense), Math.max(1, box.height * dense));
          let sum = 0; for (let i = 0; i < data.length; i += 4) sum += data[i]; return sum / (data.length / 4); };
        const boxes = [...document.querySelectorAll('.labels polygon.word')].map((one) => one.getBoundingClientRect());
        const average = (list) => list.reduce((a, b) => a + b, 0) / list.length;
        return [average(boxes.map((box) => mean(box, 0))), average(boxes.map((box) => mean(box, 0.7)))]; }"""
    )
    assert inside < outside - 4


def test_the_strip_shows_each_stage_and_a_click_shows_it_large(studio):
    names = studio.page.locator("#strip .frame .name").all_inner_texts()
    assert names == ["Clean page", "ink", "paper", "print", "post", "clean-up"]
    result, count = studio.pixels(), studio.shown()
    studio.page.locator('#strip [data-stage="paper"]').click()
    studio.wait_for_picture(count)
    studio.page.wait_for_timeout(60)
    assert studio.pixels() != result
    expect(studio.page.locator(".side.after")).to_have_text("paper")


def test_a_sheet_shows_twelve_variants_and_a_click_takes_one(studio):
    studio.page.locator('#view-kind [data-view="sheet"]').click()
    expect(studio.page.locator("#contact .frame")).to_have_count(12)
    studio.page.wait_for_function("() => [...document.querySelectorAll('#contact img')].filter((one) => one.naturalWidth > 50).length === 12")
    assert len(set(studio.page.locator("#contact img").evaluate_all("list => list.map((one) => one.src)"))) > 6
    studio.page.locator("#contact .frame").nth(7).click()
    expect(studio.page.locator("#variant-number")).to_have_value("7")
    expect(studio.page.locator("#contact")).to_have_count(0)


def test_steps_that_did_not_happen_are_struck_through(studio):
    """Told only of the stages that the page shown was made by."""
    studio.write("stages:\n  a: [grayscale, {jpeg: {p: 0}}]\n  b: {from: page, steps: [subtle-noise]}\noutputs: {image: a, other: b}\n")
    expect(studio.step("a", "2")).to_have_class(re.compile(r"\bidle\b"))
    expect(studio.page.locator("#graph .idle")).to_have_count(1)
    studio.page.locator('#strip [data-stage="b"]').click()
    expect(studio.page.locator("#graph .idle")).to_have_count(0)


def test_a_selected_step_is_seen_on_the_page(studio):
    """A page that the step has no part in makes room for one that it has."""
    studio.page.locator('#strip [data-stage="paper"]').click()
    expect(studio.page.locator(".side.after")).to_have_text("paper")
    studio.step("paper", "1").click()
    expect(studio.page.locator(".side.after")).to_have_text("paper")
    studio.step("ink", "1").click()
    expect(studio.page.locator(".side.after")).to_have_text("Result")
    # The training picture is not made by this stage.
    studio.step("clean-up", "1").click()
    expect(studio.page.locator(".side.after")).to_have_text("clean-up")


def test_no_line_lies_over_the_sheet(studio):
    expect(studio.page.locator(".wipe")).to_be_visible()
    studio.page.keyboard.press("Alt+g")
    expect(studio.page.locator("#contact")).to_be_visible()
    expect(studio.page.locator(".wipe")).to_be_hidden()
    expect(studio.page.locator(".side.before")).to_be_hidden()
    studio.page.keyboard.press("Alt+g")
    expect(studio.page.locator(".wipe")).to_be_visible()
