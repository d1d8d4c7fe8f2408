"""Django's settings. What differs between sites comes from `tracker.environment`."""

import tomllib
from datetime import timedelta
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from tracker.broker_address import broker_url
from tracker.environment import ROOT, read_or_exit
from tracker.logs import logging_settings

_environment = read_or_exit()

BASE_DIR = ROOT
# Said where a document that leaves the house was made with it.
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VAR_DIR = _environment.var_dir
DEBUG = _environment.debug
SECRET_KEY = _environment.secret_key
ALLOWED_HOSTS = _environment.allowed_hosts
CSRF_TRUSTED_ORIGINS = _environment.csrf_trusted_origins
SITE_URL = _environment.site_url

INSTALLED_APPS = [
    "requests_app.apps.RequestsAppConfig",  # named: its module imports another config too
    "tracker",
    "requests_app.apps.ReviewSiteConfig",  # django.contrib.admin, as the review site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "simple_history",
    "axes",
]
MIDDLEWARE = [
    "tracker.request_ids.RequestIds",
    # What sets headers comes first, so that whatever is refused further in carries them too.
    "django.middleware.security.SecurityMiddleware",
    "tracker.headers.MoreHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "tracker.real_address.RealAddress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a view that says nothing of itself asks for a sign-in.
    "tracker.closed_by_default.ClosedByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "requests_app.staff_site.gates.NotKeptMiddleware",
    "requests_app.staff_site.gates.PasswordChangeMiddleware",
    "requests_app.staff_site.gates.SecondFactorMiddleware",
    "requests_app.staff_site.gates.PeopleMiddleware",
    "requests_app.staff_site.gates.LastSeenMiddleware",
    "tracker.rate_limits.RateLimits",
    "tracker.error_pages.ErrorPages",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,  # for the templates of the admin and of django-filter
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# IMMEDIATE takes the write lock when a transaction begins: a transaction that reads first and
# then writes would otherwise fail at once when another process wrote in between.
_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "db.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
_database: dict[str, Any] = dict(
    dj_database_url.parse(_environment.database_url) if _environment.database_url else _SQLITE
)
if _database["ENGINE"] == _SQLITE["ENGINE"]:
    _database["OPTIONS"] = _SQLITE["OPTIONS"]
else:
    # A page is read as quickly here as there, from memory or from a solid disk: with the price of
    # a turning disk PostgreSQL would rather read a table than walk along an index. An address
    # with options of its own ("?options=") keeps them.
    _database.setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
DATABASES = {"default": {**_database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "requests_app.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it says no before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
# Demanded of the roles that accounts/roles.py names, but not in a trial.
SECOND_FACTOR_REQUIRED = not DEBUG
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
# How failures are counted is in requests_app/domain/sign_in/throttle.py.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "requests_app.staff_site.throttling.counted_by"
AXES_USERNAME_CALLABLE = "requests_app.staff_site.throttling.counted_name"
AXES_CLIENT_IP_CALLABLE = "requests_app.staff_site.throttling.counted_address"
AXES_LOCKOUT_CALLABLE = "requests_app.staff_site.throttling.locked_page"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when; that stays true
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit record has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# django-axes keeps in clear what else came with a wrong password or code, so that every field of
# the forms that have one stands here.
AXES_SENSITIVE_PARAMETERS = [
    "username", "code", "passkey", "old_password", "new_password1", "new_password2", "next",
    "csrfmiddlewaretoken",
]  # fmt: skip
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]

FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["tracker.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [directory for directory in [ROOT / "static"] if directory.is_dir()]
MEDIA_ROOT = VAR_DIR / "files"
# Notes of the head of the audit record: who may write to the database alone cannot reach them.
AUDIT_HEADS = VAR_DIR / "audit-heads"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "tracker.file_store.FileStore", "OPTIONS": _environment.file_store}
    if _environment.file_store
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # With DEBUG files are served from where they are written, under their own names.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Where the virus scanner listens; without one a file can be used as soon as it came.
CLAMD = _environment.clamd
WHITENOISE_USE_FINDERS = DEBUG
ORGANISATION_NAME = _environment.organisation_name
ORGANISATION_ADDRESS = _environment.organisation_address
# Whether whoever imported a release may publish it: shown wherever the release is.
ONE_PERSON_DESK = _environment.one_person_desk
MAX_UPLOAD_BYTES = _environment.max_upload_mb * 1024 * 1024
MAX_EXPORT_BYTES = _environment.max_export_mb * 1024 * 1024
MAX_REQUEST_BYTES = _environment.max_request_mb * 1024 * 1024
# How long things are kept, in days; docs/tables.md says what and why.
_kept = _environment.keep_days
BIN_DAYS, UNOWNED_FILE_DAYS = _kept["BIN_DAYS"], _kept["UNOWNED_FILE_DAYS"]
MAIL_DRAFT_DAYS, MAIL_BODY_DAYS = _kept["MAIL_DRAFT_DAYS"], _kept["MAIL_BODY_DAYS"]
FAILED_SIGN_IN_DAYS, INVITATION_DAYS = _kept["FAILED_SIGN_IN_DAYS"], _kept["INVITATION_DAYS"]
# Where pg_dump and pg_restore are; empty: on PATH.
PG_BIN = _environment.pg_bin
RATE_LIMITS = _environment.rate_limits
# How many proxies of ours add an address to X-Forwarded-For; what stands before is not believed.
PROXY_COUNT = _environment.proxy_count
# Uploads go to disk, so this limits the rest of a form: typed text and field names.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A returned file has a field for each column of its tables, of which a workbook may have many.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _environment.mail
    else "tracker.mail_files.EmailBackend"
)
MAIL_DIR = VAR_DIR / "mail"
globals().update(_environment.mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _environment.mail_from

REMINDER_SWEEP_SECONDS = _environment.reminder_sweep_seconds
CELERY_BROKER_URL = _environment.redis_url or broker_url(VAR_DIR)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Putting an old version back would pass by the operations that keep timeline and audit.
SIMPLE_HISTORY_REVERT_DISABLED = True
DEFAULT_EXCEPTION_REPORTER_FILTER = "tracker.error_reports.HidesMore"
CSRF_FAILURE_VIEW = "tracker.error_pages.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # two weeks, in seconds
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # a watcher on this machine asks without the proxy
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
if _environment.secure_proxy:
    # Only behind a proxy that sets this header itself: anybody else could forge it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logging_settings(
    as_json=_environment.log_as_json,
    secrets=[
        SECRET_KEY,
        str(_environment.mail.get("EMAIL_HOST_PASSWORD", "")),
        str(_environment.file_store.get("secret_key") or ""),
    ],
)
