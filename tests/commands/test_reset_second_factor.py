"""The way back for the last administrator, from the machine itself."""

import pytest
from django.core.management import CommandError

from requests_app.domain.accounts.roles import Role
from requests_app.domain.sign_in.factors import has_second_factor
from tests.builders import a_person
from tests.commands.test_setting_up import said
from tests.domain.sign_in.doing import verbs, with_app

pytestmark = pytest.mark.django_db


def test_it_takes_the_second_factor_and_is_on_record() -> None:
    person = a_person(Role.ADMINISTRATOR, username="boss")
    with_app(person)
    assert "signs in by password alone now" in said("reset_second_factor", "boss")
    assert not has_second_factor(person) and verbs(person)[-1] == "reset second factor"


def test_nobody_by_that_name() -> None:
    with pytest.raises(CommandError, match="Nobody has the username"):
        said("reset_second_factor", "boss")
