"""A round as it is in life: 1,200 agencies asked in one step, 40 heard from, the next year."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, a_person, an_event
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
ASKED, EACH, SILENT = 1_200, 5, 20
# What five agencies each answered to a request of Mon 1 June, which was due on Thu 11 June.
ANSWERS = (
    ((K.DETERMINATION_DISCLOSABLE, 10),),
    ((K.DETERMINATION_IN_PART, 20),),
    ((K.DETERMINATION_DENIED, 15),),
    ((K.DETERMINATION_NO_RECORDS, 11),),
    ((K.PARTIAL_RELEASE, 9),),
    ((K.FEE_ASKED, 3), (K.FEE_PAID, 8), (K.FULL_RELEASE, 12)),
    ((K.ACKNOWLEDGED, 5),),
    ((K.EXTENSION_NOTICE, 8),),
)


def june(day: int) -> date:
    return date(2026, 6, day)


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


@pytest.fixture
def campaign(lead: Client) -> Campaign:
    """Asked through the page, of everybody in the directory."""
    counties = ("Fresno", "Kern", "Marin")
    Agency.objects.bulk_create(
        Agency(
            name=f"Town {number:04d} Police",
            folded_name=f"town {number:04d} police",
            kind="police",
            level="city",
            records_law="cpra",
            county=counties[number % 3],
        )
        for number in range(ASKED)
    )
    made = save_campaign(
        campaign=None, name="Round 2025", reporting_year=2025, lead=lead.person, text="",
        by=lead.person, at=NOW,
    )  # fmt: skip
    confirmed(lead, f"/staff/campaigns/{made.pk}/addressees/?kind=police")
    return made


def confirmed(lead: Client, address: str, **typed: str):
    key = lead.get(address).context["form"]["seen"].value()
    values = {"subject": "Records of CLETS misuse", "method": "email", "seen": key}
    return lead.post(address, values | typed, follow=True)


def recorded(campaign: Campaign) -> None:
    """40 agencies are heard from, 20 are silent, the others are not asked yet."""
    requests = list(campaign.records_requests.order_by("pk")[: len(ANSWERS) * EACH + SILENT])
    by = a_person()
    for number, request in enumerate(requests):
        request.created_by = by
        an_event(request, K.SENT, june(1))
        for kind, day in ANSWERS[number // EACH] if number < len(ANSWERS) * EACH else ():
            notice = {"names_on": june(25), "ground": "voluminous"}
            an_event(request, kind, june(day), **(notice if kind == K.EXTENSION_NOTICE else {}))


@pytest.mark.long
def test_1200_agencies_40_answers_the_board_and_the_next_year(
    lead: Client, campaign: Campaign
) -> None:
    recorded(campaign)
    board = lead.get(f"/staff/campaigns/{campaign.pk}/board/")
    assert "1,200 agencies in the round about 2025, as of Mon 22 Jun 2026." in texts(board)
    assert board.context["counts"].states == {
        "no_response": SILENT, "overdue": 5, "extension": 5, "not_sent": 1_140, "promised": 10,
        "partly_released": 5, "released": 5, "denied": 5, "no_records": 5,
    }  # fmt: skip
    took = board.context["took"]
    assert (took.answered, took.with_date, took.waited_for_us) == (30, 30, 5)
    assert (took.in_time, took.in_time_without_ours) == (15, 20)
    states = [row.state for row in board.context["rows"]]
    assert len(states) == 50
    assert states == ["no_response"] * 20 + ["overdue"] * 5 + ["extension"] * 5 + ["not_sent"] * 20
    ((_, listed),) = lead.get("/staff/campaigns/").context["rows"]
    assert (listed.requests, listed.answered, listed.late, listed.silent) == (1_200, 30, 5, 20)
    rows = b"".join(lead.get(f"/staff/campaigns/{campaign.pk}/board.csv").streaming_content)
    words = Counter(line.split(",")[7] for line in rows.decode().splitlines()[1:])
    assert (words["No response"], words["Not sent"], sum(words.values())) == (20, 1_140, 1_200)
    next_year(lead, campaign)


def next_year(lead: Client, campaign: Campaign) -> None:
    """Three went into their neighbours, two were closed: 1,195 are asked about 2026."""
    first, *others = Agency.objects.order_by("pk")[:6]
    for number, agency in enumerate(others):
        agency.closed_on = june(1)
        agency.succeeded_by = first if number < 3 else None
        agency.save()
    address = f"/staff/campaigns/{campaign.pk}/roll-over/"
    done = confirmed(lead, address, name="Round 2026")
    assert "Round 2026 is open; none of its requests is sent yet." in texts(done)
    opened = Campaign.objects.get(reporting_year=2026)
    made = RecordsRequest.objects.filter(campaign=opened)
    assert made.count() == made.values("agency").distinct().count() == ASKED - 5
    assert not made.filter(agency__in=others).exists()
    board = lead.get(f"/staff/campaigns/{opened.pk}/board/")
    assert board.context["counts"].states == {"not_sent": ASKED - 5}
    assert "1,195 agencies in the round about 2026" in texts(board)
