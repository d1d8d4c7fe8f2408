"""When each letter may be written: the whole family, then the reasons one by one."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from requests_app.domain.deadlines.clock import Fact, FactKind, Standing
from requests_app.domain.request_log.event_kinds import CLOSED_STATUSES, EventKind, Status
from requests_app.domain.request_log.letters.case import Happened
from requests_app.domain.request_log.letters.citations import WHAT_IT_SAYS
from requests_app.domain.request_log.letters.fitting import fitting, offers
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.request_log.letters.permitted import (
    NotYet,
    check_permitted,
    overdue_from,
    why_not,
)
from requests_app.domain.request_log.letters.texts import TEXTS
from tests.domain.request_log.letters.cases import DUE, TOLD, a_case

K, L, S = EventKind, LetterKind, Status
DAY = date(2026, 6, 15)
EVERYTHING = [(K.EXTENSION_NOTICE, DAY), (K.FEE_ASKED, DAY), (K.PORTAL_CLOSED, DAY),
              (K.DETERMINATION_IN_PART, DAY)]  # fmt: skip
FLAWED = Fact(FactKind.EXTENSION_NOTICE, DAY, date(2026, 6, 25))
LATE = {Standing.LATE, Standing.NO_RESPONSE}


def test_every_letter_has_its_row_its_text_and_citations_that_are_known() -> None:
    assert set(LETTERS) == set(TEXTS) == set(LetterKind)
    assert {key for row in LETTERS.values() for key in row.cites} == set(WHAT_IT_SAYS)


def test_every_standing_has_a_case() -> None:
    assert {standing: a_case(standing).standing for standing in Standing} == {
        standing: standing for standing in Standing
    }
    assert set(TOLD) == set(Standing)


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_is_permitted_or_says_why_not(kind: LetterKind, standing: Standing) -> None:
    """Every letter x every standing x every status, with nothing and with everything on the
    timeline. What may be written is what the table says; all else has a sentence."""
    for status, events in product(Status, ([], EVERYTHING)):
        case = a_case(standing, status, *events, facts=(FLAWED,) if events else ())
        refusal = why_not(kind, case)
        assert refusal == "" or refusal.endswith("."), (status, refusal)
        may = expected(kind, case.standing, status, bool(events), bool(case.clock.flags))
        assert (refusal == "") is may, (status, bool(events), refusal)


def expected(
    kind: LetterKind, standing: Standing, status: Status, everything: bool, flawed: bool
) -> bool:
    """The table written a second time, as a person would say it."""
    if kind == L.REQUEST:
        return status == S.LOGGED
    closed = status in CLOSED_STATUSES or standing == Standing.CLOSED
    if status in {S.LOGGED, S.IN_COURT} or closed:
        return False
    unanswered = LATE | {Standing.NOT_YET_DUE, Standing.DUE_TODAY, Standing.ARGUABLY_LATE,
                         Standing.WAITING_ON_US}  # fmt: skip
    portal = everything and status not in {S.RELEASED, S.DENIED, S.NO_RECORDS}
    promised = standing == Standing.ANSWERED and status in {S.RECORDS_PROMISED, S.PARTLY_RELEASED}
    return {
        L.FOLLOW_UP: status != S.RELEASED,
        L.OVERDUE: standing in LATE,
        L.EXTENSION_CONTESTED: standing in unanswered and flawed,
        L.FEE_CONTESTED: everything,
        L.REASONS_MISSING: everything,
        L.PORTAL_CLOSED: portal,
        L.YEARS_REPORT: status != S.RELEASED,
        L.STILL_OWED: standing in LATE or portal or promised,
    }[kind]


@pytest.mark.parametrize(
    ("on", "reports_due_on", "refusal"),
    [
        (date(2026, 2, 2), date(2026, 2, 1), ""),
        (
            date(2026, 2, 1),
            date(2026, 2, 1),
            "The report is due on Sun 1 Feb 2026: may be written from the day after.",
        ),
        (
            date(2026, 2, 2),
            None,
            "The Department receives the yearly reports: ask it with a follow-up.",
        ),
    ],
)
def test_the_years_report_is_asked_for_after_1_february(on, reports_due_on, refusal) -> None:
    case = replace(a_case(Standing.LATE), on=on, reports_due_on=reports_due_on)
    assert why_not(L.YEARS_REPORT, case) == refusal


@pytest.mark.parametrize("standing", [one for one in Standing if one not in LATE])
def test_an_overdue_letter_waits_until_no_reading_is_left(standing: Standing) -> None:
    with pytest.raises(NotYet):
        check_permitted(L.OVERDUE, a_case(standing))


def test_it_says_from_which_day_it_may_be_written() -> None:
    case = a_case(Standing.ARGUABLY_LATE)
    assert case.clock.due.due_on == DUE
    begins = overdue_from(case)
    assert begins == case.clock.due.latest_arguable_on + timedelta(days=1)
    assert why_not(L.OVERDUE, case) == (
        "May be written from Tue 16 Jun 2026, when it is late on every reading."
    )


def test_promised_records_are_owed_the_day_after_the_estimate() -> None:
    for estimate, refusal in [
        (date(2026, 6, 21), ""),
        (
            date(2026, 6, 22),
            "The records are promised for Mon 22 Jun 2026: owed from the day after.",
        ),
        (None, ""),
    ]:
        case = a_case(Standing.ANSWERED, S.RECORDS_PROMISED, estimated_on=estimate)
        assert why_not(L.STILL_OWED, case) == refusal


@pytest.mark.parametrize("ends", [K.FEE_PAID, K.FEE_CONTESTED, K.FEE_WAIVED])
def test_a_fee_is_contested_once_and_again_when_it_is_asked_again(ends: EventKind) -> None:
    asked, settled = (K.FEE_ASKED, DAY), (ends, DAY)
    assert why_not(L.FEE_CONTESTED, a_case(Standing.LATE, S.ACKNOWLEDGED, asked, settled))
    assert not why_not(L.FEE_CONTESTED, a_case(Standing.LATE, S.FEE_ASKED, asked, settled, asked))


def test_a_denial_that_lacks_nothing_is_not_asked_for_it() -> None:
    whole = Happened(K.DETERMINATION_DENIED, DAY, "", "§ 7923.600", "Capt. Ana Ruiz")
    case = a_case(Standing.ANSWERED, S.DENIED, whole)
    assert why_not(L.REASONS_MISSING, case).endswith("nothing is missing.")
    assert fitting(case) is None
    again = a_case(Standing.ANSWERED, S.DENIED, whole, (K.DETERMINATION_DENIED, DAY))
    assert not why_not(L.REASONS_MISSING, again), "it speaks of the last denial"


def test_a_portal_that_was_opened_again_is_not_closed() -> None:
    closed, opened = (K.PORTAL_CLOSED, DAY), (K.REOPENED, DAY)
    assert why_not(L.PORTAL_CLOSED, a_case(Standing.LATE, S.AWAITING, closed, opened))


@pytest.mark.parametrize("kind", [kind for kind, row in LETTERS.items() if row.cpra_only])
@pytest.mark.parametrize("law", ["foia", "none"])
def test_nobody_is_held_to_a_law_that_does_not_bind_them(kind: LetterKind, law: str) -> None:
    case = a_case(Standing.LATE, S.FEE_ASKED, *EVERYTHING, facts=(FLAWED,), law=law)
    assert "does not bind this body" in why_not(kind, case)


@pytest.mark.parametrize(
    ("standing", "status", "events", "kind"),
    [
        (Standing.NOT_SENT, S.LOGGED, [], L.REQUEST),
        (Standing.NO_RESPONSE, S.AWAITING, [], L.OVERDUE),
        (Standing.LATE, S.ACKNOWLEDGED, [], L.OVERDUE),
        (Standing.ARGUABLY_LATE, S.AWAITING, [], L.FOLLOW_UP),
        (Standing.NOT_YET_DUE, S.AWAITING, [], None),
        (Standing.WAITING_ON_US, S.FEE_ASKED, [(K.FEE_ASKED, DAY)], L.FEE_CONTESTED),
        (Standing.WAITING_ON_US, S.CLARIFYING, [], None),
        (Standing.ANSWERED, S.DENIED, [(K.DETERMINATION_DENIED, DAY)], L.REASONS_MISSING),
        (Standing.LATE, S.PORTAL_CLOSED, [(K.PORTAL_CLOSED, DAY)], L.PORTAL_CLOSED),
        (Standing.CLOSED, S.CLOSED, [], None),
    ],
)
def test_the_next_step_leads_to_the_letter_that_does_it(standing, status, events, kind) -> None:
    assert fitting(a_case(standing, status, *events)) == kind


def test_a_request_offers_every_letter_about_one_request() -> None:
    kinds = [offer.kind for offer in offers(a_case())]
    assert kinds == [kind for kind in LetterKind if kind != L.STILL_OWED]
