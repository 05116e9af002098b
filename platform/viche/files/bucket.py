"""File storage in an S3 bucket.

Only the application reads the bucket: clients get the bytes from us, with our headers, for as long as they
have access.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

MAX_IN_MEMORY = 1024**2  # bytes of a file kept in memory; larger files are spooled to disk
ABSENT_CODES = frozenset({"404", "NoSuchKey", "NotFound"})
# Objects that exist but cannot be read: archived, or their encryption key is lost.
UNREADABLE_CODES = ("InvalidObjectState", "KMS.")
# Transient refusals, like all responses of 500 and above.
TRANSIENT_CODES = frozenset(
    {"SlowDown", "Throttling", "ThrottlingException", "RequestTimeout", "RequestLimitExceeded"}
)
# A file is uploaded inside a transaction, which PostgreSQL aborts when it idles for longer.
CLIENT_OPTIONS = {"connect_timeout": 3, "read_timeout": 5, "retries": {"total_max_attempts": 1}}


@deconstructible
class BucketStorage(Storage):
    """A storage with the keys of a folder, after `prefix`.

    Each file is written atomically by one request. `encryption` asks the server to encrypt with its own keys
    (AES256, aws:kms). Raises TimeoutError when the server does not answer, PermissionError when it refuses,
    FileNotFoundError, and OSError (EIO) for objects that cannot be read.
    """

    def __init__(self, *, bucket: str, prefix: str = "", encryption: str = "", **reach: Any) -> None:
        """`reach`: endpoint_url, region_name, aws_access_key_id, aws_secret_access_key of the server."""
        self.bucket, self.prefix, self.reach = bucket, prefix, reach
        self.extra = {"ServerSideEncryption": encryption} if encryption else {}

    @cached_property
    def client(self) -> Any:
        # Only Amazon supports the newest checksums and bucket names as host names.
        manner = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"} if self.reach.get("endpoint_url") else {},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            **CLIENT_OPTIONS,
        )
        return boto3.session.Session().client("s3", config=manner, **self.reach)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name itself: every file has a unique id."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        # Some content can be read only once, but a request needs its length first: so it is spooled.
        with SpooledTemporaryFile(max_size=MAX_IN_MEMORY) as body, _translate_errors(name):
            body.writelines(content.chunks())
            body.seek(0)
            self.client.put_object(Bucket=self.bucket, Key=self._at(name), Body=body, **self.extra)
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        held: Any = SpooledTemporaryFile(max_size=MAX_IN_MEMORY)  # noqa: SIM115 - closed by who opens the file
        try:
            with _translate_errors(name):
                answer = self.client.get_object(Bucket=self.bucket, Key=self._at(name))
                for piece in answer["Body"].iter_chunks(MAX_IN_MEMORY):
                    held.write(piece)
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return File(held, name)

    def delete(self, name: str) -> None:
        with _translate_errors(name):
            self.client.delete_object(Bucket=self.bucket, Key=self._at(name))

    def exists(self, name: str) -> bool:
        try:
            self._facts(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._facts(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        moment: datetime = self._facts(name)["LastModified"]
        return moment

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        below = self._at(f"{path.strip('/')}/" if path.strip("/") else "")
        folders: list[str] = []
        files: list[str] = []
        with _translate_errors(path):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=below, Delimiter="/"):
                folders += [one["Prefix"][len(below) : -1] for one in page.get("CommonPrefixes", ())]
                files += [one["Key"][len(below) :] for one in page.get("Contents", ())]
        return folders, [name for name in files if name]

    def _facts(self, name: str) -> dict[str, Any]:
        with _translate_errors(name):
            facts: dict[str, Any] = self.client.head_object(Bucket=self.bucket, Key=self._at(name))
        return facts

    def _at(self, name: str) -> str:
        return f"{self.prefix}{name}"


@contextmanager
def _translate_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise OSError(_errno_of(error), f"The bucket refuses: {error}", name) from error
    except BotoCoreError as error:
        raise OSError(errno.ETIMEDOUT, f"The bucket is away: {error}", name) from error


def _errno_of(refusal: ClientError) -> int:
    code = str(refusal.response.get("Error", {}).get("Code", ""))
    status = int(refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in ABSENT_CODES:
        return errno.ENOENT
    if code.startswith(UNREADABLE_CODES):
        return errno.EIO
    passes = (
        code in TRANSIENT_CODES
        or status == HTTPStatus.TOO_MANY_REQUESTS
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return errno.ETIMEDOUT if passes else errno.EACCES
