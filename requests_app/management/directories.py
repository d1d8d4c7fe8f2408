"""A directory that a command is given."""

from argparse import ArgumentTypeError
from pathlib import Path


def directory(text: str) -> Path:
    """Raises `ArgumentTypeError` where nothing is named, as by a variable of a script that nobody
    set: a path of no letters would be the directory one happens to be in."""
    if not text.strip():
        raise ArgumentTypeError("name a directory: what was given is empty.")
    return Path(text)
