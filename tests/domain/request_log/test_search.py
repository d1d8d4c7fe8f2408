"""The search, on whichever database the run is on."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.domain.agencies.models import Agency, Ori
from requests_app.domain.request_log import search_index
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.in_bulk import locked_requests, record_events
from requests_app.domain.request_log.models import Attachment, Event, RecordsRequest, SearchEntry
from requests_app.domain.request_log.operations import amend_request, discard_request
from requests_app.domain.request_log.search import (
    REQUESTS_A_PAGE,
    SHOWN_OF_A_REQUEST,
    exactly,
    matching,
    requests_matching,
    search_page,
)
from requests_app.domain.request_log.text_reading import read_text
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.upkeep.merging import merge_agencies
from requests_app.domain.upkeep.unmerging import undo_merge
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment, an_event

pytestmark = pytest.mark.django_db
MAY_5 = date(2026, 5, 5)
ALL = list(Attachment.State)
NORMAL = [Attachment.State.NORMAL]


def found(text: str, states: list = NORMAL, **asked: object) -> list[tuple[str, str]]:
    """(number of the request, what was found of it), in order."""
    page = search_page(text, states=states, **asked)
    return [(one.records_request.number, hit.entry.kind) for one in page.found for hit in one.hits]


@pytest.fixture
def fresno() -> RecordsRequest:
    return a_request(
        agency=an_agency("Fresno Police Department"),
        portal_number="R012345-110926",
        subject="Records of CLETS misuse",
    )


@pytest.mark.parametrize(
    "text",
    [
        "fresno",
        "fresno misuse",
        "FRESNO  clets",
        "fres",
        "R012345-110926",
        "r012345",
        '"fresno police"',
        "misu* of fresno",
    ],
)
def test_a_request_is_found_by_what_it_says(fresno, text) -> None:
    a_request(agency=an_agency("Oakland Police Department"), subject="Another thing")
    assert found(text) == [(fresno.number, "request")]


@pytest.mark.parametrize("text", ["fresno oakland", "esno", '"department police"', "fr es no x"])
def test_all_words_have_to_stand_in_one_place(fresno, text) -> None:
    a_request(agency=an_agency("Oakland Police Department"), subject="Another thing")
    assert found(text) == []


def test_a_note_is_found_with_the_name_of_its_agency(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="José said it is on the captain's desk")
    assert found("jose captain") == [(fresno.number, "event")]
    assert found("fresno captain") == [(fresno.number, "event")]
    assert found("oakland captain") == []


def test_the_name_of_the_agency_alone_finds_requests_not_each_of_their_notes(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the desk")
    assert found("fresno") == [(fresno.number, "request")]
    assert found("fresno police") == [(fresno.number, "request")]


def test_a_denial_is_found_by_what_it_cites_and_whom_it_names(fresno) -> None:
    cited = {"exemptions": "§ 7923.600 investigations", "deciders": "Capt. Ana Ruiz"}
    an_event(fresno, EventKind.DETERMINATION_DENIED, TODAY, **cited)
    assert found("7923.600") == found("ruiz") == [(fresno.number, "event")]


def test_an_extension_is_found_by_the_words_of_its_ground(fresno) -> None:
    an_event(fresno, EventKind.EXTENSION_NOTICE, TODAY, ground="voluminous")
    assert found("voluminous fresno") == [(fresno.number, "event")]
    SearchEntry.objects.all().delete()
    search_index.catch_up()
    assert found("voluminous") == [(fresno.number, "event")]


def test_what_the_program_notes_by_itself_is_not_searched(fresno) -> None:
    assert found("by e-mail") == []
    assert SearchEntry.objects.count() == 1


def day_of(request: RecordsRequest) -> date:
    return SearchEntry.objects.get(kind="request", object_id=request.pk).on


def test_the_day_of_a_request_follows_its_sending() -> None:
    one, many = a_request(sent_on=None), a_request(sent_on=None)
    assert day_of(one) == day_of(many) == TODAY
    sent = an_event(one, EventKind.SENT, MAY_5)
    happening = Happening(kind=EventKind.SENT, on=MAY_5)
    with transaction.atomic():
        record_events(locked_requests([many.pk]), happening, by=many.created_by, at=NOW)
    assert day_of(one) == day_of(many) == MAY_5
    gone = Happening(kind=EventKind.CORRECTION, on=MAY_5)
    correct_event(event=sent, happening=gone, by=one.created_by, at=NOW)
    assert day_of(one) == TODAY


def test_a_corrected_note_is_found_and_says_that_it_was_corrected(fresno) -> None:
    event = an_event(fresno, EventKind.NOTE, TODAY, note="The sergeant called")
    by = fresno.created_by
    now = Happening(kind=EventKind.NOTE, on=TODAY, note="The lieutenant called")
    correct_event(event=event, happening=now, by=by, at=NOW)
    [one] = search_page("called", states=NORMAL).found
    assert {(str(hit.excerpt), hit.superseded) for hit in one.hits} == {
        ("The lieutenant called", False),
        ("The sergeant called", True),
    }


def test_a_file_is_found_by_its_name_at_once_and_by_its_text_when_it_was_read(fresno) -> None:
    attachment = an_attachment(fresno, "Case,Outcome\n25-001,Sustained\n", name="misuse 2025.csv")
    assert found('"misuse 2025"') == [(fresno.number, "file")]
    assert found("25-001 sustained") == []
    read_text(attachment=attachment, at=NOW)
    assert found("25-001 sustained") == [(fresno.number, "file")]
    assert found("fresno sustained") == [(fresno.number, "file")]


def test_the_search_follows_the_state_of_a_file(fresno) -> None:
    attachment = an_attachment(fresno, "Case,Outcome\n25-001,Sustained\n", name="cases.csv")
    attachment = read_text(attachment=attachment, at=NOW)
    by = a_person()

    def put(state: str) -> list[list]:
        attachment.refresh_from_db()
        set_file_state(
            attachment=attachment, state=state, was=attachment.state, reason="x", by=by, at=NOW
        )
        asked = [NORMAL, [*NORMAL, "restricted"], ALL]
        return [[bool(found(text, states)) for states in asked] for text in ("sustained", "cases")]

    assert put("restricted") == [[False, True, True], [False, True, True]]
    assert put("quarantined") == [[False, False, False], [False, False, True]]
    assert put("normal") == [[True, True, True], [True, True, True]]


def test_a_file_closed_while_it_is_read_stays_closed(fresno) -> None:
    attachment = an_attachment(fresno, "a,b,c\n1,2,Sustained\n")
    Attachment.objects.filter(pk=attachment.pk).update(state="quarantined")
    read_text(attachment=attachment, at=NOW)  # with the state it was opened in
    assert found("sustained", ALL) == []


def test_an_amended_request_is_found_as_it_is_now(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the desk")
    fresno.refresh_from_db()
    names = RequestDetails.__dataclass_fields__
    details = {name: getattr(fresno, name) for name in names}
    details |= {"agency": an_agency("Oakland Police Department"), "subject": "Body camera audits"}
    amend_request(
        records_request=fresno, details=RequestDetails(**details), version=fresno.version,
        by=fresno.created_by, at=NOW,
    )  # fmt: skip
    assert found("oakland camera") == [(fresno.number, "request")]
    assert found("oakland desk") == [(fresno.number, "event")]
    assert found("fresno") == found("misuse") == []


def test_a_discarded_request_is_not_found_and_leaves_no_words(fresno) -> None:
    discard_request(records_request=fresno, by=fresno.created_by, at=NOW)
    assert found("fresno") == []
    assert SearchEntry.objects.count() == 0
    # The same words again, under keys that may be the same ones.
    again = a_request(agency=fresno.agency)
    assert found("fresno") == [(again.number, "request")]


def test_newest_requests_first_in_pages_that_continue_each_other() -> None:
    agency = an_agency("Kern County Sheriff")
    numbers = [a_request(agency=agency).number for _ in range(REQUESTS_A_PAGE + 3)]
    first = search_page("kern", states=NORMAL)
    second = search_page("kern", states=NORMAL, before=first.before)
    assert [one.records_request.number for one in [*first.found, *second.found]] == numbers[::-1]
    assert second.before is None


def test_of_many_hits_in_a_request_a_few_are_shown_and_the_rest_counted(fresno) -> None:
    for number in range(10):
        an_event(fresno, EventKind.NOTE, TODAY, note=f"Reminder number {number}")
    [one] = search_page("reminder", states=NORMAL).found
    assert (len(one.hits), one.more) == (SHOWN_OF_A_REQUEST, 10 - SHOWN_OF_A_REQUEST)
    assert found("reminder", kind="request") == []


def test_a_filter_can_ask_for_the_requests(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    asked = RecordsRequest.objects.filter(pk__in=requests_matching("captain", states=NORMAL))
    assert list(asked) == [fresno]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(fresno, typed) -> None:
    entries = matching(typed, states=ALL)[:5]
    assert {entry.records_request_id for entry in entries} <= {fresno.pk}
    exactly(typed)


@pytest.mark.parametrize(
    "typed",
    ["' OR 1=1 --", "fresno | oakland", "fresno OR oakland", "NEAR(fresno police)", "text : x",
     "NOT oakland", "fresno NOT oakland", "!oakland", "-oakland", "a*b*", '"', '""', "*", "\\", "(",
     "\x00", "'''", "%s", "%", "_", "\ud800"],
)  # fmt: skip
def test_marks_are_no_operators(fresno, typed) -> None:
    assert found(typed, ALL) == []


@pytest.mark.parametrize(
    "typed",
    ["fresno & ", "fresno | police", "fresno:*", "-fresno", "!fresno", "(fresno)", "'fresno"],
)
def test_marks_beside_words_change_nothing(fresno, typed) -> None:
    a_request(agency=an_agency("Oakland Sheriff"), subject="Another thing")
    assert found(typed, ALL) == [(fresno.number, "request")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_noted_is_found_by_its_first_word(fresno, rest) -> None:
    note = f"Zebra {rest}"
    event = Event(records_request=fresno, kind=EventKind.NOTE, on=TODAY, note=note, recorded_at=NOW)
    event.save()
    search_index.index_events([event])
    assert event.pk in {entry.object_id for entry in matching("zebra", states=ALL)}


def test_numbers_lead_straight_to_what_has_them(fresno) -> None:
    other = a_request(portal_number="25-4471")
    a_request(portal_number="twice")
    a_request(portal_number="twice")
    Ori.objects.create(agency=fresno.agency, code="CA0100500")
    assert exactly(fresno.number.lower()) == fresno
    assert exactly(" r012345-110926 ") == fresno
    assert exactly("25-4471") == other
    mixed = a_request(portal_number="W012-ab34")
    assert {exactly(text) for text in ("W012-ab34", "w012-AB34", "w012-ab34")} == {mixed}
    assert exactly("ca0100500") == fresno.agency
    assert exactly("twice") is exactly("") is exactly("TD-") is exactly("\x00") is None


def test_catching_up_finds_what_was_written_around_the_operations(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    an_attachment(fresno, "a,b,c\n1,2,3\n", name="answer.csv")
    SearchEntry.objects.all().delete()
    assert found("captain") == []
    assert (search_index.catch_up(), search_index.catch_up()) == (3, 0)
    assert [kind for _, kind in found("captain")] == ["event"]
    assert [kind for _, kind in found("answer")] == ["file"]


def test_catching_up_follows_a_new_name_of_an_agency(fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    Agency.objects.filter(pk=fresno.agency_id).update(name="City of Fresno Police")
    assert search_index.catch_up() == 1
    assert found("city captain") == [(fresno.number, "event")]
    assert search_index.catch_up() == 0


def test_catching_up_ends_where_an_entry_cannot_be_written_again(fresno) -> None:
    silent = an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    gone = an_attachment(fresno, "a,b,c\n1,2,3\n", name="answer.csv")
    Agency.objects.filter(pk=fresno.agency_id).update(name="City of Fresno Police")
    Event.objects.filter(pk=silent.pk).update(note="")
    Attachment.objects.filter(pk=gone.pk).delete()
    SearchEntry.objects.filter(kind="file").update(object_id=gone.pk)
    assert [search_index.catch_up() for _ in range(2)] == [1, 0]
    assert found("captain") == found("answer") == []
    assert found("city") == [(fresno.number, "request")]


def test_what_was_added_around_the_operations_is_found_every_hour(fresno) -> None:
    search_index.catch_up()
    note = an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    SearchEntry.objects.filter(kind="event", object_id=note.pk).delete()
    assert [search_index.catch_up_lately() for _ in range(2)] == [1, 0]
    assert found("captain") == [(fresno.number, "event")]


def test_a_new_name_is_followed_every_hour(fresno) -> None:
    search_index.catch_up()
    Agency.objects.filter(pk=fresno.agency_id).update(name="City of Fresno Police")
    assert [search_index.catch_up_lately() for _ in range(2)] == [1, 0]
    assert found("city") == [(fresno.number, "request")]


def test_a_merge_is_followed_every_hour_and_so_is_its_undoing(fresno) -> None:
    kept = an_agency("Clovis Police")
    search_index.catch_up()
    merge, _ = merge_agencies(gone=fresno.agency, kept=kept, by=a_person(), at=NOW)
    assert search_index.catch_up_lately() == 1
    assert found("clovis") == [(fresno.number, "request")]
    undo_merge(merge=merge, by=a_person(), at=NOW)
    assert search_index.catch_up_lately() == 1
    assert found("clovis") == []


def test_with_nothing_to_do_an_hourly_look_reads_no_more_of_more(
    fresno, django_assert_max_num_queries
) -> None:
    search_index.catch_up()
    with django_assert_max_num_queries(14):
        assert search_index.catch_up_lately() == 0


def test_an_entry_lost_long_ago_is_found_by_the_whole_look(fresno, monkeypatch) -> None:
    monkeypatch.setattr(search_index, "OVERLAP", 0)
    search_index.catch_up()
    SearchEntry.objects.all().delete()
    assert search_index.catch_up_lately() == 0
    assert search_index.catch_up() == 1


def test_rebuilding_gives_the_same(fresno, django_assert_max_num_queries) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called the captain")
    an_attachment(fresno, "a,b,c\n1,2,3\n", name="answer.csv")

    def entries() -> list:
        return list(SearchEntry.objects.order_by("kind", "object_id").values_list(
            "pk", "kind", "object_id", "on", "state", "agency_name", "text"))  # fmt: skip

    before = entries()
    assert search_index.rebuild() == len(before) == 3
    assert entries() == before


def test_a_page_asks_few_times_whatever_it_finds(fresno, django_assert_max_num_queries) -> None:
    for number in range(12):
        request = a_request(agency=fresno.agency)
        an_event(request, EventKind.NOTE, TODAY, note=f"Misuse number {number}")
    with django_assert_max_num_queries(4):
        page = search_page("misuse", states=NORMAL)
    assert len(page.found) == 13
