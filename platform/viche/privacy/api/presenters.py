"""Presenters: from rows to the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, describe
from viche.kernel.policy import short_name_of
from viche.kernel.text import bilingual_of, render_bilingual
from viche.privacy.api import shapes
from viche.privacy.models import AccessRecord, DataExport, RequestState, RequestStep, SubjectRequest
from viche.privacy.policies import OFFICER_STEPS, RequestAction, requests
from viche.privacy.registry import AccessGround, DataCategory, ErasureBlocker, GroundContext, describe_grounds


def show_data_category(one: DataCategory) -> shapes.HoldingOut:
    return {
        "name": one.name,
        "title": render_bilingual(lambda: str(one.title)),
        "purpose": render_bilingual(lambda: str(one.purpose)),
        "recipients": render_bilingual(lambda: str(one.recipients)),
    }


def show_erasure_blocker(one: ErasureBlocker) -> shapes.HindranceOut:
    return {"code": one.code, "text": render_bilingual(lambda: str(one.text)), "url": one.url}


def show_export(row: DataExport) -> shapes.ExportOut:
    return {
        "id": row.pk,
        "state": cast("shapes.ExportStateName", row.state),
        "asked_at": row.asked_at,
        "parts": row.parts,
        "parts_done": row.parts_done,
        "size": row.size,
        "sha256": row.sha256,
        "ready_at": row.ready_at,
        "expires_at": row.expires_at,
    }


def show_person(row: User) -> shapes.PersonNamed:
    return {"id": row.pk, "name": bilingual_of(row, "name")}


def show_step(row: RequestStep) -> shapes.RequestStepOut:
    return {
        "before": cast("shapes.RequestStateName", row.before),
        "after": cast("shapes.RequestStateName", row.after),
        "at": row.at,
        "by": show_person(row.person) if row.person is not None else None,
    }


def show_request(actor: Actor, row: SubjectRequest) -> shapes.RequestOut:
    """Return a request; the row comes from the selectors, with `person`, `steps` and `in_care`."""
    in_care: bool = row.in_care  # type: ignore[attr-defined]  # annotated
    allowed = requests.allowed_where(actor, row, in_care=in_care)
    handles = short_name_of(RequestAction.HANDLE) in allowed
    return {
        "id": row.pk,
        "person": show_person(row.person),
        "kind": cast("shapes.RequestKindName", row.kind),
        "channel": cast("shapes.RequestChannelName", row.channel),
        "state": cast("shapes.RequestStateName", row.state),
        "text": row.text,
        "document": row.document,
        "document_file": row.document_file,
        "answer": row.answer,
        "objection": row.objection,
        "removes_messages": row.removes_messages,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "erase_at": row.erase_at,
        "closed_at": row.closed_at,
        "steps": [show_step(one) for one in row.steps.all()],
        "steps_open": _list_open_steps(row) if handles else [],
        "waits_for_second": _is_waiting_for_second(row),
        "allowed": allowed,
        "version": row.version,
    }


def _list_open_steps(row: SubjectRequest) -> list[shapes.RequestStateName]:
    steps = OFFICER_STEPS[row.state]
    if row.erase_at is not None or _is_waiting_for_second(row):
        steps = tuple(one for one in steps if one != RequestState.ANSWERED)
    return [cast("shapes.RequestStateName", str(one)) for one in steps]


def _is_waiting_for_second(row: SubjectRequest) -> bool:
    """Return whether a second person has to confirm the erasure (annotated by the selectors)."""
    return cast("bool", row.waits_for_second)  # type: ignore[attr-defined]


def show_access_records(actor: Actor, rows: Sequence[AccessRecord]) -> list[shapes.AccessOut]:
    """Return a page of the access record, in as many queries as for one row. Needs `reader`."""
    views = describe(actor, {(row.kind, row.object_id) for row in rows})
    seen = describe_grounds({AccessGround(row.ground, row.ground_id) for row in rows})
    return [
        show_access_record(
            row, views.get((row.kind, row.object_id)), seen.get(AccessGround(row.ground, row.ground_id))
        )
        for row in rows
    ]


def show_access_record(
    row: AccessRecord, view: LinkView | None, seen: GroundContext | None
) -> shapes.AccessOut:
    return {
        "id": row.pk,
        "at": row.at,
        "way": cast("shapes.AccessWayName", row.way),
        "reader": show_person(row.reader),
        "ground": {
            "kind": cast("shapes.AccessGroundName", row.ground),
            "organisation": seen.organisation if seen is not None else None,
            "position": seen.position if seen is not None else None,
        },
        "what": {
            "kind": row.kind,
            "title": view.title if view is not None else None,
            "url": view.url if view is not None else None,
        },
    }
