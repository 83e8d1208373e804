"""Left: the pipeline as text and as a graph."""

from playwright.sync_api import expect


def test_a_newcomer_sees_a_page_and_what_makes_it(studio):
    studio.open("")
    expect(studio.page.locator("#page-name")).to_have_text("Example letter")
    expect(studio.page.locator("#preset-name")).to_have_text("office-scan")
    expect(studio.page.locator("#graph .node")).to_have_count(5)
    assert "ink-bleed" in studio.text()


def test_a_newcomer_is_told_how_to_begin(studio):
    studio.page.locator("#inspector").get_by_role("button", name="Take a preset").click()
    expect(studio.page.locator("dialog .gallery")).to_be_visible()
    studio.page.keyboard.press("Escape")
    studio.page.locator("#inspector").get_by_role("button", name="Drop your own page").click()
    expect(studio.page.locator("dialog .well")).to_be_visible()


def test_operations_keys_and_numbers_have_colors(studio):
    for kind, word in [("builtin", "ink-bleed"), ("keyword", "stages"), ("number", "0.7"), ("comment", "# ")]:
        expect(studio.page.locator(f".CodeMirror .cm-{kind}", has_text=word).first).to_be_visible()


def test_a_click_in_the_graph_selects_in_the_text(studio):
    studio.select("ink", "2")
    line = studio.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line")
    assert "letterpress" in studio.text().splitlines()[line]
    expect(studio.page.locator("#inspector h2")).to_have_text("letterpress")


def test_the_cursor_in_the_text_selects_in_the_graph(studio):
    studio.page.locator(".CodeMirror .cm-builtin", has_text="watermark").click()
    expect(studio.step("paper", "2")).to_have_attribute("aria-current", "true")
    expect(studio.page.locator("#inspector h2")).to_have_text("watermark")


def test_a_step_inside_a_choice_is_found_both_ways(studio):
    studio.page.locator(".CodeMirror .cm-builtin", has_text="subtle-noise").click()
    expect(studio.page.locator('#graph [aria-current="true"] .name')).to_have_text("subtle-noise")


def test_what_is_wrong_is_said_in_its_place(studio):
    text = studio.text()
    studio.write(text.replace("ink-bleed", "ink-bled"))
    expect(studio.page.locator("#findings button.error")).to_contain_text("ink-bled")
    expect(studio.page.locator(".CodeMirror .finding-error")).to_have_text("ink-bled")
    studio.page.locator("#findings button").first.click()
    assert studio.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line") == text[: text.index("ink-bleed")].count("\n")
    studio.write(text)
    expect(studio.page.locator("#findings button.error")).to_have_count(0)


def test_the_graph_stays_while_the_text_is_wrong(studio):
    studio.write("stages: [")
    expect(studio.page.locator("#findings button.error").first).to_be_visible()
    expect(studio.page.locator("#graph .node")).to_have_count(5)


def test_names_and_values_are_completed(studio):
    def offers(line, keys):
        studio.page.evaluate(
            """line => { const cm = document.querySelector('.CodeMirror').CodeMirror; cm.focus();
            const at = cm.getValue().split('\\n').findIndex((one) => one.includes('ink-bleed'));
            cm.replaceRange(line + '\\n', { line: at, ch: 0 }); cm.setCursor({ line: at, ch: line.length }); }""",
            line,
        )
        studio.page.keyboard.type(keys)
        studio.page.keyboard.press("Control+Space")
        found = studio.page.locator(".CodeMirror-hint span").all_inner_texts()
        studio.page.keyboard.press("Escape")
        return found

    assert "jpeg" in offers("    - ", "jpe")
    assert "quality" in offers("    - jpeg: {", "q")
    assert "strong" in offers("    - jpeg: {severity: ", "")
    assert {"luma", "green"} & set(offers("    - grayscale: {method: ", ""))


def test_a_step_is_added_and_taken_away_again(studio):
    before = studio.text()
    studio.page.locator('#graph .node-add[aria-label*="clean-up"]').click()
    studio.page.keyboard.type("coffee")
    studio.page.locator(".ops button", has_text="coffee-ring").click()
    expect(studio.step("clean-up", "4")).to_contain_text("coffee-ring")
    added = [line for line in studio.text().splitlines() if line not in before.splitlines()]
    assert added == ["    - coffee-ring"]
    studio.step("clean-up", "4").click()
    studio.page.get_by_role("button", name="Remove this step").click()
    expect(studio.step("clean-up", "4")).to_have_count(0)
    assert studio.text() == before


def test_the_pipeline_can_be_downloaded(studio):
    with studio.page.expect_download() as download:
        studio.page.locator("#download").click()
    assert download.value.suggested_filename == "office-scan.yaml"
    assert open(download.value.path(), encoding="utf-8").read() == studio.text()


def test_presets_are_pictures_that_can_be_taken(studio):
    studio.page.locator("#open-presets").click()
    card = studio.page.locator('.card[data-preset="fax"]')
    card.scroll_into_view_if_needed()
    studio.page.wait_for_function("() => document.querySelector('.card[data-preset=\"fax\"] img').naturalWidth > 100")
    card.click()
    expect(studio.page.locator("#preset-name")).to_have_text("fax")
    assert "faxify" in studio.text()
    studio.page.locator("#undo").click()
    assert "ink-bleed" in studio.text()


def test_a_step_in_braces_of_its_own_is_taken_whole(studio):
    text = "stages:\n  scan:\n    - {rotate: {angle: 2}}\n    - jpeg\n  last: [{jpeg: 40}, webp]\n"
    studio.write(text)
    studio.select("scan", "1")
    studio.page.get_by_role("button", name="Add a step after this one").click()
    studio.page.keyboard.type("webp")
    studio.page.locator(".ops button", has_text="webp").first.click()
    expect(studio.step("scan", "2")).to_have_text("webp")
    assert studio.text() == text.replace("2}}\n", "2}}\n    - webp\n")
    for stage, place, left in [("scan", "1", "    - webp\n    - jpeg\n  last: [{jpeg: 40}, webp]\n"), ("last", "1", "    - webp\n    - jpeg\n  last: [webp]\n")]:
        studio.select(stage, place)
        studio.page.get_by_role("button", name="Remove this step").click()
        assert studio.text() == "stages:\n  scan:\n" + left
        expect(studio.step(stage, place)).to_have_text("webp")
