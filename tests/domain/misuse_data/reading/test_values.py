"""What a cell says: every form that came back, and that nothing becomes 0."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.misuse_data.reading import values
from requests_app.domain.misuse_data.reading.values import UNCLEAR, understand
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier

EXACT, ABOUT = Qualifier.EXACT, Qualifier.ABOUT
AT_LEAST, MORE_THAN = Qualifier.AT_LEAST, Qualifier.MORE_THAN


@pytest.mark.parametrize(
    ("raw", "value", "qualifier"),
    [
        ("7", 7, EXACT),
        (" 1,234 ", 1234, EXACT),
        ("12,345,678", 12345678, EXACT),
        ("12.0", 12, EXACT),
        ("+5", 5, EXACT),
        ("nearly 40", 40, ABOUT),
        ("Approx. 40", 40, ABOUT),
        ("~40", 40, ABOUT),
        ("about 1,200", 1200, ABOUT),
        ("at least 586", 586, AT_LEAST),
        (">=586", 586, AT_LEAST),
        ("≥ 586", 586, AT_LEAST),
        ("586+", 586, AT_LEAST),
        ("10 or more", 10, AT_LEAST),
        (">20", 20, MORE_THAN),
        ("More than 1,000", 1000, MORE_THAN),
        ("over 20", 20, MORE_THAN),
        ("１２３", 123, EXACT),
        ("1\u200b2", 12, EXACT),
        ("\ufeff9", 9, EXACT),
        ("−4", -4, EXACT),
        ("20 investigations", 20, EXACT),
    ],
)
def test_a_number_is_read_with_its_qualifier(raw, value, qualifier):
    found = understand(raw)
    assert (found.answer, found.value, found.qualifier) == (Answer.REPORTED, value, qualifier)


@pytest.mark.parametrize("raw", ["", " ", "-", "–", "—", "N/A", "n.a.", "?", "TBD", "pending", "x"])
def test_what_says_nothing_is_unclear_and_never_zero(raw):
    assert understand(raw).answer == Answer.UNREADABLE
    assert understand(raw).value is None


@pytest.mark.parametrize(
    "raw",
    ["3 of 5", "<5", "5-10", "1.234,5", "12/5", "2023-01-05", "1 234", "(12)", "12 (3)", "12:30",
     "1e5", "1,23", "=1+1", "none reported", "0 0"],
)  # fmt: skip
def test_a_number_that_something_else_changes_is_unclear(raw):
    assert understand(raw).answer == Answer.UNREADABLE


@pytest.mark.parametrize("raw", ["0", "0.0", "０", "zero", "-0", "0*"])
def test_only_a_written_zero_is_a_reported_zero(raw):
    assert understand(raw).answer == Answer.REPORTED_ZERO
    assert understand(raw).value == 0


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("None", Answer.LISTED_AS_NONE),
        ("nil", Answer.LISTED_AS_NONE),
        ("did not report", Answer.DID_NOT_REPORT),
        ("Didn't report", Answer.DID_NOT_REPORT),
        ("DID NOT REPORT.", Answer.DID_NOT_REPORT),
        ("withheld", Answer.WITHHELD),
        ("[redacted]", Answer.WITHHELD),
    ],
)
def test_an_answer_in_words_has_no_value(raw, answer):
    assert understand(raw).answer == answer
    assert understand(raw).value is None


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("30 (one pending)", "one pending"),
        ("30*", "*"),
        ("30 [2]", "2"),
        ("30; see Letter", "see Letter"),
        ("12¹", "*"),
        ("12¹,²", "*,*"),
    ],
)
def test_a_note_beside_the_number_is_kept(raw, note):
    found = understand(raw)
    assert found.value in {30, 12}
    assert found.note == note


@pytest.mark.parametrize("raw", ["~17%", "17 percent", "about 17 %"])
def test_a_percentage_says_so(raw):
    assert understand(raw).unit_hint == "percent"
    assert understand(raw).value == 17


@pytest.mark.parametrize(
    "raw",
    ["0 (did not report)", "0 (suppressed)", "3 (or fewer)", "5 (in thousands)", "0 (N/A)",
     "0 [NA]", "0; did not report", "0 (or 1)", "3 (range 1 to 5)", "5 (percent)", "0 [DNR]",
     "5 (k)", "10 (maximum)", "0 (see note: did not report)", "0 (withheld)", "0 (pending)",
     "0; N/A", "about 10 (minimum)", "12 (13)", "12 (eleven)", "1 (none)", "0 (not final)",
     "7 (2022)",
     "12 (preliminary) (or 13)", "0 (see attached) did not report", "5 (hundred)", "12 ()", "12 ;",
     "12 (partial)", "0 (unknown)", "3; or 4", "0 (none reported)"],
)  # fmt: skip
def test_words_beside_a_number_that_may_change_it_make_it_unclear(raw):
    assert understand(raw) == UNCLEAR


@pytest.mark.parametrize(
    ("raw", "qualifier"),
    [
        ("10 (minimum)", AT_LEAST),
        ("10 (or more)", AT_LEAST),
        ("at least 10 (minimum)", AT_LEAST),
        ("40 (est.)", ABOUT),
        ("40; approximately", ABOUT),
    ],
)
def test_words_beside_a_number_say_how_it_is_meant(raw, qualifier):
    found = understand(raw)
    assert (found.answer, found.qualifier) == (Answer.REPORTED, qualifier)


@pytest.mark.parametrize(
    "raw",
    ["12 (see note)", "12 (See Note 3)", "12 (preliminary)", "12 (Revised)", "12 (a)", "12 [b]",
     "12*", "12 (*)", "12 [12]", "12; see attached letter.", "12 (footnote 2)", "12 (twelve)",
     "12 (cases)", "12 (investigations)", "12 (3 pending)", "12 (as corrected)",
     "12 (see letter of 3/9/2023)", "12 (same ofcr.)"],
)  # fmt: skip
def test_a_note_that_is_known_to_change_nothing_leaves_the_number_exact(raw):
    found = understand(raw)
    assert (found.answer, found.value, found.qualifier) == (Answer.REPORTED, 12, EXACT)
    assert found.note


def test_a_zero_that_is_said_again_in_words_is_a_zero():
    assert understand("0 (none)").answer == understand("0 (zero)").answer == Answer.REPORTED_ZERO


def test_more_than_nothing_is_not_a_reported_zero():
    found = understand(">0")
    assert (found.answer, found.qualifier) == (Answer.REPORTED, MORE_THAN)


@given(st.text(max_size=30))
def test_no_text_without_a_zero_becomes_zero(text):
    found = understand(text)
    if found.value == 0:
        digits = [c for c in text if c.isdecimal()]
        assert "zero" in text.lower() or (digits and all(int(c) == 0 for c in digits))


@given(st.integers(min_value=0, max_value=10**11))
def test_a_count_reads_back_however_it_is_grouped(number):
    assert understand(f"{number:,}").value == understand(str(number)).value == Decimal(number)


@pytest.mark.parametrize(
    "raw", ["1 (" + "a" * 498, "1" * 501, "none" + " " * 500, "1 " + "[" * 9998]
)
def test_a_cell_of_more_than_five_hundred_characters_is_unclear(raw):
    assert understand(raw) == UNCLEAR
    assert understand("1" * 500).answer == Answer.REPORTED


def test_a_long_cell_is_unclear_without_being_searched(monkeypatch):
    """The patterns take a second for ten thousand characters: they must not see them."""
    monkeypatch.setattr(values, "_plain", None)
    assert understand("1 (" + "a" * 9_997) == UNCLEAR
