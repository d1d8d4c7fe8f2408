"""Sentences of letters that depend on how a request stands. Everything dated is the clock's."""

from collections.abc import Sequence

from requests_app.domain.agencies.models import RecordsLaw
from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.deadlines.words import full_day
from requests_app.domain.request_log.denials import lacking
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.letters.case import Case
from requests_app.domain.request_log.letters.fields import about, days_late
from requests_app.domain.request_log.letters.texts import MISSING
from requests_app.domain.request_log.models import RecordsRequest

REMEDIES = {
    RecordsLaw.CPRA: (
        "The Act provides for enforcement by injunctive or declaratory relief or a writ of "
        "mandate (Gov. Code § 7923.000) and awards costs and attorney's fees to a requester who "
        "prevails (§ 7923.115). We would rather have the records."
    ),
    RecordsLaw.FOIA: (
        "The Act provides for review in the district courts (5 U.S.C. § 552(a)(4)(B)). We would "
        "rather have the records."
    ),
}
RELEASES = (EventKind.PARTIAL_RELEASE, EventKind.FULL_RELEASE)


def words_of(records_request: RecordsRequest, case: Case) -> dict[str, str]:
    """The values that our own templates use beside the merge fields of `fields.FIELDS`."""
    return {
        "about": about(records_request),
        "numbers": numbers(records_request),
        "dispatch": dispatch(records_request),
        "duty": duty(case),
        "most_time": most_time(case),
        "due_tense": "was" if days_late(case) else "is",
        "heard": heard(case),
        "awaited": awaited(case),
        "findings": findings(case),
        "fee": fee(case),
        "denied": denied(case),
        "missing": missing(case),
        "portal_closed": portal_closed(case),
        "reports_due": full_day(case.reports_due_on) if case.reports_due_on else "",
        "remedies": REMEDIES.get(RecordsLaw(case.law), ""),
    }


def numbers(records_request: RecordsRequest) -> str:
    """ "our number TD-2026-0042, your number 25-4471"."""
    theirs = records_request.portal_number
    return f"our number {records_request.number}" + (f", your number {theirs}" if theirs else "")


def dispatch(records_request: RecordsRequest) -> str:
    """ "sent on Tuesday 9 June 2026 and received the same day"."""
    sent, received = records_request.sent_on, records_request.received_on
    if sent is None:
        return "not sent yet"
    words = f"sent on {full_day(sent)}"
    if received is None:
        return words
    return (
        f"{words} and received {'the same day' if received == sent else f'on {full_day(received)}'}"
    )


def duty(case: Case) -> str:
    """When the determination is or was due, and by which law."""
    due = case.clock.due
    if due is None:
        return "is outstanding"
    granted = f", with the {due.extension_days} days that you added" if due.extension_days else ""
    tense = "is" if due.due_on >= case.on else "was"
    return f"{tense} due on {full_day(due.due_on)}{granted} ({due.statute.citation})"


def most_time(case: Case) -> str:
    """How far another reading of the law reaches."""
    due = case.clock.due
    if due is None or due.latest_arguable_on == due.due_on:
        return "Every reading of the law gives that day."
    ends = "ends" if due.latest_arguable_on >= case.on else "ended"
    latest = full_day(due.latest_arguable_on)
    return f"The reading of the law that gives you the most time {ends} on {latest}."


def heard(case: Case) -> str:
    """What came from the agency so far. Silence is no response, and no refusal."""
    clock = case.clock
    if clock.last_heard_on is None:
        return "We have had no response."
    return f"We last heard from you on {full_day(clock.last_heard_on)}, without a determination."


def awaited(case: Case) -> str:
    """What a plain follow-up asks for."""
    clock = case.clock
    if case.status == Status.PARTLY_RELEASED and (came := case.last(*RELEASES)):
        return (
            f"Part of the records came on {full_day(came.on)}. Please tell us when we may expect "
            "the rest, or that there is no more."
        )
    if clock.determined_on is not None:
        estimate = clock.estimated_on
        promised = f" and estimated them for {full_day(estimate)}" if estimate else ""
        return (
            f"You made your determination on {full_day(clock.determined_on)}{promised}. Please "
            "tell us when we may expect the records."
        )
    if clock.due is not None and clock.standing in {Standing.NOT_YET_DUE, Standing.DUE_TODAY}:
        return (
            f"Your determination is due on {full_day(clock.due.due_on)} "
            f"({clock.due.statute.citation}). Please tell us whether you will meet it, and the "
            "estimated date and time when the records will be available."
        )
    return (
        "Please let us have your determination, and the estimated date and time when the records "
        "will be available."
    )


def findings(case: Case) -> str:
    """What is wrong with the extension notices, in the words and citations of the clock."""
    return listed([f"{flag.what} ({flag.citation})" for flag in case.clock.flags])


def fee(case: Case) -> str:
    """ "a fee ($214.50) on Thursday 18 June 2026"."""
    asked = case.open_fee
    if asked is None:
        return "a fee"
    return f"a fee{f' ({asked.amount})' if asked.amount else ''} on {full_day(asked.on)}"


def denied(case: Case) -> str:
    """ "denied the request in part on Friday 19 June 2026"."""
    denial = case.denial
    if denial is None:
        return "withheld records"
    part = " in part" if denial.kind == EventKind.DETERMINATION_IN_PART else ""
    return f"denied the request{part} on {full_day(denial.on)}"


def missing(case: Case) -> str:
    """What the denial lacks, a paragraph each."""
    return "\n\n".join(MISSING[flag.key] for flag in lacking(case.denial)) if case.denial else ""


def portal_closed(case: Case) -> str:
    """Since when the portal says so, and what did not come."""
    closed = case.closed_portal
    since = f"Since {full_day(closed.on)} your portal shows" if closed else "Your portal shows"
    if case.last(EventKind.PARTIAL_RELEASE):
        return f"{since} the request as closed, although only part of the records came."
    return f"{since} the request as closed, although no record came."


def owed_line(records_request: RecordsRequest, case: Case) -> str:
    """What is owed on one request, as an item of the letter about all of them."""
    what = f"{about(records_request)} ({numbers(records_request)}), {dispatch(records_request)}."
    return f"{what} {_outstanding(case)}"


def _outstanding(case: Case) -> str:
    clock, came = case.clock, case.last(*RELEASES)
    if case.closed_portal:
        return f"{portal_closed(case)} {_still_due(case)}"
    if clock.determined_on is None:
        return f"{_still_due(case)} {heard(case)}"
    if case.status == Status.PARTLY_RELEASED and came:
        what = f"Part of the records came on {full_day(came.on)}; the rest is outstanding"
    else:
        what = (
            f"You determined on {full_day(clock.determined_on)} that there are records to disclose"
        )
    if clock.estimated_on:
        return f"{what}. Your estimate, {full_day(clock.estimated_on)}, is past."
    return f"{what}, and you gave no estimate of when."


def _still_due(case: Case) -> str:
    if case.clock.determined_on is not None:
        return "We still expect the records."
    late, due = days_late(case), case.clock.due
    further = due is not None and due.latest_arguable_on != due.due_on
    return (
        f"A determination {duty(case)}{f' and is {late} late' if late else ''}."
        f"{f' {most_time(case)}' if further else ''}"
    )


def listed(sentences: Sequence[str]) -> str:
    """One sentence as it is; several as items."""
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join(f"{number}. {one}" for number, one in enumerate(sentences, start=1))
