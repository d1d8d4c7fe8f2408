"""Backup, damage, finding it, and restoring: with real processes, on the database of the run."""

import hashlib
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.upkeep.keeping.manifest import NotABackup
from requests_app.domain.upkeep.keeping.reading_back import CannotTake, checked
from tests import services
from tests.commands.installations import Installation, hashes
from tests.services import until

pytestmark = pytest.mark.django_db  # a run on PostgreSQL runs these too
HELPERS = Path(__file__).parent
ENDED = ["django_session", "requests_app_opensession", "requests_app_forgottenpassword"]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Nobody changes it."""
    made = Installation(tmp_path_factory.mktemp("seeded"))
    made.done_by(HELPERS / "seeding.py")
    return made


@pytest.fixture(scope="module")
def kept(seeded: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; nobody changes it."""
    directory = tmp_path_factory.mktemp("kept") / "backup"
    seeded.done("backup", directory)
    return directory


@pytest.fixture
def copied(kept: Path, tmp_path: Path) -> Path:
    """A copy of that backup, to be damaged."""
    return Path(shutil.copytree(kept, tmp_path / "copied"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Nothing is ever restored into it: each test that has it ends with a refusal."""
    made = Installation(tmp_path_factory.mktemp("empty"))
    yield made
    assert not made.files()
    assert not (made.var_dir / "db.sqlite3").exists() or not any(made.rows().values())


def a_name_in(root: Path) -> Path:
    return next(path for path in sorted(root.glob("??/*")))


def test_backup_damage_restore(seeded: Installation, tmp_path: Path) -> None:
    """The whole way: what was damaged is named, and everything comes back as it was."""
    first = Installation(tmp_path / "first", like=seeded)
    second = Installation(tmp_path / "second")
    rows, files = first.rows(), first.files()
    first.done("backup", tmp_path / "backup")
    assert first.done("verify_files").startswith("Looked at 7 files")
    lost, flipped, altered = sorted(first.stored.glob("??/*"))[:3]
    lost.unlink()
    flipped.write_bytes(bytes([flipped.read_bytes()[0] ^ 1]) + flipped.read_bytes()[1:])
    table = "requests_app_attachment"
    for named in (table, "requests_app_binneditem"):
        first.execute(f"UPDATE {named} SET size = size + 1 WHERE sha256 = '{altered.name}'")
    first.unguarded("audit_entries_keep_their_words")
    first.execute("UPDATE requests_app_auditentry SET verb = 'did nothing' WHERE position = 2")
    assert "Position 2 (entry" in first.manage("verify_audit").stdout
    ended = first.manage("verify_files", "--json")
    *found, summed = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 1
    assert {(one["fault"], one["name"][3:]) for one in found} == {
        ("missing", lost.name), ("wrong hash", flipped.name), ("wrong size", altered.name),
    }  # fmt: skip
    assert summed["damaged"] == 3
    assert "The audit record is whole" in second.done("restore", tmp_path / "backup")
    again = second.rows()
    restored = [row for row in again["requests_app_auditentry"] if "restored backup" in row]
    again["requests_app_auditentry"].remove(restored[0])
    for counted in (again, rows):  # of the one entry more, and how far the chain is
        counted.pop("sqlite_sequence", None)
        counted.pop("requests_app_auditchain")
    for name in ENDED:
        assert len(rows.pop(name)) == 1 and again[name] == [], "everybody signs in anew"
    assert {name: again[name] for name in rows} == rows
    assert second.files() == files
    second.done("verify_files")
    below = {path.stat().st_mode & 0o077 for path in second.var_dir.rglob("*")}
    assert below == {0}, "nobody else on the machine reads anything of it"


def test_files_in_a_bucket_are_backed_up_and_restored_as_those_on_a_disk(
    seeded: Installation, tmp_path: Path
) -> None:
    first = Installation(tmp_path / "first", like=seeded)
    second = Installation(tmp_path / "second")
    bucket, new = tmp_path / "s3" / "files", tmp_path / "new-s3" / "files"
    files = first.files()
    with (
        services.running_file_store(bucket.parent) as first.env["FILES_URL"],
        services.running_file_store(new.parent) as second.env["FILES_URL"],
    ):
        shutil.copytree(first.stored, bucket, dirs_exist_ok=True)  # moved as the manual says
        shutil.rmtree(first.stored)
        first.done("backup", tmp_path / "backup")
        a_name_in(bucket).unlink()
        assert "missing: " in first.manage("verify_files").stdout
        second.done("restore", tmp_path / "backup")
        second.done("verify_files")
        assert dict(hashes(new)) == files
    assert "file store does not answer" in first.refused("backup", tmp_path / "in-vain")
    assert not (tmp_path / "in-vain").exists()


def test_a_backup_while_people_work(seeded: Installation, tmp_path: Path) -> None:
    """Two processes write and delete all the while; what was backed up is one moment of it."""
    busy = Installation(tmp_path / "busy", like=seeded)
    other = Installation(tmp_path / "other")
    writers = [busy.started(HELPERS / "writing.py", number) for number in (0, 1)]
    for writer in writers:
        assert writer.stdout
        assert [writer.stdout.readline().split()[0] for _ in range(3)] == ["round"] * 3
    busy.done("backup", tmp_path / "backup")
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline().startswith("round")
        rest, _ = writer.communicate("stop")
        assert "Traceback" not in rest
    other.done("restore", tmp_path / "backup")
    *unowned, summed = other.done("verify_files", "--json").splitlines()
    assert (json.loads(summed)["damaged"], unowned) == (0, [])
    manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
    assert json.loads(summed)["files"] == manifest["files"] > 7
    assert '"damaged": 0' in busy.done("verify_files", "--json")


def test_what_a_backup_is(kept: Path, seeded: Installation) -> None:
    modes = {path.stat().st_mode & 0o777 for path in kept.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in [kept, *kept.rglob("*")] if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["lacking"] == []
    assert manifest["audit"]["entries"] == len(
        [row for row in seeded.rows()["requests_app_auditentry"] if "made backup" not in row]
    )
    assert ["requests_app", "0001_the_house"] in manifest["migrations"]


def test_a_full_directory_is_refused(seeded: Installation, tmp_path: Path) -> None:
    (tmp_path / "something").write_text("x")
    assert "is not empty" in seeded.refused("backup", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["something"]
    assert "is no directory" in seeded.refused("backup", tmp_path / "something")


def test_a_file_that_the_store_lost_is_said(seeded: Installation, tmp_path: Path) -> None:
    """The rest is worth having; but nobody should think that it has everything."""
    lost = a_name_in(seeded.stored)
    aside = lost.rename(tmp_path / lost.name)
    ended = seeded.manage("backup", tmp_path / "backup")
    aside.rename(lost)
    assert ended.returncode == 3
    assert lost.name in ended.stderr
    manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
    assert [one["name"][3:] for one in manifest["lacking"]] == [lost.name]
    assert manifest["altered"] == []


def test_a_file_that_is_not_as_it_came_is_said(seeded: Installation, tmp_path: Path) -> None:
    altered = a_name_in(seeded.stored)
    came = altered.read_bytes()
    altered.write_bytes(came[:-1] + bytes([came[-1] ^ 1]))
    ended = seeded.manage("backup", tmp_path / "backup")
    altered.write_bytes(came)
    assert ended.returncode == 3
    assert f"1 not as it came, such as {altered.parent.name}/{altered.name}" in ended.stderr
    manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
    assert [one["name"][3:] for one in manifest["altered"]] == [altered.name]
    assert manifest["lacking"] == []


def test_without_room_nothing_is_left(seeded: Installation, tmp_path: Path) -> None:
    """No file of this process may have more than 4 kB, as on a disk that is full."""
    code = (
        "import resource,signal,sys,runpy;signal.signal(signal.SIGXFSZ,signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE,(4096,4096));"
        f"sys.argv=['manage.py','backup','{tmp_path}/backup'];runpy.run_path('manage.py',run_name='__main__')"
    )
    ended = seeded.started("-c", code)
    said, _ = ended.communicate()
    assert ended.returncode == 1, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_killed_backup_leaves_nothing_that_looks_like_one(
    seeded: Installation, tmp_path: Path
) -> None:
    process = seeded.started("manage.py", "backup", tmp_path / "backup")
    until(lambda: list(tmp_path.glob(".backup.part-*")), "the backup to begin")
    kill(process)
    if not (tmp_path / "backup").exists():  # it may have been quicker
        assert all(path.name.startswith(".backup.part-") for path in tmp_path.iterdir())
        seeded.done("backup", tmp_path / "backup")
    assert (tmp_path / "backup" / "manifest.json").exists()


# Runs a command that comes as far as a function of ours, and hangs there.
HANGS = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()
from importlib import import_module
from django.core.management import call_command
module, function, *command = sys.argv[1:]
module = import_module(f"requests_app.domain.upkeep.keeping.{module}")
setattr(module, function, lambda *given, **named: time.sleep(600))
call_command(*command)
"""


def hanging(
    site: Installation, where: tuple[str, str], *command: object, there: Callable[[], Any]
) -> Popen[str]:
    """A command of the site that hangs in that function; something is `there` by now."""
    process = site.started("-c", HANGS, *where, *command)
    until(lambda: there() or process.poll() is not None, "the command to come that far")
    assert process.poll() is None, process.communicate()
    return process


def kill(process: Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_what_a_killed_backup_left_is_removed_by_the_next(
    seeded: Installation, tmp_path: Path
) -> None:
    """Never what one that still runs has written, nor what is none."""
    site, place = Installation(tmp_path / "site", like=seeded), tmp_path / "backups"
    (place / ".notes.part-1").mkdir(parents=True)
    running = hanging(
        site, ("backing_up", "write_manifest"), "backup", place / "monday",
        there=lambda: list(place.glob(".monday.part-*/backup/files.jsonl")),
    )  # fmt: skip
    [unfinished] = place.glob(".monday.part-*")
    assert "Removed" not in seeded.done("backup", place / "tuesday")
    assert unfinished.exists(), "its process lives"
    kill(running)
    assert f"Removed {unfinished.name}, which" in seeded.done("backup", place / "wednesday")
    left = {path.name for path in place.iterdir()}
    assert left == {".notes.part-1", "tuesday", "wednesday"}


def test_nobody_has_a_backup_that_is_not_on_record(seeded: Installation, tmp_path: Path) -> None:
    running = hanging(
        seeded, ("backing_up", "_note"), "backup", tmp_path / "backup",
        there=lambda: list(tmp_path.glob(".backup.part-*/backup/manifest.sha256")),
    )  # fmt: skip
    assert not (tmp_path / "backup").exists()
    kill(running)


def test_a_killed_restore_is_run_again(kept: Path, tmp_path: Path) -> None:
    """Killed when a file was written but for its name: what is cut off is nobody's."""
    site = Installation(tmp_path / "site")
    kill(
        hanging(
            site, ("restoring", "_check_copied"), "restore", kept,
            there=lambda: list(site.stored.glob("??/.part-*")),
        )
    )  # fmt: skip
    site.done("restore", kept)
    assert len(site.files()) == 7
    site.done("verify_files")


def test_a_place_that_cannot_be_is_refused(seeded: Installation, tmp_path: Path) -> None:
    assert "File name too long" in seeded.refused("backup", tmp_path / ("x" * 300))


def test_what_holds_rows_or_files_is_not_restored_into(
    seeded: Installation, kept: Path, tmp_path: Path
) -> None:
    rows = seeded.rows()
    assert "has rows already" in seeded.refused("restore", kept)
    assert seeded.rows() == rows


def test_a_stored_file_of_somebody_is_left_alone(kept: Path, tmp_path: Path) -> None:
    site = Installation(tmp_path)
    (site.stored / "aa").mkdir(parents=True)
    (site.stored / "aa" / "theirs").write_text("x")
    assert "has files already (aa/theirs)" in site.refused("restore", kept)
    assert list(site.files()) == ["aa/theirs"]


def reseal(directory: Path, **changes: object) -> None:
    """Changes the manifest and seals it again, as somebody who knows how would."""
    told = json.loads((directory / "manifest.json").read_text()) | changes
    put_manifest(directory, json.dumps(told).encode())


def put_manifest(directory: Path, content: bytes) -> None:
    (directory / "manifest.json").write_bytes(content)
    (directory / "manifest.sha256").write_text(hashlib.sha256(content).hexdigest())


def relist(directory: Path, *lines: dict[str, object]) -> None:
    """Puts another list of files, with all hashes right."""
    content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    (directory / "files.jsonl").write_bytes(content)
    part = {"name": "files.jsonl", "sha256": hashlib.sha256(content).hexdigest()}
    size = sum(int(str(line["size"])) for line in lines)
    reseal(directory, listing={**part, "size": len(content)}, files=len(lines), bytes=size)


def no_manifest(directory: Path) -> None:
    (directory / "manifest.json").unlink()


def an_altered_manifest(directory: Path) -> None:
    path = directory / "manifest.json"
    path.write_text(path.read_text().replace('"files": 7', '"files": 6'))


def a_manifest_of_nonsense(directory: Path) -> None:
    reseal(directory, migrations=[["a", 1]])


def a_bottomless_manifest(directory: Path) -> None:
    put_manifest(directory, b"[" * 100_000)


def another_program(directory: Path) -> None:
    reseal(directory, product="Something else")


def a_newer_version(directory: Path) -> None:
    reseal(directory, version="99.1.0")


def an_unknown_migration(directory: Path) -> None:
    reseal(directory, migrations=[["requests_app", "9999_what_is_to_come"]])


def another_kind(directory: Path) -> None:
    told = json.loads((directory / "manifest.json").read_text())
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[told["kind"]]
    name = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}[other]
    reseal(directory, kind=other, database={**told["database"], "name": name})


def a_truncated_database(directory: Path) -> None:
    [path] = directory.glob("database.*")
    os.truncate(path, path.stat().st_size // 2)


def a_lost_file(directory: Path) -> None:
    a_name_in(directory / "files").unlink()


def a_flipped_byte(directory: Path) -> None:
    path = a_name_in(directory / "files")
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


def a_link(directory: Path) -> None:
    path = a_name_in(directory / "files")
    path.rename(directory / "aside")
    path.symlink_to(directory / "aside")


def a_linked_folder(directory: Path) -> None:
    folder = a_name_in(directory / "files").parent
    folder.rename(directory / "aside")
    folder.symlink_to(directory / "aside")


def a_pipe(directory: Path) -> None:
    path = a_name_in(directory / "files")
    path.unlink()
    os.mkfifo(path)


def a_way_out(directory: Path) -> None:
    (directory.parent / "out").write_text("x")
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    relist(directory, {"name": "../../out", "sha256": sha256, "size": 1})


def a_file_listed_twice(directory: Path) -> None:
    lines = [json.loads(line) for line in (directory / "files.jsonl").read_text().splitlines()]
    relist(directory, lines[0], *lines)


def an_endless_line(directory: Path) -> None:
    (directory / "files.jsonl").write_text("[" * 100_000)
    relist(directory)
    (directory / "files.jsonl").write_text("[" * 100_000)


DAMAGE = {
    no_manifest: "manifest.json cannot be read",
    an_altered_manifest: "manifest.json was changed or damaged",
    a_manifest_of_nonsense: "not what a backup writes",
    a_bottomless_manifest: "not what a backup writes",
    another_program: "of another program",
    a_newer_version: "made by version 99.1.0",
    an_unknown_migration: "requests_app.9999_what_is_to_come",
    another_kind: "restore it into an installation with",
    a_truncated_database: "the manifest says",
    a_lost_file: "cannot be read: No such file",
    a_flipped_byte: "was changed or damaged",
    a_link: "cannot be read",
    a_linked_folder: "is a link",
    a_pipe: "is no plain file",
    a_way_out: "no name that the file store gives",
    a_file_listed_twice: "comes twice",
    an_endless_line: "files.jsonl has 100000 bytes",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_what_is_not_a_whole_backup_of_ours_is_refused(
    damage: Callable[[Path], None], copied: Path, settings: Any
) -> None:
    settings.PG_BIN = str(services.postgres_programs())
    assert checked(copied).files == 7
    damage(copied)
    with pytest.raises((NotABackup, CannotTake), match=re.escape(DAMAGE[damage])):
        checked(copied)


def test_a_refused_restore_changes_nothing(empty: Installation, copied: Path) -> None:
    a_flipped_byte(copied)
    assert "damaged" in empty.refused("restore", copied)
    assert "is no directory" in empty.refused("restore", copied / "nowhere")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_no_name_is_not_the_directory_one_is_in(command: str) -> None:
    with pytest.raises(CommandError, match="name a directory"):
        call_command(command, "")


def test_a_manifest_that_lacks_something_is_refused_in_words(
    empty: Installation, copied: Path
) -> None:
    told = json.loads((copied / "manifest.json").read_text())
    del told["kind"]
    put_manifest(copied, json.dumps(told).encode())
    assert 'backup writes: "kind" is missing. Nothing was restored.' in empty.refused(
        "restore", copied
    )


def test_another_backup_than_the_one_that_was_meant(kept: Path, settings: Any) -> None:
    with pytest.raises(NotABackup, match="another one"):
        checked(kept, seal="0" * 64)
