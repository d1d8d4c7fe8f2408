#!/usr/bin/env python3
"""The door for commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from django.core.management import execute_from_command_line

    from tracker.environment import assume_local_workspace

    assume_local_workspace(sys.argv, os.environ)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
