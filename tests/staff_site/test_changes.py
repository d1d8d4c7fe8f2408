"""The page and file of what a re-issue changes, and publishing one with its public note."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_file, imported, published
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
BEFORE = 'Agency,Violations\nFresno PD,"1,204"\nClovis PD,3\nKern SO,1\n'
AFTER = 'Agency,Violations\nFresno PD,"1,200"\nClovis PD,3\nMarin SO,=1+1\n'


@pytest.fixture
def issues() -> tuple[Release, Release]:
    for name in ("Fresno PD", "Clovis PD", "Kern SO", "Marin SO"):
        an_agency(name)
    after = imported(a_file(AFTER))
    before = published(a_file(BEFORE))
    return before, submit_for_review(release=after, by=a_person(), at=NOW)


def changes(release: Release, query: str = "") -> str:
    return reverse("staff:release_changes", args=[release.pk]) + query


def test_the_page_tells_every_change_beside_both_sources(issues):
    shown = texts(signed_in(Role.READER).get(changes(issues[1])))
    for words in ("1,204", "1,200", "−4", "not there any more", "Kern SO", "Marin SO"):
        assert words in shown
    assert shown.count('class="source-dot') >= 4


def test_one_kind_only(issues):
    client = signed_in()
    page = client.get(changes(issues[1], "?kind=removed"))
    assert [c.statement.about for c in page.context["page"].rows] == ["Kern SO"]
    assert "Nothing changed" in texts(client.get(changes(issues[1], "?kind=renamed")))
    assert page.context["summary"].changed == 3


def test_the_first_issue_has_nothing_to_be_held_against(issues):
    before, _ = issues
    assert "No earlier issue" in texts(signed_in().get(changes(before)))
    address = reverse("staff:release_changes_csv", args=[before.pk])
    assert signed_in().get(address).status_code == 404


def test_any_other_issue_of_the_same_can_be_asked_for(issues):
    before, after = issues
    client = signed_in()
    assert client.get(changes(before, f"?with={after.pk}")).context["summary"].changed == 3
    other = imported(a_file(BEFORE), covers_from=2022)
    assert client.get(changes(after, f"?with={other.pk}")).status_code == 404
    assert client.get(changes(after, "?with=999999999999999")).status_code == 404
    assert client.get(changes(after, "?with=x&page=-1")).status_code == 200


def test_the_file_has_a_line_a_change_and_guards_formulas(issues):
    answer = signed_in().get(reverse("staff:release_changes_csv", args=[issues[1].pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = {row["about"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {"Fresno PD", "Kern SO", "Marin SO"}
    fresno = rows["Fresno PD"]
    told = fresno["change"], fresno["value_before"], fresno["value_after"], fresno["difference"]
    assert told == ("changed", "1204", "1200", "-4")
    assert rows["Marin SO"]["as_written_after"] == "'=1+1"
    assert rows["Kern SO"]["value_after"] == ""
    taken = AuditEntry.objects.get(verb="exported list").details["what"]
    assert taken == f"changes of release {issues[1].pk}: {issues[1]}"


def test_publishing_it_asks_why_and_makes_the_note(issues):
    before, after = issues
    client = signed_in(Role.REVIEWER)
    page = texts(client.get(reverse("staff:release", args=[after.pk])))
    assert "Why the figures changed" in page
    assert changes(after) in page
    address = reverse("staff:publish_release", args=[after.pk])
    assert "say why, for the public note" in texts(client.post(address, follow=True))
    done = texts(client.post(address, {"correction": "Counted again."}, follow=True))
    assert "Published." in done
    note = Correction.objects.get()
    for release in (before, after):
        page = texts(client.get(reverse("staff:release", args=[release.pk])))
        assert reverse("public:correction", args=[note.pk]) in page
    assert "Told in public" in texts(client.get(changes(after)))


def test_the_public_reads_the_note_and_old_addresses_lead_to_it(issues):
    before, after = issues
    client = signed_in(Role.REVIEWER)
    gone = before.figures.first()
    publish = reverse("staff:publish_release", args=[after.pk])
    client.post(publish, {"correction": "Counted <again>."})
    note, public = Correction.objects.get(), Client()
    page = public.get(reverse("public:correction", args=[note.pk]))
    assert "Counted &lt;again&gt;." in page.content.decode()
    assert "−4" in texts(page)
    listed = texts(public.get(reverse("public:corrections")))
    assert reverse("public:correction", args=[note.pk]) in listed
    for old in (("public:release", before.pk), ("public:figure", gone.pk)):
        answer = public.get(reverse(old[0], args=[old[1]]))
        assert (answer.status_code, answer.url) == (
            302,
            reverse("public:correction", args=[note.pk]),
        )
    corrected = after.figures.get(value=1200)
    for name, pk in (("figure", corrected.pk), ("release", after.pk)):
        assert "What changed" in texts(public.get(reverse(f"public:{name}", args=[pk])))


def test_the_feed_is_atom_with_the_note(issues):
    publish = reverse("staff:publish_release", args=[issues[1].pk])
    signed_in(Role.REVIEWER).post(publish, {"correction": "Counted again."})
    answer = Client().get(reverse("public:corrections_feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "Counted again." in texts(answer)
    assert reverse("public:correction", args=[Correction.objects.get().pk]) in texts(answer)


def test_before_any_correction_the_page_says_so():
    assert "No correction yet" in texts(Client().get(reverse("public:corrections")))
    assert Client().get(reverse("public:corrections_feed")).status_code == 200
