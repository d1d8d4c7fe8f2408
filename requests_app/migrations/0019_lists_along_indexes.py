"""Lists in the order of an index, also where what they ask follows from several columns.

PostgreSQL multiplies how often each condition holds, as if none followed from another; it is told
which of them go together. SQLite has no such statistics.
"""

from django.db import migrations, models

TABLE = "requests_app_recordsrequest"
# The expression is PHASE of queries.py, as its index has it.
STATISTICS = f"""
CREATE STATISTICS requests_by_phase (mcv) ON is_open, status, (CASE
    WHEN NOT is_open THEN 'closed' WHEN received_on IS NULL THEN 'not_sent'
    WHEN determined_on IS NOT NULL THEN 'answered'
    WHEN waiting_on_us_since IS NOT NULL THEN 'waiting_on_us'
    WHEN due_on IS NULL THEN 'no_statutory_date' ELSE 'agency_to_move' END)
FROM {TABLE}
"""


def make_statistics(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(STATISTICS)
        schema_editor.execute(f"ANALYZE {TABLE}")


def drop_statistics(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS requests_by_phase")


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0018_ledger_without_mails'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='undetermined_by_latest_date',
        ),
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='unsent_requests',
        ),
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='requests_by_status',
        ),
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='requests_under_extension',
        ),
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='year_by_due_date',
        ),
        migrations.RemoveIndex(
            model_name='recordsrequest',
            name='waiting_on_us_by_due_date',
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(condition=models.Q(('determined_on__isnull', True), ('is_open', True)), fields=['latest_arguable_on', 'due_on'], name='undetermined_by_latest_date'),
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(fields=['status', 'is_open', 'due_on', 'id'], name='requests_by_status'),
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(fields=['reporting_year', 'is_open', 'due_on', 'id', 'method'], name='year_by_due_date'),
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(fields=['sent_on', 'id'], name='requests_by_sending'),
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(condition=models.Q(('determined_on__isnull', True), ('is_open', True), ('status', 'acknowledged')), fields=['due_on', 'id', 'silent_since'], name='acknowledged_by_due_date'),
        ),
        migrations.AddIndex(
            model_name='recordsrequest',
            index=models.Index(models.Case(models.When(is_open=False, then=models.expressions.RawSQL("'closed'", [])), models.When(received_on=None, then=models.expressions.RawSQL("'not_sent'", [])), models.When(determined_on__isnull=False, then=models.expressions.RawSQL("'answered'", [])), models.When(then=models.expressions.RawSQL("'waiting_on_us'", []), waiting_on_us_since__isnull=False), models.When(due_on=None, then=models.expressions.RawSQL("'no_statutory_date'", [])), default=models.expressions.RawSQL("'agency_to_move'", []), output_field=models.CharField()), models.F('due_on'), models.F('id'), name='phase_by_due_date'),
        ),
        migrations.RunPython(make_statistics, drop_statistics),
    ]
