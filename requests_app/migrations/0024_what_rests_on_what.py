"""No receipt without a sending, and a question that is open until it is answered itself."""

from collections import defaultdict
from itertools import groupby

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

NO_RECEIPT = {
    "received_on": None,
    "received_basis": "",
    "due_on": None,
    "earliest_arguable_on": None,
    "latest_arguable_on": None,
}


def stop_clocks(apps, schema_editor):
    """A delivery that stands without a sending counts again once the sending is recorded."""
    requests = apps.get_model("requests_app", "RecordsRequest").objects
    requests.filter(sent_on=None, received_on__isnull=False).update(
        **NO_RECEIPT, dates_moved=F("dates_moved") + 1, look_on=timezone.localdate()
    )


# Frozen here: what the table of events makes of the agency's questions from now on.
QUESTIONS = {"clarification_asked": "clarifying", "fee_asked": "fee_asked"}
ANSWERS = {
    "clarification_answered": "clarification_asked",
    "fee_paid": "fee_asked",
    "fee_contested": "fee_asked",
    "fee_waived": "fee_asked",
}
DETERMINED = {
    "determination_disclosable", "determination_in_part", "determination_denied",
    "determination_no_records", "partial_release", "full_release", "lawsuit",
}
ENDS = {"closed", "withdrawn"}
BATCH = 500


def waits_for(events):
    """The oldest open question's day, and the status that an open one makes (None: what it is)."""
    waiting, asked, is_closed, status = {}, [], False, None
    for kind, on in events:
        if kind in ENDS:
            waiting, asked, is_closed, status = {}, [], True, None
        elif kind == "reopened":
            is_closed, status = False, QUESTIONS[asked[-1]] if asked else None
        elif is_closed:
            continue
        elif kind in QUESTIONS or kind in ANSWERS:
            question = ANSWERS.get(kind, kind)
            asked = [one for one in asked if one != question]
            if kind in QUESTIONS:
                waiting.setdefault(kind, on)
                asked.append(kind)
            else:
                waiting.pop(question, None)
            status = QUESTIONS[asked[-1]] if asked else None
        elif kind in DETERMINED:
            asked, status = [], None
            if kind == "full_release":
                waiting = {}
        elif kind in {"acknowledged", "extension_notice"}:
            status = QUESTIONS[asked[-1]] if asked else None
        elif kind == "portal_closed":
            status = None
    return min(waiting.values(), default=None), status


def keep_questions_open(apps, schema_editor):
    """One answer ended all of them until now."""
    requests = apps.get_model("requests_app", "RecordsRequest").objects
    stand = apps.get_model("requests_app", "Event").objects.filter(corrected_by__isnull=True)
    asked = stand.filter(kind__in=QUESTIONS).order_by().values("records_request")
    told = stand.filter(records_request__in=asked).order_by("records_request", "on", "pk")
    columns = ("records_request", "kind", "on", "records_request__received_on",
               "records_request__status", "records_request__waiting_on_us_since")
    found = defaultdict(list)
    for pk, group in groupby(told.values_list(*columns).iterator(chunk_size=2000), lambda e: e[0]):
        events = list(group)
        *_, received_on, stored_status, stored_since = events[0]
        since, status = waits_for([one[1:3] for one in events])
        since = max(since, received_on) if since and received_on else since
        if (since, status or stored_status) != (stored_since, stored_status):
            found[since, status or stored_status].append(pk)
    for (since, status), pks in found.items():
        for start in range(0, len(pks), BATCH):
            some = requests.filter(pk__in=pks[start : start + BATCH])
            some.update(waiting_on_us_since=since, status=status)
            some.filter(is_open=True).update(look_on=timezone.localdate())


def check_what_was_written(apps, schema_editor):
    """Else PostgreSQL does not change a table whose rows wait for a check at the commit."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0023_own_reminders_in_vain'),
    ]

    operations = [
        migrations.RunPython(stop_clocks, migrations.RunPython.noop),
        migrations.RunPython(keep_questions_open, migrations.RunPython.noop),
        migrations.RunPython(check_what_was_written, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='recordsrequest',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('sent_on__isnull', False), _connector='OR'), name='request_is_not_received_unless_it_is_sent'),
        ),
    ]
