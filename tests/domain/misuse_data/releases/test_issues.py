"""Two issues of a source held against each other, and the public note that publishing makes."""

from datetime import date

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.correcting import CorrectionMissing
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure, Correction
from requests_app.domain.misuse_data.releases.issues import (
    NotComparable,
    changes_between,
    shown,
)
from requests_app.domain.misuse_data.releases.reviews import (
    issue_before,
    publish_release,
    submit_for_review,
)
from requests_app.domain.upkeep.merging import merge_agencies
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_file, imported, published, summary_of

pytestmark = pytest.mark.django_db
BEFORE = "Agency,Violations,Investigations\nFresno PD,24,N/A\nClovis PD,3,4\nKern SO,1,1\n"
AFTER = "Agency,Violations,Investigations\nFresno PD,26,0\nClovis PD,3,4\nMarin SO,2,2\n"


@pytest.fixture(autouse=True)
def directory() -> dict[str, Agency]:
    names = ("Fresno PD", "Clovis PD", "Kern SO", "Marin SO")
    return {name: an_agency(name) for name in names}


def words(before: Release, after: Release) -> list[tuple[str, str, str]]:
    changes = shown(changes_between(before, after))
    return sorted((c.statement.about, c.statement.measure, c.words) for c in changes)


def in_review(content: str, **values) -> Release:
    release = imported(a_file(content), **values)
    return submit_for_review(release=release, by=a_person(), at=NOW)


def publish(release: Release, why: str = "The DOJ counted again.") -> Release:
    by = a_person(Role.REVIEWER)
    return publish_release(release=release, by=by, at=NOW, correction=why)


def test_each_change_is_told_in_words():
    before, after = published(a_file(BEFORE)), imported(a_file(AFTER))
    assert issue_before(after) == before
    assert words(before, after) == [
        ("Fresno PD", "investigations", "unreadable or unclear → reported zero"),
        ("Fresno PD", "violations", "24 → 26 (+2)"),
        ("Kern SO", "investigations", "removed: 1"),
        ("Kern SO", "violations", "removed: 1"),
        ("Marin SO", "investigations", "added: 2"),
        ("Marin SO", "violations", "added: 2"),
    ]
    summary = summary_of(before, after)
    assert summary.sentence() == "2 added, 2 removed, 2 changed, 2 unchanged"
    assert summary.changed == 6


def test_the_same_agency_in_another_spelling_is_renamed(directory):
    Alias.objects.create(agency=directory["Clovis PD"], name="City of Clovis Police")
    before = published(a_file("Agency,Violations\nClovis PD,3\n"))
    after = imported(a_file("Agency,Violations\nCity of Clovis Police,3\n"))
    [change] = shown(changes_between(before, after))
    assert (change.kind, change.words) == ("renamed", "still 3")
    assert (change.old_name, change.new_name) == ("Clovis PD", "City of Clovis Police")


def test_entries_merged_since_are_one_agency(directory):
    before = published(a_file("Agency,Violations\nKern SO,3\n"))
    after = imported(a_file("Agency,Violations\nMarin SO,3\n"))
    assert summary_of(before, after).kinds["added"] == 1
    merge_agencies(gone=directory["Kern SO"], kept=directory["Marin SO"], by=a_person(), at=NOW)
    assert summary_of(before, after).kinds == {"renamed": 1}


def test_a_renamed_agency_is_one_in_both_issues(directory):
    old, new = directory["Kern SO"], directory["Marin SO"]
    before = published(a_file("Agency,Violations\nKern SO,3\n"))
    after = imported(a_file("Agency,Violations\nMarin SO,4\n"))
    Agency.objects.filter(pk=old.pk).update(
        succession="renamed", closed_on=date(2024, 1, 1), succeeded_by=new
    )
    [change] = shown(changes_between(before, after))
    assert (change.kind, change.words, change.old_name) == ("changed", "3 → 4 (+1)", "Kern SO")


def test_unmapped_measures_are_told_apart_by_their_words():
    claim = "Agency,Measure,Value\nFresno PD,Odd box,1\nFresno PD,Other odd box,2\n"
    before, after = published(a_file(claim)), imported(a_file(claim.replace(",2", ",3")))
    assert [w for *_, w in words(before, after)] == ["2 → 3 (+1)"]


def test_other_sources_and_periods_are_not_held_against_each_other():
    before, after = published(a_file(BEFORE)), imported(a_file(AFTER))
    Release.objects.filter(pk=after.pk).update(covers_from=2022)
    after.refresh_from_db()
    with pytest.raises(NotComparable, match="periods"):
        summary_of(before, after)
    other = imported(
        a_file("Year,Violations\n2023,3\n", agency=Agency.objects.get(name="Fresno PD"))
    )
    with pytest.raises(NotComparable, match="another source"):
        summary_of(before, other)


def test_many_figures_cost_few_questions(django_assert_num_queries):
    rows = "".join(f"Fresno PD,Odd box {n},{n + 1}\n" for n in range(400))
    before = published(a_file("Agency,Measure,Value\n" + rows))
    after = imported(a_file("Agency,Measure,Value\n" + rows.replace(",1\n", ",2\n")))
    with django_assert_num_queries(3):
        assert summary_of(before, after).changed >= 1


def test_publishing_a_re_issue_makes_a_note():
    before = published(a_file(BEFORE))
    after = publish(in_review(AFTER))
    note = Correction.objects.get()
    assert (note.release, note.replaced, note.why) == (after, before, "The DOJ counted again.")
    assert note.sentence() == "2 changed, 2 added, 2 removed, 2 unchanged"
    [changed] = note.figures.filter(by=2)
    assert (changed.before.value, changed.after.value, changed.kind) == (24, 26, "changed")
    assert CorrectedFigure.objects.filter(before__isnull=True, kind="added").count() == 2
    assert AuditEntry.objects.get(verb="noted correction").details["why"] == note.why


def test_figures_are_not_changed_in_public_without_a_word_why():
    before, after = published(a_file(BEFORE)), in_review(AFTER)
    with pytest.raises(CorrectionMissing, match="say why"):
        publish(after, why="  ")
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.state, after.state) == ("published", "in_review")
    assert not Correction.objects.exists()


def test_where_nothing_changed_no_note_is_made():
    published(a_file(BEFORE))
    publish(in_review(BEFORE + "\n"), why="")
    assert not Correction.objects.exists()
    assert Figure.objects.all().published().count() == 6


def test_the_first_issue_has_no_note():
    publish(in_review(BEFORE), why="")
    assert not Correction.objects.exists()


def test_an_undone_draft_leaves_no_trace_in_the_difference():
    before = published(a_file(BEFORE))
    assert issue_before(before) is None
    second = publish(in_review(AFTER))
    assert issue_before(second) == before
