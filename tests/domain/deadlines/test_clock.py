"""Scenarios: a request's facts, and what its clock says on a day."""

from datetime import date

import pytest

from requests_app.domain.deadlines.clock import (
    Fact,
    FactKind,
    ReceivedBeforeSent,
    RequestFacts,
    Standing,
    clock,
)
from requests_app.domain.deadlines.hands import AGENCY, US
from requests_app.domain.deadlines.statutes import free_law

K = FactKind
JUNE_9 = date(2026, 6, 9)  # due on 22 June


def june(day):
    return date(2026, 6, day)


def request(*facts, **changed):
    known = {"law": "cpra", "level": "city", "sent_on": JUNE_9, "received_on": JUNE_9}
    return RequestFacts(**{**known, **changed}, facts=facts)


def test_silence():
    quiet = clock(request(), on=june(24))
    assert quiet.standing == Standing.NO_RESPONSE
    assert (quiet.days_to_due, quiet.heard_on, quiet.days_with_agency) == (-2, None, 15)
    assert clock(request(), on=june(12)).days_to_due == 10


def test_the_clock_tells_who_held_it_when():
    asked = Fact(K.ASKED_OF_US, june(12))
    spans = clock(request(asked), on=june(15)).spans
    assert [(span.holder, span.days) for span in spans] == [(AGENCY, 3), (US, 3)]


def test_a_reminder_of_ours_moves_nothing():
    silent = clock(request(), on=june(30))
    reminded = clock(request(Fact(K.SENT_BY_US, june(23))), on=june(30))
    assert reminded == silent


@pytest.mark.parametrize(
    "kind",
    [K.HEARD, K.EXTENSION_NOTICE, K.ESTIMATE],
)
def test_whatever_the_agency_says_means_it_was_heard_from(kind):
    answer = clock(request(Fact(kind, june(15))), on=june(24))
    assert answer.standing == Standing.LATE
    assert answer.heard_on == answer.last_heard_on == june(15)


def test_the_first_and_the_last_that_was_heard():
    answer = clock(request(Fact(K.HEARD, june(20)), Fact(K.HEARD, june(11))), on=june(24))
    assert (answer.heard_on, answer.last_heard_on) == (june(11), june(20))


@pytest.mark.parametrize("kind", [K.DETERMINATION, K.PARTIAL_RELEASE, K.FULL_RELEASE])
@pytest.mark.parametrize("day, late", [(22, 0), (19, -3), (25, 3)])
def test_a_determination_or_a_release_answers_in_time_or_late(kind, day, late):
    answer = clock(request(Fact(kind, june(day))), on=june(30))
    assert answer.standing == Standing.ANSWERED
    assert (answer.determined_on, answer.days_late_when_determined) == (june(day), late)


def test_the_first_determination_counts():
    answer = clock(
        request(Fact(K.DETERMINATION, june(18)), Fact(K.FULL_RELEASE, june(29))), on=june(30)
    )
    assert answer.determined_on == june(18)


def test_facts_after_the_day_are_left_out():
    facts = request(Fact(K.DETERMINATION, june(18)), Fact(K.CLOSED, june(20)))
    assert clock(facts, on=june(17)).standing == Standing.NOT_YET_DUE
    assert clock(facts, on=june(18)).standing == Standing.ANSWERED
    assert clock(facts, on=june(20)).standing == Standing.CLOSED


def test_a_question_waits_on_us_and_counts_days_but_moves_no_date():
    facts = request(Fact(K.ASKED_OF_US, june(12)), Fact(K.ANSWERED_BY_US, june(16)))
    asked = clock(facts, on=june(15))
    assert (asked.standing, asked.waiting_on_us_since) == (Standing.WAITING_ON_US, june(12))
    assert (asked.days_with_agency, asked.days_with_us) == (3, 3)
    answered = clock(facts, on=june(22))
    assert (answered.standing, answered.waiting_on_us_since) == (Standing.DUE_TODAY, None)
    assert (answered.days_with_agency, answered.days_with_us) == (9, 4)
    assert answered.waiting == ((june(12), june(16)),)
    assert answered.due.due_on == june(22)


def test_two_questions_are_one_wait_until_we_answer():
    facts = request(Fact(K.ASKED_OF_US, june(12)), Fact(K.ASKED_OF_US, june(14)))
    answer = clock(facts, on=june(16))
    assert (answer.waiting_on_us_since, answer.days_with_us) == (june(12), 4)


def test_a_question_waits_until_it_is_answered_itself():
    fee = Fact(K.ASKED_OF_US, june(12), question="fee")
    other = Fact(K.ASKED_OF_US, june(13), question="clarification")
    told = Fact(K.ANSWERED_BY_US, june(15), question="clarification")
    paid = Fact(K.ANSWERED_BY_US, june(17), question="fee")
    answered = clock(request(fee, other, told), on=june(16))
    assert (answered.standing, answered.waiting_on_us_since) == (Standing.WAITING_ON_US, june(12))
    assert (answered.days_with_agency, answered.days_with_us) == (3, 4)
    both = clock(request(fee, other, told, paid), on=june(20))
    assert (both.waiting_on_us_since, both.waiting) == (None, ((june(12), june(17)),))
    first = clock(
        request(fee, other, Fact(K.ANSWERED_BY_US, june(14), question="fee")), on=june(20)
    )
    assert (first.waiting_on_us_since, first.days_with_us) == (june(13), 8)


def test_an_answer_to_another_question_ends_nothing():
    told = Fact(K.ANSWERED_BY_US, june(15), question="clarification")
    answer = clock(request(Fact(K.ASKED_OF_US, june(12), question="fee"), told), on=june(16))
    assert answer.waiting_on_us_since == june(12)


def test_nobody_holds_a_request_that_is_released_or_closed():
    facts = request(Fact(K.FULL_RELEASE, june(19)), Fact(K.CLOSED, june(21)))
    answer = clock(facts, on=june(30))
    assert (answer.days_with_agency, answer.days_with_us) == (10, 0)
    assert (answer.standing, answer.closed_on) == (Standing.CLOSED, june(21))


def test_reopening_hands_it_back_and_what_came_while_closed_hands_it_to_nobody():
    facts = request(
        Fact(K.CLOSED, june(19)), Fact(K.ASKED_OF_US, june(20)), Fact(K.REOPENED, june(25))
    )
    answer = clock(facts, on=june(30))
    assert (answer.closed_on, answer.waiting_on_us_since) == (None, None)
    assert (answer.days_with_agency, answer.days_with_us) == (15, 0)
    assert answer.standing == Standing.LATE


def test_a_question_after_the_records_came_is_ours_again():
    facts = request(Fact(K.FULL_RELEASE, june(19)), Fact(K.ASKED_OF_US, june(21)))
    answer = clock(facts, on=june(24))
    assert (answer.days_with_agency, answer.days_with_us) == (10, 3)


def test_facts_of_one_day_keep_their_order():
    asked, answered = Fact(K.ASKED_OF_US, june(12)), Fact(K.ANSWERED_BY_US, june(12))
    assert clock(request(asked, answered), on=june(15)).waiting_on_us_since is None
    assert clock(request(answered, asked), on=june(15)).waiting_on_us_since == june(12)


def test_what_came_before_receipt_is_counted_from_receipt():
    facts = request(Fact(K.ASKED_OF_US, june(8)), sent_on=june(7))
    answer = clock(facts, on=june(12))
    assert (answer.days_with_us, answer.days_with_agency) == (3, 0)


def test_the_latest_estimate_counts_and_one_without_a_date_leaves_it():
    facts = request(
        Fact(K.ESTIMATE, june(15), date(2026, 7, 10)),
        Fact(K.ESTIMATE, june(20), date(2026, 8, 10)),
        Fact(K.ESTIMATE, june(21)),
    )
    assert clock(facts, on=june(16)).estimated_on == date(2026, 7, 10)
    assert clock(facts, on=june(30)).estimated_on == date(2026, 8, 10)


def test_two_clocks_and_the_gap_between_them():
    stated = clock(request(agency_due_on=june(25)), on=june(15))
    assert (stated.agency_due_on, stated.agency_gap_days) == (june(25), 3)
    silent = clock(request(), on=june(15))
    assert (silent.agency_due_on, silent.agency_gap_days) == (None, None)


def test_a_claimed_receipt_makes_late_only_arguably_late():
    facts = request(claimed_received_on=june(15))
    answer = clock(facts, on=june(24))
    assert answer.due.due_on == june(22)
    assert answer.due.latest_arguable_on == june(25)
    assert answer.standing == Standing.ARGUABLY_LATE


@pytest.mark.parametrize("day, late", [(28, -2), (30, 0), (31, 1)])
def test_a_release_is_held_against_the_last_estimate(day, late):
    """The records have no date of their own: what counts is the one that the agency estimated."""
    released = date(2026, 7, day)
    facts = request(
        Fact(K.ESTIMATE, june(15), date(2026, 7, 10)),
        Fact(K.ESTIMATE, date(2026, 7, 9), date(2026, 7, 30)),
        Fact(K.PARTIAL_RELEASE, date(2026, 7, 20)),
        Fact(K.FULL_RELEASE, released),
        Fact(K.FULL_RELEASE, date(2026, 8, 20)),
    )
    answer = clock(facts, on=date(2026, 9, 1))
    assert (answer.released_on, answer.days_late_when_released) == (released, late)
    before = clock(facts, on=date(2026, 7, 27))
    assert (before.released_on, before.days_late_when_released) == (None, None)


def test_a_release_without_an_estimate_is_neither_early_nor_late():
    answer = clock(request(Fact(K.FULL_RELEASE, june(30))), on=june(30))
    assert (answer.released_on, answer.days_late_when_released) == (june(30), None)


def test_a_tribe_gets_no_date_and_the_reason():
    answer = clock(request(law="none", level="tribal"), on=june(30))
    assert answer.due is None
    assert answer.standing == Standing.NO_STATUTORY_DATE
    assert "a tribe is none" in answer.no_date_because
    assert (answer.days_to_due, answer.days_late_when_determined) == (None, None)


def test_without_receipt_nothing_runs():
    answer = clock(request(sent_on=None, received_on=None), on=june(30))
    assert (answer.due, answer.standing) == (None, Standing.NOT_SENT)
    assert answer.no_date_because.startswith("No receipt is recorded")
    assert (answer.days_with_agency, answer.days_with_us) == (0, 0)
    asked = clock(request(Fact(K.ASKED_OF_US, june(12)), received_on=None), on=june(30))
    assert (asked.days_with_us, asked.waiting) == (0, ())


def test_a_federal_request_runs_on_federal_days():
    answer = clock(request(law="foia", level="private"), on=date(2026, 7, 9))
    assert answer.standing == Standing.DUE_TODAY


def test_received_before_sent_is_refused():
    with pytest.raises(ReceivedBeforeSent, match="Received on 2026-06-09, but sent on 2026-06-10"):
        clock(request(sent_on=june(10)), on=june(30))
    assert clock(request(sent_on=JUNE_9), on=june(10)).due is not None


def test_on_the_day_of_the_question_the_wait_has_begun_and_no_day_is_counted():
    answer = clock(request(Fact(K.ASKED_OF_US, june(12))), on=june(12))
    assert (answer.waiting, answer.days_with_us) == (((june(12), june(12)),), 0)


def test_a_date_needs_no_excuse():
    assert clock(request(), on=june(12)).no_date_because == ""


def test_a_closed_office_moves_the_date_of_a_request():
    assert clock(request(closures={june(22): "flood"}), on=june(12)).due.due_on == june(23)


@pytest.mark.parametrize(
    "changed, earliest",
    [({"level": "state"}, 20), ({"level": "city"}, 19), ({"adopted": frozenset({"king"})}, 20)],
)
def test_section_6700_binds_whose_request_it_is(changed, earliest):
    """Day 10 from 9 January 2026 is M. L. King Day, the 19th."""
    day = date(2026, 1, 9)
    due = clock(request(sent_on=day, received_on=day, **changed), on=day).due
    assert due.earliest_arguable_on == date(2026, 1, earliest)


def test_a_law_to_try_out_is_counted_as_it_stands():
    law = free_law(days=5, unit="calendar")
    assert clock(request(law=law), on=june(12)).due.due_on == june(14)
