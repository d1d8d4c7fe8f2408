"""Requests that nobody sends in good faith: the fields of our real forms, and what breaks code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

Fields = dict[str, list[str]]
LONG = 70_000  # characters; more than any text column's index takes

HOSTILE = [
    "", " ", "\x00", "a\x00b", "\r\nBcc: all@example.org", "%0d%0aX: y", "\x1b[31m", "\ud800",
    "-1", "0", "1", "2", "1e999", "NaN", "-inf", "٣", "²", "½", "①", "1_000", "0x10", "1.5",
    "7,635", "(4)", str(2**31), str(2**63), str(2**63 - 1), "-" + str(2**63), "9" * 400,
    "9" * 5_000, "0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "6/9", "31/31/31",
    "yesterday", "1 Jan 0", "2026-06-09T25:61", "-0001-01-01", "tomorrow in 99999999 years",
    "=cmd|'/C calc'!A0", "+1+1", "@SUM(1)", "\t=1", "' OR 1=1 --", "\"; DROP TABLE x; --", "%", "_",
    "\\", "*", "(", "[a-", "{{ 7*7 }}", "{% debug %}", "${7*7}", "%s%n", "%(x)s", "{0}", "{}",
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "javascript:alert(1)", "&#0;", "]]>",
    "//evil.example.org", "https://evil.example.org/", "/\\evil.example.org", "http://[::1",
    "../../etc/passwd", "..\\..\\x", "/dev/null", "file:///etc/passwd", "CON", ".", "..",
    "\u202egpj.exe", "\ufeff", "\u200b", "e\u0301" * 50, "ﷺ", "ﬀ", "İ", "ß", "🏳️‍🌈", "\U000e0041",
    "\u2028", "\uffff", "a" * 300, "x" * LONG, "word " * 3_000, "ä" * 5_000, "\n" * 2_000,
    "on", "off", "true", "None", "null", "undefined", "[]", "[object Object]", '{"a": 1}',
    "a@b", "a@b@c", "@", "a" * 400 + "@example.org", "x@example.org\nBcc: y@example.org", "last",
    "eyJhIjoxfQ:1abc:xyz", "." * 200, ":" * 50, "-" * 50, ",", ",,,", ";", "|", "1,2,3", "1-1-1",
]  # fmt: skip
CONTENTS = [
    b"", b"\x00" * 50, b"%PDF-1.7\n" + b"\xff" * 200, b"PK\x03\x04" + b"\x00" * 30, b"PK\x05\x06",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html><script>alert(1)",
    b"GIF89a/*\x00\x00*/=1;alert(1)", b"\xff\xfe\x00", b"\xef\xbb\xbf", b"a,b\n1,2\n",
    b"Agency,Year,Violations\n=1+1,99999999999,NaN\n\x00,,\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Subject: =?utf-8?q?" + b"=00" * 50 + b"?=\r\nFrom: \r\n\r\n", b"From: a\nDate: 99 Foo\n\n",
    b"Content-Type: multipart/mixed; boundary=\"\"\nFrom: x\n\n--\n", b"{\\rtf1",
    b"\x89PNG\r\n\x1a\n", b"Agency\tSent\n\x85\t2/2\n",
    b'"' + b"a,\n" * 2_000, b",".join([b"x"] * 20_000), b"\xff" * 3_000,
]  # fmt: skip
NAMES = [
    "a.csv",
    "../../x",
    "a\r\nX: y.pdf",
    'a";b.csv',
    "",
    "x" * 400,
    "\u202efdp.exe",
    "NUL",
    "ä",
]
HEADERS: list[dict[str, str]] = [
    {}, {}, {}, {"HX-Request": "true", "HX-Current-URL": "http://[bad"}, {"Referer": "http://["},
    {"HX-Request": "true", "HX-Target": "'\"><x"}, {"Accept": "\x00"}, {"Range": "bytes=9-1,-"},
    {"If-Modified-Since": "Foo, 99 Bar 99999 99:99:99 GMT"}, {"If-None-Match": "W/\"'"},
    {"Referer": "https://evil.example.org/"},
    {"Accept-Language": "x" * 600}, {"X-Forwarded-For": "'; --, 999.1.1.1"}, {"Cookie": "a=;;\x01"},
    {"HX-Boosted": "true", "HX-Current-URL": "http://testserver/\ud800"[:-1]}, {"X-Real-IP": "::g"},
]  # fmt: skip


class FormReader(HTMLParser):
    """The forms of a page: for each address its fields with what they hold; and which are files."""

    def __init__(self, page: str):
        super().__init__()
        self.page = self.action = page
        self.fields: dict[str, Fields] = defaultdict(lambda: defaultdict(list))
        self.files: set[str] = set()
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for how in ("hx-get", "hx-post", "formaction"):
            if given.get(how):
                self.fields[str(given[how])].update({})
        if tag == "form":
            self.action = given.get("action") or self.page
            self.fields[self.action].update({})
        name = given.get("name") or ""
        if tag in ("input", "textarea", "button", "select") and name:
            self.fields[self.action][name].append(given.get("value") or "")
            self.select = name if tag == "select" else ""
            if given.get("type") == "file":
                self.files.add(name)
        if tag == "option" and self.select and len(self.fields[self.action][self.select]) < 30:
            self.fields[self.action][self.select].append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.action = self.page


@dataclass
class Known:
    """What the pages say can be sent: by the name of the view that takes it."""

    fields: dict[str, Fields] = field(default_factory=lambda: defaultdict(dict))
    files: set[str] = field(default_factory=set)

    def learn(self, page: str, content: str) -> None:
        reader = FormReader(page)
        reader.feed(content)
        self.files |= reader.files
        for address, fields in reader.fields.items():
            path = urlsplit(address).path or urlsplit(page).path
            try:
                view = resolve(path).view_name
            except Resolver404:  # a form of another place
                continue
            for name, values in fields.items():
                self.fields[view].setdefault(name, []).extend(values)


@dataclass
class Shot:
    """One request, as it can be told and sent again."""

    method: str
    address: str
    data: dict[str, Any]
    headers: dict[str, str]
    content_type: str = ""

    def send(self, client: Client) -> Any:
        send = getattr(client, self.method)
        if self.method == "get":
            return send(self.address, headers=self.headers)
        if self.content_type:
            body = urlencode(self.data, doseq=True, errors="replace").encode()
            return send(self.address, body, content_type=self.content_type, headers=self.headers)
        return send(self.address, self.data, headers=self.headers)

    def __str__(self) -> str:
        said = {name: str(value)[:80] for name, value in self.data.items()}
        return f"{self.method} {self.address[:200]!a} {said!a} {self.headers} {self.content_type}"


@dataclass
class Gun:
    """Makes shots at an address, the same ones for the same `chance`."""

    chance: Random
    known: Known
    ids: list[str]

    def shot(self, view: str, address: str, *, takes_post: bool) -> Shot:
        chance = self.chance
        fields = self._fields(view)
        headers = chance.choice(HEADERS)
        if chance.random() < (0.25 if takes_post else 0.75):
            query = urlencode(fields, doseq=True, errors="replace")[:6_000]
            return Shot("get", f"{address}?{query}" if query else address, {}, headers)
        if chance.random() < 0.15:
            kind = chance.choice(
                ["application/x-www-form-urlencoded", "application/json", "text/plain",
                 "multipart/form-data", "multipart/form-data; boundary=x"]
            )  # fmt: skip
            return Shot("post", address, fields, headers, kind)
        return Shot("post", address, {**_sendable(fields), **self._uploads(fields)}, headers)

    def _fields(self, view: str) -> Fields:
        """What the form holds, with some of it spoilt: one field, a few, or nearly all."""
        chance, known = self.chance, self.known.fields.get(view, {})
        share = chance.choice([0.1, 0.3, 0.9])
        fields: Fields = {}
        for name, values in known.items():
            if name == "csrfmiddlewaretoken" or chance.random() < 0.08:
                continue
            is_spoilt = chance.random() < share
            fields[name] = [self._hostile() if is_spoilt else self._choice(values)]
            if chance.random() < 0.1:
                fields[name] *= 2
        if chance.random() < 0.3:
            fields[chance.choice(["q", "page", "at", "sort", "next", "pk", "on", "x\x00"])] = [
                self._hostile()
            ]
        return fields

    def _choice(self, values: list[str]) -> str:
        return self.chance.choice(values) if values else ""

    def _hostile(self) -> str:
        return self.chance.choice(self.ids if self.chance.random() < 0.15 else HOSTILE)

    def _uploads(self, fields: Fields) -> dict[str, Any]:
        names = [name for name in fields if name in self.known.files]
        return {name: self._upload() for name in names if self.chance.random() < 0.8}

    def _upload(self) -> SimpleUploadedFile:
        name = self.chance.choice(NAMES) or "unnamed"
        return SimpleUploadedFile(name, self.chance.choice(CONTENTS))


def _sendable(fields: Fields) -> Fields:
    """Half of a surrogate pair cannot be sent: what a browser sends in its place can."""
    return {
        name.encode("utf-8", "replace").decode(): [
            value.encode("utf-8", "replace").decode() for value in values
        ]
        for name, values in fields.items()
    }


def rounds(names: list[str], chance: Random, count: int) -> Iterator[str]:
    """`count` names, each about as often as the others."""
    while count > 0:
        chance.shuffle(names)
        yield from names[:count]
        count -= len(names)
