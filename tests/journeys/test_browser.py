"""The browser that the journeys use works, and knows what the style sheets count on."""

from playwright.sync_api import Page


def test_the_browser_draws_a_page_and_knows_the_css_that_ours_uses(page: Page) -> None:
    page.set_content("<!doctype html><title>A page</title><h1>Hello</h1>")
    assert page.title() == "A page"
    assert page.get_by_role("heading", name="Hello").is_visible()
    assert page.evaluate("CSS.supports('color', 'light-dark(red, blue)')") is True
