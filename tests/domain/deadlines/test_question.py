"""A question asked by hand: its answer is a date, or the reason why there is none."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.domain.deadlines.counting import DateOutOfRange, ExtensionNotLawful
from requests_app.domain.deadlines.question import Body, Question
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import LAWS, UnknownLaw, enacted, free_law

JUNE_9 = date(2026, 6, 9)  # its tenth day is Juneteenth, a Friday: due Monday 22 June
ASKED = Question(JUNE_9)
TRIBE = Body("none", "tribal")


@pytest.mark.parametrize(
    "values, due_on",
    [
        ({}, date(2026, 6, 22)),
        ({"law": "foia"}, date(2026, 7, 9)),
        ({"law": LAWS[1]}, date(2026, 6, 22)),
        ({"extension_days": 14}, date(2026, 7, 6)),
        ({"closures": {date(2026, 6, 22): "fire"}}, date(2026, 6, 23)),
        ({"rules": Rules(appointed={date(2026, 6, 22): "mourning"})}, date(2026, 6, 23)),
        ({"law": free_law(days=10, unit="calendar")}, date(2026, 6, 19)),
        ({"law": free_law(days=10, unit="calendar"), "body": TRIBE}, date(2026, 6, 19)),
        ({"body": Body("cpra", "city")}, date(2026, 6, 22)),
        (
            {"law": replace(LAWS[1], days=9, pending=True), "body": Body("cpra", "city")},
            date(2026, 6, 18),
        ),
    ],
)
def test_a_question_has_a_date_for_its_answer(values, due_on):
    assert replace(ASKED, **values).answer().due_on == due_on


def test_every_reading_is_asked_for():
    """Received on 21 March 2025 by a city: 31 March counts under § 6700 only if it adopted it."""
    city = replace(ASKED, received_on=date(2025, 3, 21), level="city")
    assert city.answer().earliest_arguable_on == date(2025, 3, 31)
    state = replace(ASKED, received_on=date(2025, 3, 21)).answer()
    assert (state.level, state.earliest_arguable_on) == ("state", date(2025, 4, 1))
    adopted = replace(city, adopted=frozenset({"march_31"})).answer()
    assert adopted.earliest_arguable_on == date(2025, 4, 1)
    claimed = replace(ASKED, claimed_received_on=date(2026, 6, 12)).answer()
    assert (claimed.due_on, claimed.latest_arguable_on) == (date(2026, 6, 22), date(2026, 6, 22))
    assert len(claimed.readings) == 4


@pytest.mark.parametrize("law", ["cpra", "foia", "none", replace(LAWS[1], pending=True)])
def test_a_law_chosen_by_hand_binds_nobody_whom_no_law_binds(law):
    """Gov. Code § 7920.525: the act binds state and local bodies of California."""
    answer = replace(ASKED, law=law, level="city", body=TRIBE).answer()
    assert "a tribe is none, so no statutory date applies" in answer


@pytest.mark.parametrize(
    "law, body, says",
    [
        (
            "foia",
            Body("cpra", "city"),
            "The Freedom of Information Act does not bind this body: its records law is the "
            "California Public Records Act.",
        ),
        (
            "cpra",
            Body("foia", "state"),
            "The California Public Records Act does not bind this body: its records law is the "
            "Freedom of Information Act.",
        ),
    ],
)
def test_a_law_chosen_by_hand_gives_no_date_to_a_body_of_another_law(law, body, says):
    assert replace(ASKED, law=law, body=body).answer() == says


def test_without_a_law_the_reason_follows_from_the_level():
    answer = replace(ASKED, law="none", level="private").answer()
    assert "a private body is none" in answer
    assert replace(ASKED, law="none").answer() == (
        "No records law with a date is recorded for this body (none)."
    )


def test_the_version_follows_from_the_receipt():
    later = enacted(replace(LAWS[1], days=5, pending=True), on=JUNE_9)
    rules = Rules(laws=later)
    assert replace(ASKED, rules=rules).statute().days == 5
    assert replace(ASKED, rules=rules, received_on=date(2026, 6, 8)).statute().days == 10


@pytest.mark.parametrize(
    "values, refused",
    [
        ({"received_on": date(1989, 12, 31)}, DateOutOfRange),
        ({"received_on": date(1989, 12, 31), "law": LAWS[0]}, DateOutOfRange),
        ({"extension_days": 15}, ExtensionNotLawful),
        ({"law": "mars"}, UnknownLaw),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(values, refused):
    with pytest.raises(refused):
        replace(ASKED, **values).answer()
