"""What the public is told: the tallies, the story, passports, downloads."""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Alias
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Measure, Release
from requests_app.domain.misuse_data.releases.reviews import publish_release, submit_for_review
from requests_app.domain.publication.agencies import agency_lines, agency_page, county_page
from requests_app.domain.publication.downloads import COLUMNS, all_csv, statewide_csv
from requests_app.domain.publication.passports import passport, published_passport
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.publication.releases import release_lines, release_page
from requests_app.domain.publication.story import latest_story
from requests_app.domain.publication.tallies import GapSpan, tallies
from requests_app.domain.publication.years import published_years, year
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.formulas import guarded
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, imported, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheriff():
    agency = an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")
    Alias.objects.create(agency=agency, name="Los Angeles County Sheriff's Department")
    return agency


@pytest.fixture
def printed(sheriff):
    call_command("import_published_figures", verbosity=0)


def cells(of_year: int):
    row = next(row for row in tallies().rows if row.year == of_year)
    return {head.key: cell for head, cell in row.by_head}


@pytest.mark.usefixtures("printed")
def test_the_tallies_show_each_year_with_its_gaps():
    found = tallies()
    assert [line.years if isinstance(line, GapSpan) else line.year for line in found.lines] == [
        2023, "2018–2022", 2017, 2016,
    ]  # fmt: skip
    assert cells(2023)["violations"].shown.value == 7275
    assert cells(2016)["misuse-found"].shown.value == 117
    assert cells(2016)["violations"].shown is None


@pytest.mark.usefixtures("printed")
def test_totals_over_several_years_are_kept_apart():
    found = tallies()
    assert {s.period for s in found.longer} == {"2019–2023", "2010–2014", "2009–2018"}
    shown = [cell.shown for row in found.rows for cell in row.cells if cell.shown]
    assert shown and all(s.is_single_year for s in shown)


@pytest.mark.usefixtures("printed")
def test_contradictions_are_counted_and_linked_from_their_cells():
    assert tallies().conflict_count == 2
    assert cells(2023)["violations"].is_contested
    assert cells(2017)["violations"].is_contested
    assert not cells(2016)["investigations"].is_contested


@pytest.mark.usefixtures("printed")
def test_the_story_of_the_latest_year_and_the_misquote_disarmed():
    story = latest_story(tallies())
    told = " ".join(sentence.text for sentence in story.lead)
    assert story.year == 2023
    assert "7,275 violations in 2023, statewide, according to EFF." in told
    assert "6,789 of them, 93.3% and the most of any agency; all others together for 486." in told
    assert "concealed-carry" in told
    (warning,) = story.warnings
    assert "7,635 is most likely not the number of 2023" in warning.text
    assert "2019–2023 total stated by tnsafety.com" in warning.text
    assert all(Figure.objects.filter(pk=s.figure).exists() for s in story.lead)


def test_the_caveat_of_a_total_stands_in_its_sentence():
    a_claim(12, note="One query is counted as one violation.")
    (total,) = latest_story(tallies()).lead
    assert total.text.endswith(" One query is counted as one violation.")


def test_there_is_no_story_without_figures():
    assert latest_story(tallies()) is None
    assert tallies().lines == []


def test_a_share_is_taken_of_the_same_sources_total_only(sheriff):
    a_claim(100, source="One")
    a_claim(60, source="Two", agency=sheriff)
    assert len(latest_story(tallies()).lead) == 1


def test_an_inexact_total_has_no_shares(sheriff):
    a_claim(100, qualifier="about")
    a_claim(60, agency=sheriff)
    story = latest_story(tallies())
    assert [s.text for s in story.lead] == [
        "About 100 violations in 2023, statewide, according to A paper."
    ]


def test_a_contradiction_without_a_known_cause_is_told_as_one():
    a_claim(100, source="One", kind="doj")
    a_claim(113, source="Two")
    (warning,) = latest_story(tallies()).warnings
    assert warning.text == "Two prints 113 for 2023. Why the two differ is not known."


def test_a_sum_of_a_few_rows_never_stands_before_what_is_stated(sheriff):
    an_agency("Fresno PD")
    an_agency("Oakland PD")
    a_claim(7275, source="EFF", kind="advocacy")
    a_claim(7635, source="A paper", kind="press")
    a_claim(7635, source="A bill", years=(2019, 2023))
    published(a_file("Agency,Violations\nFresno PD,4\nLos Angeles County Sheriff's Office,30\n"))
    cell = cells(2023)["violations"]
    assert (cell.shown.source, cell.shown.value) == ("EFF", 7275)
    (ours,) = [one for one in cell.others if one.is_our_sum]
    assert (ours.value, ours.qualifier) == (34, "at_least")


def test_a_number_that_somebody_typed_in_is_no_years_figure():
    typed = a_claim(12, source="An unknown page", years=2016)
    Release.objects.filter(pk=typed.release_id).update(imported_by=a_person())
    cell = cells(2016)["violations"]
    assert (cell.shown, [one.figure for one in cell.others]) == (None, [typed.pk])
    a_claim(9, source="EFF", years=2016)
    assert cells(2016)["violations"].shown.value == 9


def test_our_sum_is_called_one_and_claims_no_more_than_its_rows(sheriff):
    an_agency("Fresno PD")
    published(a_file("Agency,Violations\nFresno PD,4\nLos Angeles County Sheriff's Office,30\n"))
    lead = latest_story(tallies()).lead
    assert "our sum of 2 agencies' rows" in lead[0].text
    assert "statewide" not in lead[0].text
    assert "the most of those listed" in lead[1].text
    assert lead[0].figure is None


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [(["press", "advocacy"], "advocacy"), (["advocacy", "agency"], "agency"),
     (["press", "doj"], "doj")],
)  # fmt: skip
def test_which_statement_is_shown_follows_its_weight(kinds, shown):
    for number, kind in enumerate(kinds):
        a_claim(10 + number, source=kind, kind=kind)
    assert cells(2023)["violations"].shown.source_kind == shown


def test_a_sum_of_a_part_is_not_shown_before_what_is_stated_of_the_whole():
    an_agency("Ukiah PD"), an_agency("Lodi PD")
    published(a_file("Agency,Violations\nUkiah PD,4\nLodi PD,at least 8\n"))
    a_claim(7275, source="EFF", kind="advocacy")
    shown = cells(2023)["violations"].shown
    assert (shown.source, shown.value) == ("EFF", 7275)


def test_of_one_sources_two_of_one_day_every_page_shows_the_same(sheriff):
    for value in (5, 8):
        a_claim(value, source="EFF")
        a_claim(value, source="EFF", agency=sheriff)
    a_claim(1, source="EFF", agency=an_agency("Kern PD"))
    (found,) = [m for m in agency_page(sheriff.pk).measures if m.key == "violations"]
    assert found.cells[0][1].shown.value == 8
    (table,) = year(2023).rankings
    assert table.stated_total.value == table.rows[0].statement.value == 8
    assert tallies().by_year("violations")[0][1].shown.value == 8


def test_our_own_publication_is_shown_before_what_others_print():
    a_claim(10, source="quoted", kind="doj")
    published(a_file("Year,Violations\n2023,12\n"))
    assert cells(2023)["violations"].shown.value == 12


def test_a_year_has_its_measures_outcomes_and_longer_periods(printed):
    found = year(2023)
    assert [m.cell.shown.value for m in found.counts] == [7275]
    assert {m.measure: m.cell.shown.value for m in found.outcomes} == {
        "suspended": 24, "resigned": 6, "terminated": 9,
    }  # fmt: skip
    (ranking,) = found.rankings
    assert (ranking.rows[0].of_stated, ranking.rest_of_stated) == ("93.3%", 486)
    assert {s.period for s in found.longer} == {"2019–2023"}
    assert (found.before, found.after) == (2018, None)


def test_a_year_shows_each_source_as_a_table_of_agencies(printed):
    matrices = {matrix.source: matrix for matrix in year(2017).matrices}
    tribune = matrices["San Diego Union-Tribune"]
    assert tribune.measures[:2] == ("investigations", "violations")
    assert [s.value for s in tribune.rows[0].statements[:2]] == [19, 4]


def test_a_year_without_figures_is_not_there(printed):
    assert published_years() == (2009, 2014, 2015, 2016, 2017, 2018, 2023)
    with pytest.raises(NotPublished):
        year(2020)


def test_agencies_with_figures_come_first_and_a_search_finds_aliases(printed, sheriff):
    an_agency("Aardvark PD")
    lines = agency_lines()
    assert [(line.name, line.figures) for line in lines] == [(sheriff.name, 1), ("Aardvark PD", 0)]
    sheriff.refresh_search_text()
    assert [line.pk for line in agency_lines("angeles department")] == [sheriff.pk]


def test_an_agencys_page_has_its_years_caveats_and_county(printed, sheriff):
    page = agency_page(sheriff.pk)
    assert page.years == (2023,)
    assert page.measures[0].cells[0][1].shown.value == 6789
    assert "concealed-carry" in page.notes[0].note
    assert county_page(page.county_slug).with_figures == 1
    for missing in (lambda: agency_page(10**6), lambda: county_page("atlantis")):
        with pytest.raises(NotPublished):
            missing()


def test_a_quoted_figures_passport(printed):
    passport = published_passport(Figure.objects.get(value=7275).pk)
    assert passport.statement.url.startswith("https://www.eff.org")
    assert (passport.unit, passport.statement.period) == ("violations", "2023")
    assert [b.statement.value for b in passport.beside.others] == [7635]
    assert len(passport.conflicts) == 1
    assert not passport.handling.same_person


def test_an_imported_figures_passport_leads_to_the_file_and_request():
    attachment = a_file("Year,Violations\n2023,12\n")
    release = published(attachment, issued_on=date(2024, 5, 1))
    passport = published_passport(release.figures.get().pk)
    assert passport.file.sha256 == attachment.sha256
    assert passport.request.number == attachment.records_request.number
    assert passport.statement.where == "row 2, column B “Violations”"
    assert passport.statement.issued_on == date(2024, 5, 1)


def test_a_desk_of_one_shows_in_the_passport(settings):
    settings.ONE_PERSON_DESK = True
    alone = a_person(Role.REVIEWER)
    release = imported(a_file("Year,Violations\n2023,12\n"), by=alone)
    submit_for_review(release=release, by=alone, at=NOW)
    publish_release(release=release, by=alone, at=NOW)
    assert published_passport(release.figures.get().pk).handling.same_person


@pytest.mark.parametrize("state", ["draft", "in_review", "superseded", "withdrawn"])
def test_what_is_not_published_has_no_passport_and_no_page(state):
    figure = a_claim(5, state=state)
    with pytest.raises(NotPublished):
        published_passport(figure.pk)
    with pytest.raises(NotPublished):
        release_page(figure.release_id)
    assert release_lines() == []


def test_a_release_page_lists_its_figures_and_files():
    attachment = a_file("Year,Violations,Suspended\n2023,12,1\n")
    page = release_page(published(attachment).pk)
    assert [s.value for s in page.page] == [12, 1]
    assert page.files == ((attachment.original_name, attachment.sha256),)


def rows(lines):
    return list(csv.DictReader(io.StringIO("".join(lines))))


@pytest.mark.usefixtures("printed")
def test_the_download_has_all_that_is_needed_to_quote():
    found = rows(statewide_csv(lambda s: f"/figures/{s.figure}/"))
    assert tuple(found[0]) == COLUMNS
    row = next(row for row in found if row["value"] == "7635" and row["year_from"] == "2019")
    assert (row["year_to"], row["unit"], row["measure"]) == ("2023", "violations", "violations")
    assert row["source"].startswith("tnsafety.com")
    assert row["passport"].startswith("/figures/")
    assert {row["about"] for row in found} == {"California (statewide)"}
    assert len(rows(all_csv(lambda s: ""))) == 58


def test_an_answer_without_a_number_has_no_value_in_the_file():
    a_claim(None, answer="did_not_report")
    (row,) = rows(all_csv(lambda s: ""))
    assert (row["answer"], row["value"], row["qualifier"]) == ("did_not_report", "", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("-12", "-12"),
        ("-1,234.5", "-1,234.5"),
        ("12", "12"),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_a_formula_is_guarded_and_a_negative_number_left_alone(text, kept):
    assert guarded(text) == kept


def test_a_formula_in_the_data_is_guarded_in_the_file():
    a_claim(5, agency_as_written='=HYPERLINK("http://example.org")', note="@x")
    (row,) = rows(all_csv(lambda s: ""))
    assert row["about"] == '\'=HYPERLINK("http://example.org")'
    assert row["note"] == "'@x"


def test_a_sample_release_is_nowhere():
    figure = a_claim(5, is_sample=True)
    assert Release.objects.get().state == "published"
    assert tallies().rows == ()
    assert rows(all_csv(lambda s: "")) == []
    with pytest.raises(NotPublished):
        published_passport(figure.pk)


@pytest.mark.parametrize("state", ["restricted", "quarantined"])
def test_a_file_that_is_kept_back_is_named_to_the_staff_only(state):
    attachment = a_file("Year,Violations\n2023,12\n")
    release = published(attachment)
    Attachment.objects.filter(pk=attachment.pk).update(state=state)
    figure = release.figures.get()
    shown = published_passport(figure.pk).file
    assert (shown.name, shown.sha256) == ("not public", "not public")
    assert release_page(release.pk).files == (("not public", "not public"),)
    told = passport(figure.pk, among=Figure.objects.all(), viewer=a_person(Role.LEAD)).file
    assert (told.name, told.sha256) == (attachment.original_name, attachment.sha256)


def test_a_measure_that_the_starting_table_lacks_is_listed_by_its_position():
    Measure.objects.create(key="letters", name="letters sent", unit="outcomes", position=5)
    ensure_measures()
    for measure in ("violations", "letters"):
        a_claim(30, years=(2019, 2022), measure=measure)
    assert [s.measure for s in tallies().longer] == ["letters sent", "violations"]


@pytest.fixture
def summed(sheriff):
    """A published file of two agencies and no total: 30 violations in 2023, misuse found 7."""
    an_agency("Fresno PD")
    return published(
        a_file(
            "Agency,Violations,Misuse found\nFresno PD,4,3\n"
            "Los Angeles County Sheriff's Office,26,4\n"
        )
    )


@pytest.mark.usefixtures("summed")
def test_our_sum_is_contested_by_what_others_print_of_the_state():
    claim = a_claim(7275, source="EFF", kind="advocacy")
    a_claim(7, source="EFF", kind="advocacy", measure="misuse-found")
    shown = cells(2023)
    assert (shown["violations"].shown.value, shown["violations"].is_contested) == (30, True)
    assert (shown["misuse-found"].shown.value, shown["misuse-found"].is_contested) == (7, False)
    assert tallies().conflict_count == 1
    (conflict,) = year(2023).conflicts
    assert conflict.headline == "California (statewide), 2023: 30 or 7,275 violations?"
    assert published_passport(claim.pk).conflicts == (conflict,)
    (warning,) = latest_story(tallies()).warnings
    assert warning.text == "EFF prints 7,275 for 2023. Why the two differ is not known."


def test_our_sum_joins_a_contradiction_that_others_have_already(summed):
    a_claim(7275, source="EFF")
    a_claim(7635, source="Paper")
    (conflict,) = tallies().conflicts
    assert {s.value for s in conflict.statements} == {30, 7275, 7635}
    assert conflict.first.release == summed.pk


def test_a_sum_that_leaves_room_contradicts_nobody(sheriff):
    an_agency("Fresno PD")
    published(a_file("Agency,Violations\nFresno PD,4\nLos Angeles County Sheriff's Office,n/a\n"))
    a_claim(7275)
    assert not cells(2023)["violations"].is_contested


def test_two_sums_of_ours_that_differ_contest_each_other(sheriff, summed):
    other = published(
        a_file(
            "Agency,Year,Violations\nFresno PD,2023,4\nFresno PD,2022,1\n"
            "Los Angeles County Sheriff's Office,2023,0\n"
        ),
        covers_from=2022,
    )
    cell = cells(2023)["violations"]
    assert {s.release for s in (cell.shown, *cell.others)} == {summed.pk, other.pk}
    assert cell.is_contested
    texts = [w.text for w in latest_story(tallies()).warnings]
    assert [text.startswith("The rows of ") for text in texts] == [True]


@pytest.mark.usefixtures("summed")
def test_one_agencys_rows_are_no_statewide_sum(sheriff):
    a_claim(7275, source="EFF")
    assert agency_page(sheriff.pk).conflicts == ()
    agencys = Figure.objects.get(agency=sheriff, measure__key="violations")
    assert published_passport(agencys.pk).conflicts == ()
