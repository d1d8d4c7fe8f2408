"""Mails wear the colours of the pages, and can be read in both modes."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from requests_app.templatetags import mail_looks
from tests.templatetags.test_tokens import colours, contrast

NAMES = {"muted": "ink-muted"}
LIGHT = {
    name: getattr(mail_looks, name.upper())
    for name in ("paper", "ink", "muted", "hairline", "rule", "link", "late")
}
MODES = [("light", LIGHT), ("dark", mail_looks.DARK)]


@pytest.mark.parametrize(("mode", "ours"), MODES)
def test_the_colours_are_those_of_the_pages(mode: str, ours: dict[str, str]) -> None:
    pages = colours(mode)
    assert {name: pages[NAMES.get(name, name)] for name in ours} == ours


@pytest.mark.parametrize(("mode", "ours"), MODES)
@pytest.mark.parametrize("words", ["ink", "muted", "link", "late"])
def test_every_word_can_be_read(words: str, mode: str, ours: dict[str, str]) -> None:
    assert contrast(ours[words], ours["paper"]) >= 4.5


@pytest.mark.parametrize("name", mail_looks.LOOKS)
def test_a_part_with_a_colour_has_its_colour_of_the_night(name: str) -> None:
    classes, style = mail_looks.LOOKS[name]
    if re.search(r"(?:^|;)(?:color|background|border(?:-\w+)?):[^;]*#", style):
        assert any(f".{one}{{" in mail_looks.STYLES for one in classes.split())


def test_a_part_is_put_in_when_the_template_is_compiled() -> None:
    made = Template('{% load mail_looks %}<p {% look "why" %}>').render(Context())
    classes, style = mail_looks.LOOKS["why"]
    assert made == f'<p class="{classes}" style="{style}">'
    with pytest.raises(TemplateSyntaxError, match="nothing"):
        Template('{% load mail_looks %}{% look "nothing" %}')


@pytest.mark.parametrize("name", mail_looks.LOOKS)
def test_a_style_fits_into_its_attribute(name: str) -> None:
    assert not set('"<>&') & set("".join(mail_looks.LOOKS[name]))
