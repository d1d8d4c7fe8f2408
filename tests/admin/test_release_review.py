"""A release beside its file: rows, checks, differences; approved or sent back by who may."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.limited import Unreadable
from requests_app.domain.upkeep.content import load_starting_content
from tests.admin.pages import address
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_file, doj, imported, published
from tests.staff_site.doors import browser_of, signed_in, texts

pytestmark = pytest.mark.django_db
ROWS = "Agency,Rank,Violations\nFresno PD,Sgt.,{}\nClovis PD,Lt.,3\n"


@pytest.fixture(autouse=True)
def directory() -> None:
    an_agency("Fresno PD"), an_agency("Clovis PD")


def in_review(violations: int = 24, by: Any = None, **values: Any) -> Release:
    release = imported(a_file(ROWS.format(violations)), by or a_person(), **values)
    return submit_for_review(release=release, by=a_person(), at=NOW)


def page_of(release: Release) -> str:
    return reverse("admin:requests_app_release_review", args=[release.pk])


def decide(client: Client, release: Release, verdict: str, **words: str) -> Any:
    return client.post(page_of(release), {"verdict": verdict, **words}, follow=True)


def state_of(release: Release) -> str:
    release.refresh_from_db()
    return release.state


def test_each_row_of_the_file_stands_beside_what_was_imported_of_it() -> None:
    client = signed_in(Role.REVIEWER)
    [file] = client.get(page_of(in_review())).context["files"]
    first, second = file.rows
    assert (first.place, second.place) == ("row 2", "row 3")
    assert [(c.heading, c.text, c.is_read) for c in first.cells] == [
        ("Agency", "Fresno PD", False), ("Rank", "Sgt.", False), ("Violations", "24", True),
    ]  # fmt: skip
    assert [s.stated for s in first.statements] == ["24"]
    page = texts(client.get(page_of(Release.objects.get())))
    assert "<mark>24</mark>" in page and "as the source has it" in page.lower()
    assert "style=" not in page


def test_the_pages_that_figures_stand_on_are_seen_or_it_is_said_why_not(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Agency.objects.all().delete()  # the file is about a whole directory
    load_starting_content(at=NOW)
    name, client = "unruled_2022.pdf", signed_in(Role.REVIEWER)
    content = (project_root / "tests/files/returned" / name).read_bytes()
    file = an_attachment(a_request(agency=doj()), content, name)
    release = imported(file, covers_from=2022, covers_to=2022)
    seen = texts(client.get(page_of(release)))
    assert f'src="/staff/files/{file.pk}/pages/1.png"' in seen and 'loading="lazy"' in seen
    assert f'alt="Page 1 of 2 of {name}"' in seen

    def refused(attachment: Attachment) -> None:
        raise Unreadable("It asks for a password.")

    monkeypatch.setattr("requests_app.domain.misuse_data.releases.beside.pages_of", refused)
    seen = texts(client.get(page_of(release)))
    assert "Its pages cannot be drawn: It asks for a password." in seen and "<img" not in seen
    assert f'<a href="/staff/files/{file.pk}/">Save the original</a>' in seen


def test_what_changed_since_the_issue_and_the_year_before_is_told() -> None:
    published(a_file(ROWS.format(20)), covers_from=2022, covers_to=2022)
    published(a_file(ROWS.format(23)))
    page = texts(signed_in(Role.REVIEWER).get(page_of(in_review())))
    assert "1 changed, 1 unchanged" in page and "23 → 24 (+1)" in page
    assert "Since the year before" in page and ">23</td>" in page and ">27</td>" in page


def test_a_release_goes_back_with_a_reason_that_its_importer_reads() -> None:
    importer = a_person()
    release, reviewer = in_review(by=importer), signed_in(Role.REVIEWER)
    refused = decide(reviewer, release, "send_back", reason=" ")
    assert refused.status_code == 422 and "Say what has to be mended" in texts(refused)
    assert state_of(release) == "in_review"
    decide(reviewer, release, "send_back", reason="Row 2 says 25")
    assert state_of(release) == "draft"
    assert AuditEntry.objects.get(verb="sent back").actor == reviewer.person
    desk = browser_of(importer)
    for where in (reverse("staff:today"), reverse("staff:release", args=[release.pk])):
        assert "Row 2 says 25" in texts(desk.get(where))
    assert "Row 2 says 25" not in texts(signed_in().get(reverse("staff:today")))
    assert "Row 2 says 25" in texts(reviewer.get(address(Release, "history", release.pk)))


def test_handed_in_again_it_is_approved_and_what_was_said_stays() -> None:
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    decide(reviewer, release, "send_back", reason="Row 2 says 25")
    submit_for_review(release=release, by=a_person(), at=NOW)
    assert "Row 2 says 25" in texts(reviewer.get(page_of(release)))
    done = decide(reviewer, release, "publish")
    assert (state_of(release), release.published_by) == ("published", reviewer.person)
    assert [one.outcome for one in release.rounds.all()] == ["published", "sent back"]
    # What is published can be withdrawn, and nothing else.
    assert 'value="publish"' not in texts(done) and 'value="send_back"' not in texts(done)


def test_whoever_imported_it_does_not_approve_it() -> None:
    reviewer = signed_in(Role.REVIEWER)
    release = in_review(by=reviewer.person)
    assert 'value="publish"' not in texts(reviewer.get(page_of(release)))
    refused = decide(reviewer, release, "publish")
    assert refused.status_code == 422 and state_of(release) == "in_review"


def test_a_desk_of_one_approves_its_own(settings: Any) -> None:
    settings.ONE_PERSON_DESK = True
    reviewer = signed_in(Role.REVIEWER)
    release = in_review(by=reviewer.person)
    decide(reviewer, release, "publish")
    assert state_of(release) == "published"


def test_changed_figures_are_not_approved_without_a_word_and_what_was_typed_is_kept() -> None:
    published(a_file(ROWS.format(23)))
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    refused = decide(reviewer, release, "publish", correction="", reason="half a thought")
    assert refused.status_code == 422 and "say why" in texts(refused)
    assert "half a thought" in texts(refused)
    decide(reviewer, release, "publish", correction="Counted again.")
    assert release.correction.why == "Counted again."


@pytest.mark.parametrize("verdict", ["", "supersede", "\x00"])
def test_another_verdict_is_none(verdict: str) -> None:
    release = in_review()
    lead = signed_in(Role.LEAD)
    assert decide(lead, release, verdict, reason="x").status_code == 422
    assert lead.post(page_of(release)).status_code == 422
    assert state_of(release) == "in_review"


def test_a_second_click_is_told_where_the_release_is_by_now() -> None:
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    decide(reviewer, release, "publish")
    again = decide(reviewer, release, "publish")
    assert again.status_code == 422 and "is published" in texts(again)


@pytest.mark.parametrize("reason", ["x" * 501, "a\x00b"])
def test_a_reason_that_cannot_be_is_refused_beside_its_field(reason: str) -> None:
    release = in_review()
    refused = decide(signed_in(Role.REVIEWER), release, "send_back", reason=reason)
    assert refused.status_code == 422 and refused.context["form"].errors["reason"]
    assert state_of(release) == "in_review"


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_who_may_not_publish_decides_nothing(role: Role) -> None:
    release = in_review()
    client = signed_in(role)
    assert client.get(page_of(release)).status_code in (302, 403)
    client.post(page_of(release), {"verdict": "publish"})
    assert state_of(release) == "in_review"


def test_a_file_in_quarantine_is_not_read_and_a_restricted_one_is_on_record() -> None:
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    Attachment.objects.update(state="restricted")
    assert "<mark>24</mark>" in texts(reviewer.get(page_of(release)))
    assert AuditEntry.objects.get(verb="opened file").actor == reviewer.person
    Attachment.objects.update(state="quarantined")
    page = texts(reviewer.get(page_of(release)))
    assert "Sgt." not in page and "answer.csv" not in page and "it is not opened here" in page


def test_a_file_that_is_gone_or_changed_is_told_and_the_figures_stay() -> None:
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    file = Attachment.objects.get().file
    with file.storage.open(file.name, "rb") as kept:
        content = kept.read()
    file.storage.delete(file.name)
    assert "missing from the file store" in texts(reviewer.get(page_of(release)))
    file.storage.save(file.name, ContentFile(content + b" "))
    page = texts(reviewer.get(page_of(release)))
    assert "its hash differs" in page and ">24</a>" in page


def test_the_page_asks_no_more_for_more_rows(django_assert_max_num_queries: Any) -> None:
    release, reviewer = in_review(), signed_in(Role.REVIEWER)
    reviewer.get(page_of(release))
    with django_assert_max_num_queries(20):
        reviewer.get(page_of(release))


def test_a_published_release_is_withdrawn_here_as_well() -> None:
    release, reviewer = published(a_file(ROWS.format(24))), signed_in(Role.REVIEWER)
    assert "published by mistake" in texts(reviewer.get(page_of(release)))
    refused = decide(reviewer, release, "withdraw", withdrawal=" ")
    assert refused.status_code == 422 and refused.context["form"].errors["withdrawal"]
    said = texts(decide(reviewer, release, "withdraw", withdrawal="Clawed back."))
    assert state_of(release) == "withdrawn" and "Clawed back." in said
    assert str(reviewer.person) in said
