"""The requests of the sample workspace: one row each, in days before today."""

from dataclasses import dataclass

from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Method


@dataclass(frozen=True)
class SampleEvent:
    """names_in: the named date, in days from today; names_after_receipt: in days from receipt."""

    kind: K
    days_ago: int
    note: str = ""
    names_in: int | None = None
    names_after_receipt: int | None = None
    ground: str = ""
    amount: str = ""
    exemptions: str = ""
    deciders: str = ""


@dataclass(frozen=True)
class SampleRequest:
    agency: str
    sent_days_ago: int | None
    method: Method
    events: tuple[SampleEvent, ...] = ()
    portal_number: str = ""
    agency_due_in: int | None = None
    file: str = ""
    tells: str = ""


SAMPLE_REQUESTS = (
    SampleRequest(
        "California Department of Justice",
        64,
        Method.EMAIL,
        (
            SampleEvent(K.ACKNOWLEDGED, 62, "Acknowledged by the Public Records Unit."),
            SampleEvent(
                K.EXTENSION_NOTICE,
                56,
                "Needs to compile the year's forms.",
                names_after_receipt=24,
                ground="compiling",
            ),
            SampleEvent(K.DETERMINATION_DISCLOSABLE, 42, "Has disclosable records."),
            SampleEvent(K.ESTIMATE_GIVEN, 42, names_in=-12),
            SampleEvent(K.FULL_RELEASE, 9, "One sheet for all agencies."),
        ),
        file="doj-misuse-report.csv",
        tells="released, after an extension",
    ),
    SampleRequest(
        "Oakland Police Department",
        47,
        Method.PORTAL,
        (
            SampleEvent(
                K.DETERMINATION_IN_PART,
                36,
                "Names of officers withheld.",
                exemptions="Gov. Code § 7922.000; Penal Code § 832.7",
                deciders="R. Sample, Records Manager",
            ),
            SampleEvent(K.PARTIAL_RELEASE, 20, "Counts by year."),
        ),
        portal_number="25-4471",
        file="oakland-answer.csv",
        tells="partly released",
    ),
    SampleRequest("Fresno Police Department", 46, Method.EMAIL, tells="no response"),
    SampleRequest(
        "Kern County Sheriff's Office",
        31,
        Method.EMAIL,
        (SampleEvent(K.ACKNOWLEDGED, 28, "“We are working on your request.”"),),
        tells="late on every reading",
    ),
    SampleRequest(
        "Los Angeles Police Department",
        17,
        Method.PORTAL,
        (
            SampleEvent(
                K.EXTENSION_NOTICE,
                8,
                "Voluminous records.",
                names_after_receipt=24,
                ground="voluminous",
            ),
        ),
        portal_number="R012345-110926",
        agency_due_in=12,
        tells="extension running, later date in the portal",
    ),
    SampleRequest("San Diego Police Department", 8, Method.EMAIL, tells="due in some days"),
    SampleRequest("Long Beach Police Department", 2, Method.EMAIL, tells="not yet due"),
    SampleRequest(
        "Chula Vista Police Department",
        12,
        Method.EMAIL,
        (SampleEvent(K.CLARIFICATION_ASKED, 5, "Which years, and sustained cases only?"),),
        tells="waiting on us: a question",
    ),
    SampleRequest(
        "Alameda County Sheriff's Office",
        13,
        Method.POST,
        (
            SampleEvent(K.DELIVERED, 11, "Return receipt."),
            SampleEvent(K.FEE_ASKED, 4, "Asks for search time.", amount="$214.50"),
        ),
        tells="waiting on us: a fee",
    ),
    SampleRequest(
        "Riverside County Sheriff's Office",
        58,
        Method.EMAIL,
        (
            SampleEvent(K.CLARIFICATION_ASKED, 55, "Asks which database is meant."),
            SampleEvent(K.CLARIFICATION_ANSWERED, 51, "CLETS and all that it reaches."),
            SampleEvent(
                K.DETERMINATION_DENIED,
                47,
                "Claims the investigatory-file exemption.",
                exemptions="Gov. Code § 7923.600",
            ),
            SampleEvent(K.FOLLOW_UP_SENT, 40, "Asked for the names of those responsible."),
        ),
        tells="denied",
    ),
    SampleRequest(
        "Stanislaus County Sheriff's Office",
        70,
        Method.FAX,
        (
            SampleEvent(K.DELIVERED, 70, "Fax report."),
            SampleEvent(K.DETERMINATION_NO_RECORDS, 61, "No misuse investigations in the year."),
            SampleEvent(K.CLOSED, 60),
        ),
        tells="closed",
    ),
    SampleRequest("San Jose Police Department", None, Method.POST, tells="not sent yet"),
)
