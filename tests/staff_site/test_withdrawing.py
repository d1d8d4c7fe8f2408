"""Withdrawing a release from its page, and what is said of it there and in public."""

import pytest
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.withdrawing import withdraw_release
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_file, imported, published
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
ROWS = "Agency,Violations\nFresno PD,{}\n"
WHY = "It is another publisher's."


@pytest.fixture(autouse=True)
def directory():
    an_agency("Fresno PD")


def page(release: Release) -> str:
    return reverse("staff:release", args=[release.pk])


def withdraw(client, release: Release, reason: str = WHY):
    address = reverse("staff:withdraw_release", args=[release.pk])
    return client.post(address, {"reason": reason}, follow=True)


def test_it_is_withdrawn_for_a_reason_and_the_page_says_what_comes_next():
    release, reviewer = published(a_file(ROWS.format(24))), signed_in(Role.REVIEWER)
    assert "Published by mistake?" in texts(reviewer.get(page(release)))
    refused = withdraw(reviewer, release, " ")
    assert refused.status_code == 422
    assert "public note" in errors(refused, "withdraw_form")["reason"][0]
    said = texts(withdraw(reviewer, release))
    assert WHY in said and str(reviewer.person) in said
    assert "There is no published release of" in said and "can be imported again" in said
    assert "Published by mistake?" not in said
    release.refresh_from_db()
    assert release.state == "withdrawn"
    assert "can be withdrawn only while" in texts(withdraw(reviewer, release))


def test_what_it_had_replaced_is_named_and_does_not_come_back():
    first = published(a_file(ROWS.format(24)), title="The first issue")
    second = published(a_file(ROWS.format(25)))
    said = texts(withdraw(signed_in(Role.REVIEWER), second))
    assert "The first issue" in said and "does not come back by itself" in said
    first.refresh_from_db()
    assert first.state == "superseded"


def test_its_page_names_what_stands_instead():
    release, reviewer = published(a_file(ROWS.format(24))), signed_in(Role.REVIEWER)
    withdraw(reviewer, release)
    published(a_file(ROWS.format(30)), title="The right one")
    assert "now stands" in texts(reviewer.get(page(release)))


def test_who_may_not_publish_sees_no_form_and_withdraws_nothing():
    release, staff = published(a_file(ROWS.format(24))), signed_in(Role.STAFF)
    assert "Published by mistake?" not in texts(staff.get(page(release)))
    assert withdraw(staff, release).status_code == 403
    draft = imported(a_file(ROWS.format(5)))
    assert "Published by mistake?" not in texts(signed_in(Role.REVIEWER).get(page(draft)))


def test_the_list_has_the_withdrawn_by_themselves():
    release = published(a_file(ROWS.format(24)), title="Of another")
    withdraw_release(release=release, reason=WHY, by=a_person(Role.LEAD), at=NOW)
    found = signed_in(Role.READER).get("/staff/returned-data/")
    assert [one.title for one in found.context["withdrawn"].rows] == ["Of another"]
    assert not found.context["releases"].rows and "Of another" in texts(found)


def test_a_figures_passport_of_it_is_for_the_staff_alone(client):
    release = published(a_file(ROWS.format(24)))
    [figure] = release.figures.all()
    withdraw_release(release=release, reason=WHY, by=a_person(Role.LEAD), at=NOW)
    staff = signed_in(Role.READER)
    assert "Withdrawn" in texts(staff.get(reverse("staff:figure", args=[figure.pk])))
    for name, number in (("figure", figure.pk), ("release", release.pk)):
        gone = client.get(reverse(f"public:{name}", args=[number]))
        assert gone.status_code == 410 and "were withdrawn" in texts(gone)
        assert ">24<" not in texts(gone)


def test_the_public_note_its_list_and_its_feed_say_withdrawn(client):
    release = published(a_file(ROWS.format(24)))
    withdraw_release(release=release, reason=WHY, by=a_person(Role.LEAD), at=NOW)
    [note] = client.get(reverse("public:corrections")).context["page"].object_list
    page = texts(client.get(reverse("public:correction", args=[note.pk])))
    assert f"Withdrawn: {release.source}, 2023" in page and WHY in page
    assert "1 figure withdrawn" in page.lower()
    assert "No figures of this source and period are published" in page
    for address in ("corrections", "corrections_feed"):
        assert "1 figure withdrawn" in texts(client.get(reverse(f"public:{address}")))
