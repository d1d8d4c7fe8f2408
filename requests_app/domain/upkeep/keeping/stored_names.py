"""Every stored file that the database names: one table of who names one, read in one order."""

import heapq
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import connections, models
from django.db.models import F, Value
from django.db.models.functions import Collate

from requests_app.domain.misuse_data.models import ReturnedFile
from requests_app.domain.request_log.models import Attachment, BinnedItem, MailDraft, OldSheet

# Each has `file` and `sha256`; a test compares this with the models that have a file.
NAMERS: tuple[type[models.Model], ...] = (Attachment, BinnedItem, MailDraft, OldSheet, ReturnedFile)
READ_AT_ONCE = 2000
# Contents under their hash, and mails that somebody is looking at: with their moment, and with what
# Django adds where a name was taken already.
_MAIL = r"mails-read/[0-9]+/[0-9a-f]{64}(-[0-9]{8}T[0-9]{12})?(_[A-Za-z0-9]{7})?"
_NAMES = re.compile(rf"[0-9a-f]{{2}}/[0-9a-f]{{64}}|{_MAIL}")
# Names come in the order of their bytes, whatever the database's own language sorts by.
_BYTE_ORDER = {"postgresql": "C", "sqlite": "BINARY"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says of a file. owner: such as "attachment 7"; sha256: hex; size: bytes, None
    where that kind of row records none."""

    owner: str
    sha256: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """One stored file and all that names it."""

    name: str
    claims: tuple[Claim, ...]

    @property
    def owners(self) -> str:
        return ", ".join(claim.owner for claim in self.claims)

    def came_as(self, sha256: str) -> bool:
        """Whether this (hex) is what was recorded when it came, by all that names it."""
        return all(claim.sha256 == sha256 for claim in self.claims)


def is_storage_name(name: str) -> bool:
    """Whether the product itself could have given this name: no other is read or written."""
    return _NAMES.fullmatch(name) is not None


def named_files(*, using: str = "default") -> Iterator[Named]:
    """Each name once, in the order of its bytes; a few thousand rows are held at a time."""
    rows = heapq.merge(*(_rows(model, using) for model in NAMERS), key=itemgetter(0))
    for name, same in itertools.groupby(rows, key=itemgetter(0)):
        yield Named(name, tuple(claim for _, claim in same))


def named_now(name: str) -> bool:
    """Whether anything names the file at this moment."""
    return any(model._base_manager.filter(file=name).exists() for model in NAMERS)


def _rows(model: type[models.Model], using: str) -> Iterator[tuple[str, Claim]]:
    has_size = any(field.name == "size" for field in model._meta.fields)
    size: Any = F("size") if has_size else Value(None, models.IntegerField())
    ordered = Collate("file", _BYTE_ORDER[connections[using].vendor])
    rows = model._base_manager.using(using).exclude(file="").annotate(in_order=ordered, held=size)
    told = rows.order_by("in_order", "pk").values_list("file", "sha256", "held", "pk")
    for name, sha256, held, pk in told.iterator(chunk_size=READ_AT_ONCE):
        yield name, Claim(f"{model._meta.verbose_name} {pk}", sha256, held)
