"""Who gets in where: every address of the site against every role, from a table typed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.reminders.feeds import token_of
from requests_app.domain.reminders.links import Purpose
from tests.builders import a_person
from tests.staff_site.doors import World, a_world, browser_of, taken_back

pytestmark = pytest.mark.django_db
ANYBODY = None


class Opens(Enum):
    """What opens an address besides a role."""

    SIGNED_LINK = "anybody with a link that was signed for it; nobody without"
    SECRET_ADDRESS = "anybody who knows the address; nobody else"


SIGNED_LINK, SECRET_ADDRESS = Opens
READER, STAFF, REVIEWER, LEAD, ADMINISTRATOR = Role


@dataclass(frozen=True)
class Row:
    """lowest: the first role that gets in; status: what it gets, from an empty GET or POST.

    anonymous: what somebody without an account gets, where anybody may come (None: the same).
    page_token: whether a POST needs the token of one of our pages.
    """

    lowest: Role | Opens | None
    status: int = 200
    method: str = "get"
    anonymous: int | None = None
    page_token: bool = True


def post(lowest: Role, status: int) -> Row:
    return Row(lowest, status, "post")


SITE = {
    "sign_in": Row(ANYBODY, 302, anonymous=200),
    "sign_in_second_step": Row(ANYBODY, 302),  # nobody gave a password a moment ago
    "sign_out": Row(ANYBODY, 302, "post"),
    "password_change": Row(READER),
    "password_forgotten": Row(ANYBODY),
    "password_new": Row(ANYBODY, 404),  # by a link that a mail brought
    "invitation": Row(ANYBODY, 404),  # likewise
    "mail_links:snooze": Row(SIGNED_LINK),
    # RFC 8058: a mail program posts to it by itself, and has no page of ours.
    "mail_links:stop": Row(SIGNED_LINK, page_token=False),
    "mail_links:want_again": Row(SIGNED_LINK, 200, "post"),
    "calendars:feed": Row(SECRET_ADDRESS),
    "healthz": Row(ANYBODY, 503),  # there is no broker in these tests
    "public:tallies": Row(ANYBODY),
    "public:tallies_csv": Row(ANYBODY),
    "public:figures_csv": Row(ANYBODY),
    "public:year": Row(ANYBODY, 404),
    "public:agencies": Row(ANYBODY),
    "public:agency": Row(ANYBODY),
    "public:county": Row(ANYBODY),
    "public:tallies_picture": Row(ANYBODY),
    "public:outcomes_picture": Row(ANYBODY, 404),
    "public:ranking_picture": Row(ANYBODY, 404),
    "public:map_picture": Row(ANYBODY, 404),
    "public:agency_picture": Row(ANYBODY, 404),
    "public:agency_outcomes_picture": Row(ANYBODY, 404),
    "public:figure": Row(ANYBODY, 404),  # nothing of it is published
    "public:release": Row(ANYBODY, 404),
    "public:corrections": Row(ANYBODY),
    "public:corrections_feed": Row(ANYBODY),
    "public:correction": Row(ANYBODY),
    "public:method": Row(ANYBODY),
    "public:data": Row(ANYBODY),
    "staff:account": Row(READER),
    "staff:end_session": post(READER, 404),  # one's own
    "staff:end_other_sessions": post(READER, 302),
    "staff:second_factor": Row(READER),
    "staff:confirm_password": Row(READER),
    "staff:add_authenticator": Row(READER),  # `browser_of` gave the password just now
    "staff:remove_authenticator": post(READER, 302),
    "staff:add_passkey": Row(READER),
    "staff:remove_passkey": post(READER, 404),  # one's own
    "staff:make_recovery_codes": post(READER, 302),
    "staff:people": Row(ADMINISTRATOR),
    "staff:invite": Row(ADMINISTRATOR),
    "staff:invite_again": post(ADMINISTRATOR, 302),
    "staff:revoke_invitation": post(ADMINISTRATOR, 302),
    "staff:person": Row(ADMINISTRATOR),
    "staff:reset_second_factor": post(ADMINISTRATOR, 302),
    "staff:end_sessions": post(ADMINISTRATOR, 302),
    "staff:today": Row(READER),
    "staff:requests": Row(READER),
    "staff:turn_page": Row(STAFF, 302),
    "staff:requests_csv": Row(READER),
    "staff:requests_xlsx": Row(READER),
    "staff:save_view": post(READER, 422),
    "staff:open_view": Row(READER, 302),
    "staff:rename_view": post(READER, 422),
    "staff:replace_view": post(READER, 302),
    "staff:share_view": post(STAFF, 302),
    "staff:delete_view": post(READER, 302),
    "staff:restore_view": post(READER, 404),  # it is brought back by whoever made it
    "staff:log_request": Row(STAFF),
    "staff:preview_request": Row(STAFF),
    "staff:request": Row(READER),
    "staff:amend_request": Row(STAFF),
    "staff:discard_request": post(STAFF, 302),
    "staff:record_event": post(STAFF, 422),
    "staff:event_fields": post(STAFF, 200),
    "staff:read_mail": Row(STAFF),
    "staff:mail_draft": Row(STAFF, 404),  # a mail is open to whoever gave it, and to nobody else
    "staff:attach_file": post(STAFF, 422),
    "staff:bulk": Row(STAFF),
    "staff:bulk_action": Row(READER),
    "staff:undo_bulk": post(STAFF, 302),
    "staff:tag_request": post(STAFF, 302),
    "staff:untag_request": post(STAFF, 302),
    "staff:remind_of_request": Row(STAFF),
    "staff:remind_of_campaign": Row(STAFF),
    "staff:remind_of_agency": Row(STAFF),
    "staff:own_reminders": Row(READER),
    "staff:put_off_reminder": post(STAFF, 302),
    "staff:finish_reminder": post(STAFF, 302),
    "staff:take_up_reminder": post(STAFF, 302),
    "staff:take_back_reminder": post(STAFF, 302),
    "staff:correct_event": Row(STAFF),
    "staff:take_back_event": post(STAFF, 302),
    "staff:attachment": Row(STAFF),
    "staff:import_requests": Row(STAFF),
    "staff:old_sheet": Row(STAFF),
    "staff:rows_to_mend": Row(STAFF),
    "staff:undo_old_sheet": post(STAFF, 302),
    "staff:view_attachment": Row(READER),
    "staff:show_attachment": Row(READER, 404),  # a table is not shown by its bytes
    "staff:show_page": Row(READER, 422),  # nor has it pages
    "staff:restrict_attachment": post(LEAD, 422),
    "staff:redact_attachment": post(STAFF, 422),
    "staff:release_attachment": post(STAFF, 302),
    "staff:delete_attachment": post(STAFF, 302),
    "staff:bin": Row(READER),
    "staff:restore_from_bin": post(STAFF, 302),
    "staff:transcription": Row(STAFF),
    "staff:type_table": post(STAFF, 422),
    "staff:settle_transcription": post(STAFF, 302),
    "staff:take_back_settling": post(STAFF, 302),
    "staff:search": Row(READER),
    "staff:clockwork": Row(STAFF),
    "staff:campaigns": Row(READER),
    "staff:new_campaign": Row(LEAD),
    "staff:campaign": Row(READER),
    "staff:edit_campaign": Row(LEAD),
    "staff:choose_addressees": Row(LEAD),
    "staff:roll_over": Row(LEAD),
    "staff:undo_addressees": post(LEAD, 302),
    "staff:board": Row(READER),
    "staff:board_csv": Row(READER),
    "staff:campaign_zip": Row(STAFF),
    "staff:request_zip": Row(STAFF),
    "staff:statement": Row(READER),
    "staff:statement_pdf": Row(READER),
    "staff:agencies": Row(READER),
    "staff:agency_options": Row(READER),
    "staff:agency": Row(READER),
    "staff:new_agency": Row(REVIEWER),
    "staff:edit_agency": Row(REVIEWER),
    "staff:agency_parent": Row(REVIEWER),
    "staff:end_agency": Row(REVIEWER),
    "staff:revive_agency": post(REVIEWER, 302),
    "staff:undo_succession": post(REVIEWER, 302),
    "staff:merge_agency": Row(REVIEWER),
    "staff:undo_merge": post(REVIEWER, 302),
    "staff:import_directory": Row(REVIEWER),
    "staff:import_contacts": Row(REVIEWER),
    "staff:add_contact": Row(REVIEWER),
    "staff:contact": Row(REVIEWER),
    "staff:confirm_contact": post(REVIEWER, 302),
    "staff:remove_contact": post(REVIEWER, 302),
    "staff:undo_contact": post(REVIEWER, 302),
    "staff:add_ori": Row(REVIEWER),
    "staff:remove_ori": post(REVIEWER, 302),
    "staff:undo_ori": post(REVIEWER, 302),
    "staff:add_alias": Row(REVIEWER),
    "staff:remove_alias": post(REVIEWER, 302),
    "staff:undo_alias": post(REVIEWER, 302),
    "staff:add_closure": Row(REVIEWER),
    "staff:remove_closure": Row(REVIEWER),
    "staff:add_adoption": Row(REVIEWER),
    "staff:remove_adoption": Row(REVIEWER),
    "staff:law": Row(READER),
    "staff:new_law_version": Row(LEAD),
    "staff:law_version": Row(READER),
    "staff:amend_law_version": Row(LEAD),
    "staff:enact_law": post(LEAD, 302),
    "staff:take_back_law": post(LEAD, 302),
    "staff:drop_law": post(LEAD, 302),
    "staff:take_up_law": post(LEAD, 302),
    "staff:new_holiday": Row(LEAD),
    "staff:remove_holiday": Row(LEAD),
    "staff:dates_move": Row(READER),
    "staff:duties": Row(READER),
    "staff:open_year": post(STAFF, 302),
    "staff:quoted": Row(READER),
    "staff:new_quote": Row(STAFF),
    "staff:quote": Row(READER),
    "staff:edit_quote": Row(STAFF),
    "staff:remove_quote": post(STAFF, 302),
    "staff:tie_quote": post(REVIEWER, 302),
    "staff:record_telling": post(STAFF, 302),
    "staff:undo_telling": post(STAFF, 302),
    "staff:whom_to_tell": Row(READER, 404),  # nothing was re-issued
    "staff:duty": Row(READER),
    "staff:duties_csv": Row(READER),
    "staff:duties_by_county": Row(READER),
    "staff:duties_owing": Row(READER),
    "staff:owing_csv": Row(READER),
    "staff:take_lists": post(STAFF, 302),
    "staff:write_to_owing": Row(STAFF, 302),  # nobody is chosen
    "staff:record_duty": post(STAFF, 422),
    "staff:undo_duty": post(STAFF, 302),
    "staff:open_duty": post(STAFF, 302),
    "staff:enter_said": Row(STAFF),
    "staff:amend_said": Row(STAFF),
    "staff:take_back_said": post(STAFF, 302),
    "staff:put_back_said": post(STAFF, 302),
    "staff:show_said": post(REVIEWER, 302),
    "staff:ask_for_comment": Row(STAFF),
    "staff:record_comment": Row(STAFF),
    "staff:take_back_comment": post(STAFF, 302),
    "staff:put_back_comment": post(STAFF, 302),
    "staff:show_comment": post(REVIEWER, 302),
    "staff:write_letter": Row(STAFF),
    "staff:owed_letter": Row(STAFF),
    "staff:letter": Row(READER),
    "staff:letter_pdf": Row(READER),
    "staff:letter_docx": Row(READER),
    "staff:campaign_text": Row(READER),
    "staff:campaign_members": Row(LEAD),
    "staff:restrict_campaign": post(LEAD, 302),
    "staff:open_to_all": post(LEAD, 302),
    "staff:remove_member": Row(LEAD),
    "staff:add_member_again": post(LEAD, 302),
    "staff:reminders": Row(READER),
    "staff:reminder": Row(READER),
    "staff:reminder_mail": Row(READER),
    "staff:reminder_mail_html": Row(READER),
    "staff:send_mail_again": post(ADMINISTRATOR, 302),  # and whoever it was to
    "staff:calendars": Row(READER),
    "staff:make_calendar": post(READER, 302),
    "staff:revoke_calendar": post(READER, 404),  # one's own
    "staff:next_digest": Row(READER),
    "staff:next_digest_html": Row(READER),
    "staff:reminder_wishes": Row(READER),
    "staff:undo_wishes": post(READER, 404),  # one's own
    "staff:desk_wishes": Row(ADMINISTRATOR),
    "staff:undo_desk_wishes": post(ADMINISTRATOR, 302),
    "staff:mail": Row(READER),
    "staff:mail_html": Row(READER),
    "staff:calculator": Row(READER),
    "staff:remove_sample": post(ADMINISTRATOR, 302),
    "staff:returned_data": Row(READER),
    "staff:import_attachment": Row(STAFF),
    "staff:names": Row(STAFF),
    "staff:undo_names": post(STAFF, 302),
    "staff:release": Row(READER),
    "staff:release_changes": Row(READER),
    "staff:release_changes_csv": Row(READER, 404),  # the only release has no issue before it
    "staff:submit_release": post(STAFF, 302),
    "staff:publish_release": post(REVIEWER, 302),
    "staff:send_back_release": post(REVIEWER, 302),
    "staff:withdraw_release": post(REVIEWER, 422),  # it wants a reason
    "staff:undo_release": post(STAFF, 302),
    "staff:accept_warnings_of_release": post(STAFF, 302),
    "staff:figure": Row(READER),
    "staff:compare": Row(READER),
    "staff:compare_csv": Row(READER),
    "staff:compare_workbook": Row(READER),
    "admin:index": Row(REVIEWER),
    "admin:app_list": Row(REVIEWER),
    "admin:login": Row(REVIEWER, 403),  # there is one sign-in, and who is here has passed it
    "admin:logout": Row(ANYBODY, 302, "post"),
    "admin:password_change": Row(REVIEWER, 302),
    "admin:password_change_done": Row(REVIEWER),
    "admin:jsi18n": Row(REVIEWER),
    "admin:autocomplete": Row(REVIEWER, 403),
    "admin:view_on_site": Row(REVIEWER, 404),
    "admin:requests_app_release_review": Row(REVIEWER),
}


@dataclass(frozen=True)
class Reviewed:
    """Of one kind of thing on the review site: who looks at it, who adds, who deletes (None:
    nobody)."""

    seen_by: Role = REVIEWER
    added_by: Role | None = None
    deleted_by: Role | None = None


MODELS = {
    "agency": Reviewed(added_by=REVIEWER),
    "ori": Reviewed(),
    "alias": Reviewed(),
    "contact": Reviewed(),
    "agencymerge": Reviewed(),
    "closure": Reviewed(added_by=REVIEWER, deleted_by=REVIEWER),
    "adoptedholiday": Reviewed(),
    "appointedholiday": Reviewed(),
    "lawversion": Reviewed(),
    "datesmove": Reviewed(),
    "annualduty": Reviewed(),
    "recordsrequest": Reviewed(),
    "event": Reviewed(),
    "letter": Reviewed(),
    "attachment": Reviewed(),
    "campaign": Reviewed(added_by=LEAD),
    "numbersequence": Reviewed(),
    "oldsheet": Reviewed(),
    "tag": Reviewed(),
    "release": Reviewed(),
    "figure": Reviewed(),
    "swornofficers": Reviewed(),
    "returnedfile": Reviewed(),
    "layout": Reviewed(),
    "importwarning": Reviewed(),
    "correction": Reviewed(),
    "correctedfigure": Reviewed(),
    "confirmedname": Reviewed(),
    "typedtable": Reviewed(),
    "transcription": Reviewed(),
    "quote": Reviewed(),
    "telling": Reviewed(),
    "foundanswer": Reviewed(),
    "said": Reviewed(),
    "comment": Reviewed(),
    "source": Reviewed(),
    "measure": Reviewed(),
    "person": Reviewed(added_by=ADMINISTRATOR),
    "reminder": Reviewed(),
    "remindermail": Reviewed(),
    "ownreminder": Reviewed(),
    "calendarfeed": Reviewed(),
    "personwishes": Reviewed(),
    "deskwishes": Reviewed(),
    "kindwish": Reviewed(),
    "auditentry": Reviewed(seen_by=LEAD),
}
# Written once and never changed: these are their own history.
WITHOUT_HISTORY = {
    "agencymerge",
    "datesmove",
    "event",
    "numbersequence",
    "oldsheet",
    "reminder",
    "remindermail",
    "ownreminder",
    "calendarfeed",
    "auditentry",
    "tag",
    "letter",
    "correction",
    "correctedfigure",
    "importwarning",
    "foundanswer",
    "typedtable",
    "transcription",
}


def admin_rows() -> Iterator[tuple[str, Row]]:
    for model, reviewed in MODELS.items():
        name = f"admin:requests_app_{model}"
        yield f"{name}_changelist", Row(reviewed.seen_by)
        yield f"{name}_change", Row(reviewed.seen_by)
        yield f"{name}_history", Row(reviewed.seen_by)
        yield f"{name}_csv", Row(reviewed.seen_by)
        yield f"{name}_xlsx", Row(reviewed.seen_by)
        # Nobody adds or deletes what has no row for it.
        yield f"{name}_add", Row(reviewed.added_by) if reviewed.added_by else Row(REVIEWER, 403)
        may_delete = Row(reviewed.deleted_by) if reviewed.deleted_by else Row(REVIEWER, 403)
        yield f"{name}_delete", may_delete
        if model not in WITHOUT_HISTORY:
            yield f"{name}_simple_history", Row(reviewed.seen_by)


TABLE = SITE | dict(admin_rows())


def addresses(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every (name, pattern) of the URL tree."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.name:
            yield space + pattern.name, pattern
        else:
            yield f"{space}{pattern.pattern}", pattern


# Django's admin ends with an address for all that is none, and redirects that of an object.
UNNAMED = {"admin:(?P<url>.*)$", "admin:<path:object_id>/", "public:", "staff:"}
EVERY = {
    name: pattern for name, pattern in addresses(get_resolver().url_patterns) if name not in UNNAMED
}


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert set(EVERY) - set(TABLE) == set(), "an address that nobody said who may open"
    assert set(TABLE) - set(EVERY) == set(), "rows of addresses that are gone"


def test_every_registered_model_is_in_the_table() -> None:
    assert {model._meta.model_name for model in admin.site._registry} == set(MODELS)


@pytest.mark.parametrize("name", [name for name in EVERY if name.startswith("staff:")])
def test_every_staff_view_names_its_permission(name: str) -> None:
    assert isinstance(EVERY[name].callback.permission, Permission)


@pytest.mark.parametrize("name", [n for n, row in TABLE.items() if row.lowest is SIGNED_LINK])
def test_every_view_that_a_mail_leads_to_names_its_purpose(name: str) -> None:
    assert isinstance(EVERY[name].callback.purpose, Purpose)
    (other,) = set(Purpose) - {EVERY[name].callback.purpose}
    row, world = TABLE[name], a_world()
    for token in ("x", world.links[other]):
        address = reverse(name, args=[token])
        assert answer(Client(), row.method, address).status_code == 404


def object_of(name: str) -> Any:
    """Any one object of the kind."""
    model = next(m for m in admin.site._registry if m._meta.model_name == name)
    return model._default_manager.order_by("pk")[0]


def answer(client: Client, method: str, address: str) -> Any:
    """What the address answers; Django's admin sends those it refuses to its sign-in first."""
    response = getattr(client, method)(address)
    if response.status_code == 302 and response.url.startswith("/admin/login/"):
        return client.get(response.url)
    return response


def address_of(name: str, world: World) -> str:
    """The address filled with what the world has."""
    last = name.rpartition(":")[2]
    model = last.removeprefix("requests_app_").partition("_")[0]
    if last.startswith("requests_app_"):
        if last.endswith(("changelist", "add", "csv", "xlsx")):
            return reverse(name)
        found = object_of(model)
        version = [found.history.first().pk] if last.endswith("simple_history") else []
        return reverse(name, args=[found.pk, *version])
    fixed: dict[str, list[Any]] = {
        "app_list": ["requests_app"], "view_on_site": [1, 1], "year": [2025],
        "county": ["fresno"], "mail": [world.mail], "mail_html": [world.mail],
        "write_letter": [world.request.pk, "follow-up"], "owed_letter": [world.agency.pk],
        "tallies_picture": ["violations", "svg"], "outcomes_picture": [2025, "svg"],
        "ranking_picture": [2025, "violations", "doj", "svg"],
        "map_picture": [2025, "violations", "doj", "csv"],
        "agency_picture": [world.agency.pk, "violations", "svg"],
        "agency_outcomes_picture": [world.agency.pk, "csv"],
        "import_attachment": [world.attachment.pk], "names": [world.attachment.pk],
        "show_page": [world.attachment.pk, 1], "restore_from_bin": [world.binned.pk],
        "undo_names": [world.attachment.pk, world.name.step],
        "undo_succession": [world.agency.history.latest().pk],
        "mail_draft": [world.mail_draft.pk], "duty": [world.duty.pk],
        "record_duty": [world.duty.pk], "open_duty": [world.agency.pk],
        "undo_duty": [world.duty.history.latest().pk],
        "enter_said": [world.duty.pk], "ask_for_comment": [world.duty.pk],
        "invitation": ["x"], "password_new": ["x"],
        "end_session": [world.session.pk], "remove_passkey": [world.passkey.pk],
        "invite_again": [world.invitation.pk],
        "person": [world.session.person_id], "end_sessions": [world.session.person_id],
        "reset_second_factor": [world.session.person_id],
        "new_quote": [], "whom_to_tell": [world.release.pk],
    }  # fmt: skip
    if last == "add_member_again":
        return reverse(name, args=[world.campaign.pk, world.member.person_id, "staff"])
    if last in ("undo_contact", "undo_ori", "undo_alias"):
        return reverse(name, args=[getattr(world, last.removeprefix("undo_")).history.latest().pk])
    if TABLE[name].lowest is SIGNED_LINK:
        return reverse(name, args=[world.links[EVERY[name].callback.purpose]])
    if TABLE[name].lowest is SECRET_ADDRESS:
        return reverse(name, args=[world.calendar.pk, token_of(world.calendar)])
    if last in fixed:
        return reverse(name, args=fixed[last])
    if "pk" not in EVERY[name].pattern.converters:
        return reverse(name)
    kind = last.rpartition("_")[2] if last not in ("attach_file",) else "request"
    kind = {
        "record_event": "request", "event_fields": "request",
        "add_closure": "agency", "add_adoption": "agency",
        "add_contact": "agency", "add_ori": "agency", "add_alias": "agency",
        "agency_parent": "agency",
        "letter_pdf": "letter", "letter_docx": "letter", "campaign_text": "campaign",
        "campaign_members": "campaign", "open_to_all": "campaign",
        "choose_addressees": "campaign", "roll_over": "campaign",
        "board": "campaign", "board_csv": "campaign",
        "statement": "request", "statement_pdf": "request",
        "release_changes": "release", "release_changes_csv": "release", "record_telling": "quote",
        "campaign_zip": "campaign", "request_zip": "request",
        "enact_law": "version", "take_back_law": "version",
        "drop_law": "version", "take_up_law": "version", "rows_to_mend": "sheet",
        "transcription": "attachment", "type_table": "attachment",
        "settle_transcription": "attachment", "take_back_settling": "attachment",
        "undo_addressees": "step",
        "undo_bulk": "bulk_action", "bulk_action": "bulk_action",
        "put_off_reminder": "own_reminder", "finish_reminder": "own_reminder",
        "take_up_reminder": "own_reminder", "take_back_reminder": "own_reminder",
        "reminder_mail": "reminder_mail", "reminder_mail_html": "reminder_mail",
        "send_mail_again": "reminder_mail", "undo_desk_wishes": "desk_wishes",
    }.get(last, kind)  # fmt: skip
    return reverse(name, args=[getattr(world, kind).pk])


AREAS = ("staff:", "admin:", "public:", "mail_links:", "calendars:", "")
PEOPLE = (ANYBODY, *Role)


def rows_of(area: str) -> dict[str, Row]:
    first = area or ("s", "p", "h", "i")
    return {name: row for name, row in TABLE.items() if name.startswith(first) and
            (area or ":" not in name)}  # fmt: skip


def expected(row: Row, role: Role | None) -> int:
    if isinstance(row.lowest, Opens):
        return row.status
    if role is None:
        if row.lowest is not ANYBODY:
            return 302
        return row.anonymous or row.status
    steps = list(Role)
    is_open = row.lowest is ANYBODY or steps.index(role) >= steps.index(row.lowest)
    return row.status if is_open else 403


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("role", PEOPLE)
def test_each_address_opens_to_the_right_people(role: Role | None, area: str) -> None:
    world, person = a_world(), a_person(role) if role else None
    wrong = {}
    for name, row in rows_of(area).items():
        with taken_back():
            client = browser_of(person) if person else Client()
            response = answer(client, row.method, address_of(name, world))
            if response.status_code != expected(row, role):
                wrong[name] = (response.status_code, expected(row, role))
            elif role is None and isinstance(row.lowest, Role):
                assert response.url.startswith("/sign-in/?next="), name
    assert wrong == {}, "address: (what it answered, what it should)"
