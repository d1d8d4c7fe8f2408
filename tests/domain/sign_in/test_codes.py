"""Codes of second factors: against the published test values, and what is kept of them."""

from datetime import UTC, datetime, timedelta

import pytest

from requests_app.domain.sign_in.codes import (
    RECOVERY_CODES,
    is_of_an_app,
    new_recovery_codes,
    recovery_digest,
    setup_address,
    step_of,
    tidied,
)

# RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_values_of_the_standard(seconds: int, code: str) -> None:
    assert step_of(code, secret=SECRET, at=datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("off", "is_taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_half_a_minute(off: int, is_taken: bool) -> None:
    at = datetime.fromtimestamp(1111111109, UTC) + timedelta(seconds=off)
    assert (step_of("081804", secret=SECRET, at=at) is not None) is is_taken


def test_a_code_that_was_taken_is_not_taken_again() -> None:
    at = datetime.fromtimestamp(59, UTC)
    assert step_of("287082", secret=SECRET, at=at, after=1) is None


@pytest.mark.parametrize("typed", ["287 082", "287-082", " 287082\n"])
def test_a_code_may_be_typed_as_it_is_shown(typed: str) -> None:
    assert tidied(typed) == "287082" and is_of_an_app(tidied(typed))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²"])
def test_what_is_no_code_of_an_app(typed: str) -> None:
    assert not is_of_an_app(tidied(typed))


def test_the_picture_says_whose_it_is() -> None:
    address = setup_address(SECRET, username="kim lee")
    assert address.startswith("otpauth://totp/Tenth%20Day:kim%20lee?secret=")


def test_recovery_codes_are_many_and_long() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES == 10
    assert {len(tidied(code)) for code in codes} == {16}


def test_a_recovery_code_is_another_hash_for_another_person() -> None:
    [code, *_] = new_recovery_codes()
    typed = code.upper().replace("-", " ")
    assert recovery_digest(code, person=1) == recovery_digest(typed, person=1)
    assert recovery_digest(code, person=1) != recovery_digest(code, person=2)
