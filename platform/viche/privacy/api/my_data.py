"""/me/data: the data held about oneself, exports, erasure."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.api.reauthentication import require_proof
from viche.accounts.links import read_link, sign_link
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    ZIP,
    Download,
    Endpoint,
    Page,
    PlainText,
    Show,
    StrictBoolean,
    StrictSerializer,
    Write,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.api.downloads import CHUNK_SIZE
from viche.kernel.errors import NotFound
from viche.kernel.events import get_head
from viche.kernel.storage import translate_read_errors
from viche.privacy import selectors
from viche.privacy.api import presenters, shapes
from viche.privacy.models import DataExport, RequestKind, SubjectRequest
from viche.privacy.policies import ExportAction, RequestAction
from viche.privacy.registry import erasure_blockers_of, list_data_categories
from viche.privacy.request_steps import COOLING_OFF_PERIOD
from viche.privacy.services.exports import record_download, request_export
from viche.privacy.services.requests import (
    appeal_request,
    request_erasure,
    submit_request,
    withdraw_request,
)

SALT = "viche.privacy.exports"
MAX_TEXT_LENGTH = 4000


class ErasureIn(StrictSerializer):
    """`removes_messages`: the text of one's messages is deleted, too, which leaves tombstones."""

    removes_messages = StrictBoolean(default=False)


class FileRequestIn(StrictSerializer):
    kind = serializers.ChoiceField([one for one in RequestKind.choices if one[0] != RequestKind.ERASURE])
    text = PlainText(max_length=MAX_TEXT_LENGTH)


class NoteIn(StrictSerializer):
    note = PlainText(max_length=MAX_TEXT_LENGTH)


class MyData(Endpoint):
    actions = {"GET": SIGNED_IN}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("privacy:read",)}

    @extend_schema(responses=shape_of(shapes.MyDataOut))
    def get(self, request: Request) -> Response:
        """Return data categories held about oneself, the last export, and erasure blockers.

        What is held and why, the last copy, and what prevents erasure.
        """
        with read_snapshot():
            last = selectors.list_own_exports(self.actor).order_by("-id").first()
            erasure = selectors.find_own_erasure(self.actor)
            return answer(
                {
                    "holdings": [presenters.show_data_category(one) for one in list_data_categories()],
                    "export": presenters.show_export(last) if last is not None else None,
                    "erasure": presenters.show_request(self.actor, erasure) if erasure is not None else None,
                    "hindrances": [
                        presenters.show_erasure_blocker(one)
                        for one in erasure_blockers_of(selectors.get_own_person_id(self.actor))
                    ],
                    "cool_off_days": COOLING_OFF_PERIOD.days,
                    "is_officer": selectors.is_officer(self.actor),
                    "seq": get_head(f"user:{self.actor.person_id}"),
                }
            )


class MyExports(Endpoint):
    """GET: List one's exports, newest first.

    POST: Request an export of all data; it is built in the background. One at a time, three a day.
    """

    get = Page(ExportAction.READ, selectors.list_own_exports, shows=presenters.show_export, order=("-id",))

    post = Write(ExportAction.ASK, request_export, shows=presenters.show_export, status=202)


def _show_export(actor: Actor, export_id: UUID) -> shapes.ExportOut:
    return presenters.show_export(selectors.export_for(actor, export_id))


def _show_request(actor: Actor, made: SubjectRequest) -> shapes.RequestOut:
    return presenters.show_request(actor, selectors.request_for(actor, made.pk))


class MyExport(Endpoint):
    """GET: Return one export and its progress."""

    get = Show(ExportAction.READ, _show_export)


class MyExportLink(Endpoint):
    actions = {"POST": ExportAction.DOWNLOAD}
    created = "{url}"
    keeps_answers = False  # the address is valid for five minutes

    @extend_schema(request=None, responses={201: shape_of(shapes.ExportLinkOut)})
    def post(self, request: Request, export_id: UUID) -> Response:
        """Return an address that downloads the export in this browser, for five minutes."""
        export = selectors.ready_export_for(self.actor, export_id)
        signed, until = sign_link(self.actor, export.pk, salt=SALT)
        return answer({"url": reverse("linked-export", args=[signed]), "expires_at": until}, status=201)


class LinkedExport(Endpoint):
    """Download by a signed address; only the browser that requested the address can use it."""

    actions = {"GET": ExportAction.DOWNLOAD}
    media_types = (ZIP,)

    @extend_schema(responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, signed: str) -> Download:
        """Return the archive."""
        reader, export_id = read_link(signed, salt=SALT)
        if (reader.person_id, reader.session_id) != (self.actor.person_id, self.actor.session_id):
            raise NotFound
        export = selectors.ready_export_for(self.actor, export_id)
        with translate_read_errors():
            stored = default_storage.open(export.key)
        with ExitStack() as unless_sent:
            unless_sent.callback(stored.close)
            with translate_read_errors():
                first = stored.read(CHUNK_SIZE)
            # Recorded only once there is something to send.
            record_download(actor=self.actor, export_id=export_id)
            answered = _build_download(self.actor, export, first, stored)
            unless_sent.pop_all()
        return answered


class MyErasure(Endpoint):
    """POST: Request one's own erasure in seven days. Needs a fresh proof of identity.

    403 `proof_required` without it.
    """

    actions = {"DELETE": RequestAction.WITHDRAW}

    post = Write(
        RequestAction.FILE,
        request_erasure,
        body=ErasureIn,
        check=require_proof,
        shows=_show_request,
        status=201,
    )

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Withdraw the request while there is time."""
        open_one = selectors.find_own_erasure(self.actor)
        if open_one is None:
            raise NotFound
        withdraw_request(actor=self.actor, request_id=open_one.pk)
        return answer(None, status=204)


class MyRequests(Endpoint):
    """GET: List one's own requests, newest first.

    POST: Submit a request about one's own data; it is answered within 30 calendar days.
    """

    created = "subject-requests/{id}"

    get = Page(RequestAction.READ, selectors.list_own_requests, shows=presenters.show_request, order=("-id",))

    post = Write(RequestAction.FILE, submit_request, body=FileRequestIn, shows=_show_request, status=201)


class MyRequestAppeal(Endpoint):
    """POST: Appeal an answer: it is reviewed within another 30 days."""

    post = Write(RequestAction.APPEAL, appeal_request, body=NoteIn, shows=_show_request)


def _build_download(actor: Actor, export: DataExport, first: bytes, stored: IO[bytes]) -> Download:
    """Return a streamed download: an archive may be far larger than the memory of a process."""
    return Download(
        stored,
        reader=actor,
        check=partial(selectors.ready_export_for, actor, export.pk),
        first=first,
        size=export.size,
        content_type=ZIP,
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=f"viche-{export.asked_at.date().isoformat()}.zip"
            ),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
