"""A name confirmed once is known in the next file, of any source; and can be taken back."""

import uuid

import pytest

from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.names.confirming import (
    Confirmation,
    NameRefused,
    NothingToTakeBack,
    confirm_names,
    take_back_names,
)
from requests_app.domain.misuse_data.names.matching import Matcher
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.remembered import Cells, ConfirmedName
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_file, doj, imported, preview_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresno() -> Agency:
    agency = an_agency("Fresno Police Department")
    Ori.objects.create(agency=agency, code="CA0100500")
    return agency


def confirmed(*pairs: tuple[Cells, Agency | None], attachment=None) -> list[ConfirmedName]:
    return confirm_names(
        attachment=attachment or a_file("Agency,Violations\nx,1\n"),
        confirmations=[Confirmation(cells, agency) for cells, agency in pairs],
        by=a_person(),
        at=NOW,
    )


def unmatched(content: str) -> list[tuple[str, int, list[str]]]:
    preview = preview_of(attachment=a_file(content), covers=Covers(2023, 2023))
    return [(one.cells.text, one.count, one.places) for one in preview.unmatched]


def test_names_that_mean_nobody_are_listed_once_with_their_places(fresno):
    content = (
        "Agency,ORI,Violations\nFresno PD,,1\nFresno Police Department,,2\nfresno p.d.,,3\n"
        "Statewide,,9\nNowhere,CA01OO500,4\n,,5\n"
    )
    assert unmatched(content) == [
        ("Fresno PD", 2, ["row 2", "row 4"]),
        ("Nowhere", 1, ["row 6"]),
    ]


def test_only_the_first_places_are_kept(fresno):
    [(_, count, places)] = unmatched("Agency,Violations\n" + "Fresno PD,1\n" * 9)
    assert (count, len(places)) == (9, 5)


def test_a_confirmed_name_becomes_an_alias_for_every_source(fresno):
    [name] = confirmed((Cells("Fresno PD"), fresno))
    assert name.alias == Alias.objects.get(agency=fresno, name="Fresno PD")
    match = Matcher().match(name="FRESNO P.D.")
    assert (match.agency, match.by) == (fresno, "alias")
    assert unmatched("Agency,Violations\nFresno PD,1\n") == []
    said = {entry.verb for entry in AuditEntry.objects.all()}
    assert {"added alias", "confirmed name"} <= said


def test_a_mistyped_ori_is_remembered_by_its_own_text(fresno):
    confirmed((Cells("", "CA01OO500"), fresno))
    assert Matcher().match(ori="ca01oo500").agency == fresno


def test_a_cell_of_two_agencies_is_remembered_by_its_own_text(fresno):
    Ori.objects.create(agency=an_agency("Clovis PD"), code="CA0100200")
    cell = "CA0100500 / CA0100200"
    assert Matcher().match(ori=cell).agency is None
    confirmed((Cells("", cell), fresno))
    assert Matcher().match(ori=cell).agency == fresno


def test_what_is_no_agency_is_left_out_of_the_files_of_that_agency_only(fresno):
    confirmed((Cells("Sundry bodies"), None))
    match = Matcher(returned_by=doj()).match(name="sundry bodies")
    assert (match.agency, match.is_left_out) == (None, True)
    assert "left out" in match.note
    assert unmatched("Agency,Violations\nSundry bodies,1\n") == []
    assert not Matcher(returned_by=fresno).match(name="Sundry bodies").is_left_out


def test_one_name_of_two_agencies_is_decided_for_these_files_and_no_alias(fresno):
    kern = an_agency(fresno.name, county="Kern")
    [name] = confirmed((Cells(fresno.name), kern))
    assert name.alias is None
    assert Matcher(returned_by=doj()).match(name=fresno.name).agency == kern
    assert Matcher().match(name=fresno.name).agency is None


def test_one_text_for_two_agencies_by_their_county_is_no_alias(fresno):
    kern = an_agency("Kern PD", county="Kern")
    confirmed((Cells("The PD", "", "Fresno"), fresno), (Cells("The PD", "", "Kern"), kern))
    assert not Alias.objects.exists()
    matcher = Matcher(returned_by=doj())
    assert matcher.match(name="The PD", county="Kern").agency == kern
    assert matcher.match(name="The PD", county="Fresno").agency == fresno


def test_an_ori_against_name_and_county_can_be_decided(fresno):
    kern = an_agency("Delano PD", county="Kern")
    cells = Cells("Delano PD", "CA0100500", "Kern")
    assert Matcher().match(**cells._asdict()).agency is None
    confirmed((cells, kern))
    assert Matcher(returned_by=doj()).match(**cells._asdict()).agency == kern


def test_all_of_a_step_is_taken_back(fresno):
    first, _ = confirmed((Cells("Fresno PD"), fresno), (Cells("Sundry bodies"), None))
    assert take_back_names(step=first.step, by=a_person(), at=NOW) == 2
    assert not Alias.objects.exists()
    assert not ConfirmedName.objects.exists()
    assert Matcher(returned_by=doj()).match(name="Fresno PD").agency is None
    with pytest.raises(NothingToTakeBack):
        take_back_names(step=first.step, by=a_person(), at=NOW)


def test_an_alias_that_is_gone_already_does_not_stop_the_taking_back(fresno):
    [name] = confirmed((Cells("Fresno PD"), fresno))
    Alias.objects.all().delete()
    assert take_back_names(step=name.step, by=a_person(), at=NOW) == 1
    with pytest.raises(NothingToTakeBack):
        take_back_names(step=uuid.uuid4(), by=a_person(), at=NOW)


def test_nothing_is_saved_where_one_is_refused(fresno):
    confirmed((Cells("Fresno PD"), fresno))
    for cells in (Cells("fresno p.d."), Cells(""), Cells("x" * 201)):
        with pytest.raises(NameRefused):
            confirmed((Cells("Another"), None), (cells, fresno))
    assert ConfirmedName.objects.count() == 1


def test_an_entry_that_was_merged_meanwhile_is_refused(fresno):
    gone = an_agency("Fresno P", merged_into=fresno)
    with pytest.raises(MergedMeanwhile):
        confirmed((Cells("Fresno PD"), gone))


def test_many_names_cost_the_same_questions(fresno, django_assert_max_num_queries):
    attachment = a_file("Agency,Violations\n" + "".join(f"Town {n} PD,1\n" for n in range(300)))
    with django_assert_max_num_queries(16):
        preview = preview_of(attachment=attachment, covers=Covers(2023, 2023))
    assert len(preview.unmatched) == 300


def test_a_row_that_is_no_agencys_is_left_out_of_the_import(fresno):
    attachment = a_file("Agency,Violations\nFresno Police Department,1\nSundry bodies,2\n")
    confirmed((Cells("Sundry bodies"), None), attachment=attachment)
    release = imported(attachment)
    assert [figure.value for figure in release.figures.all()] == [1]
