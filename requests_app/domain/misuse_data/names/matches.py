"""What a row's agency was found to be, and how what is found is judged. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.names import folded
from requests_app.domain.agencies.suggestions import MOST, Suggestion

By = Literal["ori", "name", "alias", ""]
SURE = 100  # the score of a suggestion that rests on a name or an ORI as it is entered
_COUNTIES = {folded(county): county for county in COUNTIES}


class Asked(NamedTuple):
    """What a row says of its agency, as written; the years that it speaks of, where known."""

    name: str
    ori: str
    county: str
    years: tuple[int, int] | None


@dataclass(frozen=True)
class Match:
    """`agency` and what it was found `by`; None with `suggestions`, the likeliest first.

    `note` says what a person should know: why there is no match, or what speaks against it.
    `disagrees`: the ORI was followed although the name is another agency's.
    `is_left_out`: somebody confirmed that this is no agency; the row holds no figure of one.
    """

    agency: Agency | None
    by: By = ""
    note: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    disagrees: bool = False
    is_left_out: bool = False


NOBODY = Match(None)


def one_of(agencies: list[Agency], by: By, name: str, county: str) -> Match:
    """The one that a name means; of several the one of the county."""
    there = [one for one in agencies if not county or one.county == county]
    if len(there) == 1:
        note = f"Of {len(agencies)} agencies of this name the one of {county} County."
        return Match(there[0], by, note if len(agencies) > 1 else "")
    meant = tuple(Suggestion(one, SURE, "has this name") for one in agencies[:MOST])
    if len(agencies) > 1:
        return Match(None, "", f"“{name}” is the name of {len(agencies)} agencies.", meant)
    only = agencies[0]
    if not only.county:  # a body of the whole state is in every county
        return Match(only, by)
    note = f"The row says {county} County; the only “{name}” of the directory is of {only.county}."
    return Match(None, "", note, meant)


def at_odds(by_ori: Agency, by_name: Agency, code: str, asked: Asked) -> Match:
    """ORI and name mean two agencies: the ORI is followed, unless the county is the other's."""
    both = (
        Suggestion(by_name, SURE, "has this name"),
        Suggestion(by_ori, SURE, f"has the ORI {code}"),
    )
    told = f"ORI {code} is {by_ori}, but the name “{asked.name}” is {by_name}"
    county = county_named(asked.county)
    if county and county == by_name.county != by_ori.county:
        return Match(None, "", f"{told}, and so is the county {county}.", both)
    return Match(by_ori, "ori", f"{told}: the ORI is followed.", both[:1], disagrees=True)


def county_named(cell: str) -> str:
    """ "fresno county" -> "Fresno"; blank for what is no county of California."""
    return _COUNTIES.get(folded(cell).removesuffix(" county"), "")


def distinct(agencies: list[Agency]) -> list[Agency]:
    return list({agency.pk: agency for agency in agencies}.values())


def each_once(suggestions: list[Suggestion]) -> tuple[Suggestion, ...]:
    first: dict[int, Suggestion] = {}
    for one in suggestions:
        first.setdefault(one.agency.pk, one)
    return tuple(first.values())[:MOST]


def listed(codes: list[str] | tuple[str, ...]) -> str:
    return " and ".join(codes)


def sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)
