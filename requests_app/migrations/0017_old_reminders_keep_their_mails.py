from django.db import migrations
from django.utils import timezone

BATCH = 500
# What a mail was in the old ledger: planned ones are put into new mails, with what else is due.
STATES = {"sent": "sent", "failed": "failed", "claimed": "waiting"}


def keep_mails(apps, schema_editor):
    """Each mail of the old ledger gets a row of its own; every open request is looked at once."""
    Reminder = apps.get_model("requests_app", "Reminder")
    ReminderMail = apps.get_model("requests_app", "ReminderMail")
    old = Reminder.objects.filter(state__in=STATES, mail=None).order_by("pk")
    while rows := list(old[:BATCH]):
        mails = [
            ReminderMail(
                recipient_id=row.recipient_id,
                day=timezone.localtime(row.planned_at).date(),
                key=f"at once {row.pk}",
                state=STATES[row.state],
                reason=row.reason,
                message_id=row.message_id,
                attempts=row.attempts,
                made_at=row.planned_at,
                claimed_at=row.claimed_at,
                finished_at=row.finished_at,
                subject=row.subject,
                text=row.body,
            )
            for row in rows
        ]
        ReminderMail.objects.bulk_create(mails)
        of_the_row = dict(ReminderMail.objects.filter(
            message_id__in=[row.message_id for row in rows]
        ).values_list("message_id", "pk"))
        for row in rows:
            row.mail_id = of_the_row[row.message_id]
        Reminder.objects.bulk_update(rows, ["mail"])
    requests = apps.get_model("requests_app", "RecordsRequest").objects
    requests.filter(is_open=True).update(look_on=timezone.localdate())


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0016_reminders_in_mails'),
    ]

    operations = [
        migrations.RunPython(keep_mails, migrations.RunPython.noop),
    ]
