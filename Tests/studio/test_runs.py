"""A whole run, from its start to its report."""

from playwright.sync_api import expect


def test_a_run_is_started_watched_and_read(studio, root):
    studio.write("pipeline: quick\nstages:\n  scan: [grayscale, subtle-noise]\n")
    expect(studio.page.locator("#preset-name")).to_contain_text("*")
    studio.page.wait_for_timeout(400)
    studio.page.locator("#open-runs").click()
    studio.page.locator("#run-inputs").fill("scans")
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
