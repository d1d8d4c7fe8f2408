"""The pages of quoted figures."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.published_figures import import_published_figures
from requests_app.domain.misuse_data.quoting.tying import tie_quote
from requests_app.management.commands.import_published_figures import STARTING_FIGURES
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_file, published
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
QUOTED = "/staff/quoted/"
TYPED: dict[str, Any] = {
    "number": "nearly 40", "measure": "violations", "year_from": "2016", "year_to": "",
    "agency_text": "", "publisher": "A paper", "kind": "press", "outlet": "bill",
    "url": "https://example.org/bill", "title": "AB 1", "author": "", "printed_on": "",
    "said": "Nearly 40 in 2016.", "contact": "desk@example.org", "note": "",
}  # fmt: skip


@pytest.fixture
def loaded(db: None) -> Quote:
    """The starting figures; the misquote."""
    import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)
    return Quote.objects.get(claim__value=7635, claim__year_from=2023)


def test_the_list_begins_with_what_is_wrong(staff: Client, loaded: Quote) -> None:
    page = staff.get(QUOTED)
    (first, verdict), *_ = page.context["rows"]
    assert (first, verdict.kind) == (loaded, "probably misquoted")
    assert "probably 7,275 violations, 2023" in texts(page)


def test_a_cause_says_whose_number_it_explains(staff: Client, loaded: Quote) -> None:
    staff.post(f"{QUOTED}new/", TYPED | {"year_from": "2023", "printed_on": ""})
    other = Quote.objects.latest("pk")
    for quote, words in ((loaded, "Likely cause:"), (other, "Likely cause of the other number:")):
        assert f"{words} other period." in texts(staff.get(f"{QUOTED}{quote.pk}/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "desert"}, 3),
        ({"q": "\x00"}, 50),
        ({"year": "2017", "q": "eff"}, 2),
        ({"year": "x"}, 50),
        ({"tied": "tied"}, 0),
        ({"told": "yes"}, 0),
        ({"outlet": "bill"}, 0),
        ({"said": "sources disagree"}, 2),
        ({"said": "nonsense", "page": "9"}, 0),
    ],
)
def test_the_list_is_filtered(staff: Client, loaded: Quote, query, found: int) -> None:
    assert len(staff.get(QUOTED, query).context["rows"]) == found


def test_a_misquote_is_shown_with_its_explanation(staff: Client, loaded: Quote) -> None:
    page = texts(staff.get(f"{QUOTED}{loaded.pk}/"))
    assert "7,635 equals the 2019–2023 total of violations" in page
    assert 'href="mailto:?subject=A%20figure%20you%20printed' in page
    assert "It should be this" not in page  # that is said by whoever may publish


def test_whoever_may_publish_says_what_it_should_be(loaded: Quote) -> None:
    reviewer = signed_in(Role.REVIEWER)
    right = Figure.objects.get(value=7275)
    assert "It should be this" in texts(reviewer.get(f"{QUOTED}{loaded.pk}/"))
    address = f"https://tenthday.example.org/staff/figures/{right.pk}/"
    reviewer.post(f"{QUOTED}{loaded.pk}/should-be/", {"figure": address})
    loaded.refresh_from_db()
    assert loaded.should_be == right
    page = texts(reviewer.post(f"{QUOTED}{loaded.pk}/should-be/", {}, follow=True))
    assert "Held against nothing any more." in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"figure": "nonsense"}, "neither a figure's number nor its address"),
        ({"figure": "999999"}, "There is no figure 999999."),
        ({"figure": "9" * 30}, "neither a figure's number"),
        ({"sum_of": "x"}, "Enter a whole number"),
    ],
)
def test_what_is_no_figure_is_refused(loaded: Quote, typed, why: str) -> None:
    response = signed_in(Role.REVIEWER).post(f"{QUOTED}{loaded.pk}/should-be/", typed, follow=True)
    assert why in texts(response)
    loaded.refresh_from_db()
    assert not loaded.is_tied


@pytest.mark.parametrize(
    ("values", "stated"),
    [({}, "about 40"), ({"number": "17%"}, "17%"), ({"number": "0"}, "0"),
     ({"number": "at least 1,000", "year_to": "2018"}, "at least 1,000")],
)  # fmt: skip
def test_a_quote_is_entered_as_it_was_printed(staff, values, stated) -> None:
    import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)
    response = staff.post(f"{QUOTED}new/", TYPED | values, follow=True)
    quote = Quote.objects.get(entered_by=staff.person)
    assert response.context["verdict"].printed.stated == stated
    assert (quote.outlet, quote.said) == ("bill", "Nearly 40 in 2016.")
    assert quote.contact == "desk@example.org"


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"number": "some"}, "number", "No number can be read"),
        ({"number": ""}, "number", "required"),
        ({"url": "nowhere"}, "url", "valid URL"),
        ({"url": "javascript:alert(1)"}, "url", "valid URL"),
        ({"year_from": "2099"}, "year_to", "Years run from 1990"),
        ({"year_to": "2015"}, "year_to", "no period ends before it begins"),
        ({"printed_on": "6/23"}, "printed_on", "is in the future"),
        ({"agency_text": "nobody"}, "agency_text", "No agency"),
        ({"measure": "zzz"}, "measure", "Select a valid choice"),
        ({"said": "a\x00b"}, "said", "Null characters"),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(staff, loaded, values, field, why) -> None:
    response = staff.post(f"{QUOTED}new/", TYPED | values)
    assert response.status_code == 422
    assert why in errors(response)[field][0]
    assert response.context["form"]["title"].value() == "AB 1"
    assert Quote.objects.count() == 58


def test_where_it_was_printed_is_set_right_and_taken_out(staff: Client, loaded: Quote) -> None:
    staff.post(f"{QUOTED}new/", TYPED)
    quote = Quote.objects.get(entered_by=staff.person)
    typed = {"outlet": "article", "title": "Thousands", "printed_on": "1/3/2025"}
    staff.post(f"{QUOTED}{quote.pk}/edit/", typed)
    quote.refresh_from_db()
    assert (quote.title, quote.outlet) == ("Thousands", "article")
    early = staff.post(f"{QUOTED}{loaded.pk}/edit/", typed | {"printed_on": "1/3/2020"})
    assert "had not begun" in texts(early)
    staff.post(f"{QUOTED}{quote.pk}/remove/")
    assert Quote.objects.count() == 58
    response = staff.post(f"{QUOTED}{loaded.pk}/remove/", follow=True)
    assert "It came with the starting figures" in texts(response)


def test_that_they_were_told_is_recorded_and_taken_back(staff: Client, loaded: Quote) -> None:
    told = f"{QUOTED}{loaded.pk}/told/"
    assert "is in the future" in texts(staff.post(told, {"told_on": "6/23"}, follow=True))
    assert "cannot be read" not in texts(staff.post(told, {"told_on": "soon"}, follow=True))
    assert not Telling.objects.exists()
    staff.post(told, {"told_on": "yesterday", "how": "By mail"})
    assert len(staff.get(QUOTED, {"told": "yes"}).context["rows"]) == 1
    staff.post(f"/staff/tellings/{Telling.objects.get().pk}/undo/")
    assert not Telling.objects.exists()


def test_a_correction_lists_whom_to_tell_and_remembers_whom_we_told(staff: Client) -> None:
    an_agency("Fresno PD")
    before = published(a_file("Agency,Violations\nFresno PD,4\n")).figures.get()
    import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)
    values = {"number": "4", "year_from": "2023", "agency_text": "Fresno PD"}
    staff.post(f"{QUOTED}new/", TYPED | values)
    quote = Quote.objects.get(entered_by=staff.person)
    tie_quote(quote=quote, to=before, by=a_person(), at=NOW)
    later = published(a_file("Agency,Violations\nFresno PD,5\n"))
    assert "Whom to tell" in texts(staff.get(QUOTED))
    whom = f"/staff/releases/{later.pk}/whom-to-tell/"
    page = texts(staff.get(whom))
    assert "4 before, now 5" in page and "desk@example.org" in page
    typed = {"told_on": "2026-06-22", "correction": str(later.pk)}
    page = texts(staff.post(f"{QUOTED}{quote.pk}/told/", typed, follow=True))
    assert "Recorded: A paper was told." in page and "Told today" not in page
    assert Telling.objects.get().correction == later


def test_a_correction_that_changed_nothing_quoted_is_no_telling(staff, loaded) -> None:
    release = loaded.claim.release
    typed = {"told_on": "2026-06-22", "correction": str(release.pk)}
    assert staff.post(f"{QUOTED}{loaded.pk}/told/", typed).status_code == 404
    assert not Telling.objects.exists()


def test_a_reader_sees_and_changes_nothing(loaded: Quote) -> None:
    reader = signed_in(Role.READER)
    page = texts(reader.get(f"{QUOTED}{loaded.pk}/"))
    assert "Record that they were told" not in page and "It should be this" not in page
    assert "Enter a quote" not in texts(reader.get(QUOTED))


def test_the_second_of_two_is_told_what_the_first_saved(staff: Client, loaded: Quote) -> None:
    address = f"{QUOTED}{loaded.pk}/edit/"
    other = signed_in(Role.LEAD)
    seen = staff.get(address).context["form"]["seen"].value()
    typed = {"outlet": "article", "title": "Thousands", "seen": seen}
    other.post(address, typed | {"author": "A. Writer"})
    refused = staff.post(address, typed | {"author": "B. Writer"})
    assert refused.status_code == 422
    [said] = refused.context["form"].non_field_errors()
    assert str(other.person) in said and "“Author” is now “A. Writer”" in said
    assert "B. Writer" in texts(refused)
    again = {"author": "B. Writer", "seen": refused.context["form"]["seen"].value()}
    assert staff.post(address, typed | again).status_code == 302
    loaded.refresh_from_db()
    assert loaded.author == "B. Writer"
