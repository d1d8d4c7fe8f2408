"""A figure's passport: all that it went through, and of that no more in public than is listed."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import get_args, get_type_hints

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.publication import passports
from requests_app.domain.publication.passports import passport, published_passport
from requests_app.domain.request_log.models import Attachment
from tests.builders import a_person, an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim, a_file, published

pytestmark = pytest.mark.django_db
OWN = ("file", "request", "handling")  # parts whose fields are listed one by one


def staff_passport(figure, role=Role.READER):
    return passport(figure.pk, among=Figure.objects.all(), viewer=a_person(role))


def every_field():
    hints = get_type_hints(passports.Passport, vars(passports))
    for field in fields(passports.Passport):
        yield field.name
        part = next((t for t in (hints[field.name], *get_args(hints[field.name]))
                     if is_dataclass(t)), None)  # fmt: skip
        if field.name in OWN:
            yield from (f"{field.name}.{inner.name}" for inner in fields(part))


def test_every_field_is_either_public_or_for_the_staff():
    listed = set(every_field())
    assert listed == passports.PUBLIC | passports.STAFF_ONLY
    assert not passports.PUBLIC & passports.STAFF_ONLY


def test_the_public_gets_nothing_of_what_is_for_the_staff():
    figure = published(a_file(f"Year,Violations\n{YEAR},12\n")).figures.get()
    shown, told = published_passport(figure.pk), staff_passport(figure)
    for name in passports.STAFF_ONLY:
        part, _, field = name.partition(".")
        assert not getattr(getattr(shown, part), field), name
        assert getattr(getattr(told, part), field), name


def test_the_staff_see_who_did_what():
    figure = published(a_file(f"Year,Violations\n{YEAR},12\n")).figures.get()
    steps = staff_passport(figure).handling.steps
    assert [step.step for step in steps] == [
        "Imported", "Handed in for review", "Checked and published",
    ]  # fmt: skip
    assert steps[0].who != steps[2].who


def test_what_it_replaced_is_the_figure_in_its_place():
    an_agency("A")
    first = published(a_file("Agency,Violations\nA,4\nStatewide,9\n"), title="First")
    second = published(
        a_file("Agency,Violations\nStatewide,12\nA,4\n"), title="Second", issued_on=date(2024, 5, 1)
    )
    state, agency = (second.figures.filter(**by).get() for by in ({"value": 12}, {"value": 4}))
    replaced = published_passport(state.pk).replaced
    assert (replaced.stated, replaced.release_title, replaced.is_same) == ("9", "First", False)
    assert replaced.figure == first.figures.get(value=9).pk
    assert published_passport(agency.pk).replaced.is_same


def test_a_figure_that_an_earlier_issue_lacked_replaced_nothing():
    an_agency("A")
    published(a_file("Agency,Violations\nStatewide,9\n"), title="First")
    second = published(a_file("Agency,Violations\nStatewide,9\nA,4\n"), title="Second")
    found = published_passport(second.figures.get(value=4).pk)
    assert (found.replaced, found.handling.replaced) == (None, "First")


def test_where_it_was_quoted_and_as_what():
    figure = published(a_file(f"Agency,Year,Violations\nStatewide,{YEAR},143\n")).figures.get()
    a_claim(143, source="Right")
    a_claim(143, source="Wrong word", measure="investigations")
    a_claim(143, source="Wrong year", years=(2019, YEAR))
    a_claim(143, source="Far away", years=2001)
    a_claim(144, source="Another number")
    found = published_passport(figure.pk).quoted
    assert {(one.statement.source, one.label) for one in found} == {
        ("Right", ""), ("Wrong word", "investigations"), ("Wrong year", f"2019–{YEAR}"),
    }  # fmt: skip


def test_a_small_number_is_quoted_only_as_itself():
    figure = published(a_file(f"Agency,Year,Violations\nStatewide,{YEAR},4\n")).figures.get()
    a_claim(4, source="Right")
    a_claim(4, source="By chance", measure="investigations")
    assert [one.statement.source for one in published_passport(figure.pk).quoted] == ["Right"]


@pytest.mark.parametrize("state", ["restricted", "quarantined"])
def test_a_reader_is_not_told_the_name_of_a_file_kept_back(state):
    attachment = a_file(f"Year,Violations\n{YEAR},12\n")
    figure = published(attachment).figures.get()
    Attachment.objects.filter(pk=attachment.pk).update(state=state)
    told = staff_passport(figure).file
    assert (told.key, told.name, told.sha256) == (None, "not public", "not public")
    assert staff_passport(figure, Role.LEAD).file.key == attachment.pk


def test_queries_do_not_grow():
    figure = published(a_file(f"Agency,Year,Violations\nStatewide,{YEAR},143\n")).figures.get()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            published_passport(figure.pk)
        return len(queries)

    a_claim(143, source="One")
    a_claim(144, source="Two")
    few = asked()
    for number in range(8):
        a_claim(143 + number, source=f"More {number}")
    assert asked() == few <= 16
