"""Versions of a law that staff enter: what they change, and that they wait."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.deadlines.counting import due_on
from requests_app.domain.deadlines.law_book import LAWS
from requests_app.domain.deadlines.statutes import AlreadyBegins
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import (
    VersionChangedMeanwhile,
    VersionRefused,
    amend_version,
    enter_version,
    take_step,
)
from requests_app.domain.statute_book.rules import (
    as_statute,
    ground_key,
    rules_in_force,
    rules_of,
)
from requests_app.domain.statute_book.states import Step, StepNotPossible
from tests.builders import BUSINESS_DAYS, NOW, a_person

pytestmark = pytest.mark.django_db
NEW_YEAR_27 = date(2027, 1, 1)


def a_version(**values: Any) -> LawVersion:
    return enter_version(details=replace(BUSINESS_DAYS, **values), by=a_person(), at=NOW)


def in_force(version: LawVersion, begins: date = NEW_YEAR_27) -> LawVersion:
    version.state, version.in_force_from = "in_force", begins
    version.save()
    return version


def test_nothing_entered_are_the_laws_of_the_program() -> None:
    rules = rules_in_force()
    assert rules.laws is LAWS
    assert rules.appointed == {}


def test_a_pending_version_counts_nowhere() -> None:
    a_version()
    assert rules_in_force().laws is LAWS


def test_a_version_in_force_counts_from_its_day() -> None:
    in_force(a_version())
    rules = rules_in_force()
    assert rules.law("cpra", date(2026, 12, 31)).unit == "calendar_rolled"
    law = rules.law("cpra", NEW_YEAR_27)
    assert (law.unit, law.days, law.pending) == ("working", 10, False)
    assert law.source == "https://leginfo.legislature.ca.gov/"


def test_what_a_bill_does_not_say_stays_as_it_was() -> None:
    """Business days of the courts' calendar: received on 9 June 2026 (a Tuesday), Juneteenth and
    two weekends left out, the tenth is Wednesday 24 June."""
    law = as_statute(a_version(), on=NEW_YEAR_27)
    assert (law.calendar, law.rival_calendar, law.closures_count) == (
        "judicial", "section_6700", True,
    )  # fmt: skip
    assert law.grounds == LAWS[1].grounds
    assert law.pending
    assert due_on(date(2026, 6, 9), law=law) == date(2026, 6, 24)


def test_a_later_version_builds_on_the_one_before_it() -> None:
    first = in_force(a_version(added_grounds=(("a strike", "(c)(7)"),)), date(2026, 7, 1))
    in_force(a_version(act="SB 2 of 2026", days=12))
    law = rules_in_force().law("cpra", NEW_YEAR_27)
    assert law.days == 12
    assert law.grounds[-1].words == "a strike"
    assert law.grounds[-1].key == ground_key(first, "A  strike")


def test_grounds_are_added_and_struck() -> None:
    version = a_version(
        struck_grounds=("cyberattack", "compiling"), added_grounds=(("a strike", "(c)(7)"),)
    )
    keys = [ground.key for ground in as_statute(version, on=NEW_YEAR_27).grounds]
    assert keys == [
        "held_elsewhere", "voluminous", "consultation", "emergency", "emergency",
        ground_key(version, "a strike"),
    ]  # fmt: skip


def test_two_versions_of_one_law_do_not_begin_on_one_day() -> None:
    in_force(a_version())
    other = a_version(act="SB 2 of 2026")
    with pytest.raises(IntegrityError), transaction.atomic():
        in_force(other)
    built_in = in_force(LawVersion.objects.last(), date(2023, 1, 1))
    with pytest.raises(AlreadyBegins):
        rules_of([built_in], {})


@pytest.mark.parametrize("values", [{"state": "in_force"}, {"in_force_from": NEW_YEAR_27}])
def test_in_force_and_its_first_day_go_together(values: dict) -> None:
    version = a_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        LawVersion.objects.filter(pk=version.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"days": 0}, "days", "0 days: a period is 1 to 366 days"),
        ({"days": 367}, "days", "367 days: a period is 1 to 366 days"),
        ({"extension_days": -1}, "extension_days", "-1 days: an extension is 0 to 366 days"),
        ({"extension_days": 367}, "extension_days", "367 days"),
        ({"unit": "weeks"}, "unit", "Unit 'weeks'"),
        (
            {"added_grounds": (("A strike", "(c)(7)"), ("a  strike", "(c)(8)"))},
            "added_grounds",
            "The ground “a strike” is added twice",
        ),
        (
            {
                "added_grounds": (
                    ("Data have to be compiled,  or a program written to extract them", "x"),
                )
            },
            "added_grounds",
            "The California Public Records Act has the ground “data have to be compiled, or",
        ),
        ({"struck_grounds": ("weather",)}, "struck_grounds", "no ground “weather” to strike"),
        (
            {"law": "foia", "struck_grounds": ("compiling",)},
            "struck_grounds",
            "The Freedom of Information Act of today has no ground “data have to be compiled",
        ),
    ],
)
def test_what_no_law_can_say_is_refused_by_field(values: dict, field: str, why: str) -> None:
    with pytest.raises(VersionRefused, match=why) as refused:
        a_version(**values)
    assert refused.value.field == field
    assert not LawVersion.objects.exists()


def test_a_ground_is_added_again_where_it_is_struck_or_long_past() -> None:
    """A bill may move a ground to another section; the emergency of 2025 was narrowed in 2026."""
    compiling = "data have to be compiled, or a program written to extract them"
    again = ((compiling, "(c)(9)"), ("a state of emergency proclaimed by the Governor", "(c)(5)"))
    version = a_version(struck_grounds=("compiling",), added_grounds=again)
    assert [one["words"] for one in version.added_grounds] == [words for words, _ in again]


def test_a_law_may_allow_no_extension() -> None:
    assert a_version(extension_days=0).extension_days == 0


def test_two_bills_that_change_one_law_have_two_names() -> None:
    first = a_version()
    with pytest.raises(VersionRefused, match="A bill called ab 1821 OF 2026 is entered") as refused:
        a_version(act="ab  1821 OF 2026 ")
    assert refused.value.field == "act"
    assert a_version(law="foia").act == first.act
    other = a_version(act="SB 2 of 2026")
    by = {"by": a_person(), "at": NOW}
    with pytest.raises(VersionRefused, match="A bill called AB 1821 of 2026 is entered"):
        amend_version(version=other, details=BUSINESS_DAYS, seen=1, **by)
    other.refresh_from_db()
    assert (other.act, other.version) == ("SB 2 of 2026", 1)


def test_a_dropped_bill_leaves_its_name_and_is_not_taken_up_beside_another() -> None:
    by = {"by": a_person(), "at": NOW}
    dropped = take_step(version=a_version(), step=Step.DROP, seen=1, **by)
    a_version()
    with pytest.raises(VersionRefused, match="A bill called AB 1821 of 2026 is entered"):
        take_step(version=dropped, step=Step.TAKE_UP, seen=2, **by)
    dropped.refresh_from_db()
    assert dropped.state == "dropped"


def test_a_pending_version_is_amended_and_what_was_is_on_record() -> None:
    version = a_version()
    by = {"by": a_person(), "at": NOW}
    amended = amend_version(version=version, details=replace(BUSINESS_DAYS, days=12), seen=1, **by)
    assert (amended.days, amended.version) == (12, 2)
    assert AuditEntry.objects.first().details == {"was": {"days": "10"}}
    with pytest.raises(VersionChangedMeanwhile, match="Somebody else changed AB 1821"):
        amend_version(version=version, details=BUSINESS_DAYS, seen=1, **by)


def test_a_version_in_force_is_not_amended() -> None:
    version = in_force(a_version())
    with pytest.raises(StepNotPossible, match="take its enactment back first"):
        amend_version(version=version, details=BUSINESS_DAYS, seen=1, by=a_person(), at=NOW)


def test_a_dropped_bill_is_kept_and_can_be_taken_up_again() -> None:
    version, by = a_version(), {"by": a_person(), "at": NOW}
    assert take_step(version=version, step=Step.DROP, seen=1, **by).state == "dropped"
    assert take_step(version=version, step=Step.TAKE_UP, seen=2, **by).state == "pending"
    with pytest.raises(StepNotPossible, match="a change of the law"):
        take_step(version=version, step=Step.ENACT, seen=3, **by)


def test_an_appointed_holiday_says_who_appointed_it() -> None:
    AppointedHoliday.objects.create(
        on=date(2025, 1, 9), name="National Day of Mourning", appointed_by="president",
        source="Proclamation 10871", entered_at=NOW,
    )  # fmt: skip
    assert rules_in_force().appointed == {
        date(2025, 1, 9): "National Day of Mourning, appointed by the President"
    }
