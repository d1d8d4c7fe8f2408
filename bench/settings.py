"""The product's settings for a site that is measured: as in production, but over plain HTTP."""

from tracker.settings import *  # noqa: F403

# The test client asks by http; a redirect to https would be all that is measured.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECOND_FACTOR_REQUIRED = False  # nor has whoever measures
RATE_LIMITS = False  # one visitor measures
ROOT_URLCONF = "bench.urls"
# What was answered is written to a log file on a site, and would bury the tables here.
LOGGING["loggers"] = {**LOGGING.get("loggers", {}), "tracker.request_ids": {"level": "WARNING"}}  # noqa: F405
