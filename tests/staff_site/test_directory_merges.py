"""Merging two entries on the staff site: looked at, done, undone; old addresses lead on."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Closure
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.upkeep.models import AgencyMerge
from tests.builders import NOW, TODAY, a_request, an_agency
from tests.staff_site.doors import errors, signed_in, texts
from tests.staff_site.restricted import a_campaign
from tests.staff_site.test_directory import undo_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


@pytest.fixture
def two(db: None) -> tuple[Agency, Agency]:
    return an_agency("Fresno Police Dept"), an_agency("Fresno Police Department")


def looked(client: Client, gone: Agency, kept: Agency, **more: Any) -> Any:
    typed = {"agency_text": kept.name, "agency": kept.pk, **more}
    return client.post(f"/staff/agencies/{gone.pk}/merge/", typed, follow=bool(more))


def test_what_would_move_is_shown_then_moved_then_undone(
    reviewer: Client, two: tuple[Agency, Agency]
) -> None:
    gone, kept = two
    request = a_request(agency=gone)
    Closure.objects.create(agency=kept, on=TODAY, reason="Fire", source="Notice")
    assert "Fresno Police Department" in texts(reviewer.get(f"/staff/agencies/{gone.pk}/merge/"))
    page = looked(reviewer, gone, kept)
    assert [(line.rule.nouns, line.moves) for line in page.context["lines"]] == [("Requests", 1)]
    assert page.context["preview"].later == 1
    assert not AgencyMerge.objects.exists()
    done = looked(reviewer, gone, kept, confirm=page.context["key"])
    assert "It moved the dates of 1 request." in texts(done)
    assert "was merged into this one" in texts(done) and request.number in texts(done)
    back = reviewer.post(undo_of(done), follow=True)
    assert back.redirect_chain[-1][0] == f"/staff/agencies/{gone.pk}/"
    request.refresh_from_db()
    assert (request.agency, request.due_on) == (gone, TODAY)


def test_what_is_kept_from_whoever_merges_goes_along_untold(two: tuple[Agency, Agency]) -> None:
    gone, kept = two
    lead, reviewer = signed_in(Role.LEAD), signed_in(Role.REVIEWER)
    campaign = a_campaign(lead.person)
    hidden = [a_request(agency=one, campaign=campaign, by=lead.person) for one in two]
    a_request(agency=gone)
    restrict_campaign(campaign=campaign, by=lead.person, at=NOW)
    for client, told in ((lead, 2), (reviewer, 1)):
        page = looked(client, gone, kept)
        assert [line.moves for line in page.context["lines"]] == [told]
        assert (str(campaign) in texts(page)) == (client is lead)
    done = looked(reviewer, gone, kept, confirm=page.context["key"])
    assert hidden[0].number not in texts(done)
    hidden[0].refresh_from_db()
    assert hidden[0].agency == kept
    RecordsRequest.objects.filter(pk=hidden[0].pk).update(agency=an_agency("Clovis PD"))
    refused = reviewer.post(undo_of(done), follow=True)
    assert "something that you do not see is another agency's" in texts(refused)
    assert hidden[0].number not in texts(refused)


def test_old_addresses_lead_to_the_entry_that_stays(
    reviewer: Client, two: tuple[Agency, Agency]
) -> None:
    gone, kept = two
    looked(reviewer, gone, kept, confirm=looked(reviewer, gone, kept).context["key"])
    assert reviewer.get(f"/staff/agencies/{gone.pk}/").url == f"/staff/agencies/{kept.pk}/"
    assert Client().get(f"/agencies/{gone.pk}/").url == f"/agencies/{kept.pk}/"
    assert reviewer.get(f"/staff/agencies/{gone.pk}/edit/").status_code == 404
    second = looked(reviewer, gone, kept)
    assert second.url == f"/staff/agencies/{kept.pk}/", "a second click merges nothing again"
    for address in (
        "/staff/agencies/",
        "/agencies/",
        "/staff/agencies/options/?agency_text=fresno",
    ):
        assert "Fresno Police Dept<" not in reviewer.get(address).content.decode()


def test_what_changed_since_the_look_is_looked_at_again(
    reviewer: Client, two: tuple[Agency, Agency]
) -> None:
    gone, kept = two
    key = looked(reviewer, gone, kept).context["key"]
    a_request(agency=gone)
    page = looked(reviewer, gone, kept, confirm=key)
    assert "Changed since it was looked at" in texts(page)
    assert not AgencyMerge.objects.exists()


def test_what_cannot_be_merged_is_said_beside_the_search(
    reviewer: Client, two: tuple[Agency, Agency]
) -> None:
    gone, kept = two
    for agency, answer in ((gone, "reported"), (kept, "withheld")):
        AnnualDuty.objects.create(
            agency=agency, reporting_year=2025, due_on=TODAY, answer=answer, by_hand=True
        )
    assert "both have an answer" in errors(looked(reviewer, gone, kept))["agency_text"][0]
    assert "the same entry" in errors(looked(reviewer, gone, gone))["agency_text"][0]


def test_an_undo_that_cannot_be_says_why(reviewer: Client, two: tuple[Agency, Agency]) -> None:
    gone, kept = two
    done = looked(reviewer, gone, kept, confirm=looked(reviewer, gone, kept).context["key"])
    an_agency(gone.name)
    assert "has that name in that county now" in texts(reviewer.post(undo_of(done), follow=True))
