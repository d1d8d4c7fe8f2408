import hashlib

import django.db.models.functions.text
from django.db import migrations, models


def keep_the_words(apps, schema_editor):
    """Notices recorded before their ground's words were kept with them: the bills know the words,
    those that failed as well, and as a bill once read, its history."""
    words = {}
    for model in ("HistoricalLawVersion", "LawVersion"):  # what a bill says now comes last
        versions = apps.get_model("requests_app", model).objects
        for pk, added in versions.values_list("id", "added_grounds"):
            words |= {_key(pk, ground["words"]): ground["words"] for ground in added}
    events = apps.get_model("requests_app", "Event").objects
    wordless = events.filter(ground__startswith="version_", ground_words="")
    for key in wordless.order_by().values_list("ground", flat=True).distinct():
        if key in words:
            wordless.filter(ground=key).update(ground_words=words[key])


def _key(pk, words):
    digest = hashlib.sha256(" ".join(words.lower().split()).encode()).hexdigest()[:12]
    return f"version_{pk}_{digest}"


def tell_bills_apart(apps, schema_editor):
    """Of several bills of one name that change one law, the later ones get a number."""
    versions = apps.get_model("requests_app", "LawVersion").objects
    taken = set()
    for version in versions.exclude(state="dropped").order_by("pk"):
        act, number = version.act, 1
        while (version.law, version.act.lower()) in taken:
            number += 1
            version.act = f"{act[:112]} ({number})"
        taken.add((version.law, version.act.lower()))
        if number > 1:
            version.save(update_fields=["act"])


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0005_old_spreadsheets'),
    ]

    operations = [
        migrations.RunPython(keep_the_words, migrations.RunPython.noop),
        migrations.RunPython(tell_bills_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('act'), models.F('law'), condition=models.Q(('state', 'dropped'), _negated=True), name='one_bill_of_a_name_changes_a_law'),
        ),
    ]
