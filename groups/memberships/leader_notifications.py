"""Coordinators are told of groups that nobody leads any more: an account was closed, a mandate ended, ran out
or rests, or whoever led left the table. Where nobody coordinates, administrators are, who give that office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from groups.authority.territorial import Reach, offices_held
from groups.common.texts import local
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.events import LeadLost
from groups.offices.models import OfficeKind
from groups.seats.models import Role
from groups.seats.selectors import held_seats, seated
from groups.territories.models import Territory
from viche.accounts.models import User
from viche.accounts.selectors import administrators
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

COORDINATES, ADMINISTRATOR = "coordinates", "administrator"


def _led_by_nobody(event: Event) -> list[InitiativeGroup]:
    """The groups that the event is about, or that its person was to lead, and that nobody leads now."""
    at = now()
    if event.kind == LeadLost.kind:
        left = InitiativeGroup.objects.filter(pk=UUID(event.data["group_id"]))
    else:
        person_id = UUID(event.data["person_id"])
        theirs = held_seats(at).filter(mandate__person=person_id, role=Role.FACILITATOR)
        left = InitiativeGroup.objects.filter(pk__in=theirs.values("group"))
    led = seated(at).filter(role=Role.FACILITATOR)
    found = left.exclude(pk__in=led.values("group"))
    going_on = found.exclude(state=GroupState.DISSOLVED).select_related("territory")
    return list(going_on.order_by("name_key", "id"))


def _uncoordinated(groups: Sequence[InitiativeGroup]) -> list[Territory]:
    """Where some groups are whose territory nobody coordinates who could be told."""
    offices = offices_held(OfficeKind.COORDINATOR).filter(person__is_active=True)
    reach = Reach(tuple(office.territory.prefix for office in offices))
    places = {one.territory_id: one.territory for one in groups if not reach.covers([one.territory.code])}
    return sorted(places.values(), key=lambda place: place.code)


def _who_seats_another(event: Event) -> Iterable[Recipient]:
    left = _led_by_nobody(event)
    codes = [group.territory.code for group in left]
    found = [
        Recipient(office.person_id, COORDINATES)
        for office in offices_held(OfficeKind.COORDINATOR)
        if codes and Reach((office.territory.prefix,)).covers(codes)
    ]
    if _uncoordinated(left):
        found += [Recipient(pk, ADMINISTRATOR) for pk in administrators()]
    return found


def _title(groups: Sequence[InitiativeGroup]) -> str:
    names = ", ".join(_("“%(name)s”") % {"name": local(one, "name")} for one in groups)
    words = ngettext(
        "The group %(names)s has no facilitator now",
        "These groups have no facilitator now: %(names)s",
        len(groups),
    )
    return words % {"names": names}


def _who_left(event: Event) -> User | None:
    if event.kind == LeadLost.kind:
        return User.objects.filter(mandates=UUID(event.data["mandate_id"])).first()
    return User.objects.filter(pk=UUID(event.data["person_id"])).first()


def _body(kind: str, person: User) -> str:
    words = {"person": local(person, "name")}
    if kind == LeadLost.kind:
        return _("No longer leads it: %(person)s. Seat another facilitator.") % words
    return _("The account was closed: %(person)s. Seat another facilitator.") % words


def _left(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Of those groups that the reader sees; nothing once somebody leads them again."""
    found = {}
    for one in notifications:
        left = _led_by_nobody(one.event)
        words = _bare(left) if one.reason == ADMINISTRATOR else _named(reader, one.event, left)
        if words is not None:
            found[one.id] = words
    return found


def _named(reader: Actor, event: Event, left: Sequence[InitiativeGroup]) -> Words | None:
    person = _who_left(event)
    seen = set(GroupPolicy().visible_to(reader).filter(pk__in=[row.pk for row in left]))
    groups = [group for group in left if group in seen]
    if not groups or person is None:
        return None
    return Words(
        title=in_both(partial(_title, groups)),
        body=in_both(partial(_body, event.kind, person)),
        reason=in_both(lambda: _("You coordinate the territory of this group.")),
        url=f"/groups/{groups[0].pk}",
    )


def _bare(left: Sequence[InitiativeGroup]) -> Words | None:
    """For administrators, who see no groups: that there is one, until somebody coordinates there."""
    places = _uncoordinated(left)
    if not places:
        return None
    return Words(
        title=in_both(lambda: _("A group has no facilitator, and nobody coordinates its territory")),
        body=in_both(partial(_where, places)),
        reason=in_both(lambda: _("You give offices.")),
        url="/offices",
    )


def _where(places: Sequence[Territory]) -> str:
    names = ", ".join(local(place, "name") for place in places)
    return _("Give somebody the office of coordinator there: %(places)s.") % {"places": names}


notice("accounts.person_deactivated", topic=Topic.MEMBERSHIP, recipients=_who_seats_another, render=_left)
notice(LeadLost.kind, topic=Topic.MEMBERSHIP, recipients=_who_seats_another, render=_left)
