import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import (
    PERMISSION_SENTENCES,
    ROLE_PERMISSIONS,
    ROLE_SENTENCES,
    Permission,
    Role,
)

# The truth table, typed by hand: which role is the first that has each permission.
FIRST_ROLE = {
    "see_workspace": "reader",
    "see_clockwork": "staff",
    "log_requests": "staff",
    "record_events": "staff",
    "attach_files": "staff",
    "import_figures": "staff",
    "record_duties": "staff",
    "see_restricted_files": "reviewer",
    "use_admin_site": "reviewer",
    "edit_directory": "reviewer",
    "publish_releases": "reviewer",
    "manage_campaigns": "lead",
    "change_law": "lead",
    "change_file_states": "lead",
    "read_audit": "lead",
    "manage_people": "administrator",
    "manage_sample": "administrator",
}


def test_every_permission_and_role_has_a_sentence() -> None:
    assert set(PERMISSION_SENTENCES) == set(Permission)
    assert set(ROLE_SENTENCES) == set(Role) == set(ROLE_PERMISSIONS)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_roles_are_steps_and_each_permission_begins_at_its_step(role, permission) -> None:
    steps = list(Role)
    expected = steps.index(role) >= steps.index(Role(FIRST_ROLE[permission]))
    assert Person(role=role, is_active=True).may(permission) is expected


@pytest.mark.parametrize("permission", Permission)
def test_a_deactivated_administrator_may_nothing(permission) -> None:
    assert not Person(role=Role.ADMINISTRATOR, is_active=False).may(permission)
