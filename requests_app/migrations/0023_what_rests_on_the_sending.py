"""What rested on a sending that was taken back: no receipt without it."""

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


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0022_calendar_feeds'),
    ]

    operations = [
        migrations.RunPython(stop_clocks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='recordsrequest',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('sent_on__isnull', False), _connector='OR'), name='request_is_not_received_unless_it_is_sent'),
        ),
    ]
