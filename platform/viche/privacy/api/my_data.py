"""/me/data: what is held about oneself, a copy of it, erasure."""

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

from viche.accounts.links import read_link, signed_link
from viche.accounts.proof import require_fresh_proof
from viche.accounts.selectors import get_me_at_browser
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    ZIP,
    Download,
    Endpoint,
    Nothing,
    PlainText,
    StrictBoolean,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.api.downloads import PIECE
from viche.kernel.errors import NotFound
from viche.kernel.events import head
from viche.kernel.storage import reading
from viche.privacy import selectors
from viche.privacy.api import present, shapes
from viche.privacy.models import DataExport, RequestKind, SubjectRequest
from viche.privacy.policies import ExportAction, RequestAction
from viche.privacy.registry import all_holdings, hindrances_of
from viche.privacy.request_steps import COOL_OFF
from viche.privacy.services.exports import ask_export, note_download
from viche.privacy.services.requests import (
    appeal_request,
    ask_erasure,
    file_request,
    withdraw_request,
)

SALT = "viche.privacy.exports"
LONGEST_TEXT = 4000


class ErasureIn(StrictSerializer):
    """`removes_messages`: the text of one's own messages goes too, and leaves stones."""

    removes_messages = StrictBoolean(default=False)


class FileRequestIn(StrictSerializer):
    kind = serializers.ChoiceField([one for one in RequestKind.choices if one[0] != RequestKind.ERASURE])
    text = PlainText(max_length=LONGEST_TEXT)


class NoteIn(StrictSerializer):
    note = PlainText(max_length=LONGEST_TEXT)


class MyData(Endpoint):
    actions = {"GET": SIGNED_IN}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("privacy:read",)}

    @extend_schema(responses=shape(shapes.MyDataOut))
    def get(self, request: Request) -> Response:
        """What is held about the person who asks, the last copy, and what stands against erasure."""
        with snapshot():
            last = selectors.my_exports(self.actor).order_by("-id").first()
            erasure = selectors.my_erasure(self.actor)
            return answer(
                {
                    "holdings": [present.holding(one) for one in all_holdings()],
                    "export": present.export(last) if last is not None else None,
                    "erasure": present.request(self.actor, erasure) if erasure is not None else None,
                    "hindrances": [
                        present.hindrance(one) for one in hindrances_of(selectors.oneself(self.actor))
                    ],
                    "cool_off_days": COOL_OFF.days,
                    "is_officer": selectors.is_officer(self.actor),
                    "seq": head(f"user:{self.actor.person_id}"),
                }
            )


class MyExports(Endpoint):
    actions = {"GET": ExportAction.READ, "POST": ExportAction.ASK}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.ExportOut))
    def get(self, request: Request) -> Response:
        """The copies that one asked for, newest first."""
        rows = selectors.my_exports(self.actor)
        return answer(keyset_page(request, rows, order=["-id"], present=_exports))

    @extend_schema(request=None, responses={202: shape(shapes.ExportOut)})
    def post(self, request: Request) -> Response:
        """Ask for a copy of everything; it is gathered meanwhile. One at a time, three a day."""
        return answer(present.export(ask_export(actor=self.actor)), status=202)


class MyExport(Endpoint):
    actions = {"GET": ExportAction.READ}

    @extend_schema(responses=shape(shapes.ExportOut))
    def get(self, request: Request, export_id: UUID) -> Response:
        """One copy and how far it is."""
        return answer(present.export(selectors.export_for(self.actor, export_id)))


class MyExportLink(Endpoint):
    actions = {"POST": ExportAction.DOWNLOAD}
    created = "{url}"
    keeps_answers = False  # the address is for the next five minutes

    @extend_schema(request=None, responses={201: shape(shapes.ExportLinkOut)})
    def post(self, request: Request, export_id: UUID) -> Response:
        """An address that downloads the copy in this browser, for five minutes."""
        export = selectors.ready_export_for(self.actor, export_id)
        signed, until = signed_link(self.actor, export.pk, salt=SALT)
        return answer({"url": reverse("linked-export", args=[signed]), "expires_at": until}, status=201)


class LinkedExport(Endpoint):
    """Only the browser that asked for the address can follow it."""

    actions = {"GET": ExportAction.DOWNLOAD}
    media_types = (ZIP,)

    @extend_schema(responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, signed: str) -> Download:
        """The archive."""
        reader, export_id = read_link(signed, salt=SALT)
        if (reader.person_id, reader.session_id) != (self.actor.person_id, self.actor.session_id):
            raise NotFound
        export = selectors.ready_export_for(self.actor, export_id)
        with reading():
            stored = default_storage.open(export.key)
        with ExitStack() as unless_sent:
            unless_sent.callback(stored.close)
            with reading():
                first = stored.read(PIECE)
            # Not before there is something to send.
            note_download(actor=self.actor, export_id=export_id)
            answered = _archive(self.actor, export, first, stored)
            unless_sent.pop_all()
        return answered


class MyErasure(Endpoint):
    actions = {"POST": RequestAction.FILE, "DELETE": RequestAction.WITHDRAW}

    @extend_schema(request=ErasureIn, responses={201: shape(shapes.RequestOut)})
    def post(self, request: Request) -> Response:
        """Ask to be erased, in seven days. Needs a proof, of the last five minutes, of who asks."""
        require_fresh_proof(request._request, get_me_at_browser(self.actor))
        made = ask_erasure(actor=self.actor, **self.parse(ErasureIn))
        return _request(self, made, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Undo it while there is time."""
        open_one = selectors.my_erasure(self.actor)
        if open_one is None:
            raise NotFound
        withdraw_request(actor=self.actor, request_id=open_one.pk)
        return answer(None, status=204)


class MyRequests(Endpoint):
    actions = {"GET": RequestAction.READ, "POST": RequestAction.FILE}
    created = "subject-requests/{id}"
    asks = Nothing

    @extend_schema(responses=page_of(shapes.RequestOut))
    def get(self, request: Request) -> Response:
        """One's own requests, newest first."""
        rows = selectors.my_requests(self.actor)
        return answer(keyset_page(request, rows, order=["-id"], present=self._present))

    @extend_schema(request=FileRequestIn, responses={201: shape(shapes.RequestOut)})
    def post(self, request: Request) -> Response:
        """Ask something about data on oneself; it is answered within 30 calendar days."""
        fields = self.parse(FileRequestIn)
        return _request(self, file_request(actor=self.actor, **fields), status=201)

    def _present(self, rows: list[SubjectRequest]) -> list[shapes.RequestOut]:
        return [present.request(self.actor, row) for row in rows]


class MyRequestAppeal(Endpoint):
    actions = {"POST": RequestAction.APPEAL}

    @extend_schema(request=NoteIn, responses=shape(shapes.RequestOut))
    def post(self, request: Request, request_id: UUID) -> Response:
        """Disagree with an answer: it is looked at again, within another 30 days."""
        return _request(
            self, appeal_request(actor=self.actor, request_id=request_id, **self.parse(NoteIn)), status=200
        )


def _exports(rows: list[DataExport]) -> list[shapes.ExportOut]:
    return [present.export(row) for row in rows]


def _request(endpoint: Endpoint, made: SubjectRequest, *, status: int) -> Response:
    row = selectors.request_for(endpoint.actor, made.pk)
    return answer(present.request(endpoint.actor, row), status=status, version=row.version)


def _archive(actor: Actor, export: DataExport, first: bytes, stored: IO[bytes]) -> Download:
    """Piece by piece: an archive may be far larger than what a process should hold."""
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
