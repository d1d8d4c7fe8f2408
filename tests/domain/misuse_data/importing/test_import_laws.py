"""Laws of an import: what goes out comes back the same, and what is not touched keeps its sum."""

import itertools

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.publication.downloads import lines
from requests_app.domain.request_log.models import Attachment
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_file, imported

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)
CELLS = st.sampled_from(
    ["0", "7", "1,234", "at least 586", ">20", "~40", "nearly 40", "none", "-", "", "N/A", "12*",
     "did not report", "withheld", "30 (one pending)", "17%", "=1+1", "+5", "two (2)", "0 cases"]
)  # fmt: skip
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4)
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def returned(rows) -> Attachment:
    """A wide table of as many agencies, and one about the state."""
    number = next(_numbers)
    names = [f"Town {number} {place} Police" for place in range(len(rows))]
    for name in names:
        an_agency(name)
    body = "".join(
        f'{name},"{one}","{other}",asked twice\n'
        for name, (one, other) in zip(names, rows, strict=True)
    )
    head = "Agency,Investigations,Suspended,Notes\n"
    return a_file(f'{head}{body}Statewide,"{number}",none,\n')


def understood_in(release: Release) -> list[tuple]:
    return sorted(
        release.figures.values_list(
            "agency__name", "year_from", "year_to", "measure__key", "unit", "answer", "qualifier",
            "value", "raw", "note",
        ),
        key=str,
    )  # fmt: skip


@FEW
@given(ROWS)
def test_what_is_exported_comes_back_as_the_same_figures(rows):
    first = imported(returned(rows))
    text = "".join(lines(statements_of(first.figures.order_by("pk")), lambda statement: "/f/1"))
    again = imported(a_file(text), source=Source(name="Ourselves", kind="advocacy"))
    assert understood_in(again) == understood_in(first)


@FEW
@given(ROWS)
def test_an_import_and_its_undoing_change_no_sum_of_what_they_do_not_touch(rows):
    def sums():
        others = Figure.objects.filter(pk__in=before)
        return others.count(), others.aggregate(total=Sum("value"))["total"]

    imported(returned([("5", "1")]))
    before = list(Figure.objects.values_list("pk", flat=True))
    stood = sums()
    imported(returned(rows))
    assert sums() == stood
