"""For everyone: keyboard, contrast, languages, sizes of screens."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from conftest import Studio
from playwright.sync_api import expect


def serious(page, part="body"):
    """What axe-core finds in a part of the page that is serious or critical."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE_FILE_PATH))
    found = page.evaluate("part => axe.run(part)", part)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(
    ("scheme", "openers"),
    [("light", ["#open-presets", "#open-page"]), ("dark", ["#open-runs", "#keys", "#graph .node-add >> nth=0"])],
)
def test_axe_finds_nothing_serious(browser, address, small_page, scheme, openers):
    # The checker is a script of its own, which the page's policy would refuse.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True, locale="en-US")
    studio = Studio(context.new_page(), address, small_page).open()
    studio.select("ink", "1")
    studio.page.locator("#layer-words").click()
    expect(studio.page.locator("#verdict")).to_be_visible()
    assert serious(studio.page) == []
    for part in ['.node-head[data-stage="print"]', '.node-step[data-stage="post"][data-place="2"]']:
        studio.page.locator(f"#graph {part}").click()
        expect(studio.page.locator("#inspector .parameter .chips").first).to_be_visible()
        assert serious(studio.page, "#inspector") == [], part
    for opener in openers:
        studio.page.locator(opener).click()
        expect(studio.page.locator("dialog")).to_be_visible()
        assert serious(studio.page, "dialog") == [], opener
        studio.page.locator("dialog .dialog-head .tool").click()
        expect(studio.page.locator("dialog")).to_have_count(0)
    context.close()


def test_everything_is_reached_by_keyboard_alone(studio):
    press = studio.page.keyboard.press
    seen = set()
    for _ in range(90):
        press("Tab")
        seen.add(studio.page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.tagName"))
    for wanted in ["open-presets", "open-page", "language", "open-runs", "graph", "page-stage", "wipe", "variant", "strip", "compare", "inspector"]:
        assert any(wanted in one for one in seen), (wanted, seen)


def test_a_step_is_chosen_and_changed_by_keyboard_alone(studio):
    press = studio.page.keyboard.press
    studio.page.locator("#graph").focus()
    press("Tab")
    for _ in range(2):
        press("ArrowDown")
    press("Enter")
    expect(studio.page.locator("#inspector h2")).to_have_text("ink-bleed")
    for _ in range(200):
        press("Tab")
        if studio.page.evaluate("document.activeElement.closest('[data-parameter=intensity]') !== null && document.activeElement.type === 'range'"):
            break
    press("ArrowRight")
    assert "intensity: 0." in studio.text()
    press("Alt+ArrowRight")
    expect(studio.page.locator("#variant-number")).to_have_value("1")
    press("Alt+g")
    expect(studio.page.locator("#contact")).to_be_visible()


def test_the_editor_lets_the_keyboard_go_on(studio):
    studio.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.focus()")
    for _ in range(2):
        studio.page.keyboard.press("Tab")
    assert not studio.page.evaluate("document.querySelector('.CodeMirror').contains(document.activeElement)")


def test_the_studio_speaks_three_languages(studio):
    for language, word in [("ko", "가독성"), ("en", "Readability"), ("de", "Lesbarkeit")]:
        studio.page.locator("#language").select_option(language)
        expect(studio.page.locator("#reading h2")).to_have_text(word)
        assert studio.page.evaluate("document.documentElement.lang") == language
    studio.open()
    expect(studio.page.locator("#reading h2")).to_have_text("Lesbarkeit")


def test_nothing_runs_over_the_edge(studio):
    studio.select("ink", "1")
    for width in [1920, 1280, 820, 400]:
        studio.page.set_viewport_size({"width": width, "height": 900})
        for language in ["de", "ko"]:
            studio.page.locator("#language").select_option(language)
            studio.page.wait_for_timeout(120)
            over = studio.page.evaluate(
                """() => [...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length > 0 && !one.closest('.CodeMirror, svg, .strip, .page-stage, .unseen, .graph, .wipe'))
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 90))"""
            )
            assert over == [], (width, language)
            assert studio.page.evaluate("document.documentElement.scrollWidth") <= width
