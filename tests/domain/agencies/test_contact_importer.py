"""Contacts from CSV: forgiving heads, checked values, all rows or none, the failed ones back."""

import csv
import io
from datetime import date

import pytest

from requests_app.domain.agencies.contact_importer import (
    ContactsImport,
    ContactsPlan,
    failed_csv,
    import_contacts,
    plan_contacts,
)
from requests_app.domain.agencies.csv_rows import MOST_BYTES, MOST_ROWS, DirectoryRefused
from requests_app.domain.agencies.models import Contact, Ori
from requests_app.domain.audit.models import AuditEntry
from tests.builders import NOW, TODAY, an_agency

pytestmark = pytest.mark.django_db
HEAD = "agency,ori,kind,value,portal_kind,last_confirmed_on\n"


@pytest.fixture
def fresno(db):
    agency = an_agency("Fresno Police Department")
    Ori.objects.create(agency=agency, code="CA0100500")
    return agency


def planned(text: str | bytes) -> ContactsPlan:
    content = text if isinstance(text, bytes) else text.encode()
    return plan_contacts(content, "contacts.csv", today=TODAY)


def imported(text: str) -> ContactsImport:
    return import_contacts(content=text.encode(), name="contacts.csv", by=None, at=NOW, today=TODAY)


def stored() -> list[tuple]:
    return list(Contact.objects.values_list("kind", "value", "portal_kind", "last_confirmed_on"))


def test_rows_become_contacts(fresno) -> None:
    done = imported(
        HEAD + "Fresno Police Department,,email,records@example.org,,2026-06-01\n"
        ",ca0100500,Portal,https://fresno.example.org,Next Request,6/2/2026\n"
    )
    assert done == ContactsImport(added=2, updated=0, unchanged=0)
    assert stored() == [
        ("email", "records@example.org", "", date(2026, 6, 1)),
        ("portal", "https://fresno.example.org", "nextrequest", date(2026, 6, 2)),
    ]
    assert AuditEntry.objects.get(verb="imported contacts").details["added"] == 2


def test_the_audit_record_tells_it_of_each_agency_that_changed(fresno) -> None:
    line = "Fresno Police Department,,email,records@example.org,,2026-06-01\n"
    imported(HEAD + line)
    marin, kern = an_agency("Marin Police"), an_agency("Kern Police")
    imported(
        f"{HEAD}{line}Marin Police,,email,m@example.org,,\nKern Police,,email,k@example.org,,\n"
        "Marin Police,,fax,(415) 555-0100,,\n"
    )
    second = AuditEntry.objects.filter(verb="imported contacts", details__added=3)
    assert {entry.subject_id for entry in second} == {str(marin.pk), str(kern.pk)}
    assert second.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffAgency Name;E-mail\nFresno Police Department;records@example.org\n",
        "ORI\tContact\tType\nCA0100500\trecords@example.org\te-mail\n",
        "Department,EMAIL ADDRESS\nfresno police department,records@example.org\n\n,\n",
    ],
)
def test_heads_delimiters_and_the_mark_are_forgiven(fresno, text) -> None:
    imported(text)
    assert stored() == [("email", "records@example.org", "", None)]


def test_windows_text_is_read(fresno) -> None:
    text = "agency,kind,value\nFresno Police Department,post,1 Cañada Road\n".encode("cp1252")
    assert planned(text).added[0].details.value == "1 Cañada Road"


def test_a_later_day_confirms_and_an_earlier_one_takes_nothing_back(fresno) -> None:
    row = "Fresno Police Department,,portal,https://x.example.org,{},{}\n"
    imported(HEAD + row.format("govqa", "2026-06-01"))
    assert imported(HEAD + row.format("", "2026-01-01")).unchanged == 1
    changes = Contact.history.count()
    assert imported(HEAD + row.format("", "")).unchanged == 1
    assert Contact.history.count() == changes, "an import that changes nothing writes no history"
    assert imported(HEAD + row.format("", "2026-06-20")).updated == 1
    assert stored() == [("portal", "https://x.example.org", "govqa", date(2026, 6, 20))]


BAD = (
    "Fresno Police Department,,email,good@example.org,,\n"
    "Fresno Polce Department,,email,a@example.org,,\n"
    "Fresno Police Department,,email,nobody,,\n"
    "Fresno Police Department,,portal,ftp://x.example.org,,\n"
    "Fresno Police Department,,,somewhere,,\n"
    "Fresno Police Department,,portal,https://x.example.org,Oracle,\n"
    "Fresno Police Department,,email,b@example.org,,soon\n"
    "Fresno Police Department,,email,c@example.org,,2027-01-01\n"
    "Fresno Police Department,,email,good@example.org,,\n"
    "Fresno Police Department,,email,=1+1@example.org,,\n"
)


def test_every_bad_row_is_named_and_nothing_is_imported(fresno) -> None:
    with pytest.raises(DirectoryRefused) as refused:
        imported(HEAD + BAD)
    found = [(error.row, error.column) for error in refused.value.errors]
    assert found == [
        (3, "agency"), (4, "value"), (5, "value"), (6, "kind"), (7, "portal_kind"),
        (8, "last_confirmed_on"), (9, "last_confirmed_on"), (10, "value"),
    ]  # fmt: skip
    assert "Perhaps: Fresno Police Department (Fresno, police)" in str(refused.value)
    assert not Contact.objects.exists()


def test_the_rows_that_failed_come_back_with_what_to_mend(fresno) -> None:
    back = list(csv.reader(io.StringIO(failed_csv(planned(HEAD + BAD)))))
    assert back[0] == [*HEAD.strip().split(","), "what to mend"]
    assert [row[3] for row in back[1:3]] == ["a@example.org", "nobody"]
    assert "no e-mail address" in back[2][-1]
    again = planned(failed_csv(planned(HEAD + BAD)))
    assert len(again.failed) == 7, "the twice-named one is alone by now"
    assert failed_csv(again).splitlines()[0].count("what to mend") == 1


def test_no_cell_that_comes_back_runs_in_a_spreadsheet(fresno) -> None:
    hostile = '=cmd|"/c calc"!A1'
    foreign = ["agency", "value", "=1+1"], [hostile, "+1 559 555 0100", "@here"]
    written = io.StringIO()
    csv.writer(written).writerows(foreign)
    failed = planned(written.getvalue())
    back = list(csv.reader(io.StringIO(failed_csv(failed))))
    assert back[0] == ["agency", "value", "'=1+1", "what to mend"]
    assert back[1][:3] == ["'" + hostile, "'+1 559 555 0100", "'@here"]
    again = planned(failed_csv(failed))
    assert again.failed[0].cells.items() >= failed.failed[0].cells.items()


def test_a_name_that_two_counties_have_is_told_apart_by_the_county() -> None:
    an_agency("Union PD", county="Kern")
    napa = an_agency("Union PD", county="Napa")
    text = "agency,county,email\nUnion PD,Napa,a@example.org\n"
    assert planned(text).added[0].agency == napa
    assert not planned("agency,email\nUnion PD,a@example.org\n").is_sound


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"agency,note\nx,y\n", "value: "),
        (b"value,note\nx,y\n", "agency or ori"),
        (b"", "The file is empty."),
        (b"agency\nx\n", "No columns found"),
        (b"agency,value\x00\n", "NUL"),
        (b"x" * (MOST_BYTES + 1), "larger than 1.5 MB"),
        (b"agency,value\n" + b"a,b\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
        (b'agency,value\n"a,' + b"b" * 200_000, "begins in row 2 holds more than"),
        (b"agency,value,agency\nx,y,z\n", "header “agency”: stands over more than one column"),
        (b"agency,value\nx,y\n\nx,y,z\n", "row 4, column 3 “z”: there is no head"),
        (b"agency,value,\nx,y,z\n", "row 2, column 3 “z”: there is no head"),
    ],
)
def test_what_is_no_such_file_is_refused(content, words) -> None:
    with pytest.raises(DirectoryRefused) as refused:
        planned(content)
    assert words.rstrip(": ") in str(refused.value)


def test_a_plan_costs_the_same_for_many_rows(fresno, django_assert_max_num_queries) -> None:
    rows = "".join(f"Nobody {number},,email,a{number}@example.org,,\n" for number in range(30))
    with django_assert_max_num_queries(7):
        assert len(planned(HEAD + rows).unmatched) == 30


def test_a_row_after_blank_lines_has_the_number_that_it_has_in_the_file(fresno) -> None:
    plan = planned("\nagency,value\n\n\nFresno Police Department,nobody\n")
    assert [(error.row, error.column) for error in plan.every_error()] == [(5, "kind")]


def test_an_ori_is_found_in_the_column_of_agencies(fresno) -> None:
    imported("Agency,E-mail\nca0100500,records@example.org\n")
    assert fresno.contacts.get().value == "records@example.org"


def test_an_email_address_in_another_case_is_the_same_and_keeps_its_spelling(fresno) -> None:
    imported(HEAD + "Fresno Police Department,,email,Records@Example.org,,\n")
    done = imported(HEAD + "Fresno Police Department,,email,records@example.org,,2026-06-01\n")
    assert done == ContactsImport(added=0, updated=1, unchanged=0)
    assert stored() == [("email", "Records@Example.org", "", date(2026, 6, 1))]
