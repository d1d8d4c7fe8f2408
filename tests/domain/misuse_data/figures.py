"""Short ways to files, releases and figures for the tests of returned data."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import DOJ_NAME, Agency
from requests_app.domain.misuse_data.importing.acceptance import accept_warnings
from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.operations import import_figures
from requests_app.domain.misuse_data.importing.previews import Wanted, as_chosen, previewed
from requests_app.domain.misuse_data.importing.runs import Preview
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.mapping import Columns
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.releases.issues import Summary, changes_page
from requests_app.domain.misuse_data.releases.reviews import publish_release, submit_for_review
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.misuse_data.vocabulary import Answer
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment

YEAR = 2023
_numbers = itertools.count(1)


def doj() -> Agency:
    return Agency.objects.filter(name=DOJ_NAME).first() or an_agency(
        DOJ_NAME, level="state", kind="state", county=""
    )


def a_file(content: str, *, agency: Agency | None = None, is_sample: bool = False) -> Attachment:
    """`content` attached to a request to the DOJ (or `agency`)."""
    records_request = a_request(agency=agency or doj())
    if is_sample:
        records_request.is_sample = True
        records_request.save()
    return an_attachment(records_request, content)


def preview_of(
    attachment: Attachment,
    covers: Covers,
    *,
    mapping: Chosen | Columns | None = None,
    source: Source | None = None,
) -> Preview:
    """What importing the attachment would do, by its suggested mapping and for the agency asked,
    unless said."""
    incoming = Incoming.attached(attachment)
    return previewed(incoming, Wanted(source or incoming.source(), covers, as_chosen(mapping)))


def imported(
    attachment: Attachment, by: Person | None = None, *, accept: bool = True, **values: Any
) -> Release:
    """The attachment as a draft about 2023, by its suggested mapping; its warnings accepted."""
    details = {
        "source": source_of(attachment.records_request),
        "title": "Returned data",
        "covers_from": YEAR,
        "covers_to": YEAR,
        "issued_on": None,
        "mapping": None,
        **values,
    }
    release = import_figures(attachment=attachment, by=by or a_person(), at=NOW, **details)
    if accept:
        accepted(release)
    return release


def accepted(release: Release) -> None:
    """Every warning of a draft accepted, for a reason."""
    open_ones = list(release.warnings.filter(accepted_at=None).values_list("pk", flat=True))
    if open_ones:
        accept_warnings(
            release=release,
            warnings=open_ones,
            reason="As the source has it",
            by=a_person(),
            at=NOW,
        )


def published(
    attachment: Attachment, correction: str = "The source issued it again.", **values: Any
) -> Release:
    """Imported by one person and published by another."""
    release = imported(attachment, **values)
    submit_for_review(release=release, by=a_person(), at=NOW)
    return publish_release(
        release=release, by=a_person(Role.REVIEWER), at=NOW, correction=correction
    )


def a_claim(
    value: int | str | None,
    *,
    source: str = "A paper",
    kind: str = "press",
    measure: str = "violations",
    years: tuple[int, int] | int = YEAR,
    agency: Agency | None = None,
    qualifier: str = "exact",
    answer: str = "",
    state: str = "published",
    unit: str = "",
    **values: Any,
) -> Figure:
    """A figure that `source` printed, in a release of its own."""
    first, last = years if isinstance(years, tuple) else (years, years)
    counted = ensure_measures()[measure]
    number = next(_numbers)
    release = Release.objects.create(
        source=Source.objects.get_or_create(name=source, defaults={"kind": kind})[0],
        title=f"{source} {number}",
        covers_from=first,
        covers_to=last,
        url=f"https://example.org/{number}",
        state=state,
        is_quoted_claim=True,
        imported_at=NOW,
        published_at=NOW,
        **{name: values.pop(name) for name in ("issued_on", "is_sample") if name in values},
    )
    written = None if value is None else Decimal(value)
    return Figure.objects.create(
        release=release,
        agency=agency,
        year_from=first,
        year_to=last,
        measure=counted,
        unit=unit or counted.unit,
        answer=answer or (Answer.REPORTED if written else Answer.REPORTED_ZERO),
        qualifier=qualifier,
        value=written,
        raw="" if value is None else str(value),
        where=f"row {number}",
        **{
            "measure_as_written": counted.name,
            "agency_as_written": agency.name if agency else "",
            **values,
        },
    )


def summary_of(before: Release, after: Release) -> Summary:
    """How much changed from one issue to the next, as their page says it."""
    return changes_page(before, after, size=0).summary
