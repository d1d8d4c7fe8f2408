"""What the scripts add to pages: keys, rows, agency search, no second press. In a real browser,
under the product's content security policy, against files served from the tree."""

import mimetypes
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

STATIC = Path(__file__).resolve().parents[2] / "static"
SITE = "http://tenth.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
OPTIONS = """<li data-value="7" data-text="Fresno Police">Fresno Police <span>CA0100500</span></li>
<li data-value="8">Fresno County Sheriff</li>"""
BODY = """<!doctype html><html lang="en"><head><title>Proof</title>
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "allowEval": false}'>
<script src="/static/vendor/htmx/htmx.min.js" defer></script>
<script type="module" src="/static/js/page.js"></script></head><body>
<input type="search" name="q" data-key="/"><a href="/log" data-key="n">Log</a>
<a href="/today" data-key="g t">Today</a>
<button type="button" data-key="?" data-opens="keys" hidden>Keys</button>
<dialog id="keys"><form method="dialog"><button>Close</button></form></dialog>
<main><table class="docket"><tbody>
<tr data-href="/one"><td><input type="checkbox"><a href="/one">One</a></td><td>x</td></tr>
<tr data-href="/two"><td><a href="/two">Two</a></td><td id="cell">y</td></tr>
</tbody></table>
<form method="post" action="/save"><div data-combobox>
<label for="agency">Agency</label><input type="search" id="agency" name="agency_text"
 hx-get="/options" hx-trigger="input changed delay:20ms" hx-target="next .combobox-list">
<input type="hidden" name="agency"><ul class="combobox-list" hidden></ul></div>
<textarea name="note"></textarea><button name="do" value="draft">Draft</button>
<button class="primary" name="do" value="save" data-busy="Saving">Save</button></form>
</main></body></html>"""


@pytest.fixture
def posts(page: Page) -> list[dict[str, list[str]]]:
    """Opens the proof page; collects what its form sends."""
    sent: list[dict[str, list[str]]] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        headers = {"Content-Security-Policy": POLICY}
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        elif path == "/options":
            route.fulfill(body=OPTIONS, content_type="text/html")
        else:
            if route.request.method == "POST":
                sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(body=BODY, content_type="text/html", headers=headers)

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
    return sent


def test_slash_focuses_the_search_and_typing_there_is_only_typing(page: Page, posts: list) -> None:
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.type("n")
    expect(page.locator("[name=q]")).to_have_value("n")
    assert page.url == f"{SITE}/"


@pytest.mark.parametrize(("keys", "address"), [("n", "/log"), ("gt", "/today")])
def test_keys_go_to_places(page: Page, posts: list, keys: str, address: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    expect(page).to_have_url(f"{SITE}{address}")


def test_a_question_mark_shows_the_keys_and_a_button_does_too(page: Page, posts: list) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    expect(page.locator("#keys")).to_be_visible()


def test_arrows_move_between_rows_and_enter_opens(page: Page, posts: list) -> None:
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(f"{SITE}/two")


def test_the_whole_row_is_a_link_but_not_its_checkbox(page: Page, posts: list) -> None:
    page.check("tbody input")
    assert page.url == f"{SITE}/"
    page.click("#cell")
    expect(page).to_have_url(f"{SITE}/two")


def test_an_agency_is_found_and_chosen_by_keyboard(page: Page, posts: list) -> None:
    field = page.get_by_role("combobox", name="Agency")
    field.press_sequentially("fres")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = page.get_by_role("option", name="Fresno Police CA0100500")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    field.press("Enter")
    expect(field).to_have_value("Fresno Police")
    expect(page.locator("[name=agency]")).to_have_value("7")
    assert posts == []  # Enter chose; it did not save


def test_typing_on_takes_the_choice_back(page: Page, posts: list) -> None:
    field = page.get_by_role("combobox", name="Agency")
    field.press_sequentially("fres")
    page.get_by_role("option", name="Fresno County Sheriff").click()
    expect(page.locator("[name=agency]")).to_have_value("8")
    field.press_sequentially("x")
    expect(page.locator("[name=agency]")).to_have_value("")


def test_a_second_press_sends_nothing_and_the_button_keeps_its_value(
    page: Page, posts: list
) -> None:
    page.dblclick("button[value=save]")
    expect(page).to_have_url(f"{SITE}/save")
    assert [post["do"] for post in posts] == [["save"]]


def test_ctrl_enter_saves_with_the_primary_button(page: Page, posts: list) -> None:
    page.fill("textarea", "heard by phone")
    page.press("textarea", "Control+Enter")
    expect(page).to_have_url(f"{SITE}/save")
    assert posts[0]["do"] == ["save"]
    assert posts[0]["note"] == ["heard by phone"]
