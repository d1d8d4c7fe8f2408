"""A dash or a blank is unclear until somebody says, for one file, what its source means by it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.misuse_data.reading.marks import MEANINGS, NO_MARKS, MarkRefused, Marks
from requests_app.domain.misuse_data.reading.values import understand
from requests_app.domain.misuse_data.vocabulary import Answer

ZERO = Marks(dash=Answer.REPORTED_ZERO)


@pytest.mark.parametrize("raw", ["-", "–", "—", "--", " - ", "−"])
def test_a_dash_means_what_was_said_of_it_and_nothing_where_nothing_was(raw):
    understood = ZERO.understand(raw)
    assert (understood.answer, understood.value) == (Answer.REPORTED_ZERO, Decimal(0))
    assert NO_MARKS.understand(raw).answer is Answer.UNREADABLE


def test_a_blank_is_told_apart_from_a_dash():
    marks = Marks(dash=Answer.REPORTED_ZERO, blank=Answer.DID_NOT_REPORT)
    assert marks.understand("").answer is Answer.DID_NOT_REPORT
    assert marks.understand("-").answer is Answer.REPORTED_ZERO
    assert ZERO.understand("").answer is Answer.UNREADABLE


@given(st.text(max_size=12))
def test_what_is_neither_dash_nor_blank_is_read_as_ever(raw):
    marks = Marks(dash=Answer.REPORTED_ZERO, blank=Answer.DID_NOT_REPORT)
    if marks.said_of(raw):
        return
    read, plain = marks.understand(raw), understand(raw)
    assert (read.answer, read.value, read.note) == (plain.answer, plain.value, plain.note)


@pytest.mark.parametrize("answer", [Answer.REPORTED_ZERO, Answer.LISTED_AS_NONE])
def test_a_blank_is_never_none_whoever_says_so(answer):
    with pytest.raises(MarkRefused, match=f"A blank cell cannot be said to mean “{answer.label}”"):
        Marks(blank=answer)


@pytest.mark.parametrize("said", [{"dash": "many"}, {"dot": "withheld"}, {"dash": "reported"}])
def test_what_no_mark_can_mean_is_refused(said):
    with pytest.raises(MarkRefused):
        Marks.of(said)


@pytest.mark.parametrize(
    ("mark", "answer"), [(mark, one) for mark, answers in MEANINGS.items() for one in answers]
)
def test_what_was_said_is_kept_beside_the_file_and_read_back(mark, answer):
    marks = Marks(**{mark: answer})
    kept = [{"name": "notes"}, {"name": "cases", "marks": marks.as_json()}]
    assert Marks.kept_in(kept) == marks
    raw = "" if mark == "blank" else "-"
    assert marks.said_of(raw) == marks.sentences()[0]
    assert answer.label in marks.said_of(raw)
    assert marks.said_of("7") == ""
