"""Notify the creator of an open invitation that its e-mail did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groups.common.notification_text import HOME_URL, load_recorded
from groups.joining.access_log import INVITATION
from groups.joining.models import Invitation, PersonalInvitation
from groups.joining.personal_emails import OFFER_RELATIONS, describe_offer
from groups.joining.policies import InvitationPolicy, PersonalInvitationPolicy
from groups.joining.selectors import find_people_by_email
from viche.accounts.models import Loss
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.object_links import describe
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

MADE_IT = "made_it"


def _build_creator_finder(rows: QuerySet[Any], key: str) -> Callable[[Event], Iterable[Recipient]]:
    def recipients(event: Event) -> Iterable[Recipient]:
        makers = rows.filter(pk=UUID(event.data[key])).values_list("created_by", flat=True)
        return [Recipient(pk, MADE_IT) for pk in makers]

    return recipients


def _describe_loss(why: str) -> str:
    said = {
        Loss.REFUSED: _(
            "The mail server refuses letters to this address. If it is wrong, revoke the invitation and make "
            "another; if it is right, tell the person in another way."
        ),
        Loss.BOUNCED: _(
            "The letter came back: there is nobody at this address. If it is wrong, revoke the invitation "
            "and make another."
        ),
        Loss.RETURNED: _(
            "The letter came back, though there may be somebody at the address: its mailbox is full, say. "
            "Send it again later, or tell the person in another way."
        ),
    }
    given_up = _(
        "No mail server took the letter, however often it was tried. Send it again later, or tell the person "
        "in another way."
    )
    return said.get(Loss(why), given_up)


def _load_open_invitations(
    notifications: Sequence[Notification], key: str, rows: QuerySet[Any], seen: QuerySet[Any]
) -> dict[UUID, Any]:
    """Return the invitation of each notification that is still open and visible to the reader."""
    known = load_recorded(notifications, key, rows)
    visible = seen.in_bulk({row.pk for row in known.values()})
    return {pk: row for pk, row in known.items() if row.pk in visible and row.email and row.opens(now())}


def _build_words(
    title: Callable[[], str], body: Callable[[], str], url: str, shows: Read
) -> NotificationText:
    reason = render_bilingual(lambda: _("You made this invitation."))
    return NotificationText(
        title=render_bilingual(title), body=render_bilingual(body), reason=reason, url=url, shows=(shows,)
    )


def _list_reads(rows: Collection[Invitation] | Collection[PersonalInvitation]) -> dict[UUID, Read]:
    """Return the reads to log: each invitation shows the address of a person."""
    people = find_people_by_email({row.email for row in rows})
    return {row.pk: Read(INVITATION, row.pk, people.get(row.email)) for row in rows}


def _get_loss_codes(notifications: Sequence[Notification]) -> dict[UUID, str]:
    return {one.pk: one.event.data["why"] for one in notifications}


# ---- a seat in a group -------------------------------------------------------------------------------------


def _render_title(row: Invitation) -> str:
    return _("Invitation not delivered: “%(group)s”") % {"group": translate_field(row.group, "name")}


def _render_body(row: Invitation, why: str) -> str:
    words = {"address": row.email, "organisation": translate_field(row.organisation, "name")}
    return f"{_('To: %(address)s. For: %(organisation)s.') % words} {_describe_loss(why)}"


def _render_group_invitations(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    made = Invitation.objects.select_related("group", "organisation")
    rows: dict[UUID, Invitation] = _load_open_invitations(
        notifications, "invitation_id", made, InvitationPolicy().visible_to(reader)
    )
    reads, why = _list_reads(rows.values()), _get_loss_codes(notifications)
    return {
        pk: _build_words(
            partial(_render_title, row),
            partial(_render_body, row, why[pk]),
            f"/groups/{row.group_id}/joining",
            reads[row.pk],
        )
        for pk, row in rows.items()
    }


# ---- personal invitations ----------------------------------------------------------------------------------


def _render_personal_title() -> str:
    return _("Invitation not delivered")


def _render_personal_body(row: PersonalInvitation, why: str) -> str:
    words = {"address": row.email, "offer": describe_offer(row)}
    return f"{_('To: %(address)s. You offer: %(offer)s.') % words} {_describe_loss(why)}"


def _render_personal_invitations(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    made = PersonalInvitation.objects.select_related(*OFFER_RELATIONS)
    rows: dict[UUID, PersonalInvitation] = _load_open_invitations(
        notifications, "personal_invitation_id", made, PersonalInvitationPolicy().visible_to(reader)
    )
    reads, why, urls = (
        _list_reads(rows.values()),
        _get_loss_codes(notifications),
        _find_urls(reader, rows.values()),
    )
    return {
        pk: _build_words(
            _render_personal_title,
            partial(_render_personal_body, row, why[pk]),
            urls.get(row.pk, HOME_URL),
            reads[row.pk],
        )
        for pk, row in rows.items()
    }


def _find_urls(reader: Actor, rows: Collection[PersonalInvitation]) -> dict[UUID, str]:
    """Return the URL of what each invitation offers, as far as the reader sees it."""
    shared = {row.pk: (row.container_type, row.container_id) for row in rows if row.container_id is not None}
    seen = describe(reader, set(shared.values()))
    places = {pk: seen[thing].url for pk, thing in shared.items() if thing in seen}
    for row in rows:
        if row.organisation_id is not None:
            places[row.pk] = f"/organisations/{row.organisation_id}"
        elif row.territory_id is not None:
            places[row.pk] = f"/territories/{row.territory_id}"
    return places


register_notice(
    "groups.invitation_lost",
    topic=Topic.MEMBERSHIP,
    recipients=_build_creator_finder(Invitation.objects.all(), "invitation_id"),
    render=_render_group_invitations,
)
register_notice(
    "groups.personal_invitation_lost",
    topic=Topic.MEMBERSHIP,
    recipients=_build_creator_finder(PersonalInvitation.objects.all(), "personal_invitation_id"),
    render=_render_personal_invitations,
)
