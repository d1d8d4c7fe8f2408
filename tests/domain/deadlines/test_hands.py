"""In whose hands: the spans lie end to end, and the days add up."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.deadlines.facts import Fact, FactKind
from requests_app.domain.deadlines.hands import AGENCY, NOBODY, US, Span, in_whose_hands

K = FactKind
RECEIVED = date(2026, 6, 9)


def june(day: int) -> date:
    return date(2026, 6, day)


def test_each_span_says_who_held_it_and_since_what() -> None:
    asked, answered = Fact(K.ASKED_OF_US, june(12)), Fact(K.ANSWERED_BY_US, june(16))
    released = Fact(K.FULL_RELEASE, june(20))
    spans = in_whose_hands([asked, answered, released], RECEIVED, june(30)).spans
    assert spans == (
        Span(AGENCY, june(9), june(12), None),
        Span(US, june(12), june(16), asked),
        Span(AGENCY, june(16), june(20), answered),
        Span(NOBODY, june(20), june(30), released),
    )
    assert [span.days for span in spans] == [3, 4, 4, 10]


def test_without_receipt_there_is_no_span() -> None:
    assert in_whose_hands([Fact(K.ASKED_OF_US, june(12))], None, june(30)).spans == ()


facts = st.lists(
    st.tuples(st.sampled_from(FactKind), st.integers(-5, 60)).map(
        lambda drawn: Fact(drawn[0], RECEIVED + timedelta(drawn[1]))
    )
)


@given(facts, st.integers(0, 90))
def test_the_spans_lie_end_to_end_and_add_up(drawn: list[Fact], later: int) -> None:
    on = RECEIVED + timedelta(later)
    happened = sorted((fact for fact in drawn if fact.on <= on), key=lambda fact: fact.on)
    hands = in_whose_hands(happened, RECEIVED, on)
    assert hands.spans[0].start == RECEIVED
    assert hands.spans[-1].end == on
    assert all(one.end == other.start for one, other in pairwise(hands.spans))
    assert all(span.days >= 0 for span in hands.spans)
    assert hands.with_agency == sum(s.days for s in hands.spans if s.holder == AGENCY)
    assert hands.with_us == sum(s.days for s in hands.spans if s.holder == US)
    assert hands.waiting == tuple((s.start, s.end) for s in hands.spans if s.holder == US)
