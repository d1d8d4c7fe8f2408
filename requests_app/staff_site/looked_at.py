"""What somebody was shown before they confirmed it, as a short key that a page can carry."""

import hashlib


def key_of(what: object) -> str:
    """The same for what reads the same; sent back with the confirmation, it shows that nothing
    changed since the look."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]
