"""What each agency came to, as a column of its own: a closed request keeps it for the board."""

from collections import defaultdict
from itertools import groupby

from django.db import migrations, models

# Frozen here: what the table of events made of these kinds, and how far each answer goes.
ANSWERS = {
    "determination_disclosable": ("records_promised", 0),
    "determination_in_part": ("records_promised", 0),
    "determination_denied": ("denied", 0),
    "determination_no_records": ("no_records", 0),
    "partial_release": ("partly_released", 1),
    "full_release": ("released", 2),
}
BATCH = 500


def fill_in(apps, schema_editor):
    """From the events that stand, oldest first; an answer never takes back a further one."""
    requests = apps.get_model("requests_app", "RecordsRequest").objects
    events = apps.get_model("requests_app", "Event").objects.filter(
        kind__in=ANSWERS, corrected_by__isnull=True
    )
    told = events.order_by("records_request", "on", "pk").values_list("records_request", "kind")
    found = defaultdict(list)
    for pk, kinds in groupby(told.iterator(chunk_size=2000), key=lambda one: one[0]):
        answer, reached = "", 0
        for _, kind in kinds:
            leads_to, far = ANSWERS[kind]
            if far >= reached:
                answer, reached = leads_to, far
        found[answer].append(pk)
    for answer, pks in found.items():
        for start in range(0, len(pks), BATCH):
            requests.filter(pk__in=pks[start : start + BATCH]).update(answer=answer)


def answer_field():
    choices = [
        ("logged", "Not sent yet"),
        ("awaiting", "Awaiting determination"),
        ("acknowledged", "Acknowledged"),
        ("extended", "Extension noticed"),
        ("clarifying", "Clarification asked"),
        ("fee_asked", "Fee asked"),
        ("records_promised", "Records promised"),
        ("partly_released", "Partly released"),
        ("released", "Released"),
        ("denied", "Denied"),
        ("no_records", "No records"),
        ("portal_closed", "Portal closed, nothing released"),
        ("in_court", "In court"),
        ("withdrawn", "Withdrawn"),
        ("closed", "Closed"),
    ]
    return models.CharField(blank=True, choices=choices, editable=False, max_length=30)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0007_letters_as_they_went_out")]

    operations = [
        migrations.AddField("historicalrecordsrequest", "answer", answer_field()),
        migrations.AddField("recordsrequest", "answer", answer_field()),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
