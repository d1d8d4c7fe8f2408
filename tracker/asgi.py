"""The same site for ASGI servers; gunicorn serves `tracker.wsgi`, which measured faster."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_asgi_application()
