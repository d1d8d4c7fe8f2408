"""Returned data on the review site: a release with all that speaks for and against it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile
from requests_app.domain.misuse_data.transcription.models import Transcription, TypedTable
from requests_app.domain.misuse_data.transcription.operations import type_table
from requests_app.domain.request_log.models import Attachment
from tests.admin.pages import address
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment
from tests.staff_site.doors import World, a_figure, a_warning, a_world, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return a_world()


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


def rows(client: Client, url: str) -> list:
    return list(client.get(url).context["cl"].result_list)


def test_a_release_leads_to_its_figures_and_to_no_others(world: World, reviewer: Client) -> None:
    page = texts(reviewer.get(address(Release, "change", world.release.pk)))
    link = f"{address(Figure, 'changelist')}?release__id__exact={world.release.pk}"
    assert f'<a href="{link}">2 figures</a>' in page
    assert {one.release_id for one in rows(reviewer, link)} == {world.release.pk}
    assert Figure.objects.exclude(release=world.release).exists()


def test_a_release_tells_which_warnings_were_accepted_and_why(
    world: World, reviewer: Client
) -> None:
    a_warning(world.release), a_warning(world.release)
    page = texts(reviewer.get(address(Release, "change", world.release.pk)))
    assert "1 by the rule “tenfold”, accepted: “The headings were checked.”" in page
    assert "2 by the rule “tenfold”, not accepted yet" in page


def test_what_a_warning_says_is_text(world: World, reviewer: Client) -> None:
    a_warning(world.release, reason="<script>alert(1)</script>")
    page = reviewer.get(address(Release, "change", world.release.pk)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_releases_in_review_are_one_step_away(world: World, reviewer: Client) -> None:
    Release.objects.filter(pk=world.release.pk).update(state="in_review")
    found = rows(reviewer, address(Release, "changelist") + "?state__exact=in_review")
    assert found == [world.release]


def test_figures_are_found_by_any_name_of_their_agency(world: World, reviewer: Client) -> None:
    of_nobody = a_figure(world.release, 7)
    Figure.objects.filter(pk=of_nobody.pk).update(agency_as_written="Atlantis Harbor Patrol")
    url = address(Figure, "changelist")
    assert {one.agency for one in rows(reviewer, f"{url}?q=fresno+pd")} == {world.agency}
    assert rows(reviewer, f"{url}?q=atlantis") == [of_nobody]
    assert rows(reviewer, f"{url}?q=nowhere") == []


def test_the_years_to_filter_by_are_not_asked_of_every_figure(
    world: World, reviewer: Client
) -> None:
    url = address(Figure, "changelist")
    with CaptureQueriesContext(connection) as queries:
        page = reviewer.get(url)
    assert "?year_to=2025" in texts(page)
    assert not [q["sql"] for q in queries if "DISTINCT" in q["sql"] and "_figure" in q["sql"]]
    assert {one.year_to for one in rows(reviewer, f"{url}?year_to=2024")} == {2024}


def test_a_file_that_came_without_a_request_is_listed(world: World, reviewer: Client) -> None:
    kept = ReturnedFile.objects.create(
        release=world.release, file="kept/by/itself.csv", original_name="published.csv",
        sha256="0" * 64, size=1, came_on=TODAY, reader="csv",
    )  # fmt: skip
    assert kept in rows(reviewer, address(ReturnedFile, "changelist"))
    assert "published.csv" in texts(reviewer.get(address(Release, "change", world.release.pk)))
    page = texts(reviewer.get(address(ReturnedFile, "change", kept.pk)))
    assert "published.csv" in page and "kept/by/itself" not in page
    history = address(ReturnedFile, "history", kept.pk)
    kept.delete()
    assert reviewer.get(history).status_code == 200, "what is gone is still told"


@pytest.mark.parametrize("model", [TypedTable, Transcription, ReturnedFile])
def test_what_was_read_of_a_file_in_quarantine_is_not_shown(
    world: World, reviewer: Client, model: type
) -> None:
    found = model._default_manager.first()  # type: ignore[attr-defined]
    Attachment.objects.filter(pk=found.attachment_id).update(state="quarantined")
    assert found not in rows(reviewer, address(model, "changelist"))
    for page in ("change", "history"):
        assert reviewer.get(address(model, page, found.pk), follow=True).status_code in (200, 404)
        shown = texts(reviewer.get(address(model, page, found.pk), follow=True))
        assert found.attachment.original_name not in shown


def test_a_transcription_is_hidden_with_its_table(world: World, reviewer: Client) -> None:
    found = Transcription.objects.get()
    Attachment.objects.filter(pk=found.table_id).update(state="quarantined")
    assert rows(reviewer, address(Transcription, "changelist")) == []


def test_what_one_person_typed_is_shown_when_a_second_has(reviewer: Client) -> None:
    scan = an_attachment(a_request(agency=an_agency()), "%PDF-1.7\n", "scan.pdf")
    text = "Agency | Year\nFresno | 6,789"
    first = type_table(attachment=scan, text=text, by=a_person(), at=NOW)
    url = address(TypedTable, "change", first.pk)
    assert "6,789" not in texts(reviewer.get(url))
    type_table(attachment=scan, text=text, by=a_person(), at=NOW)
    assert "6,789" in texts(reviewer.get(url))
