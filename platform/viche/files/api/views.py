"""Files over HTTP: brought one by one, fetched by whoever may read what holds them."""

from __future__ import annotations

import re
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from viche.files import quota
from viche.files.api import present
from viche.files.api.shapes import FileLinkOut, FileOut, FileRoomOut
from viche.files.inspection.inspect import LARGEST
from viche.files.links import file_of_link, link_to
from viche.files.models import StoredFile
from viche.files.policies import FileAction, check_may_upload
from viche.files.registry import reads_of
from viche.files.selectors import file_for
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor
from viche.kernel.api import PUBLIC, Endpoint, Nothing, answer, shape
from viche.kernel.errors import FieldError, Invalid, TooLarge
from viche.kernel.reads import Way, note_reads
from viche.kernel.storage import reading

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
ENVELOPE = 64 * 1024  # bytes of multipart around the file


class FileIn(serializers.Serializer[None]):
    file = serializers.FileField()


class Files(Endpoint):
    actions = {"POST": FileAction.UPLOAD}
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        # Refused by its announced length, before a byte of it is parsed.
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ENVELOPE:
            raise TooLarge("file_too_large", _("A file may have up to 20 MB."))
        super().initial(request, *args, **kwargs)

    @extend_schema(request={"multipart/form-data": FileIn}, responses={201: shape(FileOut)})
    def post(self, request: Request) -> Response:
        """Bring a file. It belongs to nobody else until something holds it, such as evidence."""
        unknown = [name for name in request.data if name != "file"]
        if unknown:
            raise Invalid(
                [FieldError(f"/{name}", "unknown", _("This field is not known here.")) for name in unknown]
            )
        content = request.FILES.get("file")
        if not isinstance(content, UploadedFile):
            raise Invalid.field("/file", "required", _("Choose a file."))
        return answer(present.file(upload_file(actor=self.actor, content=content)), status=201)


class FileRoom(Endpoint):
    actions = {"GET": FileAction.UPLOAD}
    asks = Nothing

    @extend_schema(responses=shape(FileRoomOut))
    def get(self, request: Request) -> Response:
        """How much room the reader's files take, and how much there is."""
        person_id = check_may_upload(self.actor)
        room: FileRoomOut = {"used": quota.used_by(person_id), "most": quota.QUOTA, "largest": LARGEST}
        return answer(room)


class FileContent(Endpoint):
    actions = {"GET": FileAction.READ}

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY, (206, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, file_id: UUID) -> HttpResponse:
        """The bytes."""
        return _content(request, self.actor, file_for(self.actor, file_id))


class FileLink(Endpoint):
    actions = {"POST": FileAction.READ}

    @extend_schema(request=None, responses={201: shape(FileLinkOut)})
    def post(self, request: Request, file_id: UUID) -> Response:
        """An address that opens the file for five minutes, for this reader while the reader may."""
        signed, until = link_to(self.actor, file_for(self.actor, file_id))
        return answer({"url": reverse("linked-file", args=[signed]), "expires_at": until}, status=201)


class LinkedFile(Endpoint):
    """Public, since the signed address names its reader, whose access is looked at again."""

    actions = {"GET": PUBLIC}

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY, (206, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, signed: str) -> HttpResponse:
        """The bytes, by a link."""
        return _content(request, *file_of_link(signed))


def _part(request: Request, size: int) -> range | None:
    """Which bytes are asked for, as players do to begin in the middle (RFC 9110 §14); None: all of them."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or "If-Range" in request.headers:
        return None
    first, last = asked.groups()
    if first:
        part = range(int(first), min(int(last) + 1 if last else size, size))
    else:
        part = range(max(size - int(last or 0), 0), size)
    return part or None


def _content(request: Request, reader: Actor, file: StoredFile) -> HttpResponse:
    """Always to be saved, never to be run: whatever is inside stays in a sandbox without rights."""
    note_reads(reader, reads_of(file.pk), Way.FILE)
    part = _part(request, file.size)
    told = {} if part is None else {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{file.size}"}
    with reading(), default_storage.open(file.key) as stored:
        if part is not None:
            stored.seek(part.start)
        body = stored.read() if part is None else stored.read(len(part))
    return HttpResponse(
        body,
        status=200 if part is None else 206,
        content_type=file.media_type,
        headers={
            **told,
            "Accept-Ranges": "bytes",
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
