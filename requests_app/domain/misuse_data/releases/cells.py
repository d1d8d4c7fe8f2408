"""The cells of a release, and those of a file that may become one, to be held side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sys import intern

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce

from requests_app.domain.agencies.models import Agency, Succession
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.releases.differences import NOBODY, Cell
from requests_app.domain.misuse_data.statements import measure_key_of
from requests_app.domain.sheets.words import plain_words

READ_AT_ONCE = 5000


def renamed_to() -> dict[int, int]:
    """Agency -> the entry that it was renamed to, in the end: one agency in both issues."""
    renamed = Agency.with_merged.filter(succession=Succession.RENAMED)
    after = dict(renamed.exclude(succeeded_by=None).values_list("pk", "succeeded_by_id"))
    found = {}
    for agency in after:
        one, seen = agency, set()
        while one in after and one not in seen:
            seen.add(one)
            one = after[one]
        found[agency] = one
    return found


def cells_of(release: Release, became: Mapping[int, int]) -> Iterator[Cell]:
    """The release's figures in the order of their agencies, read in pieces."""
    figures = Figure.objects.filter(release=release).order_by()
    cases = [When(agency_id=old, then=Value(new)) for old, new in became.items()]
    subject = Case(*cases, default=Coalesce(F("agency_id"), NOBODY), output_field=IntegerField())
    rows = (
        figures.annotate(subject=subject)
        .order_by("subject", "pk")
        .values_list(
            *("subject", "agency_as_written", "year_from", "year_to", "measure__key"),
            *("measure_as_written", "unit", "answer", "qualifier", "value", "pk"),
        )
    )
    for (
        agency,
        written,
        first,
        last,
        key,
        words,
        unit,
        answer,
        qualifier,
        value,
        pk,
    ) in rows.iterator(chunk_size=READ_AT_ONCE):
        # Rows say the same few words: each is kept once, where the cells of a release are held.
        yield Cell(
            agency=agency,
            name="" if agency else plain_words(written),
            year_from=first,
            year_to=last,
            measure_key=intern(measure_key_of(key, words)),
            unit=intern(unit),
            answer=intern(answer),
            qualifier=intern(qualifier),
            value=value,
            written=intern(written),
            figure=pk,
        )


def cell_of(figure: Proposed, became: Mapping[int, int]) -> Cell | None:
    """What a figure of a file says, as a release would; None where its agency or its period is not
    known, which the checks refuse."""
    about, period, counted, said = figure.about, figure.period, figure.counted, figure.understood
    if about.slot is None or period is None:
        return None
    agency = about.agency.pk if about.agency else NOBODY
    return Cell(
        agency=became.get(agency, agency),
        name="",
        year_from=period.first,
        year_to=period.last,
        measure_key=measure_key_of(counted.key, counted.words),
        unit=figure.unit,
        answer=said.answer.value,
        qualifier=said.qualifier.value,
        value=said.value,
        written=about.agency_as_written,
    )
