"""One sweep in a process of its own, at the moment that it is told: `python -m` this, an ISO time.

Its clock stands at that moment, as a worker's would that runs then.
"""

import os
import sys
from datetime import datetime

import django


def main(moment: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from requests_app.domain.reminders.sweep import send_due_reminders

    send_due_reminders(at=datetime.fromisoformat(moment))


if __name__ == "__main__":
    main(sys.argv[1])
