"""What somebody was shown before they confirmed it, as a short key that a page can carry."""

import hashlib

from django.forms import Form


def key_of(what: object) -> str:
    """The same for what reads the same; sent back with the confirmation, it shows that nothing
    changed since the look."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


def save_upon(form: Form, stands: str) -> None:
    """Puts what was typed upon what stands now, of which its sender is told: sent once more, it
    is saved."""
    form.data = {name: form.data[name] for name in form.data} | {"seen": stands}
