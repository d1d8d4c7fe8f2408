"""Contacts, ORIs and other names: entered, confirmed, taken out, and each change undone."""

from datetime import date
from typing import Any

import pytest

from requests_app.domain.agencies.contacts import (
    ContactDetails,
    ContactGone,
    ContactRefused,
    add_contact,
    amend_contact,
    confirm_contact,
    remove_contact,
)
from requests_app.domain.agencies.identifiers import (
    AliasKnown,
    AliasRefused,
    IdentifierGone,
    OriKnown,
    OriRefused,
    add_alias,
    add_ori,
    remove_alias,
    remove_ori,
)
from requests_app.domain.agencies.models import Agency, Alias, Contact, Ori
from requests_app.domain.agencies.undoing import UndoRefused, last_change, undo_change
from requests_app.domain.audit.models import AuditEntry
from tests.builders import NOW, TODAY, a_person, an_agency

pytestmark = pytest.mark.django_db
MAIL = ContactDetails("email", "records@example.org")


def added(agency: Agency, details: ContactDetails = MAIL) -> Contact:
    return entered(agency, details)[0]


def entered(agency: Agency, details: ContactDetails) -> tuple[Contact, bool]:
    return add_contact(agency=agency, details=details, by=a_person(), at=NOW, today=TODAY)


def undone(kind: str, found: Any) -> Agency:
    return undo_change(kind=kind, change=last_change(found), by=a_person(), at=NOW)


def stored(agency: Agency) -> list[tuple]:
    return list(agency.contacts.values_list("kind", "value", "portal_kind", "last_confirmed_on"))


@pytest.mark.parametrize(
    ("kind", "value", "portal", "on", "field"),
    [
        ("email", "records at example.org", "", None, "value"),
        ("email", "  ", "", None, "value"),
        ("portal", "fresno.nextrequest.com", "nextrequest", None, "value"),
        ("portal", "javascript:alert(1)", "", None, "value"),
        ("portal", "https://", "", None, "value"),
        ("portal", "https://[", "", None, "value"),
        ("portal", "https://clerk:secret@fresno.example.org/", "", None, "value"),
        ("portal", "https://clerk@fresno.example.org/", "", None, "value"),
        ("post", "x" * 301, "", None, "value"),
        ("fax", "call us", "", None, "value"),
        ("pigeon", "x", "", None, "kind"),
        ("email", "a@example.org", "govqa", None, "portal_kind"),
        ("email", "a@example.org", "", date(2026, 6, 23), "last_confirmed_on"),
        ("email", "a@example.org", "", date(202, 6, 1), "last_confirmed_on"),
    ],
)
def test_what_can_be_no_contact_is_refused_by_its_field(kind, value, portal, on, field) -> None:
    agency = an_agency()
    with pytest.raises(ContactRefused) as refused:
        added(agency, ContactDetails(kind, value, portal, on))
    assert refused.value.field == field
    assert stored(agency) == []


def test_the_same_contact_again_is_refused_and_changes_nothing() -> None:
    agency = an_agency()
    first = added(agency, ContactDetails("post", " 1 Main St \r\n\r\n Fresno,  CA "))
    assert first.value == "1 Main St\nFresno, CA"
    with pytest.raises(ContactRefused, match="has this contact already"):
        added(agency, ContactDetails("post", "1 Main St\nFresno, CA"))
    assert AuditEntry.objects.filter(verb="added contact").count() == 1


def test_a_known_contact_entered_with_another_day_is_confirmed_and_that_is_undone() -> None:
    agency = an_agency()
    added(agency, ContactDetails("email", "records@example.org", "", date(2025, 1, 2)))
    again, is_new = entered(agency, ContactDetails("email", "records@example.org", "", TODAY))
    assert not is_new and stored(agency) == [("email", "records@example.org", "", TODAY)]
    undone("contact", again)
    assert stored(agency) == [("email", "records@example.org", "", date(2025, 1, 2))]


def test_an_email_address_is_one_in_any_case_and_stays_as_it_was_typed() -> None:
    agency = an_agency()
    mail = added(agency, ContactDetails("email", "Records@Example.org"))
    with pytest.raises(ContactRefused, match="already"):
        added(agency)
    clerk = added(agency, ContactDetails("email", "clerk@example.org"))
    with pytest.raises(ContactRefused, match="already"):
        amend_contact(contact=clerk, details=MAIL, by=a_person(), at=NOW, today=TODAY)
    amend_contact(contact=mail, details=MAIL, by=a_person(), at=NOW, today=TODAY)
    assert agency.contacts.get(pk=mail.pk).value == "records@example.org"


def test_amending_into_another_contact_of_the_agency_is_refused() -> None:
    agency = an_agency()
    added(agency)
    other = added(agency, ContactDetails("email", "clerk@example.org"))
    with pytest.raises(ContactRefused, match="has this contact already"):
        amend_contact(contact=other, details=MAIL, by=a_person(), at=NOW, today=TODAY)


def test_each_change_of_a_contact_is_undone() -> None:
    agency = an_agency()
    contact = added(agency)
    assert contact.is_to_check(on=TODAY)
    confirm_contact(contact=contact, on=TODAY, by=a_person(), at=NOW)
    assert stored(agency) == [("email", "records@example.org", "", TODAY)]
    undone("contact", contact)
    assert stored(agency) == [("email", "records@example.org", "", None)]
    portal = ContactDetails("portal", "https://x.example.org", "justfoia", TODAY)
    amend_contact(contact=contact, details=portal, by=a_person(), at=NOW, today=TODAY)
    undone("contact", contact)
    assert stored(agency) == [("email", "records@example.org", "", None)]
    gone = remove_contact(contact=contact, by=a_person(), at=NOW)
    assert stored(agency) == []
    undone("contact", gone)
    assert [one.pk for one in agency.contacts.all()] == [gone.pk]


def test_entering_is_undone_by_taking_it_out() -> None:
    agency = an_agency()
    undone("contact", added(agency))
    assert stored(agency) == []


def test_what_was_changed_since_is_not_undone() -> None:
    agency = an_agency()
    contact = added(agency)
    first = last_change(contact)
    confirm_contact(contact=contact, on=TODAY, by=a_person(), at=NOW)
    with pytest.raises(UndoRefused, match="changed since"):
        undo_change(kind="contact", change=first, by=a_person(), at=NOW)
    gone = remove_contact(contact=contact, by=a_person(), at=NOW)
    added(agency)
    with pytest.raises(UndoRefused, match="entered again since"):
        undone("contact", gone)


def test_an_undo_is_itself_a_change_and_a_second_click_is_refused() -> None:
    agency = an_agency()
    contact = added(agency)
    change = last_change(contact)
    undo_change(kind="contact", change=change, by=a_person(), at=NOW)
    with pytest.raises(UndoRefused, match="changed since"):
        undo_change(kind="contact", change=change, by=a_person(), at=NOW)


def test_who_comes_second_is_told_that_it_is_gone() -> None:
    contact = added(an_agency())
    remove_contact(contact=contact, by=a_person(), at=NOW)
    for act in (confirm_contact, remove_contact):
        more = {"on": TODAY} if act is confirm_contact else {}
        with pytest.raises(ContactGone, match="taken out already"):
            act(contact=contact, by=a_person(), at=NOW, **more)


def test_a_contact_is_old_after_a_year() -> None:
    contact = Contact(last_confirmed_on=date(2025, 6, 22))
    assert not contact.is_to_check(on=TODAY)
    assert contact.is_to_check(on=date(2026, 6, 23))


def test_an_ori_of_another_agency_is_refused_with_its_name() -> None:
    fresno, clovis = an_agency("Fresno PD"), an_agency("Clovis PD")
    ori = add_ori(agency=fresno, code=" ca010 0500 ", by=a_person(), at=NOW)
    assert ori.code == "CA0100500"
    with pytest.raises(OriKnown, match="Fresno PD has this ORI already"):
        add_ori(agency=fresno, code="CA0100500", by=a_person(), at=NOW)
    assert fresno.oris.get() == ori
    with pytest.raises(OriRefused, match="belongs to Fresno PD already"):
        add_ori(agency=clovis, code="CA0100500", by=a_person(), at=NOW)
    with pytest.raises(OriRefused, match="CA and seven characters"):
        add_ori(agency=clovis, code="CA01005", by=a_person(), at=NOW)


def test_oris_and_names_are_found_as_long_as_they_stand() -> None:
    agency, by = an_agency(), a_person()
    ori = add_ori(agency=agency, code="CA0100500", by=by, at=NOW)
    alias = add_alias(agency=agency, name="F.P.D.", by=by, at=NOW)
    assert Agency.objects.named_like("fpd ca0100500").exists()
    gone_ori = remove_ori(ori=ori, by=by, at=NOW)
    gone_alias = remove_alias(alias=alias, by=by, at=NOW)
    assert not Agency.objects.named_like("fpd").exists()
    undone("ori", gone_ori)
    undone("alias", gone_alias)
    assert Agency.objects.named_like("fpd ca0100500").exists()
    assert Alias.objects.get().folded_name == "fpd"
    assert (Ori.objects.get().pk, Alias.objects.get().pk) == (gone_ori.pk, gone_alias.pk)


def test_an_ori_that_another_agency_has_by_now_is_not_put_back() -> None:
    fresno, clovis, by = an_agency(), an_agency(), a_person()
    ori = add_ori(agency=fresno, code="CA0100500", by=by, at=NOW)
    gone = remove_ori(ori=ori, by=by, at=NOW)
    with pytest.raises(IdentifierGone):
        remove_ori(ori=gone, by=by, at=NOW)
    add_ori(agency=clovis, code="CA0100500", by=by, at=NOW)
    with pytest.raises(UndoRefused, match="entered again since"):
        undone("ori", gone)


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(AliasRefused):
        add_alias(agency=an_agency(), name="???", by=a_person(), at=NOW)


@pytest.mark.parametrize("name", ["Fresno P.D.", "f.p.d."])
def test_a_name_that_it_has_is_refused_and_stays(name: str) -> None:
    fresno, by = an_agency("Fresno PD"), a_person()
    add_alias(agency=fresno, name="FPD", by=by, at=NOW)
    with pytest.raises(AliasKnown, match="already"):
        add_alias(agency=fresno, name=name, by=by, at=NOW)
    assert [alias.name for alias in fresno.aliases.all()] == ["FPD"]


@pytest.mark.parametrize("name", ["Clovis P.D.", "cpd"])
def test_a_name_of_another_agency_is_refused_with_its_name(name: str) -> None:
    fresno, clovis, by = an_agency("Fresno PD"), an_agency("Clovis PD"), a_person()
    add_alias(agency=clovis, name="CPD", by=by, at=NOW)
    with pytest.raises(AliasRefused, match="belongs to Clovis PD already"):
        add_alias(agency=fresno, name=name, by=by, at=NOW)


def test_the_name_of_an_entry_that_was_merged_away_may_be_another_name() -> None:
    fresno = an_agency("Fresno PD")
    an_agency("Clovis PD", merged_into=an_agency("Clovis Police"))
    add_alias(agency=fresno, name="Clovis PD", by=a_person(), at=NOW)
    assert fresno.aliases.get().name == "Clovis PD"


@pytest.mark.parametrize("name", ["x" * 201, "ﷺ" * 60])
def test_a_name_that_is_too_long_is_refused_also_when_folding_lengthens_it(name: str) -> None:
    with pytest.raises(AliasRefused):
        add_alias(agency=an_agency(), name=name, by=a_person(), at=NOW)
