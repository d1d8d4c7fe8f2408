"""Two people at the same file, draft or source at the same moment."""

from functools import partial

import pytest
from django.db import DatabaseError

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.importing.acceptance import accept_warnings
from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.operations import (
    NotADraft,
    RowsRefused,
    Titled,
    import_file,
    undo_import,
)
from requests_app.domain.misuse_data.importing.previews import Wanted
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.releases.locking import ReleaseGone
from requests_app.domain.misuse_data.releases.reviews import (
    StepNotPossible,
    publish_release,
    send_back,
    submit_for_review,
    would_supersede,
)
from requests_app.domain.reporting.models import AnnualDuty
from tests.at_once import one_in_the_other
from tests.builders import NOW, TODAY, a_person, an_agency
from tests.domain.misuse_data.figures import YEAR, a_file, imported, published

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "Agency,Violations\nFresno PD,{}\nMerced PD,{}\n"


@pytest.fixture(autouse=True)
def directory():
    for name in ("Fresno PD", "Merced PD"):
        an_agency(name)


def refused_as_imported_before(came_to: object) -> bool:
    return isinstance(came_to, RowsRefused) and [p.rule for p in came_to.problems] == [
        "imported-before"
    ]


@pytest.mark.parametrize("is_new", [True, False], ids=["a new source", "a known one"])
def test_of_two_who_import_what_they_looked_at_one_wins(is_new):
    attachment, people = a_file(ROWS.format(3, 4)), [a_person(), a_person()]
    if not is_new:
        imported(a_file(ROWS.format(1, 1)), covers_from=YEAR - 1, covers_to=YEAR - 1)
    acts = [partial(imported, attachment, by, accept=False) for by in people]
    assert refused_as_imported_before(one_in_the_other(*acts, RowsRefused))
    [release] = Release.objects.filter(covers_to=YEAR)
    assert (release.imported_by, release.figures.count()) == (people[0], 2)


def test_the_same_of_a_file_without_a_request(tmp_path):
    path = tmp_path / "returned.csv"
    path.write_text(ROWS.format(3, 4), encoding="utf-8")
    wanted = Wanted(Source(name="The DOJ", kind="doj"), Covers(YEAR, YEAR))
    incoming, titled = Incoming.at(path, came_on=TODAY), Titled("Handed over")

    def act() -> object:
        return import_file(incoming=incoming, wanted=wanted, titled=titled, by=None, at=NOW)

    assert refused_as_imported_before(one_in_the_other(act, act, RowsRefused))
    assert Release.objects.get().figures.count() == 2


def in_review(first: int, second: int, **values) -> Release:
    release = imported(a_file(ROWS.format(first, second)), **values)
    return submit_for_review(release=release, by=a_person(), at=NOW)


@pytest.mark.parametrize("publishes_first", [True, False])
def test_an_import_while_another_publishes_what_it_would_change(publishes_first):
    release, attachment, reviewer = in_review(3, 4), a_file(ROWS.format(3, 5)), a_person(Role.LEAD)
    importing = partial(imported, attachment, a_person())
    publishing = partial(publish_release, release=release, by=reviewer, at=NOW)
    acts = (publishing, importing) if publishes_first else (importing, publishing)
    one_in_the_other(*acts, DatabaseError)
    draft = Release.objects.get(state="draft")
    assert would_supersede(draft) == Release.objects.get(state="published") == release
    assert {f.release for f in Figure.objects.all().published()} == {release}


STEPS = {
    "submit": submit_for_review,
    "accept": partial(accept_warnings, warnings=[1], reason="Fine"),
    "send back": partial(send_back, reason="Row 2"),
    "publish": publish_release,
    "undo": undo_import,
}


@pytest.mark.parametrize("step", list(STEPS.values()), ids=list(STEPS))
def test_what_was_undone_meanwhile_is_told_to_whoever_moves_it(step):
    release, by = imported(a_file(ROWS.format(3, 4))), a_person(Role.LEAD)
    undo = partial(undo_import, release=release, by=a_person(), at=NOW)
    act = partial(step, release=release, by=by, at=NOW)
    came_to = one_in_the_other(undo, act, ReleaseGone)
    assert "undone meanwhile" in str(came_to)
    assert not Figure.objects.exists()


def test_what_is_handed_in_meanwhile_is_not_undone():
    release = imported(a_file(ROWS.format(3, 4)))
    submit = partial(submit_for_review, release=release, by=a_person(), at=NOW)
    undo = partial(undo_import, release=release, by=a_person(), at=NOW)
    assert "in review" in str(one_in_the_other(submit, undo, NotADraft))
    assert release.figures.count() == 2


def test_of_two_who_publish_or_send_back_one_is_told_so():
    release, lead = in_review(3, 4), a_person(Role.LEAD)
    back = partial(send_back, release=release, reason="Row 2", by=lead, at=NOW)
    publish = partial(publish_release, release=release, by=a_person(Role.LEAD), at=NOW)
    assert "is draft" in str(one_in_the_other(back, publish, StepNotPossible))
    assert not AnnualDuty.objects.exists()


def test_two_sources_published_at_once_both_tell_of_the_same_duties():
    published(a_file(ROWS.format(1, 1)))
    again = in_review(0, 2)
    own = in_review(5, 6, source=Source(name="An office", kind="advocacy"))
    acts = [
        partial(publish_release, release=one, by=a_person(Role.LEAD), at=NOW, correction="Again.")
        for one in (again, own)
    ]
    one_in_the_other(*acts, DatabaseError)
    board = {str(d.agency): (d.answer, d.is_contradicted) for d in AnnualDuty.objects.all()}
    assert board == {"Fresno PD": ("reported_zero", True), "Merced PD": ("reported", False)}
