"""Right: what a stage is made from, and groups of steps."""

from conftest import Studio
from playwright.sync_api import expect

STAGES = """stages:
  ink:
    - ink-bleed          # creeps

    - letterpress
  paper: {from: blank, steps: [color-paper]}
  scan: [jpeg, {webp: {quality: 40}}]
outputs: {image: scan, ink: ink, paper: paper}
"""


def stage(studio: Studio, name: str):
    """Selects a stage in the graph."""
    studio.page.locator(f'#graph .node-head[data-stage="{name}"]').click()
    expect(studio.page.locator("#inspector h2")).to_have_text(name)


def wait_for(studio: Studio, text: str):
    """Waits until this is the pipeline, and until the server has found nothing wrong with it."""
    studio.page.wait_for_function("text => document.querySelector('.CodeMirror').CodeMirror.getValue() === text", arg=text)
    studio.page.wait_for_function(
        "async text => (await (await fetch('/v1/check', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pipeline: text }) })).json()).valid",
        arg=text,
    )


def opened(studio: Studio, text: str = STAGES):
    """Writes a pipeline, and waits for its graph."""
    studio.write(text)
    expect(studio.page.locator('#graph .node-head[data-stage="ink"]')).to_be_visible()


def test_a_stage_is_made_from_others_by_choosing_them(studio):
    opened(studio)
    stage(studio, "scan")
    made = studio.parameter("from")
    expect(made.locator(".badge")).to_have_text("default")
    assert made.locator("select").first.input_value() == "paper"
    made.locator("select").first.select_option("ink")
    wait_for(studio, STAGES.replace("scan: [jpeg, {webp: {quality: 40}}]", "scan: {from: ink, steps: [jpeg, {webp: {quality: 40}}]}"))
    studio.page.locator("#add-input").click()
    expect(made.locator("select")).to_have_count(2)
    merged = STAGES.replace("scan: [jpeg, {webp: {quality: 40}}]", "scan: {from: [ink, paper], steps: [jpeg, {webp: {quality: 40}}]}")
    wait_for(studio, merged)
    merge = studio.parameter("merge")
    expect(merge.locator('[aria-pressed="true"]')).to_have_text("multiply")
    merge.get_by_role("button", name="darken").click()
    expect(merge.locator('[aria-pressed="true"]')).to_have_text("darken")
    wait_for(studio, merged.replace("paper], steps", "paper], merge: darken, steps"))
    expect(studio.page.locator("#graph .node-from", has_text="darken: ink, paper")).to_be_visible()
    # One input alone is merged with nothing.
    made.get_by_role("button", name="No longer made from paper").click()
    expect(made.locator("select")).to_have_count(1)
    wait_for(studio, merged.replace("from: [ink, paper]", "from: ink"))
    made.get_by_role("button", name="Take from back to its default").click()
    wait_for(studio, STAGES)


def test_the_steps_of_a_stage_move_below_a_key_and_back(studio):
    opened(studio)
    stage(studio, "ink")
    chance = studio.parameter("p")
    chance.locator(".value-text").fill("0.5")
    chance.locator(".value-text").press("Enter")
    moved = STAGES.replace(
        "    - ink-bleed          # creeps\n\n    - letterpress\n",
        "    p: 0.5\n    steps:\n      - ink-bleed          # creeps\n\n      - letterpress\n",
    )
    wait_for(studio, moved)
    expect(studio.page.locator('#graph .node-head[data-stage="ink"] small')).to_have_text("50%")
    studio.select("ink", "2")
    stage(studio, "ink")
    studio.page.get_by_role("button", name="Take p back to its default").click()
    wait_for(studio, STAGES)
    studio.page.locator("#undo").click()
    wait_for(studio, moved)
    studio.page.locator("#undo").click()
    wait_for(studio, STAGES)


def test_an_alternative_makes_a_choice_of_a_step(studio):
    opened(studio)

    def alternative(place, name):
        studio.select(*place)
        studio.page.get_by_role("button", name="Add an alternative").click()
        studio.page.keyboard.type(name)
        studio.page.locator(".ops button", has_text=name).first.click()

    alternative(("ink", "1"), "ink-mottling")
    block = STAGES.replace("    - ink-bleed          # creeps\n", "    - one-of:\n        - ink-bleed          # creeps\n        - ink-mottling\n")
    wait_for(studio, block)
    alternative(("scan", "2"), "posterize")
    wait_for(studio, block.replace("{webp: {quality: 40}}]", "one-of: [{webp: {quality: 40}}, posterize]]"))
    # Beside what is a choice already it is one more.
    alternative(("scan", "2.1"), "subtle-noise")
    wait_for(studio, block.replace("{webp: {quality: 40}}]", "one-of: [{webp: {quality: 40}}, subtle-noise, posterize]]"))


GROUP = """stages:
  ink:
    - one-of:
        - jpeg: {quality: 30..80, weight: 3}
        - subtle-noise
    - grayscale
"""


def test_a_group_becomes_another_kind_with_its_number(studio):
    opened(studio, GROUP)
    studio.step("ink", "1").click()
    expect(studio.page.locator("#inspector h2")).to_have_text("one-of")
    expect(studio.page.locator("#inspector .members li").first).to_contain_text("75%")
    kind = studio.parameter("kind")

    def becomes(name, text):
        kind.get_by_role("button", name=name).click()
        expect(studio.page.locator("#inspector h2")).to_have_text(name)
        wait_for(studio, text)

    counted = GROUP.replace("one-of:\n        - jpeg", "some-of:\n        count: 1\n        steps:\n          - jpeg").replace("        - subtle", "          - subtle")
    becomes("some-of", counted)
    # A shuffle takes all its steps, so none has a weight.
    plain = GROUP.replace(", weight: 3", "")
    becomes("shuffle", plain.replace("one-of", "shuffle"))
    becomes("repeat", counted.replace("some-of", "repeat").replace("count: 1", "times: 2").replace(", weight: 3", ""))
    times = studio.parameter("times")
    expect(times.get_by_role("button", name="Take times back")).to_have_count(0)
    times.locator("input[type=range]").focus()
    studio.page.keyboard.press("ArrowRight")
    assert "times: 3" in studio.text()
    becomes("sequence", plain.replace("one-of", "sequence"))
    for _ in range(10):
        if studio.text() == GROUP:
            break
        studio.page.locator("#undo").click()
    assert studio.text() == GROUP


def test_a_group_has_a_chance_and_steps_that_are_added_and_taken_away(studio):
    opened(studio, GROUP)
    studio.step("ink", "1").click()
    chance = studio.parameter("p").locator("input[type=range]")
    chance.focus()
    studio.page.keyboard.press("Home")
    studio.page.keyboard.press("ArrowRight")
    assert "    - one-of:\n        p: 0.00" in studio.text() and "        steps:\n          - jpeg" in studio.text()
    studio.parameter("p").get_by_role("button", name="Take p back").click()
    wait_for(studio, GROUP)
    studio.page.locator("#add-member").click()
    studio.page.keyboard.type("webp")
    studio.page.locator(".ops button", has_text="webp").first.click()
    wait_for(studio, GROUP.replace("        - subtle-noise\n", "        - subtle-noise\n        - webp\n"))
    expect(studio.page.locator("#inspector .members li")).to_have_count(3)
    studio.page.get_by_role("button", name="Remove webp").click()
    wait_for(studio, GROUP)
    studio.page.locator("#inspector .members .name", has_text="jpeg").click()
    expect(studio.page.locator("#inspector h2")).to_have_text("jpeg")


def test_a_stage_may_lose_its_last_step_and_gain_another(studio):
    opened(studio, "stages:\n  ink:\n    - jpeg\n  scan: {from: ink, steps: [jpeg]}\n  last: [jpeg]\n")
    for name, empty, full in [("ink", "  ink:\n", "  ink:\n    - webp"), ("scan", "steps: []", "steps: [webp]"), ("last", "last: []", "last: [webp]")]:
        studio.select(name, "1")
        studio.page.get_by_role("button", name="Remove this step").click()
        expect(studio.step(name, "1")).to_have_count(0)
        assert empty in studio.text()
        studio.page.locator(f'#graph .node-add[aria-label="Add a step to {name}"]').click()
        studio.page.keyboard.type("webp")
        studio.page.locator(".ops button", has_text="webp").first.click()
        expect(studio.step(name, "1")).to_have_text("webp")
        assert full in studio.text()


def test_a_stage_is_changed_by_keyboard_and_the_focus_stays(studio):
    opened(studio)
    stage(studio, "scan")
    studio.parameter("from").locator("select").focus()
    studio.page.keyboard.press("ArrowUp")
    expect(studio.parameter("from").locator("select")).to_be_focused()
    studio.page.locator("#add-input").focus()
    studio.page.keyboard.press("Enter")
    expect(studio.parameter("merge")).to_be_visible()
    expect(studio.page.locator("#add-input")).to_be_focused()
    over = studio.parameter("merge").get_by_role("button", name="over", exact=True)
    over.focus()
    studio.page.keyboard.press("Enter")
    expect(over).to_have_attribute("aria-pressed", "true")
    expect(over).to_be_focused()


def test_a_list_that_is_shared_is_left_to_the_hand(studio):
    text = "stages:\n  ink: &all\n    - jpeg\n  scan:\n    from: page\n    steps: *all\n"
    opened(studio, text)
    stage(studio, "ink")
    studio.parameter("p").locator("input[type=range]").focus()
    studio.page.keyboard.press("Home")
    expect(studio.page.locator(".toast.bad").first).to_be_visible()
    assert studio.text() == text
