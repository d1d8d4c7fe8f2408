"""What a release tells of the duty of 1 February, and from when on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.importing.operations import undo_import
from requests_app.domain.misuse_data.releases.duty_answers import answer_of, tell_duties
from requests_app.domain.misuse_data.releases.reviews import send_back, submit_for_review
from requests_app.domain.misuse_data.vocabulary import Answer
from requests_app.domain.reporting import answers as duties
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, imported, published

ROWS = """Agency,Investigations,Violations,Suspended
Number PD,4,at least 2,
Zero PD,0,0,
None PD,none,none,none
Silent PD,did not report,did not report,did not report
Hidden PD,withheld,withheld,
Blank PD,,,
Half PD,0,did not report,
"""
WANTED = {
    "Number PD": ("reported", "4 investigations, at least 2 violations"),
    "Zero PD": ("reported_zero", ""),
    "None PD": ("reported_zero", ""),
    "Silent PD": ("did_not_report", ""),
    "Hidden PD": ("withheld", ""),
    "Blank PD": ("unclear", ""),
    "Half PD": ("unclear", ""),
}
ANSWERS = st.lists(st.sampled_from(Answer.values), max_size=6)


@pytest.fixture
def directory(db):
    for name in WANTED:
        an_agency(name)


def board() -> dict[str, tuple[str, str]]:
    return {str(duty.agency): (duty.answer, duty.said) for duty in AnnualDuty.objects.all()}


def test_a_draft_and_a_review_tell_nothing(directory) -> None:
    release = imported(a_file(ROWS))
    submit_for_review(release=release, by=a_person(), at=NOW)
    send_back(release=release, reason="Row 2", by=a_person(Role.LEAD), at=NOW)
    undo_import(release=release, by=a_person(), at=NOW)
    assert not AnnualDuty.objects.exists() and not FoundAnswer.objects.exists()


def test_what_is_published_sets_the_answer_of_every_agency_in_it(directory) -> None:
    published(a_file(ROWS))
    assert board() == WANTED
    assert set(AnnualDuty.objects.values_list("reporting_year", flat=True)) == {2023}
    assert {d.evidence for d in AnnualDuty.objects.all()} == {"Returned data (published)"}


def test_a_reissue_that_is_published_sets_the_earlier_aside(directory) -> None:
    published(a_file(ROWS))
    published(a_file(ROWS.replace("Silent PD,did not report,did not", "Silent PD,3,did not")))
    assert board() == WANTED | {"Silent PD": ("reported", "3 investigations")}
    assert not AnnualDuty.objects.contradicted().exists()
    assert FoundAnswer.objects.filter(stands=False).count() == len(WANTED)


def test_one_is_said_of_one_thing(directory) -> None:
    published(a_file(ROWS.replace("Silent PD,did not report,did not", "Silent PD,1,did not")))
    assert board()["Silent PD"] == ("reported", "1 investigation")


def test_the_sample_and_an_article_tell_nothing(directory) -> None:
    published(a_file(ROWS, is_sample=True))
    article = a_claim(7, agency=an_agency("Printed PD")).release
    assert tell_duties(release=article, replaced=None, by=None, at=NOW) == 0
    assert not AnnualDuty.objects.exists()


def test_a_longer_period_and_the_whole_state_tell_nothing_of_a_year(directory) -> None:
    content = "Agency,Year,Violations\nNumber PD,2019-2023,9\nStatewide,2023,8\n"
    published(a_file(content), covers_from=2019)
    assert not AnnualDuty.objects.exists()


@given(ANSWERS, ANSWERS)
def test_no_silence_is_a_zero(plain, outcomes) -> None:
    answer, said = answer_of(plain, outcomes), {*plain, *outcomes}
    assert (answer == duties.Answer.REPORTED) == (Answer.REPORTED in said)
    if answer == duties.Answer.REPORTED_ZERO:
        assert said & {Answer.REPORTED_ZERO, Answer.LISTED_AS_NONE}
        assert Answer.WITHHELD not in plain
    if answer == duties.Answer.DID_NOT_REPORT:
        assert set(plain or outcomes) == {Answer.DID_NOT_REPORT}
    assert answer == answer_of(plain[::-1], outcomes[::-1])
    assert answer != duties.Answer.UNKNOWN
