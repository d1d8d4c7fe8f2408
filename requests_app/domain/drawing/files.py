"""A picture as a file of its own: what it shows, of what, according to whom and as of when."""

from __future__ import annotations

from requests_app.domain.drawing.media import LOOKS, SANS
from requests_app.domain.drawing.numbers import safe
from requests_app.domain.drawing.pictures import Picture
from requests_app.domain.drawing.stacks import wrapped

WIDTH, EDGE = 960.0, 40.0  # px
A_LINE = 18.0
LETTERS = 132  # of a line of small text


def svg(picture: Picture, address: str = "") -> str:
    """The whole file, colours inside, light. `address`: of the page that it is shown on."""
    lines, y = [], EDGE + 20
    for n, line in enumerate(wrapped(picture.title, 70)):
        y += 30 if n else 0
        lines.append(f'<text {LOOKS["title"]} x="{EDGE:g}" y="{y:g}">{safe(line)}</text>')
    y += 24
    lines.append(_small(picture.below, y))
    for drawing in picture.drawings:
        y += 26
        if drawing.caption:
            lines.append(
                f'<text {LOOKS["caption"]} x="{EDGE:g}" y="{y + 4:g}">'
                f"{safe(drawing.caption)}</text>"
            )
            y += 18
        drawn, tall = drawing.in_file(WIDTH - 2 * EDGE)
        lines.append(f'<g transform="translate({EDGE:g} {y:g})">{drawn}</g>')
        y += tall
    y += 30
    told = [note.text for note in picture.remarks]
    for text in (*told, *_origin(picture, address)):
        for line in wrapped(text, LETTERS):
            lines.append(_small(line, y))
            y += A_LINE
    return _sheet(picture, "".join(lines), y + EDGE - A_LINE)


def _origin(picture: Picture, address: str) -> list[str]:
    of = f"As published on {picture.as_of:%-d %B %Y}" if picture.as_of else ""
    where = f"{of}{', ' if of and address else ''}{address}"
    return [f"Source: {picture.source}.", *([where] if where else [])]


def _small(text: str, y: float) -> str:
    return f'<text {LOOKS["muted"]} x="{EDGE:g}" y="{y:g}">{safe(text)}</text>'


def _sheet(picture: Picture, inside: str, height: float) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" role="img" font-family="{SANS}" '
        f'aria-labelledby="title desc"><title id="title">{safe(picture.title)}</title>'
        f'<desc id="desc">{safe(picture.alt)} Source: {safe(picture.source)}.</desc>'
        f'<rect {LOOKS["paper"]} width="{WIDTH:g}" height="{height:g}"/>{inside}</svg>\n'
    )
