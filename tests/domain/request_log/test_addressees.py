"""Whom a campaign asks: nobody twice, nobody who is gone, in one step."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.addressees import (
    AddresseesChanged,
    add_addressees,
    addressees,
    successor_on,
)
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, Method, RecordsRequest
from requests_app.domain.upkeep.merging import merge_agencies
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


def a_campaign(name: str = "CLETS misuse 2025", **values: Any) -> Campaign:
    lead = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=lead, text="", by=lead, at=NOW, **values
    )


def added(campaign: Campaign, agencies: list[Agency]) -> AuditEntry:
    return add_addressees(
        campaign=campaign,
        agencies=agencies,
        subject="Records of CLETS misuse",
        method=Method.EMAIL,
        by=a_person(Role.LEAD),
        at=NOW,
    )


def why(campaign: Campaign | None, *chosen: Agency) -> list[str]:
    found = addressees(campaign=campaign, year=2025, chosen=chosen, on=TODAY)
    assert found.asked == []
    return [left.why for left in found.left_out]


def test_who_is_chosen_is_asked_in_order_of_name() -> None:
    zebra, apple = an_agency("Zebra Police"), an_agency("Apple Police")
    found = addressees(campaign=a_campaign(), year=2025, chosen=[zebra, apple], on=TODAY)
    assert (found.asked, found.left_out, found.succeeded) == ([apple, zebra], [], [])


def test_nobody_is_asked_twice_in_a_campaign() -> None:
    campaign = a_campaign()
    request = a_request(campaign=campaign)
    assert why(campaign, request.agency) == ["asked in this campaign already"]
    other = addressees(campaign=a_campaign("Another"), year=2026, chosen=[request.agency], on=TODAY)
    assert other.asked == [request.agency]


def test_of_one_that_was_withdrawn_it_is_said_which_to_reopen() -> None:
    campaign, county = a_campaign(), an_agency("County Sheriff")
    request = a_request(campaign=campaign, agency=county)
    an_event(request, EventKind.WITHDRAWN, TODAY)
    town = an_agency(closed_on=MAY, succeeded_by=county)
    assert why(campaign, county, town) == [
        f"withdrawn: reopen {request.number}",
        "closed on Fri 1 May 2026; County Sheriff, which came after it, was asked, and that "
        f"withdrawn: reopen {request.number}",
    ]
    assert addressees(
        campaign=a_campaign("B"), year=2025, chosen=[county], on=TODAY
    ).asked == [county]  # fmt: skip
    an_event(request, EventKind.REOPENED, TODAY)
    assert why(campaign, county) == ["asked in this campaign already"]


def test_who_came_after_a_closed_agency_is_asked_in_its_place() -> None:
    county = an_agency("County Sheriff")
    town = an_agency("Town Police", closed_on=MAY, succeeded_by=county)
    found = addressees(campaign=None, year=2025, chosen=[town], on=TODAY)
    assert (found.asked, found.succeeded) == ([county], [(town, county)])
    assert addressees(campaign=None, year=2025, chosen=[town], on=date(2026, 4, 30)).asked == [town]


def test_two_that_became_one_are_asked_once() -> None:
    county = an_agency("County Sheriff")
    towns = [an_agency(f"Town {n}", closed_on=MAY, succeeded_by=county) for n in (1, 2)]
    found = addressees(campaign=None, year=2025, chosen=towns, on=TODAY)
    assert found.asked == [county]
    assert [left.why for left in found.left_out] == [
        "closed on Fri 1 May 2026; County Sheriff, which came after it, is asked already"
    ]


def test_who_is_gone_without_a_successor_is_left_out() -> None:
    gone = an_agency(closed_on=MAY)
    assert why(None, gone) == ["closed on Fri 1 May 2026, no successor"]
    round_in_circles = an_agency(closed_on=MAY)
    round_in_circles.succeeded_by = round_in_circles
    assert successor_on(round_in_circles, on=TODAY) is None


def test_who_is_bound_by_no_law_is_left_out() -> None:
    assert why(None, an_agency(records_law="none", level="tribal")) == [
        "no public-records law binds it"
    ]


def test_the_requests_are_made_unsent_with_their_numbers_and_lead() -> None:
    campaign, agencies = a_campaign(), [an_agency() for _ in range(3)]
    before = a_request().number
    step = added(campaign, agencies)
    made = list(campaign.records_requests.order_by("pk"))
    assert [one.agency for one in made] == agencies
    assert [int(one.number[-4:]) for one in made] == [int(before[-4:]) + n for n in (1, 2, 3)]
    assert {(one.status, one.sent_on, one.reporting_year, one.assignee) for one in made} == {
        ("logged", None, 2025, campaign.lead)
    }
    assert all(one.history.count() == 1 for one in made)
    assert step.subject_id == str(campaign.pk)
    assert step.details == {"made": [one.pk for one in made], "opened_with_it": False}


def test_the_second_click_asks_nobody_twice() -> None:
    campaign, agencies = a_campaign(), [an_agency(), an_agency()]
    added(campaign, agencies[:1])
    with pytest.raises(AddresseesChanged, match="1 of the 2 agencies are asked"):
        added(campaign, agencies)
    assert campaign.records_requests.count() == 1
    assert a_request().number[-4:] == "0002"


def test_many_take_no_more_questions_each() -> None:
    def questions(number: int) -> int:
        agencies = Agency.objects.bulk_create(
            [Agency(name=f"{number} {n}", folded_name=f"{number} {n}", kind="police", level="city",
                    records_law="cpra") for n in range(number)]
        )  # fmt: skip
        campaign = a_campaign(f"Round of {number}")
        with CaptureQueriesContext(connection) as asked:
            added(campaign, agencies)
        return len(asked)

    questions(1)  # makes the row of the year's numbers
    few = questions(2)
    assert questions(25) == few  # one batch, also on SQLite
    assert RecordsRequest.objects.count() == 28


def test_who_is_asked_about_the_year_elsewhere_is_asked_again_only_on_purpose() -> None:
    asked_once, other = a_request(), an_agency()
    chosen = [asked_once.agency, other]
    found = addressees(campaign=a_campaign(), year=2025, chosen=chosen, on=TODAY)
    assert found.asked == [other]
    assert found.elsewhere == {asked_once.agency_id: asked_once.number}
    assert [(left.agency, left.why) for left in found.left_out] == [
        (asked_once.agency, f"asked about 2025 already: {asked_once.number}")
    ]
    again = {"campaign": a_campaign("B"), "chosen": chosen, "on": TODAY, "all_the_same": True}
    assert set(addressees(year=2025, **again).asked) == set(chosen)
    assert set(addressees(campaign=None, year=2024, chosen=chosen, on=TODAY).asked) == set(chosen)


def test_an_agency_that_was_merged_away_meanwhile_is_not_asked() -> None:
    campaign, gone, kept = a_campaign(), an_agency("Fresno PD"), an_agency("Fresno Police")
    merge_agencies(gone=gone, kept=kept, by=a_person(), at=NOW)
    with pytest.raises(AddresseesChanged, match=r"Fresno PD was merged into Fresno Police .* list"):
        added(campaign, [gone, kept])
    assert not RecordsRequest.objects.exists()
