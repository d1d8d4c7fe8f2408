"""Codes of second factors: of an authenticator app, and those on paper. Pure but for chance."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

import pyotp

ISSUER = "Tenth Day"
STEP_SECONDS = 30
DIGITS = 6
# A clock may be off by so many steps to either side (RFC 6238 § 5.2).
STEPS_OFF = 1
RECOVERY_CODES = 10
# Base32 without what is read as something else: 31 signs, sixteen of them are 79 bits, too many
# to be guessed from the hash.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def new_secret() -> str:
    """A shared secret of 160 bits in Base32 (RFC 4226 § 4)."""
    return pyotp.random_base32()


def setup_address(secret: str, *, username: str) -> str:
    """The otpauth:// address that an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(code: str, *, secret: str, at: datetime, after: int = 0) -> int | None:
    """The thirty seconds that `code` is of, of those around `at` and later than step `after`;
    None when it is of none of them."""
    now = int(at.timestamp()) // STEP_SECONDS
    generator = pyotp.HOTP(secret, digits=DIGITS)
    found = None
    for step in range(now - STEPS_OFF, now + STEPS_OFF + 1):
        # Every one is compared, so that how long it takes says nothing.
        if hmac.compare_digest(generator.at(step), code) and step > after:
            found = step
    return found


def tidied(code: str) -> str:
    """As it is compared: people type blanks, hyphens and capitals."""
    return "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())


def is_of_an_app(code: str) -> bool:
    """Whether a tidied code looks like an app's, else it is one on paper."""
    return len(code) == DIGITS and code.isdecimal()


def new_recovery_codes() -> list[str]:
    return [
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str, *, person: int) -> str:
    """What is kept of a code: the same code of two people is two hashes."""
    return hashlib.sha256(f"recovery code {person} {tidied(code)}".encode()).hexdigest()


def recovery_digests(codes: Iterable[str], *, person: int) -> list[str]:
    return [recovery_digest(code, person=person) for code in codes]
