"""The next year's round: the same addressees, as they are by now."""

from datetime import date

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Contact
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.campaigns import CampaignNameTaken, save_campaign
from requests_app.domain.request_log.membership import add_member, restrict_campaign
from requests_app.domain.request_log.models import BinnedItem, Campaign, Method, RecordsRequest
from requests_app.domain.request_log.operations import discard_request
from requests_app.domain.request_log.sight import NotAMember
from requests_app.domain.request_log.unasking import NothingToTakeBack, take_back_addressees
from requests_app.domain.upkeep.rounds import name_of_next, next_round, roll_over
from tests.builders import NOW, TODAY, a_person, a_request, an_agency
from tests.domain.request_log.test_touched import TOUCHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    lead = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name="CLETS misuse 2025", reporting_year=2025, lead=lead,
        text="All records.", by=lead, at=NOW,
    )  # fmt: skip


def rolled_over(campaign: Campaign, name: str = "CLETS misuse 2026") -> Campaign:
    return stepped_over(campaign, name)[0]


def stepped_over(
    campaign: Campaign, name: str = "CLETS misuse 2026"
) -> tuple[Campaign, AuditEntry]:
    return roll_over(
        campaign=campaign, name=name, method=Method.EMAIL, subject="Records of CLETS misuse",
        by=campaign.lead, at=NOW, on=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("CLETS misuse 2025", "CLETS misuse 2026"),
        ("2025 round, 2025", "2026 round, 2026"),
        ("Sheriffs", "Sheriffs 2026"),
        ("Round 20251", "Round 20251 2026"),
    ],
)
def test_the_next_round_is_called_by_its_year(name: str, following: str) -> None:
    assert name_of_next(name, 2026) == following


def test_the_next_round_asks_the_same_agencies_about_the_next_year(campaign) -> None:
    asked = [a_request(campaign=campaign).agency for _ in range(2)]
    a_request()
    opened = rolled_over(campaign)
    assert (opened.reporting_year, opened.lead, opened.text) == (
        2026, campaign.lead, "All records.",
    )  # fmt: skip
    made = opened.records_requests.all()
    assert {one.agency for one in made} == set(asked)
    assert {(one.reporting_year, one.sent_on) for one in made} == {(2026, None)}


def test_succession_is_applied_and_an_agency_asked_twice_is_asked_once(campaign) -> None:
    county = an_agency("County Sheriff")
    town = an_agency("Town Police", closed_on=date(2026, 5, 1), succeeded_by=county)
    for agency in (town, county, county):
        a_request(campaign=campaign, agency=agency)
    following = next_round(campaign, on=TODAY)
    assert following.addressees.asked == [county]
    assert [left.agency for left in following.addressees.left_out] == [town]


def test_contacts_that_nobody_confirmed_within_a_year_are_to_be_checked(campaign) -> None:
    days = {"fresh": date(2025, 6, 22), "old": date(2025, 6, 21), "never": None}
    for name, day in days.items():
        agency = a_request(campaign=campaign, agency=an_agency(name)).agency
        Contact.objects.create(
            agency=agency, kind="email", value=f"{name}@example.org", last_confirmed_on=day
        )
    a_request(campaign=campaign, agency=an_agency("none"))
    following = next_round(campaign, on=TODAY)
    assert [agency.name for agency in following.to_check] == ["never", "old"]
    assert [agency.name for agency in following.without_contact] == ["none"]


def test_a_second_click_opens_no_second_round(campaign) -> None:
    a_request(campaign=campaign)
    rolled_over(campaign)
    with pytest.raises(CampaignNameTaken):
        rolled_over(campaign)
    assert Campaign.objects.count() == 2


def test_a_round_taken_back_at_once_leaves_nothing(campaign) -> None:
    first = a_request(campaign=campaign)
    opened, step = stepped_over(campaign)
    done = take_back_addressees(step=step, by=campaign.lead, at=NOW)
    assert (done.gone, done.kept, done.campaign) == (1, [], None)
    assert list(Campaign.objects.all()) == [campaign]
    assert list(RecordsRequest.objects.all()) == [first]
    entry = AuditEntry.objects.get(verb="took back addressees")
    assert (entry.subject_id, entry.details["requests"]) == (str(opened.pk), 1)
    with pytest.raises(NothingToTakeBack):
        take_back_addressees(step=step, by=campaign.lead, at=NOW)
    assert RecordsRequest.objects.count() == 1


@pytest.mark.parametrize("touched", TOUCHED)
def test_what_was_worked_on_since_stays_with_its_campaign(campaign, touched: str) -> None:
    for name in ("Fresno Police", "Marin Police"):
        a_request(campaign=campaign, agency=an_agency(name))
    opened, step = stepped_over(campaign)
    fresno, marin = opened.records_requests.order_by("pk")
    TOUCHED[touched](fresno)
    done = take_back_addressees(step=step, by=campaign.lead, at=NOW)
    assert (done.gone, done.kept, done.campaign) == (1, [fresno.number], opened)
    assert list(opened.records_requests.all()) == [fresno]
    assert not RecordsRequest.objects.filter(pk=marin.pk).exists()
    with pytest.raises(NothingToTakeBack):
        take_back_addressees(step=step, by=campaign.lead, at=NOW)


def test_a_campaign_that_was_amended_since_stays_empty(campaign) -> None:
    a_request(campaign=campaign)
    opened, step = stepped_over(campaign)
    save_campaign(campaign=opened, name=opened.name, reporting_year=2026, lead=campaign.lead,
                  text="All records of 2026.", by=campaign.lead, at=NOW)  # fmt: skip
    assert take_back_addressees(step=step, by=campaign.lead, at=NOW).campaign == opened
    assert not opened.records_requests.exists()


def test_a_campaign_stays_while_something_of_it_is_in_the_bin(campaign) -> None:
    a_request(campaign=campaign)
    opened, step = stepped_over(campaign)
    discard_request(records_request=opened.records_requests.get(), by=campaign.lead, at=NOW)
    done = take_back_addressees(step=step, by=campaign.lead, at=NOW)
    assert (done.gone, done.campaign) == (0, opened)
    assert BinnedItem.objects.get().campaign == opened


def test_after_a_restricted_campaign_comes_a_restricted_one(campaign) -> None:
    a_request(campaign=campaign, assignee=campaign.lead)
    reader, lowered, gone = (a_person(Role.REVIEWER) for _ in range(3))
    for person, role in ((reader, "reader"), (lowered, "reviewer"), (gone, "staff")):
        add_member(campaign=campaign, person=person, role=role, by=campaign.lead, at=NOW)
    restrict_campaign(campaign=campaign, by=campaign.lead, at=NOW)
    Person.objects.filter(pk=lowered.pk).update(role=Role.STAFF)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    opened, step = stepped_over(campaign)
    assert opened.is_restricted and opened.history.count() == 1
    assert dict(opened.members.values_list("person", "role")) == {
        reader.pk: "reader", lowered.pk: "staff",
    }  # fmt: skip
    entry = AuditEntry.objects.get(verb="restricted campaign", subject_id=str(opened.pk))
    assert set(entry.details["members"]) == {str(reader), str(lowered)}
    assert take_back_addressees(step=step, by=campaign.lead, at=NOW).campaign is None


def test_a_member_opens_no_round_after_a_restricted_campaign(campaign) -> None:
    member = a_person(Role.REVIEWER)
    add_member(campaign=campaign, person=member, role=Role.REVIEWER, by=campaign.lead, at=NOW)
    restrict_campaign(campaign=campaign, by=campaign.lead, at=NOW)
    campaign.lead = member  # who acts
    with pytest.raises(NotAMember):
        rolled_over(campaign)
