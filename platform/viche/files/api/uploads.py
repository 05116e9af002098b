"""Files that arrive part by part, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): its
core with creation, expiration and termination. What is here whole becomes a file at an address of its own.
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

from viche.files.api import present
from viche.files.api.shapes import FileOut
from viche.files.inspection import LARGEST
from viche.files.models import Upload
from viche.files.policies import FileAction
from viche.files.selectors import upload_for
from viche.files.services.parts import (
    abandon_upload,
    add_to_upload,
    begin_upload,
    finish_upload,
)
from viche.kernel.api import Endpoint, answer, shape
from viche.kernel.errors import Malformed, Stale, UnsupportedMedia

TUS = "1.0.0"
BYTES = "application/offset+octet-stream"
NUMBER = re.compile(r"\d{1,15}", re.ASCII)


def _header(name: str, description: str, **schema: Any) -> OpenApiParameter:
    kind = {"type": "string", **schema}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=True, description=description)


def _bytes(name: str, description: str, least: int) -> OpenApiParameter:
    return _header(name, description, type="integer", minimum=least)


VERSION = _header("Tus-Resumable", "The version of the protocol; any other is 412.", enum=[TUS])
NAME = "`filename` and, behind a space, the name in Base64. Other keys are passed over."


class AnotherVersion(Stale):
    code = "tus_version"
    title = _("The protocol is of another version")
    detail = _("Only version 1.0.0 of the tus protocol is spoken here.")


class Tus(Endpoint):
    """What both addresses of the protocol say of it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != TUS:
            raise AnotherVersion

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Which version and extensions of the protocol there are, and how large a file may be."""
        extensions = "creation,expiration,termination"
        return Response(status=204, headers={"Tus-Extension": extensions, "Tus-Max-Size": str(LARGEST)})

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
        """Announce a file. Its bytes are taken at the address in `Location`."""
        length, name = _number(request, "Upload-Length"), _file_name(request)
        upload = begin_upload(actor=self.actor, name=name, length=length)
        place = reverse("upload", args=[upload.pk])
        return Response(status=201, headers={"Location": place, **_progress(upload)})


class PartialUpload(Tus):
    actions = {"HEAD": FileAction.UPLOAD, "PATCH": FileAction.UPLOAD, "DELETE": FileAction.UPLOAD}

    def head(self, request: Request, upload_id: UUID) -> Response:
        """How many bytes are here."""
        upload = upload_for(self.actor, upload_id)
        told = {"Upload-Length": str(upload.length), "Cache-Control": "no-store", **_progress(upload)}
        return Response(status=200, headers=told)

    @extend_schema(
        request={BYTES: OpenApiTypes.BINARY},
        parameters=[VERSION, _bytes("Upload-Offset", "How many are here already.", 0)],
        responses={204: None},
    )
    def patch(self, request: Request, upload_id: UUID) -> Response:
        """Bring the next bytes, as many as one likes. What arrives before the line is cut counts."""
        if request.content_type != BYTES:
            raise UnsupportedMedia(detail=_("The bytes of a file come as application/offset+octet-stream."))
        offset = _number(request, "Upload-Offset")
        # Read past the framework, which takes a body without an announced length for none.
        content = request._request.read(LARGEST + 1)
        upload = add_to_upload(actor=self.actor, upload_id=upload_id, offset=offset, content=content)
        return Response(status=204, headers=_progress(upload))

    @extend_schema(request=None, parameters=[VERSION], responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Let go of what is here. A file that came of it stays."""
        abandon_upload(actor=self.actor, upload_id=upload_id)
        return Response(status=204)


class UploadedFile(Endpoint):
    actions = {"POST": FileAction.UPLOAD}
    created = "files/{id}/content"

    @extend_schema(request=None, responses={201: shape(FileOut)})
    def post(self, request: Request, upload_id: UUID) -> Response:
        """Have a file inspected that is here whole, and kept. Asked again, it is the same file."""
        return answer(present.file(finish_upload(actor=self.actor, upload_id=upload_id)), status=201)


def _progress(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), "Upload-Expires": http_date(upload.expires_at.timestamp())}


def _number(request: Request, header: str) -> int:
    said = request.headers.get(header, "")
    if not NUMBER.fullmatch(said):
        raise Malformed("bad_header", _("%(header)s takes a whole number of bytes.") % {"header": header})
    return int(said)


def _file_name(request: Request) -> str:
    """`filename` of Upload-Metadata, where each key is followed by a space and its value in Base64."""
    pairs = [pair.strip().partition(" ") for pair in request.headers.get("Upload-Metadata", "").split(",")]
    told = {key: value for key, _space, value in pairs}
    try:
        return b64decode(told["filename"], validate=True).decode()
    except (KeyError, ValueError) as error:
        raise Malformed(
            "bad_header", _("Upload-Metadata says the name of the file: filename and its name in Base64.")
        ) from error
