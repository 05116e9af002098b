"""Files in a bucket of a server that speaks S3. Nobody but this program reads them there: who opens a file
gets the bytes from us, with our headers, for as long as they may.
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

IN_MEMORY = 1024**2  # bytes of a file that is read; more lie on the disk meanwhile
ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
# What is there and cannot be read: it went into an archive, or the key that it was encrypted with is lost.
UNREADABLE = ("InvalidObjectState", "KMS.")
# Refusals that pass by themselves. So do answers of 500 and above.
BUSY = frozenset({"SlowDown", "Throttling", "ThrottlingException", "RequestTimeout", "RequestLimitExceeded"})
# A file goes into the bucket within a transaction, which the database ends when it idles for longer.
MANNERS = {"connect_timeout": 3, "read_timeout": 5, "retries": {"total_max_attempts": 1}}


@deconstructible
class BucketStorage(Storage):
    """Keys are those of a folder, behind `prefix`; each file goes in by one request, whole or not at all.

    `encryption` asks the server to encrypt with keys of its own (AES256, aws:kms). Raises TimeoutError when
    it is away, PermissionError when it refuses, FileNotFoundError, and OSError (EIO) for what cannot be read.
    """

    def __init__(self, *, bucket: str, prefix: str = "", encryption: str = "", **reach: Any) -> None:
        """`reach`: endpoint_url, region_name, aws_access_key_id and aws_secret_access_key of the server."""
        self.bucket, self.prefix, self.reach = bucket, prefix, reach
        self.extra = {"ServerSideEncryption": encryption} if encryption else {}

    @cached_property
    def client(self) -> Any:
        # Checksums of the newest kind, and names of buckets within names of hosts, are Amazon's alone.
        manner = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"} if self.reach.get("endpoint_url") else {},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            **MANNERS,
        )
        return boto3.session.Session().client("s3", config=manner, **self.reach)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: every file has an id of its own."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        # Some that are saved can be read once alone; how long a request is, it says first.
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body, _as_of_a_disk(name):
            body.writelines(content.chunks())
            body.seek(0)
            self.client.put_object(Bucket=self.bucket, Key=self._at(name), Body=body, **self.extra)
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        held: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who opens the file
        try:
            with _as_of_a_disk(name):
                answer = self.client.get_object(Bucket=self.bucket, Key=self._at(name))
                for piece in answer["Body"].iter_chunks(IN_MEMORY):
                    held.write(piece)
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return File(held, name)

    def delete(self, name: str) -> None:
        with _as_of_a_disk(name):
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
        with _as_of_a_disk(path):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=below, Delimiter="/"):
                folders += [one["Prefix"][len(below) : -1] for one in page.get("CommonPrefixes", ())]
                files += [one["Key"][len(below) :] for one in page.get("Contents", ())]
        return folders, [name for name in files if name]

    def _facts(self, name: str) -> dict[str, Any]:
        with _as_of_a_disk(name):
            facts: dict[str, Any] = self.client.head_object(Bucket=self.bucket, Key=self._at(name))
        return facts

    def _at(self, name: str) -> str:
        return f"{self.prefix}{name}"


@contextmanager
def _as_of_a_disk(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise OSError(_number(error), f"The bucket refuses: {error}", name) from error
    except BotoCoreError as error:
        raise OSError(errno.ETIMEDOUT, f"The bucket is away: {error}", name) from error


def _number(refusal: ClientError) -> int:
    code = str(refusal.response.get("Error", {}).get("Code", ""))
    status = int(refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in ABSENT:
        return errno.ENOENT
    if code.startswith(UNREADABLE):
        return errno.EIO
    passes = (
        code in BUSY or status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return errno.ETIMEDOUT if passes else errno.EACCES
