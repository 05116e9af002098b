"""Resumable uploads by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload).

The core protocol with creation, expiration and termination. A complete upload becomes a file through a URL of
its own.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.files.api import presenters
from viche.files.api.shapes import FileOut
from viche.files.inspection import MAX_FILE_SIZE
from viche.files.models import Upload
from viche.files.policies import FileAction
from viche.files.selectors import upload_for
from viche.files.services.parts import (
    add_to_upload,
    begin_upload,
    cancel_upload,
    finish_upload,
)
from viche.kernel.api import Endpoint, answer, shape_of
from viche.kernel.errors import Malformed, Stale, UnsupportedMedia

TUS = "1.0.0"
BYTES = "application/offset+octet-stream"
BYTE_COUNT = re.compile(r"\d{1,15}", re.ASCII)


def _header(name: str, description: str, **schema: Any) -> OpenApiParameter:
    kind = {"type": "string", **schema}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=True, description=description)


def _bytes(name: str, description: str, least: int) -> OpenApiParameter:
    return _header(name, description, type="integer", minimum=least)


VERSION = _header("Tus-Resumable", "The version of the protocol; any other is 412.", enum=[TUS])
NAME = "`filename` and, behind a space, the name in Base64. Other keys are passed over."


class UnsupportedTusVersion(Stale):
    code = "tus_version"
    title = _("The protocol is of another version")
    detail = _("Only version 1.0.0 of the tus protocol is spoken here.")


class Tus(Endpoint):
    """The common part of both tus endpoints: protocol version and extensions."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != TUS:
            raise UnsupportedTusVersion

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Return the version and extensions of the protocol, and the largest file size."""
        extensions = "creation,expiration,termination"
        return Response(status=204, headers={"Tus-Extension": extensions, "Tus-Max-Size": str(MAX_FILE_SIZE)})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers["Tus-Resumable"] = final.headers["Tus-Version"] = TUS
        return final


class Uploads(Tus):
    actions = {"POST": FileAction.UPLOAD}
    keeps_answers = False

    @extend_schema(
        request=None,
        parameters=[
            VERSION,
            _bytes("Upload-Length", "How large the file is.", 1),
            _header("Upload-Metadata", NAME),
        ],
        responses={201: None},
    )
    def post(self, request: Request) -> Response:
        """Create an upload. Its bytes are sent to the URL in `Location`.

        Uploads follow the [tus protocol 1.0](https://tus.io/protocols/resumable-upload) (core,
        creation, expiration, termination), for which most languages have clients. `Upload-Length` and
        `Upload-Metadata: filename <Base64>` are required; type, size and quota are checked at once.

        An upload belongs to its person, of whatever session or token with `files:write`; everybody
        else gets 404. It counts in the quota by its whole length. It expires an hour after its
        creation or a day after its last part (`Upload-Expires`), and fifty may be unfinished (429).
        Owners without an account upload no files in this way.
        """
        length, name = _read_byte_count(request, "Upload-Length"), _read_file_name(request)
        upload = begin_upload(actor=self.actor, name=name, length=length)
        place = reverse("upload", args=[upload.pk])
        return Response(status=201, headers={"Location": place, **_progress(upload)})


class PartialUpload(Tus):
    actions = {"HEAD": FileAction.UPLOAD, "PATCH": FileAction.UPLOAD, "DELETE": FileAction.UPLOAD}

    def head(self, request: Request, upload_id: UUID) -> Response:
        """Return how many bytes have been received."""
        upload = upload_for(self.actor, upload_id)
        told = {"Upload-Length": str(upload.length), "Cache-Control": "no-store", **_progress(upload)}
        return Response(status=200, headers=told)

    @extend_schema(
        request={BYTES: OpenApiTypes.BINARY},
        parameters=[VERSION, _bytes("Upload-Offset", "How many are here already.", 0)],
        responses={204: None},
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Send the next bytes, as many as you like. What arrives before a disconnect counts.

        `HEAD` says how many bytes have arrived. A request that stands still for half a minute ends
        with 408 `too_slow`, and what arrived counts. Another offset is 409 `wrong_offset`, more than
        announced 413 `more_than_announced`.
        """
        if request.content_type != BYTES:
            raise UnsupportedMedia(detail=_("The bytes of a file come as application/offset+octet-stream."))
        offset = _read_byte_count(request, "Upload-Offset")
        # Bypass the framework, which treats a body without Content-Length as empty.
        content = request._request.read(MAX_FILE_SIZE + 1)
        upload = add_to_upload(actor=self.actor, upload_id=upload_id, offset=offset, content=content)
        return Response(status=204, headers=_progress(upload))

    @extend_schema(request=None, parameters=[VERSION], responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Cancel the upload. A file that was already made of it stays."""
        cancel_upload(actor=self.actor, upload_id=upload_id)
        return Response(status=204)


class UploadedFile(Endpoint):
    actions = {"POST": FileAction.UPLOAD}
    created = "files/{id}/content"

    @extend_schema(request=None, responses={201: shape_of(FileOut)})
    def post(self, request: Request, upload_id: UUID) -> Response:
        """Inspect and store a complete upload. A repeated request returns the same file.

        It is inspected like a file under `POST /files`, with the same answer; 409 `unfinished` before
        all bytes have arrived.
        """
        return answer(presenters.show_file(finish_upload(actor=self.actor, upload_id=upload_id)), status=201)


def _progress(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), "Upload-Expires": http_date(upload.expires_at.timestamp())}


def _read_byte_count(request: Request, header: str) -> int:
    said = request.headers.get(header, "")
    if not BYTE_COUNT.fullmatch(said):
        raise Malformed("bad_header", _("%(header)s takes a whole number of bytes.") % {"header": header})
    return int(said)


def _read_file_name(request: Request) -> str:
    """Return `filename` of Upload-Metadata: each key is followed by a space and a Base64 value."""
    pairs = [pair.strip().partition(" ") for pair in request.headers.get("Upload-Metadata", "").split(",")]
    told = {key: value for key, _space, value in pairs}
    try:
        return b64decode(told["filename"], validate=True).decode()
    except (KeyError, ValueError) as error:
        raise Malformed(
            "bad_header", _("Upload-Metadata says the name of the file: filename and its name in Base64.")
        ) from error
