"""Saving goes through the operations: what follows, what is refused, who may."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import record_answer
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.reporting.said.operations import take_back
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.admin.pages import MODELS, add, address, change, controls, wrong
from tests.builders import NOW, a_request, an_agency
from tests.domain.misuse_data.figures import a_claim
from tests.domain.misuse_data.quotes import quoted
from tests.staff_site.doors import a_world, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def audit(verb: str) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb)


def test_a_request_is_amended_with_its_timeline(administrator: Client) -> None:
    request = a_request()
    response = change(administrator, request, sent_on="2026-06-10", received_on="2026-06-10")
    assert response.status_code == 302
    request.refresh_from_db()
    assert (request.sent_on, request.version) == (date(2026, 6, 10), 2)
    assert [event.corrects_id is not None for event in request.events.order_by("pk")] == [
        False, True,
    ]  # fmt: skip
    assert audit("amended request").actor == administrator.person
    assert request.history.first().history_user == administrator.person


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"sent_on": "2026-06-23"}, "sent_on", "is in the future"),
        ({"received_on": "2026-06-08"}, "received_on", "before the day it was sent"),
        ({"sent_on": "0202-06-09"}, "sent_on", "the year 0202"),
        ({"sent_on": "soon"}, "sent_on", "Enter a valid date."),
        ({"agency": "999999"}, "agency", "valid choice"),
        ({"agency": "\x00"}, "agency", "Null characters"),
        ({"subject": ""}, "subject", "This field is required."),
        ({"subject": "a\x00b"}, "subject", "Null characters"),
        ({"subject": "x" * 10_000}, "subject", "at most 300"),
        ({"reporting_year": "9" * 30}, "reporting_year", "is outside 1990–2100"),
        ({"version": "7"}, "__all__", "Somebody else saved this request"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    administrator: Client, values: dict[str, Any], field: str, why: str
) -> None:
    request = a_request()
    response = change(administrator, request, **{"portal_number": "W-17"} | values)
    assert response.status_code == 200
    assert any(why in one for one in wrong(response)[field])
    form = response.context["adminform"].form
    assert {name: form[name].value() for name in values if name != "version"} == {
        name: value for name, value in values.items() if name != "version"
    }
    assert 'value="W-17"' in texts(response)
    request.refresh_from_db()
    assert (request.version, request.portal_number) == (1, "")
    assert not AuditEntry.objects.filter(verb="amended request").exists()


IMPOSSIBLE_YEARS = ["0", "1989", "2101", "32000", "99999", "9223372036854775807"]


@pytest.mark.parametrize("year", IMPOSSIBLE_YEARS)
def test_a_year_that_cannot_be_is_refused_beside_its_field(
    administrator: Client, year: str
) -> None:
    request = a_request()
    for response in (
        change(administrator, request, reporting_year=year),
        add(administrator, Campaign, name="A round", reporting_year=year),
    ):
        assert response.status_code == 200
        assert wrong(response)["reporting_year"]
    assert RecordsRequest.objects.get().reporting_year == 2025
    assert not Campaign.objects.exists()


def test_the_second_of_two_people_may_save_again(administrator: Client) -> None:
    request = a_request()
    url = address(RecordsRequest, "change", request.pk)
    mine = controls(administrator, RecordsRequest, url) | {"subject": "Mine"}
    change(signed_in(Role.REVIEWER), request, subject="Theirs")
    stale = administrator.post(url, mine)
    assert "Somebody else saved this request" in wrong(stale)["__all__"][0]
    again = mine | {"version": stale.context["adminform"].form["version"].value()}
    assert administrator.post(url, again).status_code == 302
    request.refresh_from_db()
    assert request.subject == "Mine"


def test_an_agency_is_added_amended_and_its_requests_follow(administrator: Client) -> None:
    values = {"name": "Ross Police", "kind": "police", "level": "city", "records_law": "cpra",
              "county": "Marin"}  # fmt: skip
    assert add(administrator, Agency, **values).status_code == 302
    ross = Agency.objects.get(name="Ross Police")
    request = a_request(agency=ross)
    assert change(administrator, ross, records_law="none", level="tribal").status_code == 302
    request.refresh_from_db()
    assert request.due_on is None
    for verb in ("added agency", "amended agency", "moved dates"):
        assert audit(verb).actor == administrator.person
    assert Agency.objects.named_like("ross").exists()


def test_an_agency_that_is_known_is_refused(administrator: Client) -> None:
    an_agency("Ross Police", county="Marin")
    other = an_agency("Other Police", county="Marin")
    response = change(administrator, other, name="ROSS police", website="https://example.org/")
    assert "is in the directory already" in wrong(response)["name"][0]
    assert 'value="https://example.org/"' in texts(response)
    other.refresh_from_db()
    assert other.name == "Other Police"


@pytest.mark.parametrize("day", ["2026-06-23", "0202-03-03"])
def test_a_report_on_a_day_that_cannot_be_is_refused(administrator: Client, day: str) -> None:
    duty = a_world().duty
    response = change(administrator, duty, answer="reported", reported_on=day, evidence="x")
    assert "Reported on: " in wrong(response)["reported_on"][0]
    assert response.context["adminform"].form["evidence"].value() == "x"


def test_a_duty_is_answered_and_refused(administrator: Client) -> None:
    duty = a_world().duty
    told = {"answer": "reported", "reported_on": "2026-03-03"}
    response = change(administrator, duty, **told, evidence="")
    assert "Say where this is known from" in wrong(response)["evidence"][0]
    assert response.context["adminform"].form["reported_on"].value() == "2026-03-03"
    response = change(administrator, duty, answer="did_not_report", reported_on="2026-03-03",
                      evidence="x")  # fmt: skip
    assert "has no such day" in wrong(response)["reported_on"][0]
    duty.refresh_from_db()
    assert (duty.answer, duty.by_hand) == ("unknown", False)  # a draft tells nothing
    change(
        administrator,
        duty,
        answer="reported_zero",
        reported_on="",
        evidence="The list of those with none.",
    )
    duty.refresh_from_db()
    assert (duty.answer, duty.answered_by) == ("reported_zero", administrator.person)
    assert audit("recorded duty").subject_kind == AnnualDuty._meta.model_name


def test_what_a_duty_reported_in_words_stays_when_its_evidence_is_set_right(
    administrator: Client,
) -> None:
    duty = a_world().duty
    record_answer(
        duty=duty,
        answer=Answer.REPORTED,
        said="4 investigations",
        reported_on=None,
        evidence="A letter",
        by=administrator.person,
        at=NOW,
    )
    change(administrator, duty, evidence="The letter of 3 March")
    duty.refresh_from_db()
    assert (duty.in_words, duty.evidence) == ("Reported 4 investigations", "The letter of 3 March")


def test_a_campaign_is_opened_and_a_second_of_its_name_refused(administrator: Client) -> None:
    values = {"name": "Round", "reporting_year": "2025"}
    assert add(administrator, Campaign, **values).status_code == 302
    response = add(administrator, Campaign, **values | {"name": "round"})
    assert "a campaign called “round” already" in wrong(response)["name"][0]
    assert response.context["adminform"].form["name"].value() == "round"
    assert Campaign.objects.count() == 1
    assert audit("opened campaign").actor == administrator.person


def test_where_a_quote_was_printed_is_set_right_and_its_number_stays(
    administrator: Client,
) -> None:
    quote = a_world().quote
    response = change(administrator, quote, title="What they looked up", printed_on="2026-06-23")
    assert "is in the future" in wrong(response)["printed_on"][0]
    assert 'value="What they looked up"' in texts(response)
    change(administrator, quote, title="What they looked up", printed_on="2024-05-01")
    quote.refresh_from_db()
    assert (quote.title, quote.claim.raw) == ("What they looked up", "7,635")
    assert audit("amended quote").actor == administrator.person


@pytest.mark.parametrize("kind", ["said", "comment"])
def test_what_an_agency_said_is_published_and_nothing_else_of_it_is_changed(
    administrator: Client, kind: str
) -> None:
    entry = getattr(a_world(), kind)
    url = address(type(entry), "change", entry.pk)
    assert set(controls(administrator, type(entry), url)) == {"csrfmiddlewaretoken"}
    change(administrator, entry, is_public="on", reporting_year="1999", text="Nothing")
    entry.refresh_from_db()
    assert (entry.is_public, entry.reporting_year) == (True, 2025)
    assert audit("published what was said").actor == administrator.person


def test_what_was_taken_back_is_not_published(administrator: Client) -> None:
    said = take_back(entry=a_world().said, by=administrator.person, at=NOW)
    response = change(administrator, said, is_public="on")
    assert "put it back before" in wrong(response)["__all__"][0]
    said.refresh_from_db()
    assert not said.is_public


NO_FORM = [m for m in MODELS if m.__name__ not in
           {"Agency", "AnnualDuty", "RecordsRequest", "Campaign", "Person",
            "Quote", "Said", "Comment"}]  # fmt: skip


@pytest.mark.parametrize("model", NO_FORM, ids=lambda model: model.__name__)
def test_what_has_no_operation_is_read_only(administrator: Client, model: type) -> None:
    a_world()
    found = model._default_manager.order_by("pk")[0]  # type: ignore[attr-defined]
    url = address(model, "change", found.pk)
    assert 'name="_save"' not in texts(administrator.get(url))
    assert administrator.post(url, {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "model", [Agency, AnnualDuty, RecordsRequest, Campaign, Person, Quote, Said, Comment]
)
def test_who_may_not_change_sees_no_button_and_changes_nothing(model: type) -> None:
    a_world()
    found = model._default_manager.order_by("pk")[0]  # type: ignore[attr-defined]
    url = address(model, "change", found.pk)
    assert signed_in(Role.READER).post(url, {}).status_code in (302, 403)
    if model in (Campaign, Person):  # reviewers see these, leads and administrators change them
        reviewer = signed_in(Role.REVIEWER)
        assert 'name="_save"' not in texts(reviewer.get(url))
        assert reviewer.post(url, {"name": "x", "role": "administrator"}).status_code == 403


HISTORIC = [m for m in MODELS if hasattr(m, "history")]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR])
@pytest.mark.parametrize("model", HISTORIC, ids=lambda model: model.__name__)
def test_an_old_version_is_read_and_never_saved(model: type, role: Role) -> None:
    a_world()
    client = signed_in(role)
    found = model._default_manager.order_by("pk")[0]  # type: ignore[attr-defined]
    url = address(model, "simple_history", found.pk, found.history.first().pk)
    assert client.get(url).status_code == 200
    before = AuditEntry.objects.count(), found.history.count()
    typed = {
        "name": "Other", "reporting_year": "2024", "role": "administrator", "is_active": "on",
        "answer": "withheld", "evidence": "x", "kind": "police", "level": "city",
        "records_law": "cpra", "subject": "x", "version": "1",
    }  # fmt: skip
    assert client.post(url, typed).status_code in (403, 405)
    assert (AuditEntry.objects.count(), found.history.count()) == before


def test_a_reviewer_does_not_become_administrator_through_an_old_version() -> None:
    client = signed_in(Role.REVIEWER)
    me = client.person
    url = address(Person, "simple_history", me.pk, me.history.first().pk)
    client.post(url, {"role": "administrator", "is_active": "on"})
    me.refresh_from_db()
    assert me.role == "reviewer"


def test_the_second_of_two_at_a_quote_is_told_what_the_first_saved(administrator: Client) -> None:
    quote = quoted(a_claim(5))
    page = address(Quote, "change", quote.pk)
    typed = controls(administrator, Quote, page)
    other = signed_in(Role.LEAD)
    other.post(page, typed | {"author": "A. Writer"})
    refused = administrator.post(page, typed | {"author": "B. Writer"})
    said = texts(refused)
    assert str(other.person) in said and "“Author” is now “A. Writer”" in said
    assert 'value="B. Writer"' in said
    stands = refused.context["adminform"].form["seen"].value()
    again = administrator.post(page, typed | {"author": "B. Writer", "seen": stands})
    assert again.status_code == 302
    quote.refresh_from_db()
    assert quote.author == "B. Writer"
