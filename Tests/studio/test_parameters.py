"""Right: the parameters of the selected step, and what it costs."""

import re

from playwright.sync_api import expect


def test_a_range_has_two_thumbs_that_change_the_text_in_place(studio):
    before = studio.text()
    studio.select("ink", "1")
    thumbs = studio.parameter("intensity").locator("input[type=range]")
    expect(thumbs).to_have_count(2)
    thumbs.nth(1).focus()
    for _ in range(20):
        studio.page.keyboard.press("ArrowRight")
    thumbs.nth(0).focus()
    for _ in range(8):
        studio.page.keyboard.press("ArrowLeft")
    changed = [(old, new) for old, new in zip(before.splitlines(), studio.text().splitlines()) if old != new]
    assert len(changed) == 1 and len(before.splitlines()) == len(studio.text().splitlines())
    assert re.search(r"- ink-bleed: \{p: 0\.7, intensity: 0\.2\d*\.\.0\.7\d+\}", changed[0][1])


def test_going_back_takes_the_movements_of_a_slider_together(studio):
    before = studio.text()
    studio.select("post", "1")
    studio.parameter("darkest").locator("input[type=range]").first.focus()
    for _ in range(5):
        studio.page.keyboard.press("ArrowLeft")
    assert studio.text() != before
    studio.page.keyboard.press("Control+z")
    assert studio.text() == before
    studio.page.keyboard.press("Control+Shift+z")
    assert studio.text() != before


def test_comments_and_layout_stay_when_a_value_changes(studio):
    text = "stages:\n  scan:\n    - jpeg:          # squeezed\n        quality: 30..80   # low\n        chroma: '4:2:0'\n    - {rotate: {angle: 0 +- 1}}\n    - ink-bleed\n    - webp: 20..70 # short\n"
    studio.write(text)
    expect(studio.step("scan", "4")).to_be_visible()
    for place, name, value, expected in [
        ("1", "quality", "50", "        quality: 50   # low"),
        ("3", "intensity", "0.5", "    - ink-bleed: {intensity: 0.5}"),
        ("4", "quality", "10..20", "    - webp: 10..20 # short"),
        ("4", "filter", "0.5", "    - webp: {quality: 10..20, filter: 0.5} # short"),
        ("1", "rounds", "2", "        rounds: 2"),
    ]:
        studio.select("scan", place)
        field = studio.parameter(name).locator(".value-text")
        field.fill(value)
        field.press("Enter")
        assert expected in studio.text().splitlines(), (expected, studio.text())
    assert "    - jpeg:          # squeezed" in studio.text()
    expect(studio.page.locator("#findings button.error")).to_have_count(0)


def test_what_is_being_typed_outlives_the_answers_that_come_meanwhile(studio):
    studio.select("ink", "1")
    field = studio.parameter("intensity").locator(".value-text")
    field.fill("0.1")
    draw_anew = "import('./inspector.js').then((inspector) => inspector.show())"
    field.evaluate(f"async (field) => {{ field.setSelectionRange(1, 3); await {draw_anew}; }}")
    expect(field).to_have_value("0.1")
    studio.page.keyboard.type(".25")
    studio.page.evaluate(draw_anew)
    expect(field).to_have_value("0.25")
    studio.page.keyboard.press("Enter")
    assert "intensity: 0.25" in studio.text()


def test_each_value_of_each_preset_is_changed_without_touching_anything_else(studio):
    """For every step of every preset: the value that stands there, written again, leaves the text as it is, and another one can be checked."""
    faults = studio.page.evaluate(
        """async () => {
        const { readStep } = await import('/locate.js');
        const faults = [];
        for (const preset of await (await fetch('/v1/presets')).json()) {
          const checked = await (await fetch('/v1/check', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pipeline: preset.text }) })).json();
          const lines = preset.text.split('\\n');
          const offset = ({ endLine, endColumn }) => lines.slice(0, endLine - 1).reduce((sum, line) => sum + line.length + 1, 0) + endColumn - 1;
          const visit = (step) => {
            for (const inner of step.steps) visit(inner);
            if (step.kind !== 'operation') return;
            const { form, entries } = readStep(preset.text, offset(step.span));
            if (form === 'other') return;
            for (const one of entries) {
              if (one.name === 'p' && Number(one.text) !== step.p) faults.push([preset.name, step.operation, 'p', one.text, step.p]);
              if (one.text === '' || (/[\\n#]/.test(one.text) && !/^["'].*["']$/.test(one.text))) faults.push([preset.name, step.operation, one.name, one.text]);
            }
            if (step.p < 1 && !entries.some((one) => one.name === 'p' || one.name === '<<')) faults.push([preset.name, step.operation, 'p not found']);
          };
          for (const stage of checked.pipeline.stages) for (const step of stage.steps) visit(step);
        }
        return faults; }"""
    )
    assert faults == []


def test_a_distribution_is_drawn_and_its_form_can_be_chosen(studio):
    studio.select("post", "3")
    angle = studio.parameter("angle")
    expect(angle.locator("select")).to_have_value("normal")
    bell = angle.locator(".density").get_attribute("d")
    angle.locator("select").select_option("range")
    expect(angle.locator("input[type=range]")).to_have_count(2)
    assert angle.locator(".density").get_attribute("d") != bell
    assert re.search(r"angle: -?[\d.]+\.\.[\d.]+\}", studio.text())


def test_units_help_and_what_was_drawn_are_told(studio):
    studio.select("ink", "1")
    radius = studio.parameter("radius")
    expect(radius.locator("h3")).to_contain_text("mm")
    expect(radius.locator(".help")).to_have_text("how far the ink creeps")
    expect(studio.page.locator("#inspector .badge.good")).to_be_visible()
    expect(radius.locator("line.drawn")).to_be_attached()


def test_words_of_a_choice_are_buttons(studio):
    studio.select("clean-up", "1")
    method = studio.parameter("method")
    chosen = method.locator('[aria-pressed="false"]').first
    name = chosen.inner_text()
    chosen.click()
    assert f"grayscale: {{method: {name}}}" in studio.text()
    studio.parameter("method").locator('[aria-pressed="false"]').first.click(modifiers=["Shift"])
    assert re.search(r"grayscale: \{method: [\w-]+ \| [\w-]+\}", studio.text())
    studio.page.get_by_role("button", name="Take method back to its default").click()
    assert "- grayscale\n" in studio.text()


def test_severity_and_chance_are_set(studio):
    studio.select("ink", "1")
    studio.parameter("severity").get_by_role("button", name="strong").click()
    assert "ink-bleed: {p: 0.7, severity: strong}" in studio.text()
    expect(studio.parameter("intensity").locator(".value-text")).to_have_value("0.9")
    chance = studio.parameter("p").locator("input[type=range]")
    chance.focus()
    studio.page.keyboard.press("End")
    assert "ink-bleed: {p: 1, severity: strong}" in studio.text()


def test_a_step_may_follow_the_band_of_its_variant(studio):
    text = "stages:\n  scan: [jpeg]\nreadability:\n  bands: {easy: 0..2%, hard: 2%..35%}\n"
    studio.write(text)
    studio.select("scan", "1")
    expect(studio.parameter("severity").locator("button")).to_have_count(4)
    studio.write(text + "  quota: {easy: 50%, hard: 50%}\n")
    studio.step("scan", "1").click()
    studio.parameter("severity").get_by_role("button", name="band").click()
    assert "jpeg: {severity: band}" in studio.text()
    expect(studio.parameter("severity").locator('[aria-pressed="true"]')).to_have_text("band")


def test_why_it_cannot_be_read_is_measured(studio):
    studio.select("post", "1")
    studio.page.locator("#cost-all").click()
    # Each step costs a reading, which a build without optimization takes long for.
    expect(studio.page.locator(".blame .bars .track")).not_to_have_count(0, timeout=60_000)
    studio.page.evaluate("import('./inspector.js').then((inspector) => inspector.show())")
    expect(studio.page.locator(".blame .bars .track")).not_to_have_count(0)
    shares = studio.page.locator(".blame .bars > span:last-of-type").all_inner_texts()
    assert all("%" in one for one in shares)
    expect(studio.page.locator(".blame p").last).not_to_be_empty()


def test_a_member_of_a_choice_has_a_weight(studio):
    studio.select("post", "2.1")
    weight = studio.parameter("weight").locator("input[type=range]")
    weight.focus()
    studio.page.keyboard.press("ArrowRight")
    assert re.search(r"jpeg: \{quality: 30\.\.80, weight: 3\.\d+\}", studio.text())
    studio.select("post", "1")
    expect(studio.parameter("weight")).to_have_count(0)
