"""Who is told that the letter of an invitation did not arrive: who made it, while it opens something."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groups.common.notification_text import HOME, recorded
from groups.common.texts import local
from groups.joining.access_log import INVITATION
from groups.joining.models import Invitation, PersonalInvitation
from groups.joining.personal_emails import ABOUT, offer_of
from groups.joining.policies import InvitationPolicy, PersonalInvitationPolicy
from groups.joining.selectors import whose_addresses
from viche.accounts.models import Loss
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.links import describe
from viche.kernel.models import Event
from viche.kernel.reads import Read
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

MADE_IT = "made_it"


def _maker(rows: QuerySet[Any], key: str) -> Callable[[Event], Iterable[Recipient]]:
    def recipients(event: Event) -> Iterable[Recipient]:
        makers = rows.filter(pk=UUID(event.data[key])).values_list("created_by", flat=True)
        return [Recipient(pk, MADE_IT) for pk in makers]

    return recipients


def _why(why: str) -> str:
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


def _standing(
    notifications: Sequence[Notification], key: str, rows: QuerySet[Any], seen: QuerySet[Any]
) -> dict[UUID, Any]:
    """The invitation of each notification that the reader still sees, and that still opens something."""
    known = recorded(notifications, key, rows)
    visible = seen.in_bulk({row.pk for row in known.values()})
    return {pk: row for pk, row in known.items() if row.pk in visible and row.email and row.opens(now())}


def _words(title: Callable[[], str], body: Callable[[], str], url: str, shows: Read) -> Words:
    reason = in_both(lambda: _("You made this invitation."))
    return Words(title=in_both(title), body=in_both(body), reason=reason, url=url, shows=(shows,))


def _reads(rows: Collection[Invitation] | Collection[PersonalInvitation]) -> dict[UUID, Read]:
    """What is written down of reading them: whose address each says."""
    people = whose_addresses({row.email for row in rows})
    return {row.pk: Read(INVITATION, row.pk, people.get(row.email)) for row in rows}


def _whys(notifications: Sequence[Notification]) -> dict[UUID, str]:
    return {one.pk: one.event.data["why"] for one in notifications}


# ---- a seat in a group -------------------------------------------------------------------------------------


def _title(row: Invitation) -> str:
    return _("Invitation not delivered: “%(group)s”") % {"group": local(row.group, "name")}


def _body(row: Invitation, why: str) -> str:
    words = {"address": row.email, "organisation": local(row.organisation, "name")}
    return f"{_('To: %(address)s. For: %(organisation)s.') % words} {_why(why)}"


def _into_group(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    made = Invitation.objects.select_related("group", "organisation")
    rows: dict[UUID, Invitation] = _standing(
        notifications, "invitation_id", made, InvitationPolicy().visible_to(reader)
    )
    reads, why = _reads(rows.values()), _whys(notifications)
    return {
        pk: _words(
            partial(_title, row),
            partial(_body, row, why[pk]),
            f"/groups/{row.group_id}/joining",
            reads[row.pk],
        )
        for pk, row in rows.items()
    }


# ---- what is given in person -------------------------------------------------------------------------------


def _personal_title() -> str:
    return _("Invitation not delivered")


def _personal_body(row: PersonalInvitation, why: str) -> str:
    words = {"address": row.email, "offer": offer_of(row)}
    return f"{_('To: %(address)s. You offer: %(offer)s.') % words} {_why(why)}"


def _in_person(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    made = PersonalInvitation.objects.select_related(*ABOUT)
    rows: dict[UUID, PersonalInvitation] = _standing(
        notifications, "personal_invitation_id", made, PersonalInvitationPolicy().visible_to(reader)
    )
    reads, why, urls = _reads(rows.values()), _whys(notifications), _places(reader, rows.values())
    return {
        pk: _words(
            _personal_title,
            partial(_personal_body, row, why[pk]),
            urls.get(row.pk, HOME),
            reads[row.pk],
        )
        for pk, row in rows.items()
    }


def _places(reader: Actor, rows: Collection[PersonalInvitation]) -> dict[UUID, str]:
    """Where what each offers is looked at, as far as the reader sees it."""
    shared = {row.pk: (row.container_type, row.container_id) for row in rows if row.container_id is not None}
    seen = describe(reader, set(shared.values()))
    places = {pk: seen[thing].url for pk, thing in shared.items() if thing in seen}
    for row in rows:
        if row.organisation_id is not None:
            places[row.pk] = f"/organisations/{row.organisation_id}"
        elif row.territory_id is not None:
            places[row.pk] = f"/territories/{row.territory_id}"
    return places


notice(
    "groups.invitation_lost",
    topic=Topic.MEMBERSHIP,
    recipients=_maker(Invitation.objects.all(), "invitation_id"),
    render=_into_group,
)
notice(
    "groups.personal_invitation_lost",
    topic=Topic.MEMBERSHIP,
    recipients=_maker(PersonalInvitation.objects.all(), "personal_invitation_id"),
    render=_in_person,
)
