"""The form that records what happened, filled with the next step or with what a mail says."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import RECORDABLE, EventKind
from requests_app.domain.request_log.mail_drafts import DraftGone
from requests_app.domain.request_log.mail_proposals import for_event
from requests_app.domain.request_log.mail_recording import record_from_mail
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.recompute import longest_extension_of
from requests_app.domain.request_log.timeline import record_event
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.forms.events import EventForm
from requests_app.staff_site.forms.mails import FromMailMixin
from requests_app.staff_site.open_mail import OpenMail, open_mail


def record_form(
    records_request: RecordsRequest,
    *,
    rules: Rules,
    kind: str,
    step: EventKind | None,
    mail: OpenMail | None,
) -> EventForm:
    """A new form for the request's page. kind: what was asked for (one that is none counts as
    none); step: the kind of the next step."""
    law, version = records_request.agency.records_law, records_request.version
    chosen = EventKind(kind) if kind in set(RECORDABLE) else None
    if mail is None:
        first = {"kind": chosen or step or ""}
        if first["kind"] == EventKind.DELIVERED:
            first["on"] = ""  # it moves day 0: no day is as good as another
        form = EventForm.blank(law=law, rules=rules, version=version, proposed=first)
        _say_longest(form, records_request, rules)
        return form
    clues = for_event(mail.seen.mail, records_request, kind=chosen, today=mail.today)
    # What the mail does not say stays empty: neither the next step nor today is assumed of it.
    proposed = {"kind": chosen or "", "on": "", "mail": mail.draft.pk}
    proposed |= {name: clue.value for name, clue in clues.items()}
    form = EventForm.blank(law=law, rules=rules, version=version, proposed=proposed)
    attached = {attachment.sha256 for attachment in records_request.attachments.all()}
    form.offer(mail.parts, attached=attached)
    _say_longest(form, records_request, rules)
    form.say_where_from(clues)
    if not form.initial["kind"]:
        form.fields["kind"].help_text = "No words of the mail say what happened: choose it."
    if "on" not in clues:
        form.fields["on"].help_text = mail.no_day_because
    return form


def _say_longest(form: EventForm, records_request: RecordsRequest, rules: Rules) -> None:
    """Beside the date that an extension notice names: the last one that the law allows."""
    if form.initial.get("kind") != EventKind.EXTENSION_NOTICE:
        return
    longest = longest_extension_of(records_request, on=timezone.localdate(), rules=rules)
    if longest is None:
        return
    form.fields["names_on"].help_text = (
        f"The new due date. {longest.extension_days} days more, the most the law allows, end "
        f"on {shown(longest.due_on)}. A notice that names no date is flagged."
    )


def mail_of(form: FromMailMixin, *, person: Person, today: date) -> OpenMail | None:
    """The mail that a form which came in speaks of. One that is gone is said, and left out."""
    pk = form.data.get("mail")
    if not pk:
        return None
    try:
        return open_mail(pk, person=person, today=today)
    except DraftGone as error:
        form.go_on_without_mail()
        form.full_clean()
        form.add_error(None, f"{error} Or go on without it: nothing else of this form is lost.")
        return None


def record(
    form: EventForm, records_request: RecordsRequest, mail: OpenMail | None, *, by: Person
) -> tuple[Event, list[str]]:
    """Records what the form says: one operation. The sentences say what could not be attached."""
    entered = form.cleaned_data
    told = {
        "records_request": records_request,
        "happening": form.happening(),
        "by": by,
        "at": timezone.now(),
        "form_key": form.key(),
        "version": entered["version"],
        "receipt_seen": entered["receipt_seen"],
    }
    if mail is None:
        return record_event(**told), []
    return record_from_mail(draft=mail.draft, attach=entered["attach"], **told)


def add_proposals(
    form: EventForm, typed: Mapping[str, str], records_request: RecordsRequest, *, person: Person
) -> None:
    """Adds what the mail proposes for the kind that was just chosen, where nothing is typed."""
    kind = typed.get("kind", "")
    _say_longest(form, records_request, rules_in_force())
    if not typed.get("mail") or kind not in set(RECORDABLE):
        return
    try:
        mail = open_mail(typed["mail"], person=person, today=timezone.localdate())
    except DraftGone:
        return  # said when the form is sent
    clues = for_event(mail.seen.mail, records_request, kind=EventKind(kind), today=mail.today)
    empty = {name: clue for name, clue in clues.items() if not typed.get(name)}
    form.initial = {**form.initial, **{name: clue.value for name, clue in empty.items()}}
    form.say_where_from(empty)
