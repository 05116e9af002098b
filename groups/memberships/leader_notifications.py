"""Notify coordinators of groups that have lost their last facilitator.

The facilitator's account was closed, the mandate ended, expired or was suspended, or the facilitator left the
group. Where the territory has no coordinator, administrators are notified, because they appoint coordinators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from groups.authority.territorial import TerritorialScope, list_current_offices
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.events import LeadLost
from groups.offices.models import OfficeKind
from groups.seats.models import Role
from groups.seats.selectors import list_active_seats, list_occupied_seats
from groups.territories.models import Territory
from viche.accounts.models import User
from viche.accounts.selectors import list_administrator_ids
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

COORDINATES, ADMINISTRATOR = "coordinates", "administrator"


def _find_unfacilitated_groups(event: Event) -> list[InitiativeGroup]:
    """Return the groups that the event concerns and that still have no facilitator."""
    at = now()
    if event.kind == LeadLost.kind:
        left = InitiativeGroup.objects.filter(pk=UUID(event.data["group_id"]))
    else:
        person_id = UUID(event.data["person_id"])
        theirs = list_active_seats(at).filter(mandate__person=person_id, role=Role.FACILITATOR)
        left = InitiativeGroup.objects.filter(pk__in=theirs.values("group"))
    led = list_occupied_seats(at).filter(role=Role.FACILITATOR)
    found = left.exclude(pk__in=led.values("group"))
    going_on = found.exclude(state=GroupState.DISSOLVED).select_related("territory")
    return list(going_on.order_by("name_key", "id"))


def _find_uncoordinated_territories(groups: Sequence[InitiativeGroup]) -> list[Territory]:
    """Return the territories of the groups that have no active coordinator."""
    offices = list_current_offices(OfficeKind.COORDINATOR).filter(person__is_active=True)
    reach = TerritorialScope(tuple(office.territory.prefix for office in offices))
    places = {one.territory_id: one.territory for one in groups if not reach.covers([one.territory.code])}
    return sorted(places.values(), key=lambda place: place.code)


def _list_recipients(event: Event) -> Iterable[Recipient]:
    left = _find_unfacilitated_groups(event)
    codes = [group.territory.code for group in left]
    found = [
        Recipient(office.person_id, COORDINATES)
        for office in list_current_offices(OfficeKind.COORDINATOR)
        if codes and TerritorialScope((office.territory.prefix,)).covers(codes)
    ]
    if _find_uncoordinated_territories(left):
        found += [Recipient(pk, ADMINISTRATOR) for pk in list_administrator_ids()]
    return found


def _render_title(groups: Sequence[InitiativeGroup]) -> str:
    names = ", ".join(_("“%(name)s”") % {"name": translate_field(one, "name")} for one in groups)
    words = ngettext(
        "The group %(names)s has no facilitator now",
        "These groups have no facilitator now: %(names)s",
        len(groups),
    )
    return words % {"names": names}


def _find_departed_person(event: Event) -> User | None:
    if event.kind == LeadLost.kind:
        return User.objects.filter(mandates=UUID(event.data["mandate_id"])).first()
    return User.objects.filter(pk=UUID(event.data["person_id"])).first()


def _render_body(kind: str, person: User) -> str:
    words = {"person": translate_field(person, "name")}
    if kind == LeadLost.kind:
        return _("No longer leads it: %(person)s. Seat another facilitator.") % words
    return _("The account was closed: %(person)s. Seat another facilitator.") % words


def _render_unfacilitated(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render notifications about groups that the reader sees and that still have no facilitator."""
    found = {}
    for one in notifications:
        left = _find_unfacilitated_groups(one.event)
        words = (
            _render_for_administrator(left)
            if one.reason == ADMINISTRATOR
            else _render_for_coordinator(reader, one.event, left)
        )
        if words is not None:
            found[one.id] = words
    return found


def _render_for_coordinator(
    reader: Actor, event: Event, left: Sequence[InitiativeGroup]
) -> NotificationText | None:
    person = _find_departed_person(event)
    seen = set(GroupPolicy().visible_to(reader).filter(pk__in=[row.pk for row in left]))
    groups = [group for group in left if group in seen]
    if not groups or person is None:
        return None
    return NotificationText(
        title=render_bilingual(partial(_render_title, groups)),
        body=render_bilingual(partial(_render_body, event.kind, person)),
        reason=render_bilingual(lambda: _("You coordinate the territory of this group.")),
        url=f"/groups/{groups[0].pk}",
    )


def _render_for_administrator(left: Sequence[InitiativeGroup]) -> NotificationText | None:
    """Render the notification for administrators; None once the territory has a coordinator.

    Administrators do not see groups, so the text does not name the group.
    """
    places = _find_uncoordinated_territories(left)
    if not places:
        return None
    return NotificationText(
        title=render_bilingual(lambda: _("A group has no facilitator, and nobody coordinates its territory")),
        body=render_bilingual(partial(_render_administrator_body, places)),
        reason=render_bilingual(lambda: _("You give offices.")),
        url="/offices",
    )


def _render_administrator_body(places: Sequence[Territory]) -> str:
    names = ", ".join(translate_field(place, "name") for place in places)
    return _("Give somebody the office of coordinator there: %(places)s.") % {"places": names}


register_notice(
    "accounts.person_deactivated",
    topic=Topic.MEMBERSHIP,
    recipients=_list_recipients,
    render=_render_unfacilitated,
)
register_notice(
    LeadLost.kind, topic=Topic.MEMBERSHIP, recipients=_list_recipients, render=_render_unfacilitated
)
