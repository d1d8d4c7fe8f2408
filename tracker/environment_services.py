"""The optional services behind the pages: a file store, a virus scanner; and the form of the logs.

Every function raises `BadSetting` as those of `environment_values` do.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.environment_values import BadSetting, address

BUCKET = "s3://key:secret@s3.example.org/bucket"
SCANNER = "unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310"
CLAMD_PORT = 3310
IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that is read; beyond that it lies on the disk
# An AWS region stands in the host's name; for other stores this is the usual one.
REGION = "us-east-1"


def file_store(environ: Mapping[str, str]) -> dict[str, Any]:
    """FILES_URL as options of django-storages, or {} when files are kept in VAR_DIR.

    s3:// speaks TLS, s3+http:// does not. Without a key in the address the usual places are asked
    (AWS_ACCESS_KEY_ID …, or the role of the machine).
    """
    value = address(environ, "FILES_URL", "s3 s3+http", BUCKET)
    if not value:
        return {}
    parts = urlsplit(value)
    bucket, _, folder = parts.path.strip("/").partition("/")
    if not parts.hostname or not bucket:
        raise BadSetting(f"FILES_URL names no host or no bucket: give an address such as {BUCKET}.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise BadSetting(
            "FILES_URL: first .venv/bin/pip install --require-hashes -r requirements-s3.lock"
        )
    scheme = "https" if parts.scheme == "s3" else "http"
    host = parts.netloc.rpartition("@")[2]
    return {
        "bucket_name": bucket,
        "location": folder,
        "endpoint_url": f"{scheme}://{host}",
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": parse_qs(parts.query).get("region", [REGION])[0],
        "default_acl": None,
        # The name is the hash of the content: whoever writes it again writes the same.
        "file_overwrite": True,
        "max_memory_size": IN_MEMORY,
    }


def scanner(environ: Mapping[str, str]) -> str:
    """CLAMD: where clamd listens, or "" when files are not scanned."""
    value = environ.get("CLAMD", "").strip()
    if not value:
        return ""
    address(environ, "CLAMD", "unix tcp", SCANNER)
    parts = urlsplit(value)
    is_socket = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    is_tcp = parts.scheme == "tcp" and parts.hostname and parts.path in {"", "/"}
    if not (is_socket or is_tcp):
        raise BadSetting(f"CLAMD={value!r}: give {SCANNER}.")
    return value


def log_as_json(environ: Mapping[str, str], debug: bool) -> bool:
    """LOG_FORMAT: json for programs that collect logs, text for people; json unless it is a
    trial."""
    value = environ.get("LOG_FORMAT", "").strip().lower() or ("text" if debug else "json")
    if value not in {"json", "text"}:
        raise BadSetting(f"LOG_FORMAT={value!r}: use json or text.")
    return value == "json"
