#!/usr/bin/env python3
"""The door for commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from tracker.commands import run
    from tracker.environment import assume_local_workspace

    assume_local_workspace(sys.argv, os.environ)
    run(sys.argv)


if __name__ == "__main__":
    main()
