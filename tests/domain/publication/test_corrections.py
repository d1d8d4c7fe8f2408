"""Public notes of corrections: what they tell, and where an address that was replaced leads."""

import pytest

from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.publication.corrections import (
    Replaced,
    latest_notes,
    note_page,
    notes_about,
    notes_of_release,
    notes_page,
    raise_if_replaced,
)
from requests_app.domain.publication.published import NotPublished
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_file, published

pytestmark = pytest.mark.django_db
BEFORE = "Agency,Violations,Pending\nFresno PD,24,N/A\nClovis PD,3,4\nKern SO,1,1\n"
AFTER = "Agency,Violations,Pending\nFresno PD,26,0\nClovis PD,3,4\n"


@pytest.fixture(autouse=True)
def directory():
    for name in ("Fresno PD", "Clovis PD", "Kern SO"):
        an_agency(name)


@pytest.fixture
def issues() -> tuple[Release, Release]:
    return published(a_file(BEFORE)), published(a_file(AFTER), correction="Counted again.")


def figure(release: Release, value: int) -> Figure:
    return release.figures.get(value=value)


def test_a_note_tells_each_figure_by_how_much_and_why(issues):
    page = note_page(Correction.objects.get().pk)
    assert (page.note.why, page.note.counts) == (
        "Counted again.",
        "2 changed, 2 removed, 2 unchanged",
    )
    told = [(line.about, line.was, line.now, line.by, line.kind) for line in page.page]
    assert told == [
        ("Fresno PD", "24", "26", "+2", "changed"),
        ("Fresno PD", "unreadable or unclear", "0", "", "changed"),
        ("Kern SO", "1", "", "", "removed"),
        ("Kern SO", "1", "", "", "removed"),
    ]
    assert page.page.object_list[0].passport.figure == figure(issues[1], 26).pk
    assert page.page.object_list[2].passport is None


def test_the_newest_note_stands_first(issues):
    published(a_file(BEFORE), correction="Counted a third time.")
    assert [note.why for note in latest_notes()] == ["Counted a third time.", "Counted again."]
    assert [note.why for note in notes_page(1)] == ["Counted a third time.", "Counted again."]
    first = Correction.objects.get(why="Counted again.")
    assert note_page(first.pk).page.object_list[0].passport is None, "replaced since"


def test_the_figures_concerned_lead_to_the_note(issues):
    _, after = issues
    assert [note.why for note in notes_about(figure(after, 26).pk)] == ["Counted again."]
    assert notes_about(figure(after, 3).pk) == []
    assert [note.why for note in notes_of_release(after.pk)] == ["Counted again."]


def test_what_was_replaced_leads_to_the_note(issues):
    before, after = issues
    note = Correction.objects.get().pk
    for what in ({"release": before.pk}, {"figure": figure(before, 24).pk}):
        with pytest.raises(Replaced) as gone:
            raise_if_replaced(**what)
        assert (gone.value.release, gone.value.correction) == (after.pk, note)
    raise_if_replaced(release=after.pk)
    raise_if_replaced(figure=figure(after, 26).pk)
    raise_if_replaced(figure=0)


def test_where_nothing_changed_it_leads_to_the_later_issue(issues):
    third = published(a_file(AFTER + "\n"), correction="")
    with pytest.raises(Replaced) as gone:
        raise_if_replaced(release=issues[1].pk)
    assert (gone.value.release, gone.value.correction) == (third.pk, None)


def test_nothing_of_the_sample_is_public():
    for content in (BEFORE, AFTER):
        published(a_file(content, is_sample=True))
    note = Correction.objects.get()
    assert latest_notes() == []
    with pytest.raises(NotPublished):
        note_page(note.pk)
    raise_if_replaced(release=note.replaced_id)


def test_agencies_under_another_name_are_told_once(issues):
    Alias.objects.create(agency=Agency.objects.get(name="Clovis PD"), name="City of Clovis")
    published(a_file(AFTER.replace("Clovis PD", "City of Clovis")), correction="Spelled out.")
    page = note_page(Correction.objects.get(why="Spelled out.").pk)
    assert page.renamed == (("Clovis PD", "City of Clovis", 2),)
    assert list(page.page) == []


def test_a_long_note_costs_no_more_questions(issues, django_assert_num_queries):
    pk = Correction.objects.get().pk
    with django_assert_num_queries(5):
        note_page(pk)
    with django_assert_num_queries(1):
        latest_notes()
