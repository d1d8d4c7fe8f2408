"""From draft to published: every transition, who may publish, what is superseded."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.acceptance import (
    AcceptanceRefused,
    WarningsOpen,
    accept_warnings,
)
from requests_app.domain.misuse_data.importing.operations import undo_import
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.releases import reviews
from requests_app.domain.misuse_data.releases.reviews import (
    TRANSITIONS,
    OlderIssue,
    OwnImport,
    ReasonMissing,
    Step,
    StepNotPossible,
    publish_release,
    send_back,
    steps_from,
    submit_for_review,
    why_not_published,
    would_supersede,
)
from requests_app.domain.misuse_data.releases.withdrawing import withdraw_release
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, accepted, imported, published

pytestmark = pytest.mark.django_db
ROWS = "Agency,Violations\nFresno PD,{}\n"
_contents = itertools.count(1)


@pytest.fixture(autouse=True)
def directory():
    an_agency("Fresno PD")


def file(**values):
    return a_file(ROWS.format(next(_contents)), **values)


def in_review(**values):
    return submit_for_review(release=imported(file(), **values), by=a_person(), at=NOW)


ACTS = {
    Step.SUBMIT: submit_for_review,
    Step.PUBLISH: publish_release,
    Step.SEND_BACK: lambda **values: send_back(reason="Row 2", **values),
    Step.WITHDRAW: lambda **values: withdraw_release(reason="Clawed back", **values),
}


def test_every_state_and_step_is_in_the_table():
    assert set(TRANSITIONS) == set(Step)
    reached = {t.before for t in TRANSITIONS.values()} | {t.after for t in TRANSITIONS.values()}
    assert reached == set(ReleaseState)


@pytest.mark.parametrize("state", list(ReleaseState))
@pytest.mark.parametrize("step", list(ACTS))
def test_a_step_starts_from_its_state_only(state, step):
    release = imported(file())
    Release.objects.filter(pk=release.pk).update(state=state, published_at=NOW)
    reviewer = a_person(Role.REVIEWER)
    if TRANSITIONS[step].before == state:
        moved = ACTS[step](release=release, by=reviewer, at=NOW)
        assert moved.state == TRANSITIONS[step].after
        assert AuditEntry.objects.filter(verb=TRANSITIONS[step].verb).exists()
    else:
        with pytest.raises(StepNotPossible, match="can be"):
            ACTS[step](release=release, by=reviewer, at=NOW)
        release.refresh_from_db()
        assert release.state == state


def test_the_steps_offered_are_those_of_the_state():
    release = imported(file())
    assert steps_from(release) == [Step.SUBMIT]
    release.state = ReleaseState.IN_REVIEW
    assert set(steps_from(release)) == {Step.SEND_BACK, Step.PUBLISH}
    release.state = ReleaseState.PUBLISHED
    assert steps_from(release) == [Step.WITHDRAW]
    for state in (ReleaseState.SUPERSEDED, ReleaseState.WITHDRAWN):
        release.state = state
        assert steps_from(release) == []


def test_a_release_goes_back_with_a_reason_only():
    release, reviewer = in_review(), a_person(Role.REVIEWER)
    with pytest.raises(ReasonMissing):
        send_back(release=release, reason="  ", by=reviewer, at=NOW)
    send_back(release=release, reason="Row 2 is 7", by=reviewer, at=NOW)
    assert AuditEntry.objects.get(verb="sent back").details["reason"] == "Row 2 is 7"


def test_the_importer_does_not_publish_while_somebody_else_can():
    importer = a_person(Role.REVIEWER)
    release = in_review(by=importer)
    a_person(Role.LEAD)
    with pytest.raises(OwnImport, match="imported by you"):
        publish_release(release=release, by=importer, at=NOW)
    release.refresh_from_db()
    assert release.state == ReleaseState.IN_REVIEW


def test_nobody_else_at_the_desk_is_no_leave_to_publish_ones_own_import():
    importer = a_person(Role.REVIEWER)
    release = in_review(by=importer)
    with pytest.raises(OwnImport, match="ONE_PERSON_DESK"):
        publish_release(release=release, by=importer, at=NOW)


def test_a_desk_of_one_switches_it_off_and_publishes_its_own_import_visibly(settings):
    settings.ONE_PERSON_DESK = True
    importer = a_person(Role.REVIEWER)
    release = publish_release(release=in_review(by=importer), by=importer, at=NOW)
    assert release.is_published_by_its_importer
    assert AuditEntry.objects.get(verb="published").details["same_person"] is True


def test_warnings_are_accepted_before_the_review():
    release = imported(a_file("Agency,Violations\nFresno PD,\n"), accept=False)
    with pytest.raises(WarningsOpen, match="2 warnings are not accepted"):
        submit_for_review(release=release, by=a_person(), at=NOW)
    accepted(release)
    assert submit_for_review(release=release, by=a_person(), at=NOW).state == "in_review"
    assert {w.reason for w in release.warnings.all()} == {"As the source has it"}


def test_warnings_are_accepted_by_their_rules_as_well():
    release = imported(a_file("Agency,Violations\nFresno PD,\n"), accept=False)
    first, second = release.warnings.values_list("rule", flat=True)
    accept_warnings(release=release, rules=[first, "none"], reason="Fine", by=a_person(), at=NOW)
    assert [w.rule for w in release.warnings.filter(accepted_at=None)] == [second]


def test_a_warning_is_accepted_with_a_reason_and_once():
    release = imported(a_file("Agency,Violations\nFresno PD,\n"), accept=False)
    ids, by = [w.pk for w in release.warnings.all()], a_person()
    for reason, chosen in ((" ", ids), ("Fine", [])):
        with pytest.raises(AcceptanceRefused):
            accept_warnings(release=release, warnings=chosen, reason=reason, by=by, at=NOW)
    assert accept_warnings(release=release, warnings=ids, reason="Fine", by=by, at=NOW) == 2
    with pytest.raises(AcceptanceRefused, match="accepted already"):
        accept_warnings(release=release, warnings=ids, reason="Other", by=by, at=NOW)
    assert {(w.reason, w.accepted_by) for w in release.warnings.all()} == {("Fine", by)}


def test_a_second_person_publishes():
    release = published(file())
    assert release.published_at == NOW
    assert not release.is_published_by_its_importer
    assert Figure.objects.all().published().count() == 1


def test_a_re_issue_supersedes_and_keeps_the_old():
    first, second = published(file()), imported(file())
    assert would_supersede(second) == first
    submit_for_review(release=second, by=a_person(), at=NOW)
    second = publish_release(
        release=second, by=a_person(Role.LEAD), at=NOW, correction="Re-issued."
    )
    first.refresh_from_db()
    assert (first.state, second.supersedes) == (ReleaseState.SUPERSEDED, first)
    assert [f.release for f in Figure.objects.all().published()] == [second]
    assert first.figures.count() == 1
    assert AuditEntry.objects.get(verb="superseded").details["superseded_by"] == str(second)


def test_an_earlier_issue_does_not_replace_a_later_one():
    later = published(file(), issued_on=date(2025, 6, 1))
    earlier = in_review(issued_on=date(2025, 5, 31))
    with pytest.raises(OlderIssue, match=r"as of 2025-05-31.*as of 2025-06-01"):
        publish_release(release=earlier, by=a_person(Role.LEAD), at=NOW, correction="Re-issued.")
    later.refresh_from_db()
    earlier.refresh_from_db()
    assert (later.state, earlier.state) == (ReleaseState.PUBLISHED, ReleaseState.IN_REVIEW)


def test_another_period_or_a_quoted_claim_is_not_superseded():
    other_period = published(file(), covers_from=2022)
    claim = a_claim(5, source="California Department of Justice", kind="doj").release
    published(file())
    for release in (other_period, claim):
        release.refresh_from_db()
        assert release.state == ReleaseState.PUBLISHED


def test_a_sample_release_is_published_for_nobody_and_replaces_nothing_real():
    real = published(file())
    sample = published(file(is_sample=True))
    real.refresh_from_db()
    assert (real.state, sample.state, sample.supersedes) == ("published", "published", None)
    assert [f.release for f in Figure.objects.all().published()] == [real]


def test_a_third_issue_supersedes_the_second():
    first, second, third = (published(file()) for _ in range(3))
    assert (second.supersedes, third.supersedes) == (first, second)


def test_what_was_sent_back_can_be_undone():
    release = send_back(release=in_review(), reason="x", by=a_person(Role.LEAD), at=NOW)
    undo_import(release=release, by=a_person(), at=NOW)
    assert not Release.objects.exists()


def test_why_it_was_sent_back_is_with_the_import_that_is_made_again():
    attachment, reviewer = file(), a_person(Role.REVIEWER)
    first = submit_for_review(release=imported(attachment), by=a_person(), at=NOW)
    send_back(release=first, reason="Row 2 is 7", by=reviewer, at=NOW)
    undo_import(release=first, by=a_person(), at=NOW)
    again, other = imported(attachment), imported(file())
    assert not again.rounds.exists(), "it is no draft that was sent back"
    for release in (again, other):
        submit_for_review(release=release, by=a_person(), at=NOW)
    assert [one.reason for one in again.rounds.all()] == ["", "Row 2 is 7"]
    assert [one.reason for one in other.rounds.all()] == [""]


def test_publishing_locks_the_source_before_any_of_its_releases():
    """Else two issues published at the same time would both stay published."""
    release, reviewer = in_review(), a_person(Role.REVIEWER)
    with CaptureQueriesContext(connection) as asked:
        publish_release(release=release, by=reviewer, at=NOW)
    selects = [q["sql"] for q in asked if q["sql"].startswith("SELECT")]
    assert f'FROM "{Source._meta.db_table}"' in selects[0]
    if connection.features.has_select_for_update:
        assert all("FOR UPDATE" in sql for sql in selects[:2])


@pytest.mark.django_db(transaction=True)
def test_two_issues_published_together_leave_one_published(monkeypatch):
    reviewer, releases = a_person(Role.REVIEWER), [in_review(), in_review()]
    start, looked = threading.Barrier(len(releases)), threading.Barrier(len(releases))

    def looked_together(release):
        """Without a lock both find nothing to supersede before either is published."""
        earlier = would_supersede(release)
        with suppress(threading.BrokenBarrierError):
            looked.wait(timeout=0.5)
        return earlier

    monkeypatch.setattr(reviews, "would_supersede", looked_together)

    def publish(release):
        try:
            start.wait(timeout=10)
            publish_release(release=release, by=reviewer, at=NOW, correction="Re-issued.")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(releases)) as together:
        list(together.map(publish, releases))
    states = sorted(Release.objects.values_list("state", flat=True))
    assert states == [ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED]


@pytest.mark.parametrize(
    ("stands", "waits", "is_older"),
    [
        # (the source's day, the day the file came) of what is published; of the other.
        ((date(2025, 6, 1), 10), (None, 5), False),
        ((None, 10), (None, 5), True),
        ((None, 10), (None, 10), False),
        ((None, 10), (date(2026, 1, 9), 20), False),
        ((date(2026, 1, 7), 10), (None, 5), True),
    ],
)
def test_without_a_day_of_the_source_the_day_the_file_came_orders(stands, waits, is_older):
    def day(number):
        return date(2026, 1, number)

    first = published(file(), issued_on=stands[0])
    first.returned_files.update(came_on=day(stands[1]))
    draft = imported(file(), issued_on=waits[0])
    draft.returned_files.update(came_on=day(waits[1]))
    assert bool(why_not_published(draft)) == is_older
    submit_for_review(release=draft, by=a_person(), at=NOW)
    publish = {"release": draft, "by": a_person(Role.LEAD), "at": NOW, "correction": "Again."}
    if is_older:
        with pytest.raises(OlderIssue, match="of a file that came on"):
            publish_release(**publish)
    else:
        assert publish_release(**publish).supersedes == first
        assert why_not_published(Release.objects.get(pk=draft.pk)) == ""
