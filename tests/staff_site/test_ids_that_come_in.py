"""Ids that come in with a form or an address: one of something in a restricted campaign is answered
as one of nothing, whatever form takes it."""

import re
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.importing.operations import undo_import
from requests_app.domain.request_log.models import Tag
from requests_app.domain.request_log.tags import tag_request
from tests.builders import NOW, a_person
from tests.staff_site.doors import MAIL, World, a_world, browser_of, taken_back
from tests.staff_site.restricted import CANARY, a_kept_world, numbered_from
from tests.staff_site.test_restricted_campaigns import MISSING, MOMENTARY
from tests.test_access import address_of

pytestmark = pytest.mark.django_db
FIRST = 4_000_001  # no other number on a page looks like one of these


class Ask(NamedTuple):
    """An address of the world that is everybody's. `asked`: with `{campaign}` and the like in it
    for the ids of what is kept. `method`: "post" sends it over what the page's form holds."""

    name: str
    asked: str
    method: str = "get"


def post(name: str, asked: str) -> Ask:
    return Ask(name, asked, "post")


STAFF_SITE = [
    Ask("staff:requests", "tab=all&campaign={campaign}"),
    Ask("staff:requests", "tab=all&tags={tag}"),
    Ask("staff:requests", "tab=all&kept={request}"),
    Ask("staff:requests_csv", "tab=all&campaign={campaign}"),
    Ask("staff:requests_csv", "tab=all&tags={tag}"),
    Ask("staff:turn_page", "chosen={request}&list=tab%3Dall"),
    post("staff:save_view", "name=Mine&query=campaign%3D{campaign}"),
    Ask("staff:bulk", "chosen={request}"),
    Ask("staff:bulk", "all=1&list=campaign%3D{campaign}"),
    Ask("staff:bulk", "all=1&list=tags%3D{tag}"),
    post("staff:bulk", "do=assign&requests={request}&assignee="),
    post("staff:bulk", "do=add_tag&requests={request}&tag=Soon"),
    post("staff:bulk", "do=remove_tag&requests={request}&old_tag={tag}"),
    post("staff:untag_request", "tag={tag_name}"),
    Ask("staff:search", f"q={CANARY}&before={{request}}"),
    Ask("staff:log_request", "agency={agency}&campaign={campaign}"),
    post("staff:log_request", "agency={agency}&reporting_year=2030&campaign={campaign}"),
    post("staff:log_request", "agency={agency}&reporting_year=2025&alike_seen={request}"),
    Ask("staff:preview_request", "agency={agency}&campaign={campaign}&reporting_year=2030"),
    Ask("staff:preview_request", "agency={agency}&reporting_year=2025&alike_seen={request}"),
    post("staff:amend_request", "campaign={campaign}"),
    Ask("staff:read_mail", "for={request}"),
    post("staff:read_mail", "records_request={request}"),
    post("staff:owed_letter", "act=look&subject=x&body=x&requests={request}"),
    post("staff:owed_letter", "act=record&subject=x&body=x&requests={request}"),
    post("staff:write_letter", "act=record&subject=x&body=x&requests={request}"),
    Ask("staff:calendars", "campaign={campaign}"),
    post("staff:make_calendar", "kind=campaign&campaign={campaign}"),
    post("staff:tie_quote", "figure={figure}"),
    post("staff:tie_quote", "sum_of={release}"),
    post("staff:record_telling", "told_on=today&correction={release}"),
    post("staff:enter_said", "kind=cause&cause=curiosity&said_on=today&records_request={request}"),
    post("staff:enter_said", "kind=cause&cause=curiosity&said_on=today&attachment={attachment}"),
    post("staff:amend_said", "said_on=today&records_request={request}"),
    post("staff:amend_said", "said_on=today&attachment={attachment}"),
    post("staff:accept_warnings_of_release", "reason=x&warning={warning}"),
    Ask("staff:release_changes", "with={release}"),
    Ask("staff:release_changes_csv", "with={release}"),
    post("staff:old_sheet", "campaign={campaign}"),
    Ask("staff:compare", "release={release}&campaign={campaign}"),
    Ask("sign_in", "next=/staff/requests/{request}/"),
    Ask("staff:bulk", "chosen={request}&back=/staff/campaigns/{campaign}/"),
]

# What Django's admin takes from an address: a filter by any column of a thing, its own or that of
# another thing that points to it.
REVIEW_SITE = [
    Ask("admin:requests_app_recordsrequest_changelist", "campaign__id__exact={campaign}"),
    Ask("admin:requests_app_recordsrequest_changelist", "id__exact={request}"),
    Ask("admin:requests_app_recordsrequest_changelist", "tags={tag}"),
    Ask("admin:requests_app_recordsrequest_csv", "id__exact={request}"),
    Ask("admin:requests_app_agency_changelist", "records_requests={request}"),
    Ask("admin:requests_app_agency_changelist", "records_requests__id__gt={request}"),
    Ask("admin:requests_app_agency_csv", "records_requests__id__exact={request}"),
    Ask("admin:requests_app_agency_changelist", "figures={figure}"),
    Ask("admin:requests_app_person_changelist", "calendar_feeds={calendar}"),
    Ask("admin:requests_app_person_changelist", "own_reminders={own_reminder}"),
    Ask("admin:requests_app_person_changelist", "reminders={reminder}"),
    Ask("admin:requests_app_tag_changelist", "records_requests={request}"),
    Ask("admin:requests_app_source_changelist", "releases={release}"),
    Ask("admin:requests_app_measure_changelist", "figures={figure}"),
    Ask("admin:requests_app_event_changelist", "records_request={request}"),
    Ask("admin:requests_app_event_changelist", "letter={letter}"),
    Ask("admin:requests_app_event_changelist", "letter__in={letter}"),
    Ask("admin:requests_app_reminder_changelist", "mail__exact={mail}"),
    Ask("admin:requests_app_figure_changelist", "release__id__exact={release}"),
    Ask("admin:requests_app_importwarning_changelist", "release__id__exact={release}"),
    Ask("admin:requests_app_returnedfile_changelist", "attachment={attachment}"),
    Ask("admin:requests_app_quote_changelist", "should_be__id__exact={figure}"),
    Ask("admin:requests_app_confirmedname_changelist", "attachment={attachment}"),
    Ask("admin:requests_app_calendarfeed_changelist", "campaign={campaign}"),
    post("admin:requests_app_recordsrequest_change", "campaign={campaign}"),
    post("admin:requests_app_person_changelist", "action=x&_selected_action={request}"),
]
AUTOCOMPLETED = [
    ("event", "records_request"), ("recordsrequest", "campaign"), ("figure", "release"),
    ("importwarning", "release"), ("returnedfile", "attachment"), ("quote", "claim"),
    ("recordsrequest", "tags"),
]  # fmt: skip
REVIEW_SITE += [
    Ask("admin:autocomplete", f"app_label=requests_app&model_name={m}&field_name={f}&term={CANARY}")
    for m, f in AUTOCOMPLETED
]


class Ids(NamedTuple):
    """The ids of what is kept, or of nothing; `tag_name` is a name."""

    of: dict[str, Any]

    def within(self, asked: str, world: World) -> str:
        return asked.format(**self.of, agency=world.agency.pk)

    def blanked(self, text: str) -> str:
        """Without them."""
        for one in sorted(map(str, self.of.values()), key=len, reverse=True):
            text = text.replace(one, "ID")
        return text


def ids_of(kept: World) -> Ids:
    return Ids(
        {
            "campaign": kept.campaign.pk,
            "request": kept.request.pk,
            "attachment": kept.attachment.pk,
            "release": kept.release.pk,
            "figure": kept.figure.pk,
            "warning": kept.release.warnings.get().pk,
            "letter": kept.letter.pk,
            "mail": kept.reminder_mail.pk,
            "reminder": kept.reminder.pk,
            "own_reminder": kept.own_reminder.pk,
            "calendar": kept.calendar.pk,
            "tag": Tag.objects.get(name=f"{CANARY} first").pk,
            "tag_name": f"{CANARY} first",
        }
    )


def of_nothing(kept: Ids) -> Ids:
    return Ids({name: MISSING for name in kept.of} | {"tag_name": "Nobody's"})


def answered(person: Person, ask: Ask, world: World, ids: Ids) -> tuple[int, str, str]:
    """Status, where it leads and what it says, without the ids."""
    asked, address = ids.within(ask.asked, world), address_of(ask.name, world)
    client = browser_of(person)
    with taken_back():
        if ask.method == "get":
            response = client.get(f"{address}?{asked}")
        else:
            typed = dict(one.split("=", 1) for one in asked.split("&"))
            do = f"?do={typed.pop('do')}" if "do" in typed else ""
            before = {"text": MAIL} if ask.name == "staff:read_mail" else {}
            if ask.name in ("staff:amend_request", "staff:log_request", "staff:amend_said"):
                form = client.get(address).context["form"]
                before = {name: form[name].value() for name in form.fields}
                before = {name: value for name, value in before.items() if value not in (None, [])}
            response = client.post(address + do, before | typed)
        page = b"".join(response.streaming_content) if response.streaming else response.content
        said = client.get("/staff/calculator/").content if response.status_code == 302 else b""
    body = MOMENTARY.sub(b"", page + said).decode()
    for echoed in (asked, asked.replace("&", "&amp;"), CANARY):
        body = body.replace(echoed, "")
    leads_to = re.sub(r"\d+", "N", response.get("Location", ""))
    return response.status_code, leads_to, ids.blanked(body)


@pytest.fixture
def worlds() -> Iterator[tuple[World, World, Person]]:
    """One of everything that is everybody's, the same of a restricted campaign, and an outsider."""
    world, lead = a_world(), a_person(Role.LEAD)
    outsider = a_person(Role.REVIEWER)
    with numbered_from(FIRST):
        kept = a_kept_world(world, lead)
        tag_request(records_request=kept.request, name=f"{CANARY} first", by=lead, at=NOW)
        yield world, kept, outsider


@pytest.mark.parametrize("asks", [STAFF_SITE, REVIEW_SITE], ids=["staff site", "review site"])
def test_an_id_of_what_is_kept_is_one_of_nothing(
    asks: list[Ask], worlds: tuple[World, World, Person]
) -> None:
    world, kept, outsider = worlds
    theirs = ids_of(kept)
    assert min(pk for pk in theirs.of.values() if isinstance(pk, int)) >= FIRST
    wrong = {}
    for ask in asks:
        of_theirs = answered(outsider, ask, world, theirs)
        of_none = answered(outsider, ask, world, of_nothing(theirs))
        if of_theirs != of_none:
            wrong[ask] = (of_theirs[:2], of_none[:2])
    assert wrong == {}, "(what is kept, what is not there)"


def test_names_that_were_confirmed_of_a_kept_file_are_taken_back_by_nobody_else(
    worlds: tuple[World, World, Person],
) -> None:
    world, kept, outsider = worlds
    client, came_to = browser_of(outsider), []
    for step in (kept.name.step, uuid.uuid4()):
        undo = reverse("staff:undo_names", args=[world.attachment.pk, step])
        response = client.post(undo, follow=True)
        told = [str(one) for one in response.context["messages"]]
        came_to.append((response.redirect_chain, told))
    assert came_to[0] == came_to[1]
    assert type(kept.name).objects.filter(pk=kept.name.pk).exists()


def test_nobody_learns_that_a_kept_import_was_undone(worlds: tuple[World, World, Person]) -> None:
    _, kept, outsider = worlds
    lead = a_person(Role.LEAD)
    undo_import(release=kept.release, by=lead, at=NOW)
    for step in ("undo_release", "submit_release"):
        address = reverse(f"staff:{step}", args=[kept.release.pk])
        assert browser_of(outsider).post(address).status_code == 404
        assert browser_of(lead).post(address).status_code == 302
