"""What an agency said about a year, and our requests for its comment."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.publication.said import said_about_year, said_by_agency
from requests_app.domain.reporting.operations import YearNotOver, open_for
from requests_app.domain.reporting.said.kinds import SAID_KINDS, Cause, SaidKind
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.reporting.said.operations import (
    SaidNotPossible,
    Words,
    amend_said,
    ask_for_comment,
    enter_said,
    put_back,
    record_comment,
    show_in_public,
    take_back,
)
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.dates import ImpossibleDate, shown
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.operations import CannotDiscard, discard_request
from requests_app.domain.request_log.sight import NotAMember
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_claim

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
CAUSE = Words(SaidKind.CAUSE, DAY, cause=Cause.CONCEALED_CARRY, url="https://example.org/letter")
BY = {"at": NOW}


def said(words: Words = CAUSE, agency=None, year: int = 2023) -> Said:
    agency = agency or an_agency()
    return enter_said(agency=agency, reporting_year=year, words=words, by=a_person(), at=NOW)


def asked(on: date = DAY, **values) -> Comment:
    values = {"agency": values.pop("agency", None) or an_agency(), "asked_by": "Pat", **values}
    return ask_for_comment(
        reporting_year=2023, asked_on=on, question="Why?", by=a_person(), at=NOW, **values
    )


def answered(comment: Comment, on: date | None, answer: str) -> Comment:
    return record_comment(comment=comment, answered_on=on, answer=answer, by=a_person(), at=NOW)


def test_every_kind_has_its_row() -> None:
    assert set(SAID_KINDS) == set(SaidKind)


@pytest.mark.parametrize("cause", list(Cause))
def test_a_cause_is_one_of_the_table(cause) -> None:
    entry = said(replace(CAUSE, cause=cause, text="counted per query"))
    assert entry.in_words == f"{cause.label}: counted per query"
    assert AuditEntry.objects.get(verb="entered what was said").details["cause"] == cause


@pytest.mark.parametrize("kind", [one for one in SaidKind if one != SaidKind.CAUSE])
def test_all_else_is_in_words(kind) -> None:
    words = Words(kind, DAY, text=" Staff were retrained. ", url="https://example.org")
    assert said(words).text == "Staff were retrained."
    with pytest.raises(SaidNotPossible, match="agency's words") as refused:
        said(replace(words, text=" "))
    assert refused.value.field == "text"


REFUSED = [
    ({"cause": None}, "cause", "Choose the cause"),
    ({"kind": SaidKind.STATEMENT, "text": "x"}, "cause", "Only a cause has one"),
    ({"cause": Cause.OTHER}, "text", "in the agency's words"),
    ({"url": ""}, "url", "where this is known from"),
    ({"said_on": date(2022, 12, 31)}, "said_on", "2023 had not begun"),
]


@pytest.mark.parametrize(("values", "field", "why"), REFUSED)
def test_what_lacks_something_is_refused(values, field, why) -> None:
    with pytest.raises(SaidNotPossible, match=why) as refused:
        said(replace(CAUSE, **values))
    assert refused.value.field == field
    assert not Said.objects.exists()


def test_nothing_was_said_tomorrow() -> None:
    with pytest.raises(ImpossibleDate):
        said(replace(CAUSE, said_on=date(2026, 6, 23)))


def test_a_source_is_real_and_sent() -> None:
    request = a_request()
    file = an_attachment(request, "x,y\n")
    for source in ({"attachment": file}, {"records_request": request}):
        assert said(replace(CAUSE, url="", **source)).pk
    unsent = a_request(sent_on=None)
    with pytest.raises(SaidNotPossible, match="not sent"):
        said(replace(CAUSE, url="", records_request=unsent))
    request.is_sample = True
    request.save()
    with pytest.raises(SaidNotPossible, match="part of the sample"):
        said(replace(CAUSE, url="", records_request=request))


def test_a_request_that_words_rest_on_is_not_discarded() -> None:
    request = a_request()
    said(replace(CAUSE, url="", records_request=request))
    with pytest.raises(CannotDiscard):
        discard_request(records_request=request, by=a_person(), at=NOW)


def test_amending_keeps_history_and_takes_it_out_of_the_public() -> None:
    entry = show_in_public(entry=said(), is_public=True, by=a_person(), at=NOW)
    words = replace(CAUSE, cause=Cause.CURIOSITY)
    amend_said(said=entry, words=words, by=a_person(), at=NOW)
    entry.refresh_from_db()
    assert (entry.cause, entry.is_public) == (Cause.CURIOSITY, False)
    assert [one.cause for one in entry.history.all()][-1] == Cause.CONCEALED_CARRY


@pytest.mark.parametrize("make", [said, asked])
def test_it_is_taken_back_put_back_and_public_only_while_it_stands(make) -> None:
    entry, by = make(), a_person()
    show_in_public(entry=entry, is_public=True, by=by, **BY)
    take_back(entry=entry, by=by, **BY)
    take_back(entry=entry, by=by, **BY)  # a second click
    entry.refresh_from_db()
    assert (entry.taken_back_at, entry.is_public) == (NOW, False)
    with pytest.raises(SaidNotPossible, match="put it back"):
        show_in_public(entry=entry, is_public=True, by=by, **BY)
    put_back(entry=entry, by=by, **BY)
    assert type(entry).objects.standing().get() == entry
    assert not type(entry).objects.published().exists()


class TestComment:
    def test_silence_is_no_answer_by_a_day(self) -> None:
        assert asked().standing_on(TODAY) == "no answer by Mon 22 Jun 2026"

    def test_an_answer_has_its_words_and_day(self) -> None:
        comment = answered(asked(), date(2024, 3, 9), " No comment. ")
        assert (comment.answer, comment.standing_on(TODAY)) == (
            "No comment.",
            "answered on Sat 9 Mar 2024",
        )

    @pytest.mark.parametrize(
        ("on", "answer", "field"),
        [
            (None, "Words", "answered_on"),
            (DAY, " ", "answer"),
            (date(2024, 2, 29), "Words", "answered_on"),
        ],
    )
    def test_half_an_answer_is_refused(self, on, answer, field) -> None:
        comment = asked()
        with pytest.raises(SaidNotPossible) as refused:
            answered(comment, on, answer)
        assert refused.value.field == field
        comment.refresh_from_db()
        assert comment.answered_on is None

    def test_an_answer_is_taken_back_by_nothing(self) -> None:
        comment = answered(asked(), DAY, "Words")
        assert answered(comment, None, "").answer == ""

    def test_nobody_asks_tomorrow_before_the_year_or_anonymously(self) -> None:
        for values, error in (
            ({"on": date(2026, 6, 23)}, ImpossibleDate),
            ({"on": date(2022, 1, 1)}, SaidNotPossible),
            ({"asked_by": " "}, SaidNotPossible),
        ):
            with pytest.raises(error):
                asked(**values)
        assert not Comment.objects.exists()

    @given(days=st.dates(date(2024, 3, 1), date(2100, 1, 1)))
    def test_it_never_says_that_silence_is_an_answer(self, days) -> None:
        comment = Comment(asked_on=DAY)
        assert comment.standing_on(days) == f"no answer by {shown(days)}"


def test_figures_are_cut_by_the_cause_of_their_own_year() -> None:
    agency, other = an_agency(), an_agency()
    wanted = a_claim(38, agency=agency, years=2023)
    a_claim(5, agency=agency, years=2022)
    a_claim(9, agency=agency, years=(2019, 2023))
    a_claim(7, agency=other, years=2023)
    a_claim(99, years=2023)
    entry = said(agency=agency)
    assert Figure.objects.all().with_cause(Cause.CONCEALED_CARRY).get() == wanted
    assert not Figure.objects.all().with_cause(Cause.CURIOSITY).exists()
    take_back(entry=entry, by=a_person(), at=NOW)
    assert not Figure.objects.all().with_cause(Cause.CONCEALED_CARRY).exists()


def test_the_public_sees_what_was_published_and_no_file() -> None:
    request = a_request(agency=an_agency("Fresno PD"))
    file = an_attachment(request, "x\n", name="secret.csv")
    words = replace(CAUSE, url="", attachment=file, records_request=request)
    entry, comment = said(words, request.agency), asked(agency=request.agency)
    assert said_about_year(2023, on=TODAY).is_empty
    for one in (entry, comment):
        show_in_public(entry=one, is_public=True, by=a_person(), at=NOW)
    for found in (said_about_year(2023, on=TODAY), said_by_agency(request.agency.pk, on=TODAY)):
        [line], [asking] = found.said, found.comments
        assert (line.words, line.about) == ("concealed-carry checks", "Fresno PD")
        assert line.source == f"its records, returned on our request {request.number}"
        assert "secret" not in repr(found)
        assert asking.standing == "no answer by Mon 22 Jun 2026"
    assert said_about_year(2022, on=TODAY).is_empty


def test_a_year_of_one_agency_is_opened_by_hand() -> None:
    tribe = an_agency("A tribe", records_law="none", level="tribal")
    duty = open_for(agency=tribe, reporting_year=2018, by=a_person(), at=NOW)
    assert open_for(agency=tribe, reporting_year=2018, by=a_person(), at=NOW) == duty
    assert duty.due_on == date(2019, 2, 1)
    for year in (1989, 2026, 2027):
        with pytest.raises(YearNotOver):
            open_for(agency=tribe, reporting_year=year, by=a_person(), at=NOW)


def test_whoever_does_not_see_its_source_amends_no_public_statement() -> None:
    """Their form would lack the source, and save the statement without it."""
    lead, agency = a_person(Role.LEAD), an_agency()
    campaign = save_campaign(
        campaign=None, name="Kept", reporting_year=2023, lead=None, text="", by=lead, at=NOW
    )
    source = a_request(agency=agency, campaign=campaign, by=lead)
    words = replace(CAUSE, records_request=source)
    entry = enter_said(agency=agency, reporting_year=2023, words=words, by=lead, at=NOW)
    show_in_public(entry=entry, is_public=True, by=lead, at=NOW)
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    with pytest.raises(NotAMember):
        amend_said(said=entry, words=CAUSE, by=a_person(Role.REVIEWER), at=NOW)
    entry.refresh_from_db()
    assert entry.is_public and entry.records_request == source
    assert not amend_said(said=entry, words=CAUSE, by=lead, at=NOW).is_public
