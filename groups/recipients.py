"""Recipients of the notifications about groups, seats, mandates and access."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from groups.common.periods import not_ended_q
from groups.grants import find_container_by_kind
from groups.memberships.events import LeadLost
from groups.models import (
    GroupState,
    InitiativeGroup,
    Mandate,
    Membership,
    OfficeKind,
    RequestState,
    Role,
    Territory,
)
from groups.policies import GroupPolicy, TerritorialScope, list_current_offices, list_office_holders
from groups.seats.selectors import (
    list_active_seats,
    list_facilitator_ids,
    list_occupied_seats,
    list_participant_ids,
)
from viche.accounts.models import User
from viche.accounts.roles import find_office_holder_ids
from viche.accounts.selectors import list_administrator_ids
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.registry import Recipient, Recipients, build_recipients, find_person
from viche.privacy.registry import RECORDED_KINDS

# Codes of the reason of a notification.
CONCERNED, YOUR_MANDATE, SEATED, READS = "concerns_you", "your_mandate", "seated", "reads_it"
LEADS, LEADS_THERE, LED, OVERSEES = "leads", "leads_where_it_sits", "led", "oversees"
MAY_ANSWER, MADE_IT, COORDINATES, ADMINISTRATOR = "may_answer", "made_it", "coordinates", "administrator"
DECIDES, SPOKE, HOLDS_OFFICE = "decides", "spoke", "holds_office"

# Sources of the readers who were named; guests are not told of other guests.
SEAT_SOURCES = frozenset({"membership", "deputyship"})

find_concerned = find_person(CONCERNED)


# ---- groups and seats --------------------------------------------------------------------------------------


def _list_leaders_of(group: InitiativeGroup) -> set[UUID]:
    """Return the facilitators of a group (with its territory) and the coordinators there."""
    offices = {
        person_id
        for person_id, sources in GroupPolicy().readers(group).items()
        if any(source.kind == "office" for source in sources)
    }
    return offices.union(list_facilitator_ids(group.pk))


def _get_group(event: Event) -> InitiativeGroup:
    return InitiativeGroup.objects.select_related("territory").get(pk=UUID(event.data["group_id"]))


def list_leaders(reason: str) -> Recipients:
    """Return a finder of the facilitators of the group and the coordinators of its territory."""
    return lambda event: build_recipients(reason, _list_leaders_of(_get_group(event)))


def list_seated(event: Event) -> Iterable[Recipient]:
    return build_recipients(SEATED, list_participant_ids(UUID(event.data["group_id"])))


def list_concerned_by_seat(event: Event) -> Iterable[Recipient]:
    """Return the person and, for a facilitator's seat, the present facilitators."""
    leads = event.data["role"] == Role.FACILITATOR
    others = list_facilitator_ids(UUID(event.data["group_id"])) if leads else ()
    return [*find_concerned(event), *build_recipients(LEADS, others)]


def list_concerned_by_lost_facilitator(event: Event) -> Iterable[Recipient]:
    """Return the former facilitator, the group's facilitators, and the territory's data protection officers.

    It cannot be muted, so that a coordinator cannot remove a facilitator unnoticed.
    """
    group = _get_group(event)
    officers = list_office_holders(OfficeKind.DATA_PROTECTION_OFFICER, [group.territory.code])
    return [
        *find_person(LED)(event),
        *build_recipients(LEADS, list_facilitator_ids(group.pk)),
        *build_recipients(OVERSEES, officers),
    ]


def find_unfacilitated_groups(event: Event) -> list[InitiativeGroup]:
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


def find_uncoordinated_territories(groups: Sequence[InitiativeGroup]) -> list[Territory]:
    """Return the territories of the groups that have no active coordinator."""
    offices = list_current_offices(OfficeKind.COORDINATOR).filter(person__is_active=True)
    reach = TerritorialScope(tuple(office.territory.prefix for office in offices))
    places = {one.territory_id: one.territory for one in groups if not reach.covers([one.territory.code])}
    return sorted(places.values(), key=lambda place: place.code)


def list_coordinators_of_unfacilitated(event: Event) -> Iterable[Recipient]:
    """Return the coordinators of groups without a facilitator.

    Where the territory has no coordinator, the administrators, because they appoint coordinators.
    """
    left = find_unfacilitated_groups(event)
    codes = [group.territory.code for group in left]
    coordinators = [
        office.person_id
        for office in list_current_offices(OfficeKind.COORDINATOR)
        if codes and TerritorialScope((office.territory.prefix,)).covers(codes)
    ]
    administrators = list_administrator_ids() if find_uncoordinated_territories(left) else ()
    return [
        *build_recipients(COORDINATES, coordinators),
        *build_recipients(ADMINISTRATOR, administrators),
    ]


# ---- mandates ----------------------------------------------------------------------------------------------


def list_concerned_by_mandate(event: Event) -> Iterable[Recipient]:
    """Return the holder, and leaders of groups where the mandate has or had a seat until it ended.

    Of a transferred post, leaders are notified with the successor's event.
    """
    mandate_id = UUID(event.data["mandate_id"])
    if event.kind == "groups.mandate_ended" and Mandate.objects.filter(predecessor=mandate_id).exists():
        return find_concerned(event)
    going = not_ended_q(now()) | Q(until__gte=F("mandate__ended_at"))
    seats = Membership.objects.filter(going, mandate=mandate_id).values("group")
    groups = InitiativeGroup.objects.filter(pk__in=seats).select_related("territory")
    leading = {person_id for group in groups for person_id in _list_leaders_of(group)}
    return [*find_concerned(event), *build_recipients(LEADS_THERE, leading)]


def list_usual_deputy_and_holder(event: Event) -> Iterable[Recipient]:
    return [*find_concerned(event), *find_person(CONCERNED, "deputy_id")(event)]


def list_deputy_and_holder(event: Event) -> Iterable[Recipient]:
    holder = Mandate.objects.values_list("person", flat=True).get(pk=UUID(event.data["mandate_id"]))
    return [*find_concerned(event), Recipient(holder, YOUR_MANDATE)]


# ---- joining and sharing -----------------------------------------------------------------------------------


def find_declined_requester(event: Event) -> Iterable[Recipient]:
    """Return the requester of a declined request.

    An admitted person is notified of the seat itself.
    """
    return find_concerned(event) if event.data["state"] == RequestState.DECLINED else ()


def find_creator(rows: QuerySet[Any], key: str) -> Callable[[Event], Iterable[Recipient]]:
    """Return a finder of the person who created the row whose id the event recorded under `key`."""

    def find(event: Event) -> Iterable[Recipient]:
        makers = rows.filter(pk=UUID(event.data[key])).values_list("created_by", flat=True)
        return build_recipients(MADE_IT, makers)

    return find


def list_guest_and_readers(event: Event) -> Iterable[Recipient]:
    """Return the guest and, of a restricted object, its readers who were named."""
    yield from find_concerned(event)
    kind = find_container_by_kind(event.data["container_type"])
    if kind is None or kind.policy is None or kind.emergency is None:
        return
    for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
        readers = kind.policy.readers(obj) if kind.emergency(obj) else {}
        for person_id, sources in readers.items():
            if any(source.kind in SEAT_SOURCES for source in sources):
                yield Recipient(person_id, READS)


# ---- emergency access --------------------------------------------------------------------------------------


def list_emergency_deciders(event: Event) -> Iterable[Recipient]:
    """Return administrators and the territory's coordinators and data protection officers."""
    code = _get_group(event).territory.code
    offices = [one for kind in OfficeKind for one in list_current_offices(kind)]
    within = {one.person_id for one in offices if TerritorialScope((one.territory.prefix,)).covers([code])}
    return build_recipients(DECIDES, within.union(list_administrator_ids()))


def list_concerned_by_emergency(event: Event) -> Iterable[Recipient]:
    """Return the readers of the object, the deciders, the authors of its texts, and the requester.

    Approval by a command on the server is also notified to all holders of an office. Recipients cannot
    unsubscribe from these notifications.
    """
    kind = find_container_by_kind(event.data["container_type"])
    readers: set[UUID] = set()
    if kind is not None and kind.policy is not None:
        for obj in kind.model._default_manager.filter(pk=UUID(event.data["container_id"])):
            readers.update(kind.policy.readers(obj))
    on_server = event.actor_id is None
    return [
        *find_concerned(event),
        *build_recipients(READS, readers),
        *list_emergency_deciders(event),
        *build_recipients(SPOKE, _list_authors(event)),
        *build_recipients(HOLDS_OFFICE, find_office_holder_ids() if on_server else ()),
    ]


def _list_authors(event: Event) -> Iterable[UUID]:
    """Return ids of active people with texts in the object, whether or not they may still read it."""
    concerned_by = [
        Exists(cast("Any", one)(OuterRef("pk")).filter(thing=UUID(event.data["container_id"])))
        for one in RECORDED_KINDS[event.data["container_type"]].concerns
    ]
    if not concerned_by:
        return ()
    return User.objects.filter(reduce(or_, concerned_by), is_active=True).values_list("pk", flat=True)
