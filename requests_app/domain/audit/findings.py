"""What a verification of the audit record can find, each with a sentence that names positions."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

NAMED = 100  # findings that are named; the others are counted
NOT_VERIFIED = "The audit record could not be verified"
LONGEST_WHY = 300  # characters of what broke a verification off


class Kind(StrEnum):
    GAP = "gap"
    TWICE = "position taken twice"
    CHANGED = "changed"
    MOVED = "moved"
    ACCOUNT = "account exchanged"
    CUT = "end cut off"
    BEYOND = "entries beyond the head"
    HEAD = "head does not agree"
    REWRITTEN = "rewritten"
    NOTES = "notes of the head"
    UNSEALED = "not sealed"
    UNGUARDED = "not guarded"
    UNVERIFIED = "not verified"


@dataclass(frozen=True)
class Finding:
    """position: where in the chain; entry: the number of the entry there; None where none is."""

    kind: Kind
    sentence: str
    position: int | None = None
    entry: int | None = None


@dataclass
class Verification:
    """What was looked at, and what is wrong. position, hash: the last entry that was seen."""

    position: int = 0
    hash: str = ""
    entries: int = 0
    heads: int = 0  # notes outside the database that it was held against
    unsealed: int = 0
    findings: list[Finding] = field(default_factory=list)
    more: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.findings

    @property
    def was_verified(self) -> bool:
        """Whether anybody knows how the record is: the look did not break off."""
        return all(one.kind != Kind.UNVERIFIED for one in self.findings)

    def add(self, finding: Finding) -> None:
        if len(self.findings) < NAMED:
            self.findings.append(finding)
        else:
            self.more += 1

    def sentences(self) -> list[str]:
        """A sentence for each finding, and one for those that are not named."""
        rest = [f"{self.more:,} more findings are not named."] if self.more else []
        return [one.sentence for one in self.findings] + rest

    def summary(self) -> str:
        """In one sentence."""
        if not self.entries and self.is_sound:
            return "The audit record is empty."
        if self.is_sound:
            notes = "note" if self.heads == 1 else "notes"
            return (
                f"The audit record is whole: {self.entries:,} entries, each bound to the one "
                f"before, head {self.hash}. Held against {self.heads:,} {notes} outside the "
                "database."
            )
        if not self.was_verified:
            return f"{NOT_VERIFIED.upper()}."
        number = len(self.findings) + self.more
        many = "finding" if number == 1 else "findings"
        return f"THE AUDIT RECORD IS NOT SOUND: {number:,} {many} in {self.entries:,} entries."

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"sound": self.is_sound, "summary": self.summary(), **asdict(self)}


def not_verified(error: Exception) -> Verification:
    """What is told of a verification that broke off with `error`."""
    why = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_WHY].rstrip(" .:")
    words = f"{NOT_VERIFIED}: {why}. Whether it is whole is not known."
    return Verification(findings=[Finding(Kind.UNVERIFIED, words.replace("\x00", ""))])
