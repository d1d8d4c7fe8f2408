"""The stylesheet's promises: contrast in both modes, colours named in one place, own files only."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
TEMPLATES = STATIC.parent / "templates"
TOKENS = (STATIC / "css" / "tokens.css").read_text()

GROUNDS = ("paper", "paper-raised", "paper-sunk")
WORDS = ("ink", "ink-muted", "link", "calm", "soon", "today", "late", "waiting", "done")
WASHED = (
    *[("ink", f"{wash}-wash") for wash in ("late", "soon", "waiting", "done")],
    ("late", "late-wash"),
    ("link", "soon-wash"),
    ("link", "done-wash"),
    ("ink", "selection"),
    ("ink", "cell"),
    ("ink", "cell-extension"),
    ("ink", "cell-with-us"),
    ("paper", "late"),
    ("paper", "done"),
    ("paper", "ink"),
)
PAIRS = [(words, ground) for words in WORDS for ground in GROUNDS] + list(WASHED)


def colours(mode: str) -> dict[str, str]:
    light, dark = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return (
        found if mode == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    )


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(mode: str, words: str, ground: str) -> None:
    found = colours(mode)
    assert contrast(found[words], found[ground]) >= 4.5


def test_dark_names_every_colour_again() -> None:
    light, dark = colours("light"), colours("dark")
    unchanged = {name for name in light if light[name] == dark[name]}
    assert unchanged == set()


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda p: p.name)
def test_a_sheet_takes_its_colours_from_the_tokens(sheet: Path) -> None:
    if sheet.name in {"tokens.css", "print.css"}:
        return
    without_masks = sheet.read_text().replace("#000 calc", "")
    assert re.findall(r":[^;{]*#[0-9a-fA-F]{3,8}\b", without_masks) == []


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda p: p.name)
def test_a_sheet_asks_no_other_host(sheet: Path) -> None:
    for address in re.findall(r"url\(\"?([^\")]+)", sheet.read_text()):
        assert (sheet.parent / address).is_file()


def test_no_page_has_an_inline_style_or_script() -> None:
    for page in TEMPLATES.rglob("*.html"):
        # Mail readers know no stylesheets, and a file in a ZIP has none beside it.
        if {"email", "case_files"} & set(page.parts):
            continue
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son(click|submit|change|load|input)=", text), page
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script, page


def test_every_vendored_file_is_named_with_its_licence() -> None:
    readme = (STATIC / "vendor" / "README.md").read_text()
    for path in (STATIC / "vendor").rglob("*"):
        if path.is_file() and path.name != "README.md":
            assert path.name in readme
