"""Coordinators are told of groups that nobody leads any more, since an account was closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from groups.models import GroupState, InitiativeGroup, OfficeKind, Role
from groups.policies import GroupPolicy, Reach, offices_held
from groups.selectors import held_seats, seated
from groups.texts import local
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Words, in_both, notice


def _led_by_nobody(person_id: UUID) -> list[InitiativeGroup]:
    """The groups that a person was to lead and that nobody leads now."""
    at = now()
    theirs = held_seats(at).filter(mandate__person=person_id, role=Role.FACILITATOR)
    led = seated(at).filter(role=Role.FACILITATOR)
    found = InitiativeGroup.objects.filter(pk__in=theirs.values("group")).exclude(pk__in=led.values("group"))
    going_on = found.exclude(state=GroupState.DISSOLVED).select_related("territory")
    return list(going_on.order_by("name_key", "id"))


def _coordinators(event: Event) -> Iterable[Recipient]:
    codes = [group.territory.code for group in _led_by_nobody(UUID(event.data["person_id"]))]
    return [
        Recipient(office.person_id, "coordinates")
        for office in offices_held(OfficeKind.COORDINATOR)
        if codes and Reach((office.territory.prefix,)).covers(codes)
    ]


def _title(groups: Sequence[InitiativeGroup]) -> str:
    names = ", ".join(_("“%(name)s”") % {"name": local(one, "name")} for one in groups)
    words = ngettext(
        "The group %(names)s has no facilitator now",
        "These groups have no facilitator now: %(names)s",
        len(groups),
    )
    return words % {"names": names}


def _body(person: User) -> str:
    words = {"person": local(person, "name")}
    return _("The account was closed: %(person)s. Seat another facilitator.") % words


def _left(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Of those groups that the reader sees; nothing once somebody leads them again."""
    reason, found = in_both(lambda: _("You coordinate the territory of this group.")), {}
    for one in notifications:
        person = User.objects.filter(pk=UUID(one.event.data["person_id"])).first()
        left = _led_by_nobody(UUID(one.event.data["person_id"]))
        seen = set(GroupPolicy().visible_to(reader).filter(pk__in=[row.pk for row in left]))
        groups = [group for group in left if group in seen]
        if groups and person is not None:
            found[one.id] = Words(
                title=in_both(partial(_title, groups)),
                body=in_both(partial(_body, person)),
                reason=reason,
                url=f"/groups/{groups[0].pk}",
            )
    return found


notice("accounts.person_deactivated", recipients=_coordinators, render=_left)
