from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0017_old_reminders_keep_their_mails'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='reminder',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='body',
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='message_id',
        ),
        migrations.RemoveField(
            model_name='reminder',
            name='subject',
        ),
    ]
