"""What is kept how long, and that nothing else goes."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import call_command

from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.request_log.bin import delete_attachment
from requests_app.domain.request_log.mail_drafts import forget_unowned_mails, keep_draft
from requests_app.domain.request_log.models import BinnedItem, MailDraft
from requests_app.domain.request_log.store_hold import files_held
from requests_app.domain.sign_in.models import Invitation, OpenSession
from requests_app.domain.sign_in.throttle import COUNTED
from requests_app.domain.upkeep.keeping.retention import RULES, apply_retention, what_is_over
from tests.builders import NOW, a_person, a_request, an_attachment
from tests.staff_site.doors import an_invitation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "files", tmp_path


def a_sent_mail(state: str = "sent") -> ReminderMail:
    return ReminderMail.objects.create(
        day=NOW.date(), key=state, state=state, message_id=f"<{state}>", made_at=NOW,
        finished_at=NOW, subject="Due", text="Words", html="<p>Words</p>",
    )  # fmt: skip


def filled() -> None:
    """One of each that a rule speaks of."""
    by = a_person()
    file = an_attachment(a_request(by=by), "a,b\n1,2\n")
    delete_attachment(attachment=file, reason="", by=by, at=NOW)
    keep_draft(content=b"x", name="a.eml", is_pasted=False, person=by, at=NOW)
    a_sent_mail()
    a_sent_mail("failed")
    Session.objects.create(session_key="x", session_data="", expire_date=NOW + 14 * DAY)
    for key in ("x", "ended elsewhere"):
        OpenSession.objects.create(
            person=by, session_key=key, agent="", address="::1", opened_at=NOW, seen_at=NOW
        )
    an_invitation(by, "taken@example.org", accepted_at=NOW)
    an_invitation(by, "back@example.org", revoked_at=NOW)
    an_invitation(by, "old@example.org", expires_at=NOW + DAY)
    for model in COUNTED:
        model.objects.create(**{"failures_since_start": 1} if model is AccessAttempt else {})
        model.objects.update(attempt_time=NOW)  # which creating one writes itself


def over(days: float) -> dict[str, int]:
    return {rule.setting: number for rule, number in what_is_over(at=NOW + days * DAY)}


def test_each_rule_begins_at_its_day():
    filled()
    assert not any(over(0.9).values())
    assert over(1.1)["FAILED_SIGN_IN_DAYS"] == 3
    assert {setting for setting, number in over(1.9).items() if number} == {
        "FAILED_SIGN_IN_DAYS", "",
    }  # fmt: skip
    assert over(2.1)["MAIL_DRAFT_DAYS"] == 1
    assert (over(29.9)["BIN_DAYS"], over(30.1)["BIN_DAYS"]) == (0, 1)
    # Of two places the one without a session is over after a day's grace.
    assert (over(0.9)[""], over(1.1)[""], over(13.9)[""], over(14.1)[""]) == (0, 1, 1, 3)
    assert [over(days)["INVITATION_DAYS"] for days in (89.9, 90.1, 91.1)] == [0, 2, 3]
    assert (over(364.9)["MAIL_BODY_DAYS"], over(365.1)["MAIL_BODY_DAYS"]) == (0, 1)


def test_a_night_removes_what_is_over_and_nothing_else():
    filled()
    gone, is_all = apply_retention(at=NOW + 366 * DAY)
    assert is_all
    drafts, bodies = (gone[rule.what] for rule in RULES if rule.setting.startswith("MAIL"))
    assert (drafts, bodies, gone[RULES[0].what], gone[RULES[-1].what]) == (1, 1, 1, 3)
    assert not Invitation.objects.exists() and not OpenSession.objects.exists()
    assert not BinnedItem.objects.exists()
    assert not MailDraft.objects.exists()
    assert not any(model.objects.exists() for model in COUNTED)
    sent, failed = ReminderMail.objects.order_by("-state")
    assert (sent.text, sent.html, sent.subject) == ("", "", "Due")
    assert failed.text == "Words"


def test_it_stops_when_told_to():
    filled()
    assert apply_retention(at=NOW + 366 * DAY, goes_on=lambda: False)[1] is False
    assert BinnedItem.objects.exists()


def test_a_dry_run_removes_nothing(capsys):
    filled()
    call_command("apply_retention", "--dry-run")
    assert "BIN_DAYS=30" in capsys.readouterr().out
    assert BinnedItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_a_backup_copies_a_night_leaves_files_and_comes_to_its_end():
    by = a_person()
    kept = keep_draft(content=b"x", name="a.eml", is_pasted=False, person=by, at=NOW)
    MailDraft.objects.all().delete()
    stored = default_storage.get_modified_time(kept.file.name)
    asked = iter(range(50))
    with files_held():
        gone, is_all = apply_retention(at=stored + 9 * DAY, goes_on=lambda: next(asked, 50) < 49)
    assert is_all and not any(gone.values()) and default_storage.exists(kept.file.name)
    due = {rule.what: number for rule, number in what_is_over(at=stored + 9 * DAY)}
    gone, _ = apply_retention(at=stored + 9 * DAY)
    assert due["Stored files that belong to nothing"] == 1 and due == gone


def test_a_mail_that_no_draft_has_goes(tmp_path):
    by = a_person()
    kept = keep_draft(content=b"x", name="a.eml", is_pasted=False, person=by, at=NOW)
    left = default_storage.save(f"mails-read/{by.pk}/{'b' * 64}", kept.file)
    assert forget_unowned_mails(before=default_storage.get_modified_time(left) + DAY) == 1
    assert default_storage.exists(kept.file.name)
    assert not default_storage.exists(left)
