"""Steps of a release whose import somebody has undone, in another window or a moment ago."""

import pytest
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.importing.operations import undo_import
from requests_app.domain.misuse_data.releases.locking import ReleaseGone
from requests_app.staff_site.views import release_steps
from tests.builders import NOW, an_agency
from tests.domain.misuse_data.figures import a_file, imported
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    an_agency("Fresno PD")
    return imported(a_file("Agency,Violations\nFresno PD,3\n"))


def test_undo_pressed_twice_says_that_it_is_undone(release):
    staff, address = signed_in(Role.STAFF), reverse("staff:undo_release", args=[release.pk])
    assert "was undone; a file that was attached" in texts(staff.post(address, follow=True))
    again = staff.post(address, follow=True)
    assert "That import is there no more" in texts(again)
    assert again.redirect_chain == [(reverse("staff:returned_data"), 302)]


def test_a_step_that_comes_too_late_leads_to_the_list(release, monkeypatch):
    def gone(**values):
        raise ReleaseGone("“Returned data” is there no more: its import was undone meanwhile.")

    monkeypatch.setattr(release_steps, "submit_for_review", gone)
    address = reverse("staff:submit_release", args=[release.pk])
    late = signed_in(Role.STAFF).post(address, follow=True)
    assert "undone meanwhile" in texts(late)
    assert late.redirect_chain == [(reverse("staff:returned_data"), 302)]


@pytest.mark.parametrize("step", ["submit_release", "accept_warnings_of_release"])
def test_a_step_from_a_page_left_open_says_that_it_was_undone(release, step):
    staff = signed_in(Role.STAFF)
    undo_import(release=release, by=staff.person, at=NOW)
    address = reverse(f"staff:{step}", args=[release.pk])
    late = staff.post(address, {"reason": "Fine"}, follow=True)
    assert "That import is there no more" in texts(late)
    assert late.redirect_chain == [(reverse("staff:returned_data"), 302)]


def test_what_was_never_there_stays_a_404(release):
    address = reverse("staff:submit_release", args=[release.pk + 1])
    assert signed_in(Role.STAFF).post(address).status_code == 404
