"""manage.py verify_audit: what it prints, and its exit codes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.audit.heads import current_head
from requests_app.management.commands import verify_audit
from tests.domain.audit.records import a_record, change, unguarded

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_a_whole_record_is_said_to_be_whole() -> None:
    a_record(3)
    position, digest = current_head()
    assert "is whole: 3 entries" in run()
    told = json.loads(run("--json", "--head", f"{position}:{digest}"))
    assert (told["sound"], told["entries"], told["hash"], told["heads"]) == (True, 3, digest, 1)


def test_what_is_wrong_is_named_and_the_exit_code_is_1() -> None:
    a_record(3)
    with unguarded():
        change(2, verb="")
    with pytest.raises(CommandError, match="not sound") as failed:
        run()
    assert failed.value.returncode == 1
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", "--json", stdout=out)
    [finding] = json.loads(out.getvalue())["findings"]
    assert (finding["kind"], finding["position"]) == ("changed", 2)


def test_a_head_of_a_mail_that_does_not_agree_is_named() -> None:
    a_record(3)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", "--head", "2:" + "f" * 64, stdout=out)
    assert "positions 1 to 2 was rewritten" in out.getvalue()


NO_HEADS = ["", "x", "1", ":", "-1:" + "f" * 64, "1:" + "F" * 64, "1:abc", f"{2**63}:{'f' * 64}"]


@pytest.mark.parametrize("head", [*NO_HEADS, f"{'9' * 5000}:{'f' * 64}"])
def test_a_head_that_is_none_is_refused(head: str) -> None:
    with pytest.raises(CommandError, match="POSITION:HASH") as failed:
        run(f"--head={head}")
    assert failed.value.returncode == 2


def test_notes_that_cannot_be_read_end_with_2(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = tmp_path
    with pytest.raises(CommandError, match="Not verified") as failed:
        run()
    assert failed.value.returncode == 2


def test_what_nobody_foresaw_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise KeyError("nobody thought of it")

    monkeypatch.setattr(verify_audit, "verify", broken)
    with pytest.raises(CommandError, match="could not be verified: KeyError") as failed:
        run()
    assert failed.value.returncode == 2
