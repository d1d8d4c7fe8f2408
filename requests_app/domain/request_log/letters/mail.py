"""A letter as an address that opens the mail program (RFC 6068)."""

from urllib.parse import quote

# Longer ones are cut by some mail programs and browsers (Outlook and Windows at about 2,000).
LONGEST_SAFE = 1_900  # characters of the whole address


def mailto(*, to: str, subject: str, body: str) -> str:
    """`mailto:` with everything percent-encoded; lines end as CRLF, as the RFC wants."""
    lines = "\r\n".join(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    address = quote(to.strip(), safe="@")
    return f"mailto:{address}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
