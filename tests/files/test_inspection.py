"""What is let in, what is refused, and why."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests.files import samples
from tests.files.conftest import bring, signed_in, stored
from viche.accounts.models import User
from viche.files.inspection import Inspected, inspect
from viche.files.inspection.inspect import MAX_FILE_SIZE
from viche.files.media_types import MEDIA_TYPES
from viche.kernel.errors import DomainError

ASIC = "application/vnd.etsi.asic"
CHART = "Object 1__content_DOT_xml"
TEXT = "Протокол засідання".encode()


def look(name: str, content: bytes) -> Inspected:
    return inspect(name, ContentFile(content))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("photo.JPG", samples.picture(), "image/jpeg"),
        ("plan.png", samples.picture("PNG", mode="RGBA"), "image/png"),
        ("plan.png", samples.picture("PNG", mode="P"), "image/png"),
        ("plan.png", samples.picture("PNG", mode="1"), "image/png"),
        ("plan.png", samples.picture("PNG", mode="I;16"), "image/png"),
        ("plan.png", samples.picture("PNG", mode="LA"), "image/png"),
        ("print.jpg", samples.picture(mode="CMYK"), "image/jpeg"),
        ("photo.webp", samples.picture("WEBP"), "image/webp"),
        ("act.pdf", samples.pdf(), "application/pdf"),
        ("scan.pdf", samples.pdf(stream=b"/JS (noise of a picture) /Launch /Encrypt"), "application/pdf"),
        ("note.txt", TEXT, "text/plain"),
        ("table.csv", b"a,b\n1,2\n", "text/csv"),
        ("act.docx", samples.office(), samples.WORD),
        ("chart.docx", samples.office(word__embeddings__t_DOT_xlsx=samples.office("xl")), samples.WORD),
        ("links.docx", samples.document_with("hyperlink"), samples.WORD),
        ("part.docx", samples.document_with("image", "Internal", "media/a.png"), samples.WORD),
        ("links.odt", samples.open_document_with("text:a"), samples.OPEN_TEXT),
        ("chart.odt", samples.open_document_with("chart:chart", "..", CHART), samples.OPEN_TEXT),
        ("note.odt", samples.open_document(), samples.OPEN_TEXT),
        ("date.docx", samples.with_fields("{", ' HYPERLINK "https://dde.example/LINK" ', "}"), samples.WORD),
        ("sum.odt", samples.open_document_of('<text:p text:formula="ooow:BUDDE(1)"/>'), samples.OPEN_TEXT),
        ("act.asice", samples.container(act_DOT_pdf=samples.pdf()), samples.ASICE),
        ("act.asice", samples.container(act_DOT_docx=samples.office()), samples.ASICE),
        ("act.asics", samples.container(f"{ASIC}-s+zip", act_DOT_txt=TEXT), f"{ASIC}-s+zip"),
        ("act.p7s", samples.signed_data(), "application/pkcs7-signature"),
        ("act.p7s", samples.signed_data(b"\x80", bytes(9)), "application/pkcs7-signature"),
        ("act.p7s", samples.signed_data(b"\x0d", bytes(2)), "application/pkcs7-signature"),
        ("voice.mp3", samples.mp3(), "audio/mpeg"),
        ("voice.m4a", samples.mp4(), "audio/mp4"),
        ("voice.ogg", samples.ogg(), "audio/ogg"),
        ("voice.opus", samples.ogg(b"\x01vorbis"), "audio/ogg"),
        ("voice.webm", samples.webm(), "audio/webm"),
        ("voice.webm", samples.webm(known=True), "audio/webm"),
    ],
)
def test_what_people_work_with_is_let_in(name: str, content: bytes, media_type: str) -> None:
    assert look(name, content).media_type == media_type
    assert media_type in MEDIA_TYPES, "the description of the API names it"


@pytest.mark.parametrize("name", [b"", b"/JavaScript"])
def test_streams_that_never_end_are_looked_through_in_time(name: bytes) -> None:
    """Were the rest of the file read anew from each of them, this would take for ever."""
    beginnings = b"stream\n" * 200_000
    content = samples.pdf().replace(b"trailer\n", beginnings + name + b"\ntrailer\n")
    if not name:
        assert look("act.pdf", content).media_type == "application/pdf"
        return
    with pytest.raises(DomainError) as refusal:
        look("act.pdf", content)
    assert refusal.value.errors[0].code == "active"


class Refused(NamedTuple):
    """A file that must not get in, and how it is refused."""

    what: str
    name: str
    content: bytes | Callable[[], bytes]
    status: int
    code: str


REFUSED = [Refused(*row) for row in (
    # another type than the name says
    ("executable as a picture", "photo.jpg", b"MZ\x90\x00" + bytes(200), 415, "type_mismatch"),
    ("PNG as a JPEG", "photo.jpg", samples.picture("PNG"), 415, "type_mismatch"),
    ("picture as a PDF", "act.pdf", samples.picture(), 415, "type_mismatch"),
    ("PDF as a document", "act.docx", samples.pdf(), 415, "type_mismatch"),
    ("table as a document", "act.docx", samples.office("xl"), 415, "type_mismatch"),
    ("plain archive as a document", "act.docx", samples.archive({"a.txt": b"a"}), 415, "type_mismatch"),
    ("OpenDocument table as a text", "a.odt", samples.open_document("application/x"), 415, "type_mismatch"),
    ("container of another form", "a.asice", samples.container(f"{ASIC}-s+zip"), 415, "type_mismatch"),
    ("container without a signature", "a.asice", samples.open_document(samples.ASICE), 415, "type_mismatch"),
    ("program in a container", "a.asice", samples.container(a_DOT_exe=b"MZ"), 415, "file_type"),
    ("active PDF in a container", "a.asice",
     samples.container(a_DOT_pdf=samples.pdf(b"/OpenAction<</S/JavaScript>>")), 422, "active"),
    ("recording in a container", "a.asice", samples.container(a_DOT_ogg=samples.ogg()), 422, "hidden_data"),
    ("photo in a container", "a.asice", samples.container(a_DOT_jpg=samples.picture()), 422, "hidden_data"),
    ("container in a container", "a.asice",
     samples.container(a_DOT_asice=samples.container()), 422, "nested"),
    ("key as a signature", "a.p7s", b"-----BEGIN CMS-----", 415, "type_mismatch"),
    ("one byte as a signature", "a.p7s", b"\x30", 415, "type_mismatch"),
    ("data after a signature", "a.p7s", samples.signed_data() + b"PK", 415, "type_mismatch"),
    ("signature cut short", "a.p7s", samples.signed_data()[:-1], 415, "type_mismatch"),
    ("another kind of CMS", "a.p7s",
     samples.signed_data().replace(b"\x07\x02", b"\x07\x03", 1), 415, "type_mismatch"),
    ("binary as a text", "note.txt", b"\xff\xfe\x00\x01", 415, "type_mismatch"),
    ("NUL in a text", "note.txt", b"a\x00b", 415, "type_mismatch"),
    # types that are not taken
    ("SVG", "logo.svg", b"<svg onload='alert(1)'/>", 415, "file_type"),
    ("HTML", "page.html", b"<script>alert(1)</script>", 415, "file_type"),
    ("program", "photo.jpg.exe", b"MZ", 415, "file_type"),
    ("archive", "all.zip", samples.archive({"a": b"a"}), 415, "file_type"),
    ("film", "visit.MP4", samples.mp4(b"vide"), 415, "video"),
    ("no ending", "README", TEXT, 415, "file_type"),
    ("SVG as a text", "logo.txt", b"\xef\xbb\xbf <SVG onload=x>", 415, "type_mismatch"),
    ("HTML as a table", "page.csv", b"\n\n<!DOCTYPE html><script>", 415, "type_mismatch"),
    ("video as a recording", "voice.m4a", samples.mp4(b"vide"), 415, "type_mismatch"),
    ("video in WebM", "voice.webm", samples.webm(track=b"\x01", codec=b"V_VP8"), 415, "type_mismatch"),
    ("another codec", "voice.webm", samples.webm(codec=b"A_AAC"), 415, "type_mismatch"),
    ("Matroska", "voice.webm", samples.webm(doctype=b"matroska"), 415, "type_mismatch"),
    ("video in Ogg", "voice.ogg", samples.ogg(b"\x80theora"), 415, "type_mismatch"),
    ("text as a recording", "voice.mp3", TEXT, 415, "type_mismatch"),
    ("tag without sound", "voice.mp3", b"ID3\4\0\0\0\0\0\0", 415, "type_mismatch"),
    ("picture as a recording", "voice.m4a", samples.picture(), 415, "type_mismatch"),
    # two in one
    ("page behind a recording", "voice.mp3", samples.mp3() + b"<script>", 415, "two_files_in_one"),
    ("archive behind Ogg", "a.ogg", samples.ogg() + samples.archive({"a": b"a"}), 415, "two_files_in_one"),
    ("two streams in Ogg", "a.ogg", samples.ogg() + samples.ogg(serial=b"BBBB"), 415, "two_files_in_one"),
    ("page behind WebM", "a.webm", samples.webm() + b"\x42\x86\x81x", 415, "two_files_in_one"),
    ("archive behind MP4", "a.m4a", samples.mp4() + samples.archive({"a": b"a"}), 422, "broken"),
    ("archive behind a PDF", "a.pdf", samples.pdf() + samples.archive({"a": b"a"}), 415, "two_files_in_one"),
    ("PDF before an archive", "a.docx", samples.pdf() + samples.office(), 415, "type_mismatch"),
    ("archive behind an archive", "a.docx", samples.office() + samples.office(), 415, "two_files_in_one"),
    ("bytes behind an archive", "a.docx", samples.office() + b"MZ", 415, "two_files_in_one"),
    # bombs
    ("pixel flood", "a.png", samples.png_that_claims(50_000, 50_000), 422, "too_many_pixels"),
    ("fewer pixels, still too many", "a.png", samples.png_that_claims(8000, 8000), 422, "too_many_pixels"),
    ("frames of a PNG", "a.png", samples.animation("PNG"), 422, "animated"),
    ("frames of a WebP", "a.webp", samples.animation("WEBP"), 422, "animated"),
    ("zip bomb", "a.docx", lambda: samples.office(word__b_DOT_xml=bytes(60 * 2**20)), 422, "bomb"),
    ("many parts", "a.docx", lambda: samples.office(**{f"p{n}": b"" for n in range(2001)}), 422, "bomb"),
    ("archive in an archive", "a.docx", samples.office(word__x_DOT_zip=b"PK"), 422, "nested"),
    (
        "document in a document in a document", "a.docx",
        samples.office(a_DOT_docx=samples.office(b_DOT_xlsx=samples.office("xl"))), 422, "nested",
    ),
    ("false inner document", "a.docx", samples.office(a_DOT_xlsx=b"not a table"), 415, "type_mismatch"),
    # out of the folder
    ("slip", "a.docx", samples.office(__etc__cron=b"x"), 422, "escapes"),
    ("slip upwards", "a.docx", samples.archive({"word/../../x": b""}), 422, "escapes"),
    ("slip with backslashes", "a.docx", samples.archive({"word/..\\..\\x": b""}), 422, "escapes"),
    ("link", "a.docx", samples.archive({"word/x": b"/etc/passwd"}, links=("word/x",)), 422, "escapes"),
    # what cannot be looked into
    ("locked archive", "a.docx", samples.encrypted(samples.office()), 422, "locked"),
    (
        "locked Word document", "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 422, "locked",
    ),
    ("locked OpenDocument", "a.odt",
     samples.open_document(**{"META-INF__manifest_DOT_xml": b"<encryption-data/>"}), 422, "locked"),
    ("locked PDF", "a.pdf", samples.pdf(b"/Encrypt 9 0 R"), 422, "locked"),
    # what acts
    ("file in WebM", "a.webm", samples.webm(more=b"\x19\x41\xa4\x69\x81x"), 422, "active"),
    ("PDF with a script", "a.pdf", samples.pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"), 422, "active"),
    ("PDF with a disguised script", "a.pdf", samples.pdf(b"/A<</S/J#61vaScript>>"), 422, "active"),
    ("packed script", "a.pdf", samples.pdf_with_packed(b"<</S/JavaScript/JS(x)>>"), 422, "active"),
    ("PDF with a file", "a.pdf", samples.pdf(b"/EmbeddedFile 3 0 R"), 422, "active"),
    ("macros", "a.docx", samples.office(word__vbaProject_DOT_bin=b"x"), 422, "active"),
    ("hidden macros", "a.docx", samples.office(types=b'<x Type="vnd.ms-office.vbaProject"/>'), 422, "active"),
    ("program in a document", "a.docx", samples.office(word__run_DOT_exe=b"MZ"), 422, "active"),
    ("object in a document", "a.docx", samples.document_with("oleObject", "Internal", "o"), 422, "active"),
    ("control in a document", "a.docx", samples.document_with("control", "Internal", "a.xml"), 422, "active"),
    ("compound file", "a.docx", samples.office(word__embeddings__o_DOT_bin=samples.COMPOUND), 422, "active"),
    ("compound file in a table", "a.ods", samples.open_document(
        "application/vnd.oasis.opendocument.spreadsheet", o=samples.COMPOUND), 422, "active"),
    ("object in an OpenDocument", "a.odt",
     samples.open_document_with("draw:object-ole", "./o"), 422, "active"),
    ("definitions in an OpenDocument", "a.odt",
     samples.open_document(content_DOT_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), 422, "active"),
    # what talks to other programs (DDE)
    ("DDE field", "a.docx", samples.with_fields("{", " DDEAUTO c:\\\\cmd.exe ", "}"), 422, "active"),
    ("split DDE field", "a.docx", samples.with_fields("{", " D", "d", "e", " x", "}"), 422, "active"),
    ("DDE field in UTF-16", "a.docx",
     samples.with_fields("{", "DDE x", "}", encoding="utf-16"), 422, "active"),
    ("DDE field within another", "a.docx",
     samples.with_fields("{", " IF ", "{", " DDE", "AUTO x", "}", "}"), 422, "active"),
    ("DDE field around another", "a.docx",
     samples.with_fields("{", " DDE", "{", " PAGE ", "}", "AUTO x", "}"), 422, "active"),
    ("DDE field in a part of another name", "a.docx",
     samples.with_fields("{", "DDE x", "}", part="word__text_DOT_bin"), 422, "active"),
    ("link to another program", "a.docx",
     samples.with_fields("{", " LINK Excel.Sheet x", "}"), 422, "active"),
    ("simple DDE field", "a.docx", samples.office(
        word__header1_DOT_xml=f'<w:fldSimple xmlns:w="{samples.WORD_SPACE}" w:instr=" ddeauto x"/>'.encode(),
    ), 422, "active"),
    ("DDE link in a table", "a.xlsx", samples.office(
        "xl", xl__externalLinks__externalLink1_DOT_xml=b'<e><ddeLink ddeService="cmd" ddeTopic="x"/></e>',
    ), 422, "active"),
    ("DDE source in an OpenDocument", "a.odt",
     samples.open_document_of('<office:dde-source office:dde-application="cmd"/>'), 422, "active"),
    ("DDE connection of an OpenDocument", "a.odt",
     samples.open_document_of('<text:dde-connection-decl office:dde-application="cmd"/>'), 422, "active"),
    ("DDE formula of an OpenDocument", "a.odt",
     samples.open_document_of("<table:table-cell table:formula=\"of:=DDE('cmd';'x';'y')\"/>"), 422, "active"),
    # what fetches
    ("template elsewhere", "a.docx", samples.document_with("attachedTemplate"), 422, "external"),
    ("picture elsewhere", "a.docx", samples.document_with("image"), 422, "external"),
    ("disguised link", "a.docx", samples.document_with("image#/hyperlink"), 422, "external"),
    ("share elsewhere", "a.docx", samples.document_with("image", target="\\\\spy\\x"), 422, "external"),
    ("OpenDocument, picture elsewhere", "a.odt", samples.open_document_with("draw:image"), 422, "external"),
    ("OpenDocument, share", "a.odt", samples.open_document_with("draw:image", "//spy/x"), 422, "external"),
    ("OpenDocument, file beside", "a.odt", samples.open_document_with("draw:image", "../x"), 422, "external"),
    ("Basic in an OpenDocument", "a.odt", samples.open_document(Basic__m_DOT_xml=b"x"), 422, "active"),
    # damaged, empty, infected
    ("nothing", "note.txt", b"", 422, "empty"),
    ("half a picture", "a.jpg", samples.picture(size=(400, 400))[:500], 422, "broken"),
    ("half a recording in MP4", "a.m4a", samples.mp4()[:-5], 422, "broken"),
    ("nested boxes in MP4", "a.m4a", samples.nested_mp4(), 422, "broken"),
    ("half a recording in Ogg", "a.ogg", samples.ogg()[:-5], 422, "broken"),
    ("half a recording in WebM", "a.webm", samples.webm()[:-5], 422, "broken"),
    ("half a PDF", "a.pdf", samples.pdf()[:40], 422, "broken"),
    ("half a document", "a.docx", samples.office()[:60], 422, "broken"),
    ("test virus", "note.txt", samples.EICAR, 422, "malware"),
    ("test virus in a document", "a.docx", samples.office(word__v_DOT_xml=samples.EICAR), 422, "malware"),
    ("too large", "note.txt", lambda: b"a" * (MAX_FILE_SIZE + 1), 413, "file_too_large"),
)]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("refused", REFUSED, ids=[one.what for one in REFUSED])
def test_what_harms_is_refused_and_leaves_nothing(uploader: User, media: Path, refused: Refused) -> None:
    content = refused.content() if callable(refused.content) else refused.content
    answer = bring(signed_in(uploader), refused.name, content)
    assert answer.status_code == refused.status
    problem = answer.json()
    assert refused.code in {problem["code"], *(error["code"] for error in problem["errors"])}
    assert all(error["pointer"] == "/file" and error["message"] for error in problem["errors"])
    assert stored(media) == []


def test_a_photo_keeps_nothing_of_where_and_how_it_was_taken() -> None:
    taken = samples.picture_with_place()
    clean = look("photo.jpg", taken + b"PK\x03\x04 hidden behind the end")
    assert b"secret" in taken
    assert b"secret" not in clean.content
    assert b"hidden" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as shown:
        assert not shown.getexif()
        assert (shown.size, shown.info.get("comment")) == ((40, 60), None)  # stands upright
    assert (clean.width, clean.height) == (40, 60)


def test_a_transparent_picture_stays_transparent() -> None:
    clean = look("a.png", samples.picture("PNG", mode="RGBA"))
    with Image.open(io.BytesIO(clean.content)) as shown:
        assert shown.mode == "RGBA"


def test_a_large_picture_is_made_smaller() -> None:
    clean = look("wide.png", samples.picture("PNG", size=(8000, 100)))
    assert (clean.width, clean.height) == (4000, 50)


def test_a_part_named_twice_is_refused() -> None:
    written = io.BytesIO(samples.office())
    with zipfile.ZipFile(written, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("word/document.xml", b"<other/>")
    with pytest.raises(DomainError) as refusal:
        look("a.docx", written.getvalue())
    assert refusal.value.reason == "two_files_in_one"


def test_packed_objects_of_a_pdf_are_counted() -> None:
    with pytest.raises(DomainError) as refusal:
        look("a.pdf", samples.pdf_with_packed(bytes(60 * 2**20)))
    assert [error.code for error in refusal.value.errors] == ["bomb"]


def test_a_recording_tells_nothing_beside_its_sound() -> None:
    tagged = samples.mp3(tags=True)
    assert b"secret" in tagged
    assert look("voice.mp3", tagged).content == samples.mp3()
    told = samples.mp4()
    clean = look("voice.m4a", told).content
    assert b"secret" in told
    assert b"secret" not in clean
    assert len(clean) == len(told)  # the sound is found by its place
    assert samples.SOUND in clean


@pytest.mark.parametrize("sample", [samples.mp4(), samples.ogg(), samples.webm(), samples.mp3()])
@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.ogg", "a.webm"])
def test_any_damage_to_a_recording_is_let_in_or_refused_and_nothing_else(name: str, sample: bytes) -> None:
    for at in range(len(sample)):
        for changed in (
            sample[:at],
            sample[:at] + b"\xff" + sample[at + 1 :],
            sample[:at] + sample[at + 1 :],
        ):
            with contextlib.suppress(DomainError):
                look(name, changed)
