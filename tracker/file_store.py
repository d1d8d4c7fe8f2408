"""Files in an S3-compatible bucket, whose failures look like those of a disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from tracker.file_store_errors import FileStoreAway

# Seconds; then a page says that the store does not answer, well before the web server gives up.
CONNECT_WITHIN, ANSWER_WITHIN, TRIES = 3, 15, 2


class FileStore(S3Storage):
    """The rooms know FileNotFoundError and ConnectionError; none knows a bucket's own errors."""

    def get_default_settings(self) -> dict[str, Any]:
        patience = Config(
            s3={"addressing_style": "path"},  # which every store understands
            signature_version="s3v4",
            connect_timeout=CONNECT_WITHIN,
            read_timeout=ANSWER_WITHIN,
            # Younger than many stores: they refuse the trailer that it comes in.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"total_max_attempts": TRIES, "mode": "standard"},
        )
        return {**super().get_default_settings(), "client_config": patience}

    def make_bucket(self) -> bool:
        """Makes the bucket where there is none; returns whether it did. Raises `ConnectionError`,
        also where the key may not look."""
        client = self.connection.meta.client
        with as_on_a_disk():
            try:
                client.head_bucket(Bucket=self.bucket_name)
            except ClientError as error:
                if error.response["Error"]["Code"] not in {"404", "NoSuchBucket"}:
                    raise
                client.create_bucket(Bucket=self.bucket_name)
                return True
        return False

    def _save(self, name: str, content: File) -> str:
        with as_on_a_disk():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File:
        with as_on_a_disk():
            opened = super()._open(name, mode)
            if "r" in mode:
                _ = opened.file  # fetched now: an answer that has begun could not tell of trouble
            return opened

    def delete(self, name: str) -> None:
        with as_on_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_on_a_disk():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with as_on_a_disk():
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with as_on_a_disk():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> Any:
        with as_on_a_disk():
            return super().get_modified_time(name)


@contextmanager
def as_on_a_disk() -> Iterator[None]:
    """Raises FileNotFoundError for what is not there, `FileStoreAway` for anything else that the
    store says or does not say. What it said stays as the cause, for the log."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in {"404", "NoSuchKey"}:
            raise FileNotFoundError("not in the file store") from error
        raise FileStoreAway(f"the file store refused: {code}") from error
    except BotoCoreError as error:
        raise FileStoreAway(f"the file store: {type(error).__name__}") from error
