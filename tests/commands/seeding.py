"""Puts requests with files, binned ones, a mail that is looked at and a session into an
installation."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from requests_app.domain.request_log.bin import delete_attachment  # noqa: E402
from requests_app.domain.request_log.mail_drafts import keep_draft  # noqa: E402
from requests_app.domain.sign_in.models import ForgottenPassword  # noqa: E402
from tests.builders import NOW, a_person, a_request, an_attachment  # noqa: E402
from tests.domain.sign_in.doing import in_a_session  # noqa: E402

call_command("migrate", verbosity=0)
by = a_person(username="writer")
for place in range(3):
    request = a_request(by=by)
    an_attachment(request, f"Agency,Stays,{place}\nFresno,4,é\n", "answer.csv")
    twice = an_attachment(request, f"Agency,Goes,{place}\nFresno,4,é\n", "twice.csv")
    delete_attachment(attachment=twice, reason="Twice", by=by, at=NOW)
in_a_session(by)
ForgottenPassword.objects.create(email="writer@example.org", asked_at=NOW)
keep_draft(content=b"From: a\n\nhello", name="m.eml", is_pasted=False, person=by, at=NOW)
