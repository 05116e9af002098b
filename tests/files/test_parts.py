"""Files that arrive part by part: what is here stays, nothing is here twice, it is their sender's alone."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import at_once, bearer, token_of
from tests.cast import person
from tests.files import samples
from tests.files.conftest import bring, kept, signed_in, stored
from tests.patience import PATIENCE
from viche.accounts.models import User
from viche.files import quota
from viche.files.inspection.inspect import MAX_FILE_SIZE
from viche.files.inspection.viruses import EICAR
from viche.files.jobs import sweep
from viche.files.models import StoredFile, Upload, UploadPart
from viche.files.services import parts
from viche.files.services.parts import add_to_upload, begin_upload, finish_upload, sweep_uploads
from viche.files.services.uploads import delete_files_of
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, SignedOut
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db
UPLOADS = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


def named(name: str) -> str:
    return f"relativePath bnVsbA==,filename {b64encode(name.encode()).decode()},empty"


def begun(browser: Client, length: int, name: str = "акт.txt", **headers: str) -> Any:
    said = {**TUS, "Upload-Length": str(length), "Upload-Metadata": named(name), **headers}
    return browser.post(UPLOADS, headers=said)


def place(browser: Client, length: int, name: str = "акт.txt") -> str:
    answer = begun(browser, length, name)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def brought(browser: Client, place: str, offset: int | str, content: bytes, kind: str = BYTES) -> Any:
    told = {**TUS, "Upload-Offset": str(offset)}
    return browser.patch(place, content, kind, headers=told, CONTENT_TYPE=kind)


def here(browser: Client, place: str) -> int:
    answer = browser.head(place, headers=TUS)
    assert answer.status_code == 200
    return int(answer["Upload-Offset"])


def kept_bytes(media: Path) -> bytes:
    (path,) = stored(media)
    return path.read_bytes()


def test_a_file_that_comes_in_parts_is_the_same_file(uploader: User, media: Path) -> None:
    browser, content = signed_in(uploader), ("Довідка про подвір’я. " * 400).encode()
    answer = begun(browser, len(content))
    at = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (201, "0", "1.0.0")
    told = browser.head(at, headers=TUS)
    assert (told["Upload-Length"], told["Cache-Control"]) == (str(len(content)), "no-store")
    offset, dice = 0, Random(7)
    while offset < len(content):
        part = content[offset : offset + dice.randint(1, 3000)]
        answer = brought(browser, at, offset, part)
        offset += len(part)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(offset))
        assert here(browser, at) == offset
    made = browser.post(f"{at}/file")
    assert made.status_code == 201
    row = StoredFile.objects.get()
    assert (made.json()["id"], made.json()["name"], row.uploaded_by) == (str(row.pk), "акт.txt", uploader)
    assert kept_bytes(media) == content
    assert Event.objects.filter(kind="files.file_stored").count() == 1
    assert not UploadPart.objects.exists()
    # An answer that was lost on the line is given again.
    assert browser.post(f"{at}/file").json() == made.json()
    assert StoredFile.objects.count() == 1
    assert browser.delete(at, headers=TUS).status_code == 204
    assert StoredFile.objects.count() == 1


def test_it_passes_the_same_checks_at_its_end(uploader: User, media: Path) -> None:
    browser = signed_in(uploader)
    photo = samples.picture("JPEG")
    for name, content, status, code in (
        ("план.png", photo, 415, "type_mismatch"),
        ("вірус.txt", EICAR, 422, "invalid"),
        ("план.jpg", photo, 201, None),
    ):
        at = place(browser, len(content), name)
        assert browser.post(f"{at}/file").json()["code"] == "unfinished"
        brought(browser, at, 0, content)
        answer = browser.post(f"{at}/file")
        assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert kept_bytes(media) != b""
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("length", "name", "status", "code"),
    [
        (MAX_FILE_SIZE + 1, "а.txt", 413, "file_too_large"),
        (0, "а.txt", 422, "invalid"),
        (1, "а.exe", 415, "file_type"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(
    uploader: User, length: int, name: str, status: int, code: str
) -> None:
    answer = begun(signed_in(uploader), length, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": ""}, 400),
        ({"Upload-Length": "١"}, 400),
        ({"Upload-Metadata": ""}, 400),
        ({"Upload-Metadata": "filename"}, 415),  # an empty name has no ending
        ({"Upload-Metadata": "filename ***"}, 400),
        ({"Upload-Metadata": "filename /w=="}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Tus-Resumable": ""}, 412),
    ],
)
def test_the_headers_are_read_strictly(uploader: User, headers: dict[str, str], status: int) -> None:
    answer = begun(signed_in(uploader), 5, **headers)
    assert answer.status_code == status
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Content-Type"] == "application/problem+json"
    assert not Upload.objects.exists()


def test_a_part_goes_where_the_file_ends_and_nowhere_else(uploader: User) -> None:
    browser = signed_in(uploader)
    at = place(browser, 10)
    assert brought(browser, at, 0, b"01234").status_code == 204
    for offset in (0, 4, 6, 10**14):
        answer = brought(browser, at, offset, b"5")
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_offset")
    assert brought(browser, at, "x", b"5").status_code == 400
    assert brought(browser, at, 5, b"5", "text/plain").status_code == 415
    more = brought(browser, at, 5, b"567890")
    assert (more.status_code, more.json()["code"]) == (413, "more_than_announced")
    assert brought(browser, at, 5, b"").status_code == 204
    assert here(browser, at) == 5
    assert bytes(UploadPart.objects.get().content) == b"01234"
    assert brought(browser, at, 5, b"56789").status_code == 204
    assert browser.post(f"{at}/file").status_code == 201


def test_what_the_server_speaks_is_told(uploader: User) -> None:
    answer = signed_in(uploader).options(UPLOADS)
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Max-Size"]) == (
        204,
        "1.0.0",
        str(MAX_FILE_SIZE),
    )
    assert answer["Tus-Extension"] == "creation,expiration,termination"


def test_an_upload_is_for_its_person_alone(uploader: User, reader: User) -> None:
    own, other = signed_in(uploader), signed_in(reader)
    at = place(own, 3)
    brought(own, at, 0, b"ab")
    for address in (at, f"{UPLOADS}/{uuid7()}"):
        assert other.head(address, headers=TUS).status_code == 404
        assert brought(other, address, 2, b"c").status_code == 404
        assert other.delete(address, headers=TUS).status_code == 404
        assert other.post(f"{address}/file").status_code == 404
        assert Client().head(address, headers=TUS).status_code == 401
        assert brought(Client(), address, 2, b"c").status_code == 401
    assert here(own, at) == 2
    reads = Client(headers=bearer(token_of(uploader, "files:read")))
    assert begun(reads, 3).status_code == 403
    assert brought(reads, at, 2, b"c").status_code == 403
    writes = Client(headers=bearer(token_of(uploader, "files:write")))
    assert brought(writes, at, 2, b"c").status_code == 204
    for nobody in (ANONYMOUS, Actor.for_link(uuid7())):
        with pytest.raises(SignedOut):
            begin_upload(actor=nobody, name="а.txt", length=1)


def test_a_page_elsewhere_cannot_send_parts(uploader: User) -> None:
    at = place(signed_in(uploader), 3)
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(uploader)
    assert brought(forged, at, 0, b"abc").status_code == 403
    assert forged.post(f"{at}/file").status_code == 403


def test_what_was_let_go_of_is_gone(uploader: User) -> None:
    browser = signed_in(uploader)
    at = place(browser, 3)
    brought(browser, at, 0, b"ab")
    assert browser.delete(at, headers=TUS).status_code == 204
    assert browser.head(at, headers=TUS).status_code == 404
    assert not UploadPart.objects.exists()


def test_what_was_announced_counts_in_the_quota(
    uploader: User, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "QUOTA", 10)
    browser = signed_in(uploader)
    at = place(browser, 6)
    assert begun(browser, 5).json()["code"] == "quota"
    assert bring(browser, "a.txt", b"12345").json()["code"] == "quota"
    place(signed_in(reader), 10)
    brought(browser, at, 0, b"123456")
    assert browser.post(f"{at}/file").status_code == 201, "it does not count twice"
    assert begun(browser, 5).json()["code"] == "quota"
    other = place(browser, 4)
    browser.delete(other, headers=TUS)
    assert begun(browser, 4).status_code == 201


def test_few_are_unfinished_at_once(uploader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_UNFINISHED", 1)
    browser = signed_in(uploader)
    at = place(browser, 1)
    refused = begun(browser, 1)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    brought(browser, at, 0, b"a")
    browser.post(f"{at}/file")
    assert begun(browser, 1).status_code == 201


def test_what_does_not_go_on_ends(uploader: User, media: Path) -> None:
    browser = signed_in(uploader)
    empty, begun_one, whole = place(browser, 3), place(browser, 3), place(browser, 3)
    brought(browser, begun_one, 0, b"a")
    brought(browser, whole, 0, b"abc")
    browser.post(f"{whole}/file")
    hour, day = (now() + timedelta(**{unit: 1}, minutes=1) for unit in ("hours", "days"))
    with replace_clock(lambda: hour):
        browser.force_login(uploader)
        assert browser.head(empty, headers=TUS).status_code == 404
        assert here(browser, begun_one) == 1
        assert sweep_uploads(actor=Actor.for_system("tests")) == 1
        assert brought(browser, begun_one, 1, b"b").status_code == 204
    with replace_clock(lambda: day):
        browser.force_login(uploader)
        sweep()
        assert here(browser, begun_one) == 2, "whoever goes on has another day"
        assert Upload.objects.count() == 1
    assert StoredFile.objects.count() == len(stored(media)) == 1
    with pytest.raises(Forbidden):
        sweep_uploads(actor=Actor.for_person(uploader.pk))


@pytest.mark.django_db(transaction=True)
def test_who_goes_on_at_the_moment_of_the_end_goes_on(uploader: User) -> None:
    actor = Actor.for_person(uploader.pk)
    upload = begin_upload(actor=actor, name="а.txt", length=4)
    later = now() + timedelta(hours=1, minutes=1)

    def swept() -> int:
        try:
            return sweep_uploads(actor=Actor.for_system("tests"))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        add_to_upload(actor=actor, upload_id=upload.pk, offset=0, content=b"ab")
        with replace_clock(lambda: later):
            assert pool.submit(swept).result(timeout=PATIENCE) == 0
    add_to_upload(actor=actor, upload_id=upload.pk, offset=2, content=b"cd")
    assert finish_upload(actor=actor, upload_id=upload.pk) == StoredFile.objects.get()


def test_what_was_arriving_goes_with_its_person(uploader: User, reader: User) -> None:
    for one in (uploader, reader):
        browser = signed_in(one)
        brought(browser, place(browser, 3), 0, b"ab")
    delete_files_of(actor=Actor.for_system("tests"), person_id=uploader.pk)
    assert [one.person for one in Upload.objects.all()] == [reader]
    assert UploadPart.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_parts_at_once_one_is_kept(uploader: User) -> None:
    actor = Actor.for_person(uploader.pk)
    upload = begin_upload(actor=actor, name="а.txt", length=4)

    def bring_it(number: int) -> Upload:
        return add_to_upload(actor=actor, upload_id=upload.pk, offset=0, content=bytes([65 + number]) * 4)

    results = at_once(4, bring_it)
    assert sum(isinstance(one, Upload) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 3
    assert len(set(bytes(UploadPart.objects.get().content))) == 1
    made = at_once(4, lambda _n: finish_upload(actor=actor, upload_id=upload.pk))
    assert made == [StoredFile.objects.get()] * 4


def test_a_part_costs_the_same_however_many_there_are(uploader: User) -> None:
    browser = signed_in(uploader)
    at = place(browser, 100)
    costs = []
    for offset in range(30):
        with CaptureQueriesContext(connection) as queries:
            brought(browser, at, offset, b"a")
        costs.append(len(queries))
    assert costs[2] == costs[-1]


def test_a_copy_of_ones_data_tells_what_is_arriving(uploader: User) -> None:
    browser = signed_in(uploader)
    brought(browser, place(browser, 3), 0, b"ab")
    kept(uploader)
    told = list(DATA_CATEGORIES["files"].read(uploader.pk))
    assert [(one["arriving"], one["size"], one["arrived"]) for one in told if "arriving" in one] == [
        ("акт.txt", 3, 2)
    ]
    assert list(DATA_CATEGORIES["files"].read(person("another").pk)) == []
