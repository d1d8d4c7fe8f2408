"""What the words of a mail point to, from tables; and whose mail it is. Proposals, never more."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.agencies.models import Agency, Alias, Contact
from requests_app.domain.request_log.event_kinds import EVENT_RULES, NOT_BY_HAND, EventKind, Status
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.likely_events import _LIKELY, OFFERED, likely_events
from requests_app.domain.request_log.mail_agencies import host_of, propose_agencies, the_one
from requests_app.domain.request_log.mail_clues import (
    details_of,
    event_kinds,
    our_numbers,
    portal_numbers,
)
from requests_app.domain.request_log.mail_phrases import PHRASES
from requests_app.domain.request_log.mail_proposals import is_ours, look_at
from requests_app.domain.request_log.mail_reading import MailRead
from tests.builders import TODAY, a_person, an_agency
from tests.domain.request_log.mails import read


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Request 26-1234 has been closed", ["26-1234"]),
        ("record request #26-1234 along", ["26-1234"]),
        ("https://cityoffresno.nextrequest.com/requests/26-77", ["26-77"]),
        ("Public Records Request :: W012345-061526", ["W012345-061526"]),
        ("[Records Center] R000123-060926", ["R000123-060926"]),
        ("Our file PRA 2026-0123 and CPRA-26-9", ["PRA 2026-0123", "CPRA-26-9"]),
        ("Reference No. 26-4: see request 26-4", ["26-4"]),
        ("call (559) 621-2400, Fresno CA 93721-1234", []),
        ("the years 24-25 and 2024-2025, on 06-15-2026", []),
        ("TD-2026-0042", []),
        ("request 226-1234", []),
    ],
)
def test_numbers_of_portals_are_told_from_other_numbers(words: str, numbers: list[str]) -> None:
    assert [clue.value for clue in portal_numbers("", words)] == numbers


def test_a_number_says_where_it_stands() -> None:
    [clue] = portal_numbers("RE: request 26-1234", "your request 26-1234")
    assert clue.why == "from the subject: NextRequest 26-1234"
    [ours] = our_numbers("", "On TD-2026-0042 and XTD-2026-0043")
    assert (ours.value, ours.why) == ("TD-2026-0042", "from the text: our number TD-2026-0042")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("We have received your public records request.", K.ACKNOWLEDGED),
        ("Thank you for submitting your request.", K.ACKNOWLEDGED),
        ("Unusual circumstances require more time.", K.EXTENSION_NOTICE),
        ("The deadline is extended by 14 calendar days.", K.EXTENSION_NOTICE),
        ("We need an additional fourteen (14) days.", K.EXTENSION_NOTICE),
        ("The estimated cost is $90.", K.FEE_ASKED),
        ("A deposit of $50 is required.", K.FEE_ASKED),
        ("Please clarify the dates.", K.CLARIFICATION_ASKED),
        ("We have no responsive records.", K.DETERMINATION_NO_RECORDS),
        ("The Department does not possess any responsive records.", K.DETERMINATION_NO_RECORDS),
        ("Your request is denied.", K.DETERMINATION_DENIED),
        ("The records are exempt from disclosure.", K.DETERMINATION_DENIED),
        ("Your request is denied in part.", K.DETERMINATION_IN_PART),
        ("We determined that the agency has disclosable records.", K.DETERMINATION_DISCLOSABLE),
        ("Here is the first production.", K.PARTIAL_RELEASE),
        ("Attached are the responsive records.", K.FULL_RELEASE),
        ("Documents released: 3", K.FULL_RELEASE),
        ("Request 26-1234 has been closed.", K.PORTAL_CLOSED),
        ("We anticipate that records will be available soon.", K.ESTIMATE_GIVEN),
        ("We received your request. We have no responsive records.", K.DETERMINATION_NO_RECORDS),
        ("The weather is fine.", None),
    ],
)
def test_wordings_propose_a_kind_and_name_themselves(words: str, kind: EventKind | None) -> None:
    found = event_kinds("", words)
    assert (found[0].value if found else None) == kind
    if found:
        quoted = found[0].why.removeprefix("from the words “").removesuffix("”")
        assert quoted in words


def test_no_row_of_the_table_proposes_what_is_not_recorded_by_hand() -> None:
    assert not {kind for kind, _ in PHRASES} & NOT_BY_HAND


def test_a_notice_s_own_fields_are_proposed_for_its_kind_alone() -> None:
    mail = read("extension.eml")
    found = details_of(K.EXTENSION_NOTICE, mail.subject, mail.text, on=mail.on or TODAY)
    assert {name: clue.value for name, clue in found.items()} == {
        "names_on": "2026-07-03", "ground": "voluminous",
    }  # fmt: skip
    assert details_of(K.ACKNOWLEDGED, mail.subject, mail.text, on=TODAY) == {}
    fee = read("fee.eml")
    assert details_of(K.FEE_ASKED, fee.subject, fee.text, on=TODAY)["amount"].value == "$214.50"


# Words that point to something, between others and marks of every kind.
PIECES = ["request", "26-1234", "TD-2026-0042", "denied", "closed", "$50", "fee", "extended",
          "June 3, 2026", "(c)", ".*", "\\d+", "[", "%s", "\n", "{}"]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_any_words_may_come_and_nothing_is_proposed_that_they_do_not_say(
    subject: str, text: str
) -> None:
    said = " ".join(f"{subject}\n{text}".split()).lower()
    for number in (*portal_numbers(subject, text), *our_numbers(subject, text)):
        assert " ".join(number.value.split()).lower() in said
    for clue in event_kinds(subject, text):
        kind = EventKind(clue.value)
        assert kind not in NOT_BY_HAND
        assert set(details_of(kind, subject, text, on=TODAY)) <= set(EVENT_RULES[kind].asks)


@pytest.mark.parametrize("status", Status)
def test_what_is_offered_first_can_happen(status: Status) -> None:
    asked = [K.FEE_ASKED, K.CLARIFICATION_ASKED, K.ESTIMATE_GIVEN]  # what an answer needs
    offered = likely_events(status, first=None, before=asked)
    assert offered and len(offered) <= OFFERED
    assert set(offered) == set(_LIKELY[status][:OFFERED]), "a row names what cannot happen"


def test_the_next_step_s_kind_is_offered_once_and_first() -> None:
    offered = likely_events(Status.AWAITING, first=K.FOLLOW_UP_SENT, before=())
    assert offered[0] == K.FOLLOW_UP_SENT and offered.count(K.FOLLOW_UP_SENT) == 1


# --- whose mail it is ---


def proposed(mail: MailRead, *, ours: bool = False) -> list[tuple[Agency, str, bool]]:
    return [(one.agency, one.why, one.is_sure) for one in propose_agencies(mail, is_ours=ours)]


def from_(address: str, **values: object) -> MailRead:
    return MailRead(sender=address, on=date(2026, 6, 15), **values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_contact_s_address_comes_before_its_domain() -> None:
    police, sheriff = an_agency(), an_agency()
    Contact.objects.create(agency=police, kind="email", value="Records@fresno.gov")
    Contact.objects.create(agency=sheriff, kind="email", value="clerk@fresno.gov")
    first, second = proposed(from_("records@fresno.gov"))
    assert first == (
        police, "from the sender's address Records@fresno.gov, a contact of it", True,
    )  # fmt: skip
    assert second == (sheriff, "from the sender's domain fresno.gov", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("website", "is_it"),
    [
        ("https://www.fresno.gov/police/", True),
        ("https://police.fresno.gov/", True),
        ("https://notfresno.gov/", False),
        ("https://example.org/fresno.gov", False),
    ],
)
def test_a_website_belongs_to_its_own_domain(website: str, is_it: bool) -> None:
    agency = an_agency(website=website)
    found = proposed(from_("a.rivera@fresno.gov"))
    assert found == ([(agency, "from the sender's domain fresno.gov", True)] if is_it else [])


@pytest.mark.django_db
def test_two_offices_behind_one_domain_are_suggested_and_none_is_filled_in() -> None:
    for name in ("Kern County Sheriff", "Kern County Probation"):
        an_agency(name, website="https://www.kerncounty.com/")
    found = propose_agencies(from_("x@kerncounty.com"), is_ours=False)
    assert len(found) == 2 and the_one(found) is None


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["gmail.com", "nextrequest.com", "mycusthelp.net"])
def test_a_host_that_sends_for_anybody_says_nothing(host: str) -> None:
    Contact.objects.create(agency=an_agency(), kind="email", value=f"pd@{host}")
    assert proposed(from_(f"other@{host}")) == []


@pytest.mark.django_db
def test_a_portal_s_link_a_name_and_an_alias_are_recognised() -> None:
    fresno, oakland = an_agency("Fresno Police Department"), an_agency("Oakland Police Department")
    Alias.objects.create(agency=oakland, name="OPD Records")
    link = "https://cityoffresno.nextrequest.com"
    Contact.objects.create(agency=fresno, kind="portal", value=link)
    [by_link] = proposed(read("nextrequest.eml"))
    assert by_link == (fresno, "from a link to its portal cityoffresno.nextrequest.com", True)
    [signed] = proposed(read("acknowledgement.eml"))
    assert signed == (fresno, "from the name in the signature", True)
    [named] = proposed(from_("x@gmail.com", sender_name="OPD Records"))
    assert named == (oakland, "from the name in the sender's name", True)


@pytest.mark.django_db
def test_a_similar_name_is_suggested_only() -> None:
    agency = an_agency("Stanislaus County Sheriff's Office")
    [near] = proposed(from_("x@gmail.com", text="Yours\nStanislaus County Sheriffs Offices"))
    assert near == (agency, "a similar name stands in the mail", False)


@pytest.mark.django_db
def test_ours_is_what_a_person_or_our_own_host_sends() -> None:
    a_person(email="desk@newsroom.example")
    a_person(email="reporter@gmail.com")
    a_person(email="left@gone.example", is_active=False)
    assert is_ours("desk@newsroom.example") and is_ours("Other@newsroom.example")
    assert is_ours("reporter@gmail.com") and not is_ours("stranger@gmail.com")
    assert not is_ours("left@gone.example") and not is_ours("") and not is_ours("x")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nested.eml", "outlook_forward.eml"])
def test_who_hands_a_mail_on_is_not_who_wrote_it(name: str) -> None:
    a_person(email="desk@newsroom.example")
    seen = look_at(read(name), today=TODAY)
    assert (seen.mail.sender, seen.is_ours) == ("records@fresno.gov", False)


@pytest.mark.parametrize(
    ("address", "host"),
    [("a@B.org", "b.org"), ("https://www.b.org/x", "b.org"), ("//[", ""), ("", ""), ("x", "x")],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host
