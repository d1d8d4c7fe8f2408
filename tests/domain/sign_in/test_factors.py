"""Second factors: set up, used, lost, demanded."""

from datetime import timedelta

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in.codes import new_secret
from requests_app.domain.sign_in.factors import (
    NeedsSecondFactor,
    WrongCode,
    add_authenticator_app,
    has_second_factor,
    make_recovery_codes,
    people_with_second_factor,
    recovery_codes_left,
    remove_authenticator_app,
    remove_passkey,
    reset_second_factor,
    role_needs_second_factor,
    use_code,
)
from requests_app.domain.sign_in.models import RecoveryCode
from tests.builders import NOW, a_person
from tests.domain.sign_in.doing import code_of, in_a_session, is_open, verbs, with_app
from tests.staff_site.doors import a_passkey

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=30)


def test_an_app_is_taken_when_it_shows_the_right_code() -> None:
    person = a_person()
    secret, codes = with_app(person)
    assert has_second_factor(person) and people_with_second_factor() == {person.pk}
    assert len(codes) == recovery_codes_left(person) == 10
    assert verbs(person) == ["added second factor", "made recovery codes"]
    assert not [one for one in AuditEntry.objects.all() if secret in str(one.details)]


def test_an_app_that_shows_something_else_is_not() -> None:
    person = a_person()
    with pytest.raises(WrongCode, match="should show now"):
        add_authenticator_app(person=person, secret=new_secret(), code="000000", at=NOW)
    assert not has_second_factor(person)


def test_a_code_of_the_app_is_good_once() -> None:
    person = a_person()
    secret, _ = with_app(person)
    with pytest.raises(WrongCode):  # it set the app up
        use_code(person=person, code=code_of(secret), at=NOW)
    assert use_code(person=person, code=code_of(secret, LATER), at=LATER) == "authenticator app"
    with pytest.raises(WrongCode):
        use_code(person=person, code=code_of(secret, LATER), at=LATER)


def test_a_recovery_code_is_good_once_and_on_record() -> None:
    person = a_person()
    _, [code, *_] = with_app(person)
    assert use_code(person=person, code=code.upper(), at=NOW) == "recovery code"
    with pytest.raises(WrongCode):
        use_code(person=person, code=code, at=NOW)
    assert recovery_codes_left(person) == 9 and verbs(person)[-1] == "used recovery code"
    assert code not in RecoveryCode.objects.values_list("digest", flat=True)


@pytest.mark.parametrize("code", ["", "0", "000000", "x" * 16, "\x00", "é" * 40])
def test_what_is_no_code_opens_nothing(code: str) -> None:
    person, other = a_person(), a_person()
    with_app(person)
    for one in (person, other):
        with pytest.raises(WrongCode):
            use_code(person=one, code=code, at=LATER)


def test_a_code_of_somebody_else_opens_nothing() -> None:
    person, other = a_person(), a_person()
    _, [theirs, *_] = with_app(other)
    with_app(person)
    with pytest.raises(WrongCode):
        use_code(person=person, code=theirs, at=NOW)
    assert recovery_codes_left(other) == 10


def test_new_recovery_codes_end_those_before() -> None:
    person = a_person()
    _, [old, *_] = with_app(person)
    [new, *_] = make_recovery_codes(person=person, at=NOW)
    with pytest.raises(WrongCode):
        use_code(person=person, code=old, at=NOW)
    assert use_code(person=person, code=new, at=NOW) == "recovery code"


def test_recovery_codes_stand_in_for_something() -> None:
    with pytest.raises(WrongCode, match="set one up first"):
        make_recovery_codes(person=a_person(), at=NOW)


@pytest.mark.parametrize("role", Role)
def test_the_last_one_stays_where_the_role_needs_it(role: Role) -> None:
    person = a_person(role)
    with_app(person)
    needs = role in (Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR)
    assert role_needs_second_factor(person) is needs
    if needs:
        with pytest.raises(NeedsSecondFactor):
            remove_authenticator_app(person=person, is_required=True, at=NOW)
        assert has_second_factor(person)
    remove_authenticator_app(person=person, is_required=False, at=NOW)
    assert not has_second_factor(person) and not recovery_codes_left(person)


def test_one_of_two_may_go_and_the_codes_stay() -> None:
    person = a_person(Role.LEAD)
    with_app(person)
    remove_passkey(passkey=a_passkey(person), is_required=True, at=NOW)
    assert has_second_factor(person) and recovery_codes_left(person) == 10
    assert verbs(person)[-1] == "removed second factor"


def test_an_administrator_takes_it_away_and_the_sessions_end() -> None:
    person, by = a_person(Role.LEAD), a_person(Role.ADMINISTRATOR)
    with_app(person)
    a_passkey(person)
    session = in_a_session(person)
    reset_second_factor(person=person, by=by, at=NOW)
    assert not has_second_factor(person) and not recovery_codes_left(person)
    assert not is_open(session)
    assert AuditEntry.objects.get(verb="reset second factor").actor == by
