"""A manifest that is none of ours is refused in words that say what is wrong with it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from requests_app.domain.upkeep.keeping.manifest import (
    Manifest,
    NotABackup,
    Part,
    read_manifest,
    write_manifest,
)
from requests_app.domain.upkeep.keeping.refusals import sentence

Told = dict[str, Any]
SHA256 = "a" * 64


def part(name: str) -> Part:
    return Part(name, SHA256, 3)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    head = {"entries": 3, "last": 3, "position": 3, "hash": SHA256}
    manifest = Manifest(
        "1.2.0", "2026-06-22T17:00:00+00:00", "sqlite", 3, [["requests_app", "0001"]], head,
        part("database.sqlite3"), part("files.jsonl"), part("audit-heads"), 7, 70,
    )  # fmt: skip
    write_manifest(tmp_path, manifest)
    return tmp_path


def put(directory: Path, content: bytes) -> None:
    (directory / "manifest.json").write_bytes(content)
    seal = hashlib.sha256(content).hexdigest()
    (directory / "manifest.sha256").write_text(f"{seal}  manifest.json\n")


def without(name: str) -> Callable[[Told], object]:
    return lambda told: told.pop(name)


def having(**values: Any) -> Callable[[Told], object]:
    return lambda told: told.update(values)


WRONG: dict[str, Callable[[Told], object]] = {
    "of another program, or of a format not known here": without("product"),
    "of another program, or": without("format"),
    '"migrations" is missing': without("migrations"),
    '"database" is missing': without("database"),
    '"colour" is not known': having(colour="red"),
    '"sha256" of "database" is missing': lambda told: told["database"].pop("sha256"),
    '"kind" of "listing" is not known': lambda told: told["listing"].update(kind="x"),
    '"heads" is not written as': having(heads=[1]),
    '"database" is not written as': lambda told: told["database"].update(size=True),
    '"heads" is not written as a': lambda told: told["heads"].update(sha256=1),
    '"listing" is not written': lambda told: told["listing"].update(name=1),
    '"version" is "abc"': having(version="abc"),
    '"version" is "1.2; rm"': having(version="1.2; rm"),
    f'"version" is "{"9" * 40}"': having(version="9" * 5000),
    '"version" is not written': having(version=None),
    '"kind" is not written': having(kind=["sqlite"]),
    '"server" is not written': having(server="3"),
    '"files" is not': having(files=-1),
    '"bytes" is not': having(bytes=1.5),
    '"migrations" is not': having(migrations=None),
    '"migrations" is not written': having(migrations=[["a"]]),
    '"migrations" is not written as': having(migrations=[{"a": 1, "b": 2}]),
    '"audit" is not': having(audit=None),
    '"position" of "audit" is missing': lambda told: told["audit"].pop("position"),
    '"audit" is not written as': lambda told: told["audit"].update(position=2**63),
    '"audit" is not written': lambda told: told["audit"].update(hash=None),
    '"lacking" is not': having(lacking={}),
    "names parts that no backup has": lambda told: told["heads"].update(name="else"),
}


def test_what_was_written_is_read(written: Path) -> None:
    assert read_manifest(written).audit["position"] == 3


def test_the_version_of_this_product_is_one_that_is_read(written: Path, settings: Any) -> None:
    told = json.loads((written / "manifest.json").read_text())
    put(written, json.dumps({**told, "version": settings.VERSION}).encode())
    assert read_manifest(written).version == settings.VERSION


@pytest.mark.parametrize("words", ["It is gone", "It is gone.", "It\nis gone"])
def test_sentences_are_told_apart(words: str) -> None:
    assert sentence(OSError(words)) == "It is gone."
    assert sentence(KeyError()) == "KeyError."


@pytest.mark.parametrize("says", WRONG)
def test_what_is_wrong_is_said(says: str, written: Path) -> None:
    told = json.loads((written / "manifest.json").read_text())
    WRONG[says](told)
    put(written, json.dumps(told).encode())
    with pytest.raises(NotABackup) as refused:
        read_manifest(written)
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"null", b'"x"'])
def test_what_is_no_object_is_said(content: bytes, written: Path) -> None:
    put(written, content)
    with pytest.raises(NotABackup, match="not what a backup writes: it is no JSON object"):
        read_manifest(written)
