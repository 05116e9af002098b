"""Outside bodies (owners without an account) of a register, over HTTP."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.contact_fields import Email, OptionalText, Phone
from groups.common.schemas import SectorName
from groups.models import Sector
from tasks.external_assignees import services
from tasks.external_assignees.models import OutsideBody
from tasks.items.fields import TITLE_LENGTH
from tasks.items.owners import can_edit_outside_bodies, get_group_with_outside_bodies
from tasks.items.policies import RegisterAction
from viche.accounts.models import Language
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, Write, answer, list_of
from viche.kernel.text import Text, bilingual_of


class OutsideBodyOut(TypedDict):
    """A body that can own action items without an account, with its contact details.

    `letters_stop`: why no email is sent to its address (null: email is sent). `allowed`: edit.
    """

    id: UUID
    name: Text
    sector: SectorName
    contact_name: str
    email: str
    phone: str
    language: Literal["uk", "en"]
    letters_stop: Literal["refused", "bounced", "declined"] | None
    letters_stopped_at: datetime | None
    version: int
    allowed: list[Literal["edit"]]


class EditOutsideBodyIn(StrictSerializer):
    """Fields to change; an empty value deletes the stored one.

    `takes_letters`: whether email may be sent to its address.
    """

    name = PlainText(source="name_uk", max_length=TITLE_LENGTH, required=False)
    name_en = OptionalText(TITLE_LENGTH)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False)
    contact_name = OptionalText(TITLE_LENGTH)
    email = Email()
    phone = Phone()
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    takes_letters = serializers.BooleanField(required=False)


class AddOutsideBodyIn(EditOutsideBodyIn):
    """A new outside body. `language` is the language of its emails and pages."""

    name = PlainText(source="name_uk", max_length=TITLE_LENGTH)


def show_outside_body(row: OutsideBody, may_edit: bool) -> OutsideBodyOut:
    """Return an outside body as shown to people who may create action items."""
    return {
        "id": row.id,
        "name": bilingual_of(row, "name"),
        "sector": cast("SectorName", row.sector),
        "contact_name": row.contact_name,
        "email": row.email,
        "phone": row.phone,
        "language": cast('Literal["uk", "en"]', row.language),
        "letters_stop": cast("Any", row.letters_stop or None),
        "letters_stopped_at": row.letters_stopped_at,
        "version": row.version,
        "allowed": ["edit"] if may_edit else [],
    }


class OutsideBodies(Endpoint):
    """Outside bodies of the group's register.

    POST: Add an outside body.
    """

    actions = {"GET": RegisterAction.SEE_OUTSIDE}

    @extend_schema(responses=list_of(OutsideBodyOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return them in the order of their names.

        For people who create items of the group; the bodies belong to its register. Contacts of a
        body that had nothing to do for a year, and was not edited, are deleted.
        """
        group, rows = get_group_with_outside_bodies(self.actor, group_id)
        may_edit = can_edit_outside_bodies(self.actor, group)
        return answer({"items": [show_outside_body(row, may_edit) for row in rows]})

    post = Write(
        RegisterAction.KEEP_OUTSIDE,
        services.add_outside_body,
        body=AddOutsideBodyIn,
        shows=partial(show_outside_body, may_edit=True),
        status=201,
    )


class OneOutsideBody(Endpoint):
    """One outside body.

    PATCH: Change the given fields.

    `takes_letters: true` lets letters go to the body again after they were stopped.
    """

    patch = Write(
        RegisterAction.KEEP_OUTSIDE,
        services.edit_outside_body,
        body=EditOutsideBodyIn,
        body_as="changes",
        shows=partial(show_outside_body, may_edit=True),
        versioned=True,
    )
