"""Taking back what was published: everywhere in public it is as if it had never been there."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.corrections import to_tell
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.verdicts import VerdictKind, verdicts
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.issues import changes_page
from requests_app.domain.misuse_data.releases.release_list import (
    releases_listed,
    withdrawn_listed,
)
from requests_app.domain.misuse_data.releases.reviews import (
    ReasonMissing,
    Step,
    StepNotPossible,
    issue_before,
    steps_from,
    would_supersede,
)
from requests_app.domain.misuse_data.releases.withdrawing import withdraw_release, withdrawal_of
from requests_app.domain.publication.corrections import (
    Replaced,
    Withdrawn,
    latest_notes,
    note_page,
    raise_if_replaced,
)
from requests_app.domain.publication.downloads import all_csv
from requests_app.domain.publication.published import published_figures
from requests_app.domain.publication.releases import release_lines
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, imported, published
from tests.domain.misuse_data.quotes import quoted, tied

pytestmark = pytest.mark.django_db
ROWS = "Agency,Violations\nFresno PD,{}\nClovis PD,3\n"
WHY = "The file is another publisher's."


@pytest.fixture(autouse=True)
def directory():
    an_agency("Fresno PD"), an_agency("Clovis PD")


def withdrawn(release: Release, reason: str = WHY, **values) -> Release:
    by = values.pop("by", None) or a_person(Role.REVIEWER)
    return withdraw_release(release=release, reason=reason, by=by, at=NOW)


def test_it_is_kept_with_who_when_and_why():
    release, by = published(a_file(ROWS.format(24))), a_person(Role.REVIEWER)
    assert Step.WITHDRAW in steps_from(release)
    gone = withdrawn(release, f"  {WHY} ", by=by)
    assert (gone.state, gone.figures.count(), gone.returned_files.count()) == ("withdrawn", 2, 1)
    note = withdrawal_of(gone)
    assert (note.why, note.published_by, note.published_at) == (WHY, by, NOW)
    assert note.sentence() == "2 figures withdrawn" and str(note) == f"Withdrawal of {gone}"
    assert AuditEntry.objects.get(verb="withdrew").details == {"reason": WHY, "figures": 2}
    assert steps_from(gone) == []


def test_a_reason_is_needed_and_only_what_is_published_is_withdrawn():
    release = published(a_file(ROWS.format(24)))
    with pytest.raises(ReasonMissing, match="public note"):
        withdrawn(release, " ")
    withdrawn(release)
    with pytest.raises(StepNotPossible, match="can be withdrawn only while it is published"):
        withdrawn(release)
    with pytest.raises(StepNotPossible):
        withdrawn(imported(a_file(ROWS.format(5))))
    assert Correction.objects.count() == 1


def test_what_others_printed_is_not_ours_to_withdraw():
    claim = a_claim(5).release
    assert steps_from(claim) == []
    with pytest.raises(StepNotPossible, match="printed by others"):
        withdrawn(claim)


def test_nothing_of_it_is_public_or_compared():
    release = published(a_file(ROWS.format(24)))
    withdrawn(release)
    assert not published_figures().exists() and not release_lines()
    assert len(list(all_csv(str))) == 1, "the header"
    assert not Figure.objects.current().exists() and not Figure.objects.all().not_withdrawn()
    assert not Release.objects.current().exists() and not Release.objects.issued().exists()
    assert not releases_listed() and list(withdrawn_listed()) == [release]


def test_its_answers_of_the_first_of_february_are_taken_back():
    release = published(a_file(ROWS.format(24)))
    assert set(AnnualDuty.objects.values_list("answer", flat=True)) == {"reported"}
    withdrawn(release)
    assert set(AnnualDuty.objects.values_list("answer", "evidence")) == {("unknown", "")}
    assert set(FoundAnswer.objects.values_list("stands", flat=True)) == {False}


def test_the_issue_that_it_had_replaced_does_not_come_back_and_can_be_imported_again():
    first = published(a_file(ROWS.format(24)))
    second = withdrawn(published(a_file(ROWS.format(25))))
    first.refresh_from_db()
    assert (first.state, second.supersedes, issue_before(second)) == ("superseded", first, first)
    assert changes_page(first, second, size=5).summary.changed == 1
    assert would_supersede(second) is None and not published_figures().exists()
    again = published(a_file(ROWS.format(24)), title="Once more")
    assert again.supersedes is None and not hasattr(again, "correction")
    assert set(AnnualDuty.objects.values_list("answer", flat=True)) == {"reported"}


def test_the_public_note_tells_the_reason_the_number_and_what_is_published_instead():
    release = published(a_file(ROWS.format(24)), issued_on=date(2024, 5, 1))
    withdrawn(release)
    [note] = latest_notes()
    assert (note.why, note.counts, note.is_withdrawal) == (WHY, "2 figures withdrawn", True)
    assert note.headline == f"Withdrawn: {release.source}, 2023"
    page = note_page(note.pk)
    assert page.instead is None and not page.page.object_list
    later = published(a_file(ROWS.format(30)), title="Later")
    assert note_page(note.pk).instead == (later.pk, "Later")


def test_the_note_of_a_re_issue_goes_with_it():
    first = published(a_file(ROWS.format(24)))
    second = published(a_file(ROWS.format(25)))
    told = second.correction.pk
    withdrawn(second)
    assert [note.is_withdrawal for note in latest_notes()] == [True]
    with pytest.raises(Withdrawn):
        note_page(told)
    with pytest.raises(Withdrawn):
        raise_if_replaced(figure=first.figures.first().pk)


def test_an_address_that_was_quoted_says_that_it_was_withdrawn():
    release = published(a_file(ROWS.format(24)))
    withdrawn(release)
    for asked in ({"figure": release.figures.first().pk}, {"release": release.pk}):
        with pytest.raises(Withdrawn) as gone:
            raise_if_replaced(**asked)
        assert gone.value.correction == withdrawal_of(release).pk


def test_the_sample_has_no_public_note():
    release = withdrawn(published(a_file(ROWS.format(24), is_sample=True)))
    assert latest_notes() == []
    raise_if_replaced(release=release.pk)


def test_an_earlier_issue_still_leads_to_the_one_that_replaced_it():
    first, second = published(a_file(ROWS.format(24))), published(a_file(ROWS.format(25)))
    withdrawn(published(a_file(ROWS.format(26))))
    with pytest.raises(Replaced) as gone:
        raise_if_replaced(release=first.pk)
    assert gone.value.release == second.pk


def test_a_quote_is_held_against_it_no_more():
    release = published(a_file(ROWS.format(24)))
    figure = release.figures.get(value=24)
    quote = tied(quoted(a_claim(25, agency=figure.agency)), figure)
    loaded = Quote.objects.loaded()
    assert verdicts(loaded, published_figures())[quote.pk].right.value == 24
    withdrawn(release)
    found = verdicts(Quote.objects.loaded(), published_figures())[quote.pk]
    assert (found.kind, found.right, found.others) == (VerdictKind.UNDISPUTED, None, ())


def test_nobody_is_told_of_figures_that_were_withdrawn():
    first = published(a_file(ROWS.format(24)))
    figure = first.figures.get(value=24)
    tied(quoted(a_claim(24, agency=figure.agency)), figure)
    second = published(a_file(ROWS.format(25)))
    assert len(to_tell(second)) == 1
    assert to_tell(withdrawn(second)) == []


def test_a_release_is_withdrawn_once():
    release = withdrawn(published(a_file(ROWS.format(24))))
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(replaced=release, why="Again.", published_at=NOW)
