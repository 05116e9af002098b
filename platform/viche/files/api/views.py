"""File endpoints: upload, download, and bearer links."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
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
from viche.files.api import presenters
from viche.files.api.shapes import FileLinkOut, FileOut, FileRoomOut
from viche.files.inspection.inspect import MAX_FILE_SIZE
from viche.files.links import link_to, resolve_link
from viche.files.media_types import MEDIA_TYPES
from viche.files.models import StoredFile
from viche.files.policies import FileAction, check_may_upload
from viche.files.registry import reads_of
from viche.files.selectors import file_for
from viche.files.services.uploads import upload_file
from viche.kernel.access_log import AccessMode, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import PUBLIC, Download, Endpoint, Nothing, answer, shape_of
from viche.kernel.api.downloads import CHUNK_SIZE
from viche.kernel.errors import FieldError, Invalid, TooLarge
from viche.kernel.storage import translate_read_errors

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
MULTIPART_OVERHEAD = 64 * 1024  # bytes of multipart around the file
CONTENT = {(status, one): OpenApiTypes.BINARY for status in (200, 206) for one in MEDIA_TYPES}


class FileIn(serializers.Serializer[None]):
    file = serializers.FileField()


class Files(Endpoint):
    actions = {"POST": FileAction.UPLOAD}
    created = "files/{id}/content"
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        # Refused by its Content-Length, before a byte of it is parsed.
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FILE_SIZE + MULTIPART_OVERHEAD:
            raise TooLarge("file_too_large", _("A file may have up to 20 MB."))
        super().initial(request, *args, **kwargs)

    @extend_schema(request={"multipart/form-data": FileIn}, responses={201: shape_of(FileOut)})
    def post(self, request: Request) -> Response:
        """Upload a file. Only you can read it until it is attached to something, such as evidence.

        A form with `file`. It can be attached for three days and is deleted after four if nothing has
        it.
        """
        unknown = [name for name in request.data if name != "file"]
        if unknown:
            raise Invalid(
                [FieldError(f"/{name}", "unknown", _("This field is not known here.")) for name in unknown]
            )
        content = request.FILES.get("file")
        if not isinstance(content, UploadedFile):
            raise Invalid.field("/file", "required", _("Choose a file."))
        return answer(presenters.show_file(upload_file(actor=self.actor, content=content)), status=201)


class FileRoom(Endpoint):
    actions = {"GET": FileAction.UPLOAD}
    asks = Nothing

    @extend_schema(responses=shape_of(FileRoomOut))
    def get(self, request: Request) -> Response:
        """Return the reader's storage usage and quota.

        `used` bytes, unfinished uploads included, of `most`; `largest` is the most that one file may
        have.
        """
        person_id = check_may_upload(self.actor)
        room: FileRoomOut = {
            "used": quota.get_used_bytes(person_id),
            "most": quota.QUOTA,
            "largest": MAX_FILE_SIZE,
        }
        return answer(room)


class FileContent(Endpoint):
    actions = {"GET": FileAction.READ}

    media_types = ("*/*",)

    @extend_schema(responses=CONTENT)
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """Download the content of a file.

        `Range` is answered with a part (206), so that a player can begin anywhere. The same holds for
        links.
        """
        file = file_for(self.actor, file_id)
        self.require_acceptable(file.media_type)
        return _respond_with_content(request, self.actor, file, AccessMode.FILE)


class FileLink(Endpoint):
    actions = {"POST": FileAction.READ}
    created = "{url}"

    @extend_schema(request=None, responses={201: shape_of(FileLinkOut)})
    def post(self, request: Request, file_id: UUID) -> Response:
        """Create a bearer link that opens the file for five minutes.

        It acts for the requester, and ends with their sign-in and their access.

        Everybody who has the link opens the file without a sign-in, as long as its requester may:
        pass it on to nobody. The access record says that the file was opened by a link (`way`:
        `link`). A download is cut off within about a second when the sign-in or the access of the
        requester ends. The link of a withdrawn message stops working with the file.
        """
        signed, until = link_to(self.actor, file_for(self.actor, file_id))
        return answer({"url": reverse("linked-file", args=[signed]), "expires_at": until}, status=201)


class LinkedFile(Endpoint):
    """A public endpoint: the signed URL is the credential.

    It names its reader, whose access is checked.
    """

    actions = {"GET": PUBLIC}
    media_types = ("*/*",)

    @extend_schema(responses=CONTENT)
    def get(self, request: Request, signed: str) -> HttpResponseBase:
        """Download a file by a bearer link, without a sign-in. The access log records it as such."""
        reader, file = resolve_link(signed)
        self.require_acceptable(file.media_type)
        return _respond_with_content(request, reader, file, AccessMode.LINK)


def _parse_range(request: Request, size: int) -> range | None:
    """Return the requested byte range (RFC 9110 §14), as media players send it.

    None for the whole file.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or "If-Range" in request.headers:
        return None
    first, last = asked.groups()
    if first:
        part = range(int(first), min(int(last) + 1 if last else size, size))
    else:
        part = range(max(size - int(last or 0), 0), size)
    return part or None


def _respond_with_content(
    request: Request, reader: Actor, file: StoredFile, way: AccessMode
) -> HttpResponseBase:
    """Return the content: at once if it is small, else streamed for as long as `reader` has access."""
    log_access(reader, reads_of(file.pk), way)
    part = _parse_range(request, file.size)
    size = file.size if part is None else len(part)
    options: dict[str, Any] = {
        "status": 200 if part is None else 206,
        "content_type": file.media_type,
        "headers": _headers(file, part),
    }
    with ExitStack() as unless_sent, translate_read_errors():
        stored = unless_sent.enter_context(default_storage.open(file.key))
        if part is not None:
            stored.seek(part.start)
        first = stored.read(min(CHUNK_SIZE, size))
        if len(first) == size:
            return HttpResponse(first, **options)
        unless_sent.pop_all()
    check = partial(file_for, reader, file.pk)
    return Download(stored, reader=reader, check=check, first=first, size=size, **options)


def _headers(file: StoredFile, part: range | None) -> dict[str, str]:
    """Return headers that make the browser save the file and never execute it (attachment, sandbox)."""
    told = {} if part is None else {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{file.size}"}
    return {
        **told,
        "Accept-Ranges": "bytes",
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=file.name)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
