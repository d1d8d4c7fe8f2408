"""The addresses of what is drawn: of each figure's passport, and of each picture's files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.text import slugify

from requests_app.domain.drawing.pictures import Picture
from requests_app.domain.publication.addresses import passport_of
from requests_app.domain.publication.pictures.parts import slug_of
from requests_app.domain.publication.pictures.ranked import Ranked

SVG, CSV = "svg", "csv"


address_of = partial(passport_of, site="public")


def county_address(name: str) -> str:
    return reverse("public:county", args=[slugify(name)])


@dataclass(frozen=True)
class Shown:
    """A picture on a page, with the addresses of its files."""

    picture: Picture
    svg: str
    csv: str


def shown(picture: Picture, name: str, *args: object) -> Shown:
    """`name` and `args`: of the picture's address, without the kind of file."""
    return Shown(
        picture,
        reverse(f"public:{name}", args=[*args, SVG]),
        reverse(f"public:{name}", args=[*args, CSV]),
    )


def shown_of_ranking(ranked: Ranked, year: int) -> tuple[Shown, Shown | None]:
    """Its bars, and its map where there is one."""
    at = (year, ranked.table.measure_key, slug_of(ranked.table.source))
    return (
        shown(ranked.bars, "ranking_picture", *at),
        shown(ranked.map, "map_picture", *at) if ranked.map else None,
    )
