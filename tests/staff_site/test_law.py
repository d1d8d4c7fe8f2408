"""The page of the law, and entering and amending a version to come. Nothing here moves a date."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_agency
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
LAW = "/staff/law/"
NEW = "/staff/law/versions/new/"
AB_1821 = {
    "law": "cpra",
    "act": "AB 1821 of 2026",
    "days": "10",
    "unit": "working",
    "citation": "Gov. Code § 7922.535(a)",
    "extension_days": "14",
    "extension_citation": "Gov. Code § 7922.535(b)",
    "source": "https://leginfo.legislature.ca.gov/",
}


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


@pytest.fixture
def reader(db: None) -> Client:
    return signed_in(Role.READER)


def a_version() -> LawVersion:
    return enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)


def a_holiday(on: date = date(2026, 6, 17), **values: Any) -> AppointedHoliday:
    values = {"name": "Day of Mourning", "appointed_by": "governor", "source": "Order 1"} | values
    return AppointedHoliday.objects.create(on=on, entered_at=NOW, **values)


def line(response: Any, on: date) -> Any:
    """What the table of a year says of a day; None where it does not list it."""
    return next((one for one in response.context["lines"] if one.on == on), None)


def test_the_laws_in_force_stand_with_their_section_and_source(reader: Client) -> None:
    page = texts(reader.get(LAW))
    assert "from Sun 1 Jan 2023" in page and "until Sat 31 Dec 2022" in page
    assert "10 calendar days, moved off a day off" in page
    assert "Gov. Code § 7922.535, as amended by SB 1034 of 2024 and AB 370 of 2025" in page
    assert "Freedom of Information Act" in page and "20 business days" in page
    # Of 2026: four from the first text, the emergency as narrowed, the cyberattack.
    assert "6 grounds: Gov. Code § 7922.535(b)" in page


def test_with_nothing_entered_the_page_says_what_will_be_there(reader: Client) -> None:
    page = texts(reader.get(LAW))
    assert "No bill is entered." in page
    assert "None is entered. A day that the President or the Governor appoints" in page
    assert "Nothing yet. A closure, a holiday or a law that moves dates" in page


def test_bills_pending_and_dropped_are_listed_apart(reader: Client) -> None:
    dropped = a_version()
    LawVersion.objects.filter(pk=dropped.pk).update(act="AB 7 of 2025", state="dropped")
    pending = a_version()
    response = reader.get(LAW)
    assert response.context["pending"] == [pending]
    assert response.context["dropped"] == [LawVersion.objects.get(pk=dropped.pk)]
    page = texts(response)
    assert f'<a href="/staff/law/versions/{pending.pk}/">AB 1821 of 2026</a>' in page
    assert "10 business days, 14 more by notice" in page
    assert "Dropped: 1" in page and f"/staff/law/versions/{dropped.pk}/" in page


def test_an_appointed_day_stands_among_the_holidays_of_its_year(reader: Client) -> None:
    """Of the two calendars, it binds a local body by the judicial one alone."""
    a_holiday()
    found = line(reader.get(LAW), date(2026, 6, 17))
    said = "Day of Mourning, appointed by the Governor"
    assert (found.judicial, found.state, found.federal) == (said, said, "")
    assert found.not_local == "the state only"
    assert line(reader.get(f"{LAW}?year=2025"), date(2026, 6, 17)) is None


def test_an_appointed_day_that_is_a_holiday_anyway_keeps_its_name(reader: Client) -> None:
    a_holiday(date(2026, 12, 25))
    a_holiday(date(2026, 6, 20))  # a Saturday
    response = reader.get(LAW)
    assert line(response, date(2026, 12, 25)).judicial == "Christmas Day"
    assert line(response, date(2026, 12, 25)).not_local == ""
    assert line(response, date(2026, 6, 20)) is None


def test_a_year_shows_where_the_two_calendars_differ(reader: Client) -> None:
    """2026: 4 July is a Saturday, so that the courts close on Friday the 3rd; § 6701 moves only
    Veterans Day from a Saturday."""
    response = reader.get(f"{LAW}?year=2026")
    friday = line(response, date(2026, 7, 3))
    assert (friday.judicial, friday.state) == ("Independence Day (observed)", "")
    assert friday.calendars_disagree
    columbus = line(response, date(2026, 10, 12))
    assert (columbus.judicial, columbus.state) == ("", "Columbus Day")
    king = line(response, date(2026, 1, 19))
    assert (king.calendars_disagree, king.not_local) == (
        False, "a local body only if it adopted it",
    )  # fmt: skip
    assert "Lunar New Year and Diwali are looked up, until 2035." in texts(response)


def test_past_the_table_of_looked_up_days_the_page_says_what_is_missing(reader: Client) -> None:
    assert "are missing here" not in texts(reader.get(f"{LAW}?year=2035"))
    page = reader.get(f"{LAW}?year=2036")
    ends = "Lunar New Year and Diwali are looked up until 2035 only: they are missing"
    assert ends in texts(page)
    assert not any("Lunar" in one.state for one in page.context["lines"])


@pytest.mark.parametrize(
    "year",
    ["", "x", "0", "-1", "1989", "2101", "020260", "02026", "20261", "2026.0", "²026", "٢٠٢٦",
     "9" * 400, "\x00", "2026\x00", " 2025", "2025\n"],
)  # fmt: skip
def test_a_year_that_cannot_be_shows_this_one(reader: Client, year: str) -> None:
    response = reader.get(LAW, {"year": year})
    assert (response.status_code, response.context["year"]) == (200, 2026)


@pytest.mark.parametrize(
    ("year", "neighbours"), [(1990, (None, 1991)), (2026, (2025, 2027)), (2100, (2099, None))]
)
def test_the_years_beside_lead_on_until_the_last(
    reader: Client, year: int, neighbours: tuple[int | None, int | None]
) -> None:
    response = reader.get(f"{LAW}?year={year}")
    assert (response.context["year"], response.context["years"]) == (year, neighbours)


def test_the_last_eight_moves_are_listed_the_newest_first(reader: Client) -> None:
    for number in range(9):
        DatesMove.objects.create(
            what=f"Change {number}", started_at=NOW + timedelta(minutes=number), moved=1_234,
            total=5_000, looked_at=2_000, finished_at=NOW if number else None,
        )  # fmt: skip
    page = texts(reader.get(LAW))
    assert "Change 0" not in page
    assert page.index("Change 8") < page.index("Change 1")
    assert "1,234 requests moved" in page
    DatesMove.objects.update(finished_at=None)
    assert "Moving: 2,000 of 5,000 looked at" in texts(reader.get(LAW))


def test_a_merge_that_moved_nothing_is_no_news(reader: Client) -> None:
    agency = an_agency()
    for what, moved, finished in (("Quiet", 0, NOW), ("Moved", 1, NOW), ("Under way", 0, None)):
        DatesMove.objects.create(
            what=f"{what} merge", agency=agency, moved=moved, started_at=NOW, finished_at=finished
        )
    DatesMove.objects.create(what="Quiet law", started_at=NOW, finished_at=NOW)
    page = texts(reader.get(LAW))
    assert "Quiet merge" not in page
    assert all(words in page for words in ("Moved merge", "Under way merge", "Quiet law"))


def test_a_reader_sees_the_page_without_buttons_and_a_lead_with_them(
    reader: Client, lead: Client
) -> None:
    a_holiday()
    for words in ("Enter a law to come", "Enter an appointed holiday", "Take out"):
        assert words not in texts(reader.get(LAW))
        assert words in texts(lead.get(LAW))


def test_a_version_to_come_opens_with_the_law_as_it_is(lead: Client) -> None:
    form = lead.get(NEW).context["form"]
    opened = {name: form[name].value() for name in ("law", "days", "unit", "extension_days")}
    assert opened == {"law": "cpra", "days": 10, "unit": "calendar_rolled", "extension_days": 14}
    assert form["citation"].value() == "Gov. Code § 7922.535(a)"
    assert form["extension_citation"].value() == "Gov. Code § 7922.535(b)"
    assert form["act"].value() is None and form["source"].value() is None


def test_what_is_entered_is_pending_and_moves_nothing(lead: Client) -> None:
    request = a_request()
    grounds = {
        "struck_grounds": ["compiling", "voluminous"],
        "added_grounds": "\n a strike closes the office | (c)(7) \n\r\nheat|(c)(8)|x\n",
    }
    done = lead.post(NEW, AB_1821 | grounds, follow=True)
    assert "AB 1821 of 2026 is entered as pending. It moves nothing." in texts(done)
    version = LawVersion.objects.get()
    assert (version.state, version.in_force_from) == ("pending", None)
    assert version.entered_by == lead.person
    assert version.struck_grounds == ["compiling", "voluminous"]
    assert version.added_grounds == [
        {"words": "a strike closes the office", "citation": "(c)(7)"},
        {"words": "heat", "citation": "(c)(8)|x"},
    ]
    request.refresh_from_db()
    assert request.due_on == TODAY and not DatesMove.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"law": "gdpr"}, "law", "valid choice"),
        ({"law": ""}, "law", "This field is required."),
        ({"act": ""}, "act", "This field is required."),
        ({"act": "x" * 121}, "act", "at most 120"),
        ({"act": "AB\x00"}, "act", "Null characters"),
        ({"days": "0"}, "days", "greater than or equal to 1"),
        ({"days": "367"}, "days", "less than or equal to 366"),
        ({"days": "9" * 400}, "days", "less than or equal to 366"),
        ({"days": "ten"}, "days", "Enter a whole number."),
        ({"days": "1.5"}, "days", "Enter a whole number."),
        ({"days": ""}, "days", "This field is required."),
        ({"unit": "weeks"}, "unit", "valid choice"),
        ({"citation": " "}, "citation", "This field is required."),
        ({"citation": "x" * 201}, "citation", "at most 200"),
        ({"extension_days": "-1"}, "extension_days", "greater than or equal to 0"),
        ({"extension_days": "367"}, "extension_days", "less than or equal to 366"),
        ({"extension_citation": "x" * 201}, "extension_citation", "at most 200"),
        ({"struck_grounds": ["weather"]}, "struck_grounds", "weather is not one of"),
        ({"struck_grounds": ["\x00"]}, "struck_grounds", "is not one of"),
        ({"law": "foia", "struck_grounds": ["cyberattack"]}, "struck_grounds",
         "The Freedom of Information Act of today has no ground “a cyberattack"),
        ({"added_grounds": "a strike"}, "added_grounds", "Line 1, “a strike”: write the words"),
        ({"added_grounds": "a | (c)(7)\n\n| (c)(8)"}, "added_grounds", "Line 3, “| (c)(8)”"),
        ({"added_grounds": "a |"}, "added_grounds", "Line 1, “a |”"),
        ({"added_grounds": "a | b\x00"}, "added_grounds", "Null characters"),
        ({"added_grounds": "a | b\n" * 400}, "added_grounds", "at most 2000"),
        ({"source": ""}, "source", "This field is required."),
        ({"source": "x" * 301}, "source", "at most 300"),
        ({"note": "x" * 2001}, "note", "at most 2000"),
        ({"note": "\x00"}, "note", "Null characters"),
    ],
)  # fmt: skip
def test_what_no_law_can_say_is_refused_beside_its_field(
    lead: Client, values: dict[str, Any], field: str, why: str
) -> None:
    typed = AB_1821 | values
    response = lead.post(NEW, typed)
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert why in errors(response)[field][0]
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert "Nothing was saved. One thing to mend:" in texts(response)
    assert not LawVersion.objects.exists()


@pytest.mark.parametrize(("days", "more"), [("1", "0"), ("366", "366")])
def test_the_least_and_the_most_days_are_a_period(lead: Client, days: str, more: str) -> None:
    lead.post(NEW, AB_1821 | {"days": days, "extension_days": more})
    made = LawVersion.objects.get()
    assert (made.days, made.extension_days) == (int(days), int(more))


def test_the_name_of_another_bill_is_refused_beside_it(lead: Client) -> None:
    a_version()
    response = lead.post(NEW, AB_1821 | {"act": "ab 1821 of 2026"})
    assert response.status_code == 422
    assert errors(response) == {
        "act": ["A bill called ab 1821 of 2026 is entered for that law already."]
    }
    assert LawVersion.objects.count() == 1


def test_a_bill_is_not_taken_up_again_beside_one_of_its_name(lead: Client) -> None:
    dropped = a_version()
    LawVersion.objects.filter(pk=dropped.pk).update(state="dropped")
    a_version()
    page = f"/staff/law/versions/{dropped.pk}/"
    done = lead.post(f"{page}take-up/", {"seen": "1"}, follow=True)
    assert "A bill called AB 1821 of 2026 is entered for that law already." in texts(done)
    dropped.refresh_from_db()
    assert dropped.state == "dropped"


def amend_page(version: LawVersion) -> str:
    return f"/staff/law/versions/{version.pk}/amend/"


def test_a_pending_version_is_amended(lead: Client) -> None:
    lead.post(NEW, AB_1821 | {"added_grounds": "heat | (c)(8)", "struck_grounds": ["voluminous"]})
    version = LawVersion.objects.get()
    form = lead.get(amend_page(version)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert (typed["added_grounds"], typed["struck_grounds"]) == ("heat | (c)(8)", ["voluminous"])
    assert (typed["act"], typed["seen"]) == ("AB 1821 of 2026", 1)
    done = lead.post(amend_page(version), typed | {"days": "12"}, follow=True)
    assert "Saved AB 1821 of 2026." in texts(done)
    version.refresh_from_db()
    assert (version.days, version.version, version.struck_grounds) == (12, 2, ["voluminous"])


def test_the_second_of_two_who_amend_is_told_and_may_save_again(lead: Client) -> None:
    version = a_version()
    signed_in(Role.LEAD).post(amend_page(version), AB_1821 | {"days": "11", "seen": "1"})
    mine = AB_1821 | {"days": "12", "seen": "1", "struck_grounds": ["compiling", "voluminous"]}
    stale = lead.post(amend_page(version), mine)
    assert stale.status_code == 422
    assert "Somebody else changed AB 1821 of 2026" in errors(stale)["__all__"][0]
    version.refresh_from_db()
    assert (version.days, version.version) == (11, 2)
    form = stale.context["form"]
    assert form["struck_grounds"].value() == ["compiling", "voluminous"]
    lead.post(amend_page(version), mine | {"seen": form["seen"].value()})
    version.refresh_from_db()
    assert (version.days, version.version) == (12, 3)


@pytest.mark.parametrize("seen", ["", "0", "-1", "7", "x", "9" * 30, "\x00"])
def test_without_its_count_of_writes_nothing_is_amended(lead: Client, seen: str) -> None:
    version = a_version()
    response = lead.post(amend_page(version), AB_1821 | {"days": "12", "seen": seen})
    assert response.status_code == 422
    version.refresh_from_db()
    assert (version.days, version.version) == (10, 1)


@pytest.mark.parametrize("state", ["in_force", "dropped"])
def test_only_a_pending_version_is_amended(lead: Client, state: str) -> None:
    version = a_version()
    begins = date(2026, 6, 1) if state == "in_force" else None
    LawVersion.objects.filter(pk=version.pk).update(state=state, in_force_from=begins)
    assert "Amend" not in texts(lead.get(f"/staff/law/versions/{version.pk}/"))
    for response in (
        lead.get(amend_page(version), follow=True),
        lead.post(amend_page(version), AB_1821 | {"days": "12", "seen": "1"}, follow=True),
    ):
        assert "Only a pending version is amended, and this is" in texts(response)
    version.refresh_from_db()
    assert version.days == 10
