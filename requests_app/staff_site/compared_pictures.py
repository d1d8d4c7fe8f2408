"""What is drawn of a comparison, as on the public pages, of what staff may see: drafts as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from requests_app.domain.drawing.pictures import Note, Picture
from requests_app.domain.misuse_data.comparison import AgencyTable, OutcomesOfState
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.publication.addresses import passport_of
from requests_app.domain.publication.pictures.counties import county_picture
from requests_app.domain.publication.pictures.county_rows import county_rows, key_of
from requests_app.domain.publication.pictures.outcomes import outcomes_of_year
from requests_app.domain.publication.pictures.ranking import ranking_picture

address_of = partial(passport_of, site="staff")
LEAST_RANKED = 2  # one bar is a sentence


def drawn_of_agencies(
    tables: Sequence[AgencyTable], figures: FigureQuerySet
) -> list[tuple[AgencyTable, list[Picture]]]:
    """Each table with its bars, and the map where its agencies are of several counties. One query.

    `figures`: what the tables were made of.
    """
    rows, on = county_rows(tables, figures) if tables else {}, timezone.localdate()
    found = []
    for table in tables:
        pictures = []
        if table.with_number >= LEAST_RANKED:
            pictures.append(ranking_picture(table, address_of=address_of, on=on))
        of_counties = county_picture(
            table,
            rows.get(key_of(table), []),
            address_of=address_of,
            county_address=_county(table),
            on=on,
        )
        pictures += [of_counties] if of_counties else []
        found.append((table, [_marked(picture, table) for picture in pictures]))
    return found


def _marked(picture: Picture, table: AgencyTable) -> Picture:
    """With a word where the public does not see what it is drawn of."""
    stated = [row.statement for row in table.rows]
    if any(s.is_sample for s in stated):
        note = Note("Part of the sample: invented.")
    elif any(s.state != ReleaseState.PUBLISHED for s in stated):
        note = Note("Drafts are among these figures: the public does not see them.")
    else:
        return picture
    return replace(picture, notes=(note, *picture.notes))


def _county(table: AgencyTable) -> Callable[[str], str]:
    """The same table of one county alone."""
    asked = {"tab": "agencies", "measure": table.measure_key, "year": str(table.year)}
    start = f"{reverse('staff:compare')}?{urlencode(asked)}"
    return lambda name: f"{start}&{urlencode({'county': name})}"


def drawn_of_outcomes(state: Sequence[OutcomesOfState], *, year: int) -> list[Picture]:
    """A stack per source of what became of the state's violations; none where no outcome is
    stated."""
    stated = [s for one in state for s in (*one.outcomes, one.violations) if s is not None]
    on = timezone.localdate()
    picture = outcomes_of_year(stated, year, address_of=address_of, on=on)
    return [picture] if picture else []
