"""The link by which an owner without an account answers, and what owners report, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from groups.common.schemas import PersonRef
from tasks.external_assignees import link_services
from tasks.external_assignees.api import OutsideBodyOut, outside_body
from tasks.external_assignees.emails import REMINDER, last_letter
from tasks.external_assignees.models import ActionLink
from tasks.items import owners
from tasks.items.api import show_item
from tasks.items.loaders import REASON_LENGTH
from tasks.items.models import ActionItem
from tasks.items.schemas import ActionPageOut
from tasks.items.serializers import Day
from tasks.items.workflow import Action
from tasks.lifecycle.services import progress
from viche.accounts.models import Letter
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, StrictUuid, answer, shape


class LinkLetterOut(TypedDict):
    """How the last letter fared that carries the link: the one by which it was sent, or a reminder.

    `since`: when it was asked for, or sent. `why` it was lost.
    """

    reminder: bool
    state: Literal["waiting", "sent", "lost"]
    why: Literal["refused", "given_up", "bounced", "returned", "stopped"] | None
    since: datetime


class LinkOut(TypedDict):
    """`expires_at` is when it ends by itself; `last_used_at`: when somebody last did something by it.

    `made_by` is null where a reminder brought it; `letter` where none was sent.
    """

    made_by: PersonRef | None
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    letter: LinkLetterOut | None


class LinkPageOut(TypedDict):
    """How the owner is reached, where it has no account. `link` is the one that opens the item now."""

    body: OutsideBodyOut | None
    link: LinkOut | None


class NewLinkOut(LinkPageOut):
    """`path` is shown this once: it is stored nowhere."""

    path: str


class MakeLinkIn(StrictSerializer):
    """`until`: its last day. `send`: by a letter, too. `shows_restricted`: though not
    all of the group see it.
    """

    until = Day(required=False)
    send = serializers.BooleanField(required=False)
    shows_restricted = serializers.BooleanField(required=False)


class ReportIn(StrictSerializer):
    """How it goes; `logged` by who leads, who was told it: then with who said it."""

    text = PlainText(max_length=REASON_LENGTH)
    logged = serializers.BooleanField(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


def _link(row: ActionLink) -> LinkOut:
    return {
        "made_by": groups.person(row.made_by) if row.made_by is not None else None,
        "made_at": row.made_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "letter": _letter(letter) if (letter := last_letter(row)) is not None else None,
    }


def _letter(row: Letter) -> LinkLetterOut:
    sent = "sent" if row.sent_at is not None else "waiting"
    return {
        "reminder": row.purpose == REMINDER,
        "state": cast("Any", "lost" if row.lost else sent),
        "why": cast("Any", row.lost or None),
        "since": row.sent_at or row.created_at,
    }


class ActionItemLink(Endpoint):
    """The link of an item whose owner has no account."""

    actions = {"GET": Action.SEE_LINK, "POST": Action.MAKE_LINK, "DELETE": Action.REVOKE_LINK}
    keeps_answers = False  # the answer holds the secret, which is stored nowhere

    @extend_schema(responses=shape(LinkPageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Whether there is one, and whom it reaches."""
        item, link = owners.link_for(self.actor, action_id)
        return answer(
            {"body": self.body_of(item), "link": _link(link) if link is not None else None},
        )

    @extend_schema(request=MakeLinkIn, responses={201: shape(NewLinkOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Make one; an earlier one opens nothing any more."""
        asked: Any = self.parse(MakeLinkIn)
        link, secret = link_services.make_action_link(actor=self.actor, action_id=action_id, **asked)
        shown = {"body": self.body_of(link.action), "link": _link(link), "path": f"/a/{secret}"}
        return answer(shown, status=201)

    def body_of(self, item: ActionItem) -> OutsideBodyOut | None:
        body = item.outside_body
        return outside_body(body, owners.keeps_bodies(self.actor, item.group)) if body is not None else None

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Revoke it."""
        link_services.revoke_action_link(actor=self.actor, action_id=action_id)
        return answer(None, status=204)


class ActionItemProgress(Endpoint):
    """How it goes, in the owner's words."""

    actions = {"POST": Action.REPORT}

    @extend_schema(request=ReportIn, responses={200: shape(ActionPageOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Tell those who follow it; the words stand in its history."""
        said: Any = self.parse(ReportIn)
        progress.report_progress(actor=self.actor, action_id=action_id, **said)
        return show_item(self.actor, action_id)
