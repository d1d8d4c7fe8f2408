"""What a file would change, told before it is imported and by the rule of the issues' page."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from requests_app.domain.agencies.models import Agency, Succession
from requests_app.domain.misuse_data.importing import changes as module
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.releases.differences import ChangeKind
from tests.builders import an_agency
from tests.domain.misuse_data.figures import (
    YEAR,
    a_file,
    imported,
    preview_of,
    published,
    summary_of,
)
from tests.domain.misuse_data.importing.test_import_laws import FEW

pytestmark = pytest.mark.django_db
HEAD = "Agency,Violations,Suspended\n"


@pytest.fixture
def directory():
    for name in ("Fresno PD", "Clovis PD", "Kern SO", "Marin SO"):
        an_agency(name)


def looked_at(content: str):
    return preview_of(attachment=a_file(content), covers=Covers(YEAR, YEAR)).changes


def test_the_sample_is_none_of_what_a_file_is_compared_with(directory):
    published(a_file(f"{HEAD}Clovis PD,3,4\n", is_sample=True))
    assert looked_at(f"{HEAD}Clovis PD,3,5\n") is None


def test_each_change_is_counted_and_the_first_are_told(directory):
    published(a_file(f"{HEAD}Fresno PD,24,N/A\nClovis PD,3,4\nKern SO,1,~2\n"))
    changes = looked_at(f"{HEAD}Fresno PD,at least 26,0\nClovis PD,3,4\nMarin SO,2,17%\n")
    assert dict(changes.counts) == {
        "added": 2, "removed": 2, "changed": 2, "renamed": 0, "unchanged": 2,
    }  # fmt: skip
    assert [(one.about, one.measure, one.before, one.now) for one in changes.rows()] == [
        ("Fresno PD", "violations", "24", "at least 26"),
        ("Fresno PD", "suspended", "unreadable or unclear", "0"),
        ("Kern SO", "violations", "1", ""),
        ("Kern SO", "suspended", "about 2", ""),
        ("Marin SO", "violations", "", "2"),
        ("Marin SO", "suspended", "", "17%"),
    ]


def test_an_agency_under_its_new_name_is_the_same_one(directory):
    published(a_file(f"{HEAD}Clovis PD,3,4\n"))
    old = Agency.objects.get(name="Clovis PD")
    old.succeeded_by, old.succession = an_agency("Clovis Police"), Succession.RENAMED
    old.save()
    changes = looked_at(f"{HEAD}Clovis Police,3,5\n")
    assert (changes.count(ChangeKind.RENAMED), changes.count(ChangeKind.CHANGED)) == (1, 1)
    assert changes.count(ChangeKind.REMOVED) == changes.count(ChangeKind.ADDED) == 0


def test_a_release_that_is_too_long_is_not_held(directory, monkeypatch):
    published(a_file(f"{HEAD}Clovis PD,3,4\n"))
    monkeypatch.setattr(module, "MOST_COMPARED", 1)
    changes = looked_at(f"{HEAD}Clovis PD,3,5\n")
    assert not changes.is_told and not changes.is_any


CELLS = st.lists(st.sampled_from(["", "0", "7", "~7", "none"]), min_size=3, max_size=3)


@FEW
@given(CELLS, CELLS)
def test_what_is_told_before_is_what_is_told_afterwards(before, after):
    assume(before != after)  # the same file is not imported beside itself
    number = Release.objects.count()  # no two examples have a file in common
    names = [an_agency(f"Town {number} {n} Police").name for n in range(3)]

    def table(cells):
        rows = zip(names, cells, strict=True)
        body = "".join(f"{name},{cell}\n" for name, cell in rows if cell)
        return f"Agency,Violations\n{body}Statewide,{number}\n"

    release = published(a_file(table(before)))
    told = looked_at(table(after))
    summary = summary_of(release, imported(a_file(table(after))))
    assert {kind: told.count(kind) for kind in ChangeKind} == {
        kind: summary.kinds[kind] for kind in ChangeKind
    }
    assert told.unchanged == summary.unchanged
