"""What a mail lists of a round, of 1 February and of the year's upkeep: counts, names, links."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from requests_app.domain.agencies.models import CONTACT_IS_OLD_AFTER, Agency, Contact
from requests_app.domain.deadlines.looked_up_dates import DIWALI, LUNAR_NEW_YEAR
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.states import VersionState

NAMED = 5  # agencies of a round by name; the board has all


@dataclass(frozen=True, slots=True)
class Line:
    """words, and the whole address of the page that says more, or ""."""

    words: str
    address: str = ""


def lines_of(reminder: Reminder, *, on: date) -> tuple[Line, ...]:
    """What the mail lists below a reminder; a few queries for the kinds that list something, of
    which there are a handful a month."""
    kind = ReminderKind(reminder.kind)
    if kind is ReminderKind.ROUND_NEXT_ASK and reminder.campaign:
        return tuple(_of_round(reminder.campaign))
    if kind is ReminderKind.YEAR_TO_OPEN:
        return tuple(_of_year(reminder.speaks_of.year - 1))
    if kind is ReminderKind.YEARLY_UPKEEP:
        return tuple(_of_upkeep(on))
    return ()


def agencies_owing(campaign: Campaign) -> QuerySet[Agency]:
    """The agencies of a round without an answer to the year's duty."""
    asked = RecordsRequest.objects.filter(agency=OuterRef("pk"), campaign=campaign)
    answered = AnnualDuty.objects.filter(
        agency=OuterRef("pk"), reporting_year=campaign.reporting_year
    ).exclude(answer=Answer.UNKNOWN)
    return Agency.objects.filter(Exists(asked), ~Exists(answered)).order_by("name")


def _of_round(campaign: Campaign) -> Iterator[Line]:
    owing = agencies_owing(campaign)
    how_many = owing.count()
    year = campaign.reporting_year
    yield Line(f"{_agencies(how_many)} still owed for {year}:", _at("board", campaign.pk))
    for agency in owing[:NAMED]:
        yield Line(agency.name, _at("agency", agency.pk))
    if how_many > NAMED:
        yield Line(f"and {how_many - NAMED:,} more, on the board", _at("board", campaign.pk))


def _of_year(year: int) -> Iterator[Line]:
    board = f"{_at('duties')}?year={year}"
    duties = AnnualDuty.objects.of_year(year)
    how_many = duties.count()
    if how_many:
        known = how_many - duties.filter(answer=Answer.UNKNOWN).count()
        yield Line(f"1 February page: {known:,} of {how_many:,} agencies have an answer", board)
    else:
        owing = Agency.objects.owing_report_on(year).count()
        yield Line(f"1 February page: {_agencies(owing)} to open for {year}", board)
    rounds = Campaign.objects.filter(is_sample=False, reporting_year__lt=year)
    # The desk's mail is for everybody.
    before = rounds.filter(is_restricted=False).first()
    if before:
        asked = RecordsRequest.objects.filter(campaign=before)
        requests = count_of(asked.count(), "request")
        still_open = asked.filter(is_open=True).count()
        words = f"{before.name}: {requests}, {still_open:,} of them open; take it over"
        yield Line(words, _at("roll_over", before.pk))
    else:
        yield Line("No round before it: begin one", _at("new_campaign"))


def _of_upkeep(on: date) -> Iterator[Line]:
    law = _at("law")
    yield Line(f"Lunar New Year is looked up until {max(LUNAR_NEW_YEAR)}", law)
    yield Line(f"Diwali is looked up until {max(DIWALI)}", law)
    for version in LawVersion.objects.filter(state=VersionState.PENDING):
        yield Line(f"Pending: {version}. Has it passed?", _at("law_version", version.pk))
    old = days_after(on, -CONTACT_IS_OLD_AFTER)
    to_check = Contact.objects.filter(
        Q(last_confirmed_on=None) | Q(last_confirmed_on__lt=old),
        agency__merged_into=None,
    ).count()
    if to_check:
        words = f"{count_of(to_check, 'contact')} that nobody confirmed within a year"
        yield Line(words, f"{_at('agencies')}?contact=check")


def _agencies(how_many: int) -> str:
    return "1 agency" if how_many == 1 else f"{how_many:,} agencies"


def _at(name: str, *args: int) -> str:
    return settings.SITE_URL + reverse(f"staff:{name}", args=args)
