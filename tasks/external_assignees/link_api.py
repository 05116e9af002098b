"""Guest links of owners without an account, and progress reports of owners, over HTTP."""

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
from tasks.external_assignees.api import OutsideBodyOut, show_outside_body
from tasks.external_assignees.emails import REMINDER, find_latest_email
from tasks.external_assignees.models import ActionLink
from tasks.items import owners
from tasks.items.access_log import log_item_page
from tasks.items.api import show_item
from tasks.items.loaders import REASON_LENGTH
from tasks.items.models import ActionItem
from tasks.items.serializers import Day
from tasks.items.workflow import Action
from tasks.lifecycle.services import progress
from viche.accounts.models import Letter
from viche.kernel.api import Endpoint, PlainText, StrictSerializer, StrictUuid, Write, answer, shape_of


class LinkLetterOut(TypedDict):
    """Delivery of the latest email that carries the link: a request or a `reminder`.

    `since`: when it was queued, or sent. `why`: the reason for which it was lost.
    """

    reminder: bool
    state: Literal["waiting", "sent", "lost"]
    why: Literal["refused", "given_up", "bounced", "returned", "stopped"] | None
    since: datetime


class LinkOut(TypedDict):
    """A guest link.

    `expires_at`: when it ends by itself; `last_used_at`: the last action taken through it. `made_by` is null
    for a link that a reminder created; `letter` is null when no email was sent.
    """

    made_by: PersonRef | None
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    letter: LinkLetterOut | None


class GuestLinkOut(TypedDict):
    """The link by which a body without an account answers now."""

    link: LinkOut | None


class NewGuestLinkOut(GuestLinkOut):
    """`path` is returned only once: the secret is not stored."""

    path: str


class LinkPageOut(GuestLinkOut):
    """Contact of an owner without an account (`body`), and the link that opens the item now."""

    body: OutsideBodyOut | None


class NewLinkOut(LinkPageOut):
    """`path` is returned only once: the secret is not stored."""

    path: str


class MakeGuestLinkIn(StrictSerializer):
    """`until`: last day of the link. `send`: also send it by email."""

    until = Day(required=False)
    send = serializers.BooleanField(required=False)


class MakeLinkIn(MakeGuestLinkIn):
    """`until`: last day of the link. `send`: also send it by email.

    `shows_restricted`: confirm that the owner may see an item that not all of the group can read.
    """

    shows_restricted = serializers.BooleanField(required=False)


class ReportIn(StrictSerializer):
    """A progress report; `logged` when a facilitator records what the owner told them."""

    text = PlainText(max_length=REASON_LENGTH)
    logged = serializers.BooleanField(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


def show_link(row: ActionLink) -> LinkOut:
    """Return a guest link, with how its latest letter fared."""
    return {
        "made_by": groups.show_person(row.made_by) if row.made_by is not None else None,
        "made_at": row.made_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "letter": _show_email(letter) if (letter := find_latest_email(row)) is not None else None,
    }


def show_guest_link(made: ActionLink | None) -> GuestLinkOut:
    return {"link": show_link(made) if made is not None else None}


def show_new_guest_link(made: tuple[ActionLink, str]) -> NewGuestLinkOut:
    row, secret = made
    return {"link": show_link(row), "path": f"/a/{secret}"}


def _show_email(row: Letter) -> LinkLetterOut:
    sent = "sent" if row.sent_at is not None else "waiting"
    return {
        "reminder": row.purpose == REMINDER,
        "state": cast("Any", "lost" if row.lost else sent),
        "why": cast("Any", row.lost or None),
        "since": row.sent_at or row.created_at,
    }


class ActionItemLink(Endpoint):
    """Guest link of an item whose owner has no account.

    DELETE: Revoke the link.
    """

    actions = {"GET": Action.SEE_LINK, "POST": Action.MAKE_LINK}
    keeps_answers = False  # the response holds the secret, which must not be stored

    @extend_schema(responses=shape_of(LinkPageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the current link, if there is one, and the contact of the owner.

        `letter` says how the last letter with the link fared: `waiting`, `sent`, or `lost` with `why`
        (`refused` or `bounced`: nobody is there; `returned`: it came back for another reason;
        `given_up`: no server took it; `stopped`: letters ended while it waited). `letters_stop` says
        that no letters go to the body any more.
        """
        item, link = owners.get_item_with_link(self.actor, action_id)
        return answer(
            {"body": self.body_of(item), "link": show_link(link) if link is not None else None},
        )

    @extend_schema(request=MakeLinkIn, responses={201: shape_of(NewLinkOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Create a link; it replaces an earlier one.

        The link lets an owner without an account act on the item `until` a moment. Its `path` is
        shown this once. `shows_restricted` is required when not all of the group see the item. `send`
        is 422 `letters_stopped` while letters to the body are stopped. The pages at `/a/<secret>` are
        no API; in histories and evidence, what came by the link has no `actor` and names the body in
        `by_link`.

        A reminder creates a link when there is none (`made_by` null). Reminders by letter have a
        `/unsubscribe/letters/<signature>` address by which their reader ends them with one POST (RFC
        8058).
        """
        asked: Any = self.parse(MakeLinkIn)
        link, secret = link_services.make_action_link(actor=self.actor, action_id=action_id, **asked)
        item = cast("ActionItem", link.action)
        shown = {"body": self.body_of(item), "link": show_link(link), "path": f"/a/{secret}"}
        return answer(shown, status=201)

    def body_of(self, item: ActionItem) -> OutsideBodyOut | None:
        body = item.outside_body
        return (
            show_outside_body(body, owners.can_edit_outside_bodies(self.actor, item.group))
            if body is not None
            else None
        )

    delete = Write(Action.REVOKE_LINK, link_services.revoke_action_link)


class ActionItemProgress(Endpoint):
    """Progress of an action item, in the owner's words.

    POST: Report progress: followers are notified, and the text is kept in the item's history.

    `logged: true` means that a facilitator of the group records what the owner said; `text` says who said
    what.
    """

    records = log_item_page

    post = Write(Action.REPORT, progress.report_progress, body=ReportIn, shows=show_item)
