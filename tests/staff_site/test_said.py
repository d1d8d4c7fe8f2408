"""What an agency said about a year: its pages."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import open_for
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_claim
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
TYPED: dict[str, Any] = {
    "kind": "cause", "cause": "concealed_carry", "text": "Counted per query.",
    "said_on": "3/1/2024", "url": "https://example.org/letter",
    "attachment": "", "records_request": "",
}  # fmt: skip


@pytest.fixture
def duty(db: None) -> AnnualDuty:
    return open_for(agency=an_agency("Fresno PD"), reporting_year=2023, by=a_person(), at=NOW)


def entered(staff: Client, duty: AnnualDuty, **values: Any) -> Said:
    staff.post(f"/staff/1-february/{duty.pk}/said/", TYPED | values)
    return Said.objects.get()


def test_what_it_said_stands_on_the_page_of_its_year(staff: Client, duty: AnnualDuty) -> None:
    entered(staff, duty)
    page = texts(staff.get(f"/staff/1-february/{duty.pk}/"))
    assert "concealed-carry checks: Counted per query." in page
    assert "https://example.org/letter" in page


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"cause": ""}, "cause", "Choose the cause"),
        ({"kind": "statement"}, "cause", "Only a cause has one"),
        ({"kind": "zzz"}, "kind", "not one of the available choices"),
        ({"url": ""}, "url", "where this is known from"),
        ({"url": "javascript:alert(1)"}, "url", "valid URL"),
        ({"said_on": "6/23/2026"}, "said_on", "is in the future"),
        ({"said_on": "1/1/2020"}, "said_on", "2023 had not begun"),
        ({"attachment": "999"}, "attachment", "not one of the available"),
        ({"text": "a\x00b"}, "text", "Null characters"),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(staff, duty, values, field, why) -> None:
    response = staff.post(f"/staff/1-february/{duty.pk}/said/", TYPED | values)
    assert response.status_code == 422
    assert why in errors(response)[field][0]
    assert not Said.objects.exists()


def test_a_file_of_another_agency_or_a_restricted_one_is_not_offered(staff, duty) -> None:
    own = an_attachment(a_request(agency=duty.agency), "x\n", name="own.csv")
    an_attachment(a_request(), "x\n", name="other.csv")
    page = texts(staff.get(f"/staff/1-february/{duty.pk}/said/"))
    assert "own.csv" in page and "other.csv" not in page
    assert entered(staff, duty, url="", attachment=str(own.pk)).attachment == own
    Attachment.objects.update(state="restricted")
    assert "own.csv" not in texts(staff.get(f"/staff/1-february/{duty.pk}/said/"))


def test_it_is_set_right_taken_back_and_put_back(staff: Client, duty: AnnualDuty) -> None:
    entry = entered(staff, duty)
    form = staff.get(f"/staff/said/{entry.pk}/").context["form"]
    assert form["cause"].value() == "concealed_carry"
    staff.post(f"/staff/said/{entry.pk}/", TYPED | {"cause": "curiosity"})
    entry.refresh_from_db()
    assert entry.cause == "curiosity"
    page = staff.post(f"/staff/said/{entry.pk}/take-back/", follow=True)
    assert f"/staff/said/{entry.pk}/put-back/" in texts(page)
    assert "It can be put back below." in texts(page) and "Put back" in texts(page)
    staff.post(f"/staff/said/{entry.pk}/put-back/")
    assert Said.objects.standing().exists()


def test_whoever_may_publish_shows_it_beside_the_figures(staff, client, duty) -> None:
    a_claim(38, agency=duty.agency, years=2023)
    entry, public = entered(staff, duty), f"/agencies/{duty.agency_id}/"
    assert staff.post(f"/staff/said/{entry.pk}/public/", {"public": "yes"}).status_code == 403
    reviewer = signed_in(Role.REVIEWER)
    reviewer.post(f"/staff/said/{entry.pk}/public/", {"public": "yes"})
    for address in (public, "/years/2023/"):
        assert "concealed-carry checks: Counted per query." in texts(client.get(address))
    reviewer.post(f"/staff/said/{entry.pk}/public/")
    assert "concealed-carry" not in texts(client.get(public))


def test_we_asked_and_it_answered_or_did_not(staff, client, duty: AnnualDuty) -> None:
    address = f"/staff/1-february/{duty.pk}/comment/"
    assert "in the future" in texts(staff.post(address, {"asked_on": "6/23", "asked_by": "Pat"}))
    staff.post(address, {"asked_on": "3/1/2024", "asked_by": "Pat", "question": "Why?"})
    comment = Comment.objects.get()
    assert "no answer by Mon 22 Jun 2026" in texts(staff.get(f"/staff/1-february/{duty.pk}/"))
    half = staff.post(f"/staff/comments/{comment.pk}/", {"answer": "Words"})
    assert "its words and its day" in errors(half)["answered_on"][0]
    typed = {"answer": "No comment.", "answered_on": "3/9/2024"}
    staff.post(f"/staff/comments/{comment.pk}/", typed)
    signed_in(Role.REVIEWER).post(f"/staff/comments/{comment.pk}/public/", {"public": "yes"})
    page = texts(client.get(f"/agencies/{duty.agency_id}/"))
    assert "answered on Sat 9 Mar 2024" in page and "“No comment.”" in page
    staff.post(f"/staff/comments/{comment.pk}/take-back/")
    assert "No comment." not in texts(client.get(f"/agencies/{duty.agency_id}/"))
    staff.post(f"/staff/comments/{comment.pk}/put-back/")
    assert Comment.objects.standing().exists()


@pytest.mark.parametrize(("year", "why"), [("x", "four digits"), ("2026", "no year that")])
def test_a_year_of_one_agency_is_opened_from_its_page(staff, duty, year, why) -> None:
    address = f"/staff/agencies/{duty.agency_id}/1-february/"
    page = staff.post(address, {"reporting_year": "2018"}, follow=True)
    assert "Fresno PD, 2018" in texts(page)
    assert why in texts(staff.post(address, {"reporting_year": year}, follow=True))
    assert AnnualDuty.objects.count() == 2


def test_comparison_is_cut_by_cause(staff: Client, duty: AnnualDuty) -> None:
    a_claim(38, agency=duty.agency, years=2023)
    a_claim(7, agency=an_agency("Oakland PD"), years=2023)
    an_agency("Chico PD")
    entered(staff, duty)
    query = {"tab": "agencies", "year": "2023", "measure": "violations"}
    assert "Oakland PD" in texts(staff.get("/staff/compare/", query))
    for cause, is_cut in (("concealed_carry", True), ("nonsense", False)):
        page = texts(staff.get("/staff/compare/", query | {"cause": cause}))
        assert ("Oakland PD" not in page) is is_cut
        assert "Fresno PD" in page
        assert ("Only agencies that gave concealed-carry checks" in page) is is_cut
        # Whoever gave another cause, or none, may be listed all the same.
        assert ("not listed" not in page) is is_cut


def test_a_reader_sees_and_changes_nothing(staff: Client, duty: AnnualDuty) -> None:
    entered(staff, duty)
    page = texts(signed_in(Role.READER).get(f"/staff/1-february/{duty.pk}/"))
    assert "Counted per query." in page
    assert "Take back" not in page and "Enter what it said" not in page


def test_the_second_of_two_is_told_what_the_first_saved_and_keeps_what_was_typed(
    staff: Client, duty: AnnualDuty
) -> None:
    entry = entered(staff, duty)
    address = f"/staff/said/{entry.pk}/"
    other = signed_in(Role.LEAD)
    seen = {"seen": staff.get(address).context["form"]["seen"].value()}
    other.post(address, TYPED | seen | {"text": "Counted per person."})
    refused = staff.post(address, TYPED | seen | {"text": "Counted per case."})
    assert refused.status_code == 422
    said = errors(refused)["__all__"][0]
    assert str(other.person) in said and "“In its words” is now “Counted per person.”" in said
    assert "Counted per case." in texts(refused)
    entry.refresh_from_db()
    assert entry.text == "Counted per person."
    again = {"seen": refused.context["form"]["seen"].value(), "text": "Counted per case."}
    assert staff.post(address, TYPED | again).status_code == 302
    entry.refresh_from_db()
    assert entry.text == "Counted per case."


def test_the_same_saved_twice_is_no_quarrel(staff: Client, duty: AnnualDuty) -> None:
    address = f"/staff/said/{entered(staff, duty).pk}/"
    typed = TYPED | {"text": "Anew.", "seen": staff.get(address).context["form"]["seen"].value()}
    assert [staff.post(address, typed).status_code for _ in range(2)] == [302, 302]
