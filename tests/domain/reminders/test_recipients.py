from datetime import timedelta

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.kinds import To
from requests_app.domain.reminders.models import DeskWishes, PersonWishes, Reminder
from requests_app.domain.reminders.recipients import Recipient
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.why_you import NAMED_BEFORE, why_you
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, a_person, a_request
from tests.domain.reminders.known import (
    ADMINISTRATOR,
    ASSIGNEE,
    CREATOR,
    DUE,
    LEAD,
    a_book,
    request_facts,
)

pytestmark = pytest.mark.django_db
NAMED = ["assignee", "lead", "creator", "administrator"]


@pytest.fixture
def people() -> dict[str, Person]:
    return {
        "administrator": a_person(Role.ADMINISTRATOR),
        **{name: a_person() for name in ("assignee", "lead", "creator")},
    }


@pytest.fixture
def request_of_all(people: dict[str, Person]) -> RecordsRequest:
    campaign = Campaign.objects.create(name="2025", reporting_year=2025, lead=people["lead"])
    return a_request(assignee=people["assignee"], by=people["creator"], campaign=campaign)


def recipient_of(request: RecordsRequest) -> Person:
    plan(at=NOW)
    return request.reminders.get().recipient


@pytest.mark.parametrize("out_of_reach", [{"is_active": False}, {"email": ""}])
@pytest.mark.parametrize("number", range(4))
def test_it_goes_to_the_first_who_can_be_reached(
    people, request_of_all, number, out_of_reach
) -> None:
    gone = [people[name].pk for name in NAMED[:number]]
    Person.objects.filter(pk__in=gone).update(**out_of_reach)
    assert recipient_of(request_of_all) == people[NAMED[number]]


def test_nobody_named_is_the_administrators(people) -> None:
    request = a_request()
    RecordsRequest.objects.update(assignee=None, created_by=None)
    assert recipient_of(request) == people["administrator"]


def test_an_administrator_without_an_address_is_passed_over(people, request_of_all) -> None:
    other = a_person(Role.ADMINISTRATOR)
    Person.objects.exclude(pk=other.pk).update(email="")
    assert recipient_of(request_of_all) == other


def test_with_nobody_to_reach_it_waits_until_somebody_can_be(people, request_of_all) -> None:
    Person.objects.update(is_active=False)
    assert plan(at=NOW) == 0
    Person.objects.filter(pk=people["lead"].pk).update(is_active=True)
    tomorrow = NOW + timedelta(days=1)  # it is looked at each day until then
    plan(at=tomorrow)
    assert request_of_all.reminders.get().recipient == people["lead"]


@pytest.mark.parametrize(("is_sample", "expected"), [(True, "assignee"), (False, "lead")])
def test_a_sample_person_is_reminded_of_the_sample_only(
    people, request_of_all, is_sample, expected
) -> None:
    Person.objects.filter(pk=people["assignee"].pk).update(is_sample=True)
    RecordsRequest.objects.update(is_sample=is_sample)
    assert recipient_of(request_of_all) == people[expected]


def test_whoever_is_switched_off_before_it_goes_is_followed_by_the_next(
    people, request_of_all, smtp_sink
) -> None:
    plan(at=NOW)
    Person.objects.filter(pk=people["assignee"].pk).update(is_active=False)
    assert send_due_reminders(at=NOW).done.skipped == 1
    assert send_due_reminders(at=NOW + timedelta(minutes=1)).done.sent == 1
    assert send_due_reminders(at=NOW + timedelta(minutes=2)).planned == 0
    (message,) = smtp_sink.messages
    assert message["To"] == people["lead"].email
    states = Reminder.objects.order_by("pk").values_list("recipient__username", "state")
    assert list(states) == [
        (people["assignee"].username, "skipped"),
        (people["lead"].username, "sent"),
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "because it is assigned to you."),
        (1, "because you lead its campaign."),
        (2, "because you logged it."),
        (3, "because you are an administrator, and nobody who is named for it can be reached"),
    ],
)
def test_the_mail_says_why_it_came_to_this_person(
    people, request_of_all, smtp_sink, number, words
) -> None:
    gone = [people[name].pk for name in NAMED[:number]]
    Person.objects.filter(pk__in=gone).update(is_active=False)
    send_due_reminders(at=NOW)
    (message,) = smtp_sink.messages
    for kind in ("plain", "html"):
        assert words in message.get_body(preferencelist=(kind,)).get_content()


def test_who_was_named_only_when_it_was_planned_is_told_so(people, request_of_all) -> None:
    plan(at=NOW)
    reminder = request_of_all.reminders.get()
    reminder.recipient = a_person()
    assert why_you(reminder) == NAMED_BEFORE


class TestTheAddressBook:
    """Pure: who is there, who is away, who stands in."""

    def whom(self, to: To = To.ASSIGNEE, *wishes: PersonWishes, **values) -> Recipient | None:
        facts = request_facts(**values.pop("facts", {}))
        return a_book(*wishes, **values).whom(to, facts, on=DUE)

    def away(self, person: int, stand_in: int | None = None) -> PersonWishes:
        return PersonWishes(person_id=person, away_from=DUE, away_until=DUE, stand_in_id=stand_in)

    def test_the_nearest_who_is_there(self) -> None:
        assert self.whom() == Recipient(ASSIGNEE)
        assert self.whom(gone=(ASSIGNEE,)) == Recipient(LEAD)
        assert self.whom(To.LEAD) == Recipient(LEAD)

    def test_who_is_away_is_followed_by_the_stand_in(self) -> None:
        found = self.whom(To.ASSIGNEE, self.away(ASSIGNEE, stand_in=9))
        assert found == Recipient(9, stands_in_for=ASSIGNEE)

    def test_a_stand_in_who_is_away_or_gone_is_passed_over(self) -> None:
        both = (self.away(ASSIGNEE, stand_in=9), self.away(9))
        assert self.whom(To.ASSIGNEE, *both) == Recipient(LEAD)
        gone = self.whom(To.ASSIGNEE, self.away(ASSIGNEE, stand_in=9), gone=(9,))
        assert gone == Recipient(LEAD)

    def test_with_nobody_there_it_goes_to_the_desks_address(self) -> None:
        desk = DeskWishes(pk=1, address="desk@example.org")
        everybody = (self.away(ASSIGNEE), self.away(LEAD))
        assert self.whom(To.ASSIGNEE, *everybody, desk=desk) == Recipient(None)
        assert self.whom(To.ASSIGNEE, gone=(ASSIGNEE, LEAD), desk=desk) == Recipient(None)

    def test_without_a_desk_it_waits_in_the_mailbox_of_who_is_away(self) -> None:
        everybody = (self.away(ASSIGNEE), self.away(LEAD))
        assert self.whom(To.ASSIGNEE, *everybody) == Recipient(ASSIGNEE)

    def test_what_was_let_lie_goes_to_somebody_else(self) -> None:
        desk = DeskWishes(pk=1, address="desk@example.org")
        same = {"lead": ASSIGNEE}
        assert self.whom(To.LEAD, facts=same, desk=desk) == Recipient(None)

    def test_a_sample_never_reaches_the_desk(self) -> None:
        desk = DeskWishes(pk=1, address="desk@example.org")
        sample = {"is_sample": True, "assignee": None, "lead": None, "created_by": None}
        assert self.whom(facts=sample, desk=desk) == Recipient(ADMINISTRATOR)

    def test_an_invented_person_is_mailed_about_the_sample_only(self) -> None:
        assert self.whom(samples=(ASSIGNEE,)) == Recipient(LEAD)
        found = self.whom(samples=(ASSIGNEE,), facts={"is_sample": True})
        assert found == Recipient(ASSIGNEE)

    def test_with_nobody_at_all_there_is_nobody(self) -> None:
        everybody = (ASSIGNEE, LEAD, CREATOR, ADMINISTRATOR)
        assert self.whom(gone=everybody) is None
