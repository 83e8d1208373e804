"""A whole run, from its start to its report."""

from playwright.sync_api import expect


def test_a_run_is_started_watched_and_read(studio, root):
    studio.write("pipeline: quick\nstages:\n  scan: [grayscale, subtle-noise]\n")
    expect(studio.page.locator("#preset-name")).to_contain_text("*")
    studio.page.wait_for_timeout(400)
    studio.page.locator("#open-runs").click()
    studio.page.locator(".form .chip", has_text="scans").click()
    expect(studio.page.locator("#run-inputs")).to_have_value("scans")
    expect(studio.page.locator(".form small")).to_have_text("2 pictures")
    studio.page.locator("#run-output").fill("sets/quick")
    studio.page.locator("#run-variants").fill("3")
    studio.page.locator("#start-run").click()
    run = studio.page.locator("#runs .row").first
    expect(run).to_contain_text("sets/quick")
    expect(run.locator(".badge")).to_have_text("done")
    expect(run).to_contain_text("6 of 6")
    assert len(list((root / "sets/quick/images").iterdir())) == 6
    with studio.page.context.expect_page() as opened:
        run.get_by_role("link", name="Report").click()
    report = opened.value
    report.wait_for_load_state()
    expect(report.locator("body")).to_contain_text("quick")


def test_a_run_that_cannot_start_says_why(studio):
    studio.page.locator("#open-runs").click()
    studio.page.locator("#run-inputs").fill("../elsewhere")
    studio.page.locator("#run-output").fill("sets/never")
    studio.page.locator("#start-run").click()
    expect(studio.page.locator(".wrong")).not_to_be_empty()


def test_a_report_follows_the_light_or_dark_of_the_screen(studio, browser, address, root):
    studio.page.locator("#open-runs").click()
    studio.page.locator("#run-inputs").fill("scans")
    studio.page.locator("#run-output").fill("sets/seen")
    studio.page.locator("#run-variants").fill("1")
    studio.page.locator("#start-run").click()
    run = studio.page.locator("#runs .row", has_text="sets/seen")
    expect(run.locator(".badge")).to_have_text("done", timeout=60_000)
    link = address.rstrip("/") + run.get_by_role("link", name="Report").get_attribute("href")
    grounds = []
    for scheme in ["light", "dark"]:
        context = browser.new_context(color_scheme=scheme)
        report = context.new_page()
        report.goto(link)
        grounds.append(report.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"))
        context.close()
    assert min(grounds[0]) > 200 and max(grounds[1]) < 60, grounds
