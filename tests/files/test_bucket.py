"""Files in a bucket: the same promises as in a folder, asked over HTTP of a server that speaks S3."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.test import Client, TestCase
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from tests.files import samples
from tests.files.conftest import FILES, bring, kept, signed_in
from tests.files.test_parts import brought, place
from viche.accounts.models import User
from viche.files.bucket import BucketStorage
from viche.files.jobs import sweep
from viche.files.models import StoredFile
from viche.files.registry import Holder
from viche.files.services.uploads import delete_files_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.storage import StorageUnavailable
from viche.notifications.models import Notification
from viche.privacy.jobs import build_waiting_exports, clean_up_exports as sweep_copies
from viche.privacy.models import DataExport
from viche.privacy.services.exports import delete_archives, request_export

pytestmark = pytest.mark.django_db
BUCKET, PREFIX = "viche-files", "hromada/"
KEYS = {"region_name": "us-east-1", "aws_access_key_id": "key", "aws_secret_access_key": "secret"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str) -> Iterator[Any]:
    """A bucket with something of somebody else in it."""
    made = boto3.resource("s3", endpoint_url=server, **KEYS).Bucket(BUCKET)
    made.create()
    made.put_object(Key="others/ab/file", Body=b"of others")
    yield made
    made.objects.all().delete()
    made.delete()


def options(server: str, **more: Any) -> dict[str, Any]:
    return {"bucket": BUCKET, "prefix": PREFIX, "endpoint_url": server, **KEYS, **more}


@pytest.fixture(autouse=True)
def stored_there(media: Any, settings: Settings, server: str, bucket: Any) -> None:
    """After `media`, which puts files into a folder."""
    backend = {"BACKEND": "viche.files.bucket.BucketStorage", "OPTIONS": options(server)}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def there(bucket: Any) -> dict[str, bytes]:
    """What lies behind the prefix."""
    return {
        one.key.removeprefix(PREFIX): one.get()["Body"].read() for one in bucket.objects.filter(Prefix=PREFIX)
    }


@contextmanager
def answering(status: int, code: str) -> Iterator[str]:
    """The address of a server that answers everything so."""

    class Refusing(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, *_said: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def use(settings: Settings, at: dict[str, Any]) -> None:
    """The files lie there from now on."""
    backend = {"BACKEND": "viche.files.bucket.BucketStorage", "OPTIONS": at}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def test_a_file_lies_under_its_id_and_comes_from_us(uploader: User, bucket: Any) -> None:
    browser, text = signed_in(uploader), "Довідка".encode()
    assert bring(browser, "акт.txt", text).status_code == 201
    row = StoredFile.objects.get()
    assert there(bucket) == {row.key: text}
    answer = browser.get(f"{FILES}/{row.pk}/content")
    assert answer.content == text
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    part = browser.get(f"{FILES}/{row.pk}/content", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, text[2:5])
    link = browser.post(f"{FILES}/{row.pk}/link").json()["url"]
    assert link.startswith("/api/v1/files/links/"), "no address of the bucket"
    assert Client().get(link).content == text
    later = now() + timedelta(minutes=6)
    with replace_clock(lambda: later):
        assert Client().get(link).status_code == 404


def test_it_can_be_read_by_nobody_who_asks_the_bucket(uploader: User, bucket: Any) -> None:
    row = kept(uploader)
    grants = bucket.Object(f"{PREFIX}{row.key}").Acl().grants
    assert all(one["Grantee"]["Type"] == "CanonicalUser" for one in grants)


def test_the_server_is_asked_to_encrypt(server: str, bucket: Any) -> None:
    storage = BucketStorage(**options(server, encryption="AES256"))
    storage.save("ab/x", ContentFile(b"text"))
    assert bucket.Object(f"{PREFIX}ab/x").server_side_encryption == "AES256"


def test_a_file_that_came_in_parts_lies_there_too(uploader: User, bucket: Any) -> None:
    browser, content = signed_in(uploader), samples.pdf(stream=b"x" * 300_000)
    at = place(browser, len(content), "план.pdf")
    half = len(content) // 2
    brought(browser, at, 0, content[:half])
    assert there(bucket) == {}, "parts lie in the database"
    brought(browser, at, half, content[half:])
    assert browser.post(f"{at}/file").status_code == 201
    assert list(there(bucket).values()) == [content]


def test_what_nothing_has_is_deleted_and_bytes_without_a_row(
    uploader: User, bucket: Any, monkeypatch: pytest.MonkeyPatch, holders: dict[str, Holder]
) -> None:
    loose, held = kept(uploader), kept(uploader)
    holders["tests"] = Holder(lambda _actor: Q(pk=held.pk), lambda: Q(pk=held.pk), lambda _file: [])
    orphan = f"ab/{uuid7()}"
    default_storage.save(orphan, ContentFile(b"x"))
    later = now() + timedelta(days=5)
    with replace_clock(lambda: later), TestCase.captureOnCommitCallbacks(execute=True):
        sweep()
    assert list(there(bucket)) == [held.key]
    assert (default_storage.exists(loose.key), default_storage.exists(held.key)) == (False, True)
    assert bucket.Object("others/ab/file").get()["Body"].read() == b"of others"
    default_storage.delete(loose.key)  # once more changes nothing


def test_an_empty_bucket_is_swept() -> None:
    sweep()
    assert default_storage.listdir("") == ([], [])
    with pytest.raises(FileNotFoundError):
        default_storage.open("ab/none")
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time("ab/none")


def test_a_copy_of_ones_data_goes_in_and_out(uploader: User, bucket: Any) -> None:
    row = kept(uploader, "довідка.txt", "Довідка".encode())
    export = request_export(actor=Actor.for_person(uploader.pk))
    build_waiting_exports()
    export = DataExport.objects.get(pk=export.pk)
    with default_storage.open(export.key) as stored, zipfile.ZipFile(BytesIO(stored.read())) as archive:
        assert archive.read(f"files/{row.pk}/довідка.txt") == "Довідка".encode()
    assert default_storage.size(export.key) == export.size


def test_a_copy_of_ones_data_waits_for_a_bucket_that_is_away(
    uploader: User, settings: Settings, bucket: Any
) -> None:
    row = kept(uploader, "довідка.txt", "Довідка".encode())
    export, start = request_export(actor=Actor.for_person(uploader.pk)), now()
    here = settings.STORAGES
    away = {"BACKEND": "viche.files.bucket.BucketStorage", "OPTIONS": options("http://127.0.0.1:9")}
    settings.STORAGES = {**here, "default": away}
    for turn in range(12):
        with replace_clock(lambda: start + timedelta(hours=2 * turn)):  # noqa: B023
            build_waiting_exports()
        export.refresh_from_db()
        assert (export.state, export.attempts, export.put_off) == ("waiting", turn + 1, turn + 1)
    settings.STORAGES = here
    with replace_clock(lambda: start + timedelta(days=1)):
        build_waiting_exports()
        export.refresh_from_db()
        assert export.state == "ready"
        with default_storage.open(export.key) as stored, zipfile.ZipFile(BytesIO(stored.read())) as archive:
            assert archive.read(f"files/{row.pk}/довідка.txt") == "Довідка".encode()


@pytest.mark.parametrize(
    ("status", "code", "passes"),
    [
        (503, "SlowDown", True),
        (500, "InternalError", True),
        (429, "TooManyRequests", True),
        (400, "RequestTimeout", True),
        (403, "AccessDenied", False),
        (400, "EntityTooLarge", False),
        (404, "NoSuchBucket", False),
    ],
)
def test_what_the_bucket_refuses_for_good_ends_a_copy_and_is_told(
    uploader: User, settings: Settings, status: int, code: str, passes: bool
) -> None:
    export, start = request_export(actor=Actor.for_person(uploader.pk)), now()
    with answering(status, code) as refusing:
        use(settings, options(refusing))
        for turn in range(7):
            with replace_clock(lambda: start + timedelta(hours=2 * turn)):  # noqa: B023
                build_waiting_exports()
    export.refresh_from_db()
    assert (export.state, export.put_off) == (("waiting", 7) if passes else ("failed", 0))
    with replace_clock(lambda: start + timedelta(days=1)):
        drain_outbox()
    told = list(Notification.objects.filter(person=uploader).values_list("kind", flat=True))
    assert told == ([] if passes else ["privacy.export_failed"])
    if not passes:
        (item,) = signed_in(uploader).get("/api/v1/notifications").json()["items"]
        assert item["title"]["uk"] == "Копію ваших даних не вдалося зробити"
        assert item["url"] == "/settings/my-data"


def test_a_copy_waits_a_week_for_a_bucket_and_no_longer(uploader: User, settings: Settings) -> None:
    export, start = request_export(actor=Actor.for_person(uploader.pk)), now()
    use(settings, options("http://127.0.0.1:9"))
    for days, state in ((0, "waiting"), (6, "waiting"), (7, "failed")):
        with replace_clock(lambda: start + timedelta(days=days, minutes=1)):  # noqa: B023
            build_waiting_exports()
        export.refresh_from_db()
        assert export.state == state


def test_a_file_that_the_bucket_cannot_read_stands_in_the_copy_as_damaged(
    uploader: User, bucket: Any
) -> None:
    row = kept(uploader, "довідка.txt", "Довідка".encode())
    bucket.put_object(Key=f"{PREFIX}{row.key}", Body="Довідка".encode(), StorageClass="GLACIER")
    export = request_export(actor=Actor.for_person(uploader.pk))
    build_waiting_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("ready", 1)
    with default_storage.open(export.key) as stored, zipfile.ZipFile(BytesIO(stored.read())) as archive:
        said = json.loads(archive.read("manifest.json"))
        states = [file["state"] for one in said["holdings"] for file in one["files"]]
        assert (states, archive.read(f"files/{row.pk}/довідка.txt")) == (["damaged"], b"")


def test_an_archive_goes_as_soon_as_the_bucket_is_back(
    uploader: User, reader: User, settings: Settings, server: str, bucket: Any
) -> None:
    """One that was over while it was away, one of somebody who was erased meanwhile, and a half."""
    kept(reader)
    export = request_export(actor=Actor.for_person(uploader.pk))
    erased = request_export(actor=Actor.for_person(reader.pk))
    build_waiting_exports()
    assert len(there(bucket)) == 3
    later = now() + timedelta(days=7, seconds=1)
    with replace_clock(lambda: later):
        use(settings, options("http://127.0.0.1:9"))
        with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(StorageUnavailable):
            sweep_copies()
        with TestCase.captureOnCommitCallbacks(execute=True):
            delete_files_of(actor=Actor.for_system("tests"), person_id=reader.pk)
            delete_archives(actor=Actor.for_system("tests"), person_id=reader.pk)
        export.refresh_from_db()
        assert (export.state, len(there(bucket))) == ("deleted", 3)
        use(settings, options(server))
        fresh = request_export(actor=Actor.for_person(uploader.pk))
        build_waiting_exports()
        under_way = request_export(actor=Actor.for_person(reader.pk))
        half = f"exports/{under_way.pk}.1.zip"
        for key in (half, f"exports/{erased.pk}.2.zip"):
            default_storage.save(key, ContentFile(b"PK"))
        sweep_copies()
        sweep()
    fresh.refresh_from_db()
    assert set(there(bucket)) == {fresh.key, half}


def test_a_bucket_that_is_away_is_said_and_nothing_is_kept(
    uploader: User, settings: Settings, server: str, bucket: Any
) -> None:
    row, browser = kept(uploader), signed_in(uploader)
    asked = browser.post("/api/v1/me/data/exports", content_type="application/json").json()["id"]
    build_waiting_exports()
    before = there(bucket)
    for nowhere in (options("http://127.0.0.1:9"), options(server, bucket="somebody-elses")):
        backend = {"BACKEND": "viche.files.bucket.BucketStorage", "OPTIONS": nowhere}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
        refused = bring(browser, "a.txt", b"a")
        assert (refused.status_code, refused.json()["code"]) == (503, "storage")
        assert int(refused["Retry-After"]) > 0
        unread = browser.get(f"{FILES}/{row.pk}/content")
        assert (unread.status_code, unread.json()["code"]) == (503, "storage")
        copy = browser.post(f"/api/v1/me/data/exports/{asked}/link").json()["url"]
        uncopied = browser.get(copy)
        assert (uncopied.status_code, uncopied.json()["code"]) == (503, "storage")
        assert int(uncopied["Retry-After"]) > 0
    # Nothing was sent.
    assert not Event.objects.filter(kind="privacy.export_downloaded").exists()
    assert StoredFile.objects.count() == 1
    assert there(bucket) == before
