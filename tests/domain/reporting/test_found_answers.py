"""What releases tell of the duties, beside what a person entered."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reporting.absent import (
    NothingAbsent,
    lists_of,
    take_as_silent,
    take_silent_back,
)
from requests_app.domain.reporting.answers import Answer, Teller, believed, contradicted
from requests_app.domain.reporting.found import (
    Evidence,
    Reported,
    record_answers,
)
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.operations import open_for, open_year, record_answer
from tests.builders import NOW, a_person, an_agency

YEAR = 2024
KNOWN = [one for one in Answer if one != Answer.UNKNOWN]


def told(
    agency, answer=Answer.REPORTED, *, number=1, by=Teller.DOJ, said="", year=YEAR, at=NOW,
    replaces=None,
):  # fmt: skip
    return record_answers(
        evidence=Evidence(number, f"List {number}", by),
        answers=[Reported(agency.pk, year, answer, said)],
        by=None,
        at=at,
        replaces=replaces,
    )


def by_hand(answer: Answer) -> AnnualDuty:
    duty = AnnualDuty.objects.get()
    return record_answer(
        duty=duty, answer=answer, reported_on=None, evidence="A letter", by=a_person(), at=NOW
    )


@pytest.mark.django_db
def test_a_release_sets_the_answer_and_says_where_from() -> None:
    agency = an_agency()
    open_year(reporting_year=YEAR, by=None, at=NOW)
    assert told(agency, said="4 investigations") == 1
    duty = AnnualDuty.objects.get()
    assert duty.in_words == "Reported 4 investigations"
    assert (duty.evidence, duty.by_hand) == ("List 1 (published)", False)
    assert duty.history.count() == 2


@pytest.mark.django_db
def test_a_release_opens_the_duty_that_it_shows() -> None:
    told(an_agency(), Answer.REPORTED_ZERO)
    duty = AnnualDuty.objects.get()
    assert (duty.answer, duty.due_on.isoformat()) == (Answer.REPORTED_ZERO, "2025-02-01")
    assert duty.history.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("year", [NOW.year, NOW.year + 1])
def test_a_year_that_is_not_over_has_no_duty(year) -> None:
    assert told(an_agency(), year=year) == 0
    assert not AnnualDuty.objects.exists() and not FoundAnswer.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("answer", KNOWN)
@pytest.mark.parametrize("hand", KNOWN)
def test_what_a_person_entered_stays_and_the_contradiction_shows(hand, answer) -> None:
    agency = an_agency()
    open_year(reporting_year=YEAR, by=None, at=NOW)
    by_hand(hand)
    told(agency, answer)
    duty = AnnualDuty.objects.get()
    assert (duty.answer, duty.evidence, duty.by_hand) == (hand, "A letter", True)
    assert duty.is_contradicted is (hand != answer)
    assert AnnualDuty.objects.contradicted().exists() is (hand != answer)


@pytest.mark.django_db
def test_taking_the_hands_answer_back_lets_the_release_count_again() -> None:
    agency = an_agency()
    told(agency, Answer.REPORTED_ZERO)
    assert by_hand(Answer.WITHHELD).is_contradicted
    saved = by_hand(Answer.UNKNOWN)
    assert (saved.answer, saved.by_hand, saved.is_contradicted) == ("reported_zero", False, False)


@pytest.mark.django_db
def test_what_a_superseded_release_told_is_readable_and_counts_no_more() -> None:
    agency = an_agency()
    told(agency, Answer.REPORTED_ZERO, number=1)
    assert told(agency, number=2, at=NOW + timedelta(days=1), replaces=1) == 1
    duty = AnnualDuty.objects.get()
    assert (duty.answer, duty.is_contradicted) == (Answer.REPORTED, False)
    assert FoundAnswer.objects.filter(stands=False).count() == 1


@pytest.mark.django_db
def test_of_whom_a_later_issue_is_silent_is_not_known_any_more() -> None:
    agency, other = an_agency(), an_agency()
    told(other)
    assert told(agency, Answer.REPORTED_ZERO, number=2, replaces=1) == 2
    assert AnnualDuty.objects.get(agency=other).answer == Answer.UNKNOWN
    assert FoundAnswer.objects.get(stands=True).agency == agency


@pytest.mark.django_db
def test_the_doj_is_believed_before_the_agency_itself() -> None:
    agency = an_agency()
    told(agency, Answer.DID_NOT_REPORT, number=1, by=Teller.DOJ)
    told(agency, Answer.REPORTED, number=2, by=Teller.AGENCY, at=NOW + timedelta(days=1))
    duty = AnnualDuty.objects.get()
    assert (duty.answer, duty.is_contradicted) == (Answer.DID_NOT_REPORT, True)


@pytest.mark.django_db
def test_recording_asks_no_more_for_more_agencies(django_assert_max_num_queries) -> None:
    evidence = Evidence(1, "A list", Teller.DOJ)
    for number in (2, 40):
        agencies = [an_agency() for _ in range(number)]
        answers = [Reported(one.pk, YEAR, Answer.REPORTED) for one in agencies]
        with django_assert_max_num_queries(20):
            record_answers(evidence=evidence, answers=answers, by=None, at=NOW)


def found(answer: str, by: str, days: int) -> FoundAnswer:
    return FoundAnswer(answer=answer, told_by=by, found_at=NOW + timedelta(days=days))


TOLD = st.lists(
    st.builds(found, st.sampled_from(KNOWN), st.sampled_from(Teller.values), st.integers(0, 1000)),
    max_size=5,
    unique_by=lambda one: one.found_at,
)


@given(TOLD)
def test_who_is_believed_does_not_depend_on_the_order(every) -> None:
    best = believed(every)
    assert {id(believed(order)) for order in permutations(every)} == {id(best)}
    if best is None:
        assert not every
        return
    assert not contradicted(best.answer, [best])
    dojs = [one for one in every if one.told_by == Teller.DOJ]
    assert not dojs or best is max(dojs, key=lambda one: one.found_at)
    assert contradicted(best.answer, every) == (len({one.answer for one in every}) > 1)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.booleans(), st.sampled_from(KNOWN)),  # published, for the one before or beside
        st.tuples(st.none(), st.sampled_from(list(Answer))),  # by hand
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(STEPS)
def test_after_any_steps_the_answer_is_the_hands_or_what_stands(steps) -> None:
    """Whatever is published and superseded in whatever order, beside a hand's answer."""
    agency, hand, standing = an_agency(), Answer.UNKNOWN, {}
    open_for(agency=agency, reporting_year=YEAR, by=a_person(), at=NOW)
    base, duties = agency.pk * 10, AnnualDuty.objects.filter(agency=agency)
    for minute, (replaces, answer) in enumerate(steps):
        at = NOW + timedelta(minutes=minute)
        if replaces is None:
            hand = answer
            record_answer(
                duty=duties.get(), answer=answer, reported_on=None, evidence="x", by=a_person(),
                at=at,
            )  # fmt: skip
            continue
        earlier = max(standing) if replaces and standing else None
        told(agency, answer, number=base + minute, at=at, replaces=earlier)
        standing.pop(earlier, None)
        standing[base + minute] = answer
    duty = duties.get()
    wanted = hand if hand != Answer.UNKNOWN else ([*standing.values()] or [Answer.UNKNOWN])[-1]
    assert duty.answer == wanted
    others = any(answer != wanted for answer in standing.values())
    assert duty.is_contradicted is (others and wanted != Answer.UNKNOWN)


@pytest.mark.django_db
class TestAbsence:
    @pytest.fixture(autouse=True)
    def year(self):
        self.listed, self.absent = an_agency("Listed"), an_agency("Absent")
        open_year(reporting_year=YEAR, by=None, at=NOW)
        told(self.listed, Answer.REPORTED_ZERO)

    def taken(self, operation=take_as_silent, number=1):
        return operation(release_number=number, reporting_year=YEAR, by=a_person(), at=NOW)

    def test_absent_from_complete_lists_is_did_not_report_and_never_zero(self) -> None:
        assert self.taken() == (1, 1)
        duty = AnnualDuty.objects.get(agency=self.absent)
        assert (duty.answer, duty.said) == (Answer.DID_NOT_REPORT, "")
        assert AnnualDuty.objects.get(agency=self.listed).answer == Answer.REPORTED_ZERO
        assert AuditEntry.objects.get(verb="took the absent as silent").details["agencies"] == 1

    def test_it_is_counted_before_and_after(self) -> None:
        [before] = lists_of(YEAR)
        assert (before.listed, before.absent, before.taken_so) == (1, 1, 0)
        self.taken()
        [after] = lists_of(YEAR)
        assert (after.listed, after.absent, after.taken_so) == (1, 0, 1)

    def test_more_releases_are_no_more_queries(self, django_assert_num_queries) -> None:
        told(an_agency(), number=2)
        for number in range(3, 8):
            told(an_agency(), number=number)
        with django_assert_num_queries(3):
            found = lists_of(YEAR)
        duties = AnnualDuty.objects.of_year(YEAR).count()
        assert {one.release_number: one.absent for one in found} == {
            **dict.fromkeys(range(1, 8), duties - 1),
        }  # fmt: skip

    def test_it_is_taken_back(self) -> None:
        self.taken()
        assert self.taken(take_silent_back) == 1
        assert AnnualDuty.objects.get(agency=self.absent).answer == Answer.UNKNOWN
        assert AnnualDuty.objects.get(agency=self.listed).answer == Answer.REPORTED_ZERO

    def test_a_later_issue_sets_it_aside(self) -> None:
        self.taken()
        told(self.listed, Answer.REPORTED_ZERO, number=2, replaces=1)
        assert AnnualDuty.objects.get(agency=self.absent).answer == Answer.UNKNOWN

    def test_an_answer_by_hand_stays(self) -> None:
        duty = AnnualDuty.objects.get(agency=self.absent)
        record_answer(
            duty=duty, answer=Answer.REPORTED, reported_on=None, evidence="x", by=a_person(), at=NOW
        )
        assert self.taken() == (1, 1)
        duty.refresh_from_db()
        assert (duty.answer, duty.is_contradicted) == (Answer.REPORTED, True)

    @pytest.mark.parametrize("operation", [take_as_silent, take_silent_back])
    def test_a_release_that_tells_nothing_of_the_year_is_refused(self, operation) -> None:
        with pytest.raises(NothingAbsent):
            self.taken(operation, number=99)
        assert AnnualDuty.objects.get(agency=self.absent).answer == Answer.UNKNOWN

    def test_no_other_release_is_a_list_of_all(self) -> None:
        told(self.listed, number=2, by=Teller.AGENCY)
        with pytest.raises(NothingAbsent):
            self.taken(number=2)

    def test_twice_is_refused(self) -> None:
        self.taken()
        with pytest.raises(NothingAbsent):
            self.taken()
