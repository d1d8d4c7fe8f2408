"""The product's settings as the tests want them. TEST_DATABASE=postgres uses a real PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import services

# Set before tracker.settings is read, and inherited by the workers that share the tests.
if "TEST_VAR_DIR" not in os.environ:
    os.environ["TEST_VAR_DIR"] = tempfile.mkdtemp(prefix="tenth-day-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_VAR_DIR"], ignore_errors=True)
for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "REDIS_URL", "SITE_URL", "DATABASE_URL"):
    os.environ.pop(name, None)
os.environ["DEBUG"] = "1"
os.environ["VAR_DIR"] = os.environ["TEST_VAR_DIR"]
if os.environ.get("TEST_DATABASE") == "postgres":
    os.environ["DATABASE_URL"] = services.postgres_url()
# The browser's event loop lives in the thread that also asks the database; nothing is shared.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import DATABASES, VAR_DIR  # noqa: E402

_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 0  # a live server's thread must not keep the database of its test
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: a live server and a worker process see the same rows.
    _database["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(VAR_DIR) / "files" / os.environ.get("PYTEST_XDIST_WORKER", "main")
AUDIT_HEADS = Path(VAR_DIR) / f"audit-heads-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
MAIL_DIR = Path(VAR_DIR) / "mail" / os.environ.get("PYTEST_XDIST_WORKER", "main")
WHITENOISE_AUTOREFRESH = True
# The tests come from one address and ask much; those of the limits switch them on.
RATE_LIMITS = False
# A page that is kept from one test would be shown in the next.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
