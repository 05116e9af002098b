"""Rows for the notices about groups, as far as the reader of a notification may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from groups.break_glass.selectors import list_emergencies_unscoped
from groups.common.periods import COUNTRY_ZONE, not_ended_q
from groups.initiative_groups.selectors import list_state_changes_of
from groups.joining.access_log import INVITATION
from groups.joining.personal_emails import OFFER_RELATIONS
from groups.joining.selectors import find_people_by_email
from groups.memberships.events import LeadLost, MembershipStarted
from groups.models import (
    BreakGlass,
    Deputyship,
    GroupStateChange,
    GuestShare,
    InitiativeGroup,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    PersonalInvitation,
    Territory,
)
from groups.policies import (
    BreakGlassPolicy,
    GroupPolicy,
    InvitationPolicy,
    JoinRequestPolicy,
    PersonalInvitationPolicy,
)
from groups.recipients import ADMINISTRATOR, LEADS, find_uncoordinated_territories, find_unfacilitated_groups
from groups.seats.pending_requests import get_admission_reasons
from viche.accounts.models import User
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.object_links import LinkView, describe
from viche.notifications.models import Notification
from viche.notifications.registry import load_rows, load_rows_unscoped


@dataclass(frozen=True, slots=True)
class SeatNews:
    """A seat, and the reason that was given when it was admitted; empty in other notices."""

    seat: Membership
    answer: str


@dataclass(frozen=True, slots=True)
class UsualDeputyNews:
    """A mandate, and who is or was its usual deputy."""

    mandate: Mandate
    deputy: User


@dataclass(frozen=True, slots=True)
class DeputyNews:
    """A deputyship, and the time zone of the reader."""

    deputyship: Deputyship
    zone: str


@dataclass(frozen=True, slots=True)
class StateNews:
    """A group, and its change to a state."""

    group: InitiativeGroup
    step: GroupStateChange


@dataclass(frozen=True, slots=True)
class FacilitatorNews:
    """A former facilitator of a group, and the person who caused the loss, if it was a person."""

    group: InitiativeGroup
    person: User
    actor: User | None


@dataclass(frozen=True, slots=True)
class UnfacilitatedNews:
    """Groups without a facilitator, territories without a coordinator, and the former facilitator."""

    groups: list[InitiativeGroup]
    places: list[Territory]
    person: User | None


@dataclass(frozen=True, slots=True)
class InvitationNews:
    """An invitation whose e-mail was lost, the read to log and the page where it is shown."""

    invitation: Invitation | PersonalInvitation
    read: Read
    url: str

    @property
    def pk(self) -> UUID:
        return self.invitation.pk


@dataclass(frozen=True, slots=True)
class ShareNews:
    """A guest share, the shared object and the time zone of the reader."""

    share: GuestShare
    view: LinkView
    zone: str


@dataclass(frozen=True, slots=True)
class GlassNews:
    """A request for emergency access, the object and the time zone of the reader.

    `view` is None for a reader who does not see the object, `is_seen` tells of the request.
    """

    glass: BreakGlass
    view: LinkView | None
    is_seen: bool
    zone: str

    @property
    def is_open(self) -> bool:
        return self.view is not None or self.is_seen


def _get_time_zone_of(reader: Actor) -> str:
    if reader.person_id is None:
        return COUNTRY_ZONE
    return (
        User.objects.filter(pk=reader.person_id).values_list("time_zone", flat=True).first() or COUNTRY_ZONE
    )


def list_visible_group_ids(reader: Actor, groups: Iterable[UUID]) -> set[UUID]:
    return set(GroupPolicy().visible_to(reader).filter(pk__in=groups).values_list("pk", flat=True))


# ---- groups and seats --------------------------------------------------------------------------------------


def load_seats(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, SeatNews]:
    """Return current seats; for facilitators only while they see the group."""
    rows = Membership.objects.filter(not_ended_q(now())).select_related(
        "group", "mandate__organisation", "mandate__person"
    )
    seats = load_rows_unscoped(rows, "membership_id")(reader, notifications)
    seen = list_visible_group_ids(reader, {one.group_id for one in seats.values()})
    started = {one.pk for one in notifications if one.kind == MembershipStarted.kind}
    answers = get_admission_reasons(seat.pk for pk, seat in seats.items() if pk in started)
    led = {one.pk for one in notifications if one.reason == LEADS}
    return {
        pk: SeatNews(seat, answers.get(seat.pk, ""))
        for pk, seat in seats.items()
        if pk not in led or seat.group_id in seen
    }


def load_state_changes(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, StateNews]:
    """Return the change of each event: the last one at its time."""
    groups = load_rows(list_visible_groups)(reader, notifications)
    found = {}
    for one in notifications:
        if one.pk in groups:
            steps = list_state_changes_of(one.subject_id).filter(at__lte=one.event.at)
            if (step := steps.order_by("-at", "-id").first()) is not None:
                found[one.pk] = StateNews(groups[one.pk], step)
    return found


def list_visible_groups(reader: Actor, ids: Collection[UUID]) -> QuerySet[InitiativeGroup]:
    return GroupPolicy().visible_to(reader).filter(pk__in=ids)


def load_lost_facilitators(
    reader: Actor, notifications: Sequence[Notification]
) -> dict[UUID, FacilitatorNews]:
    """Return the group of each event; for its facilitators only while they see it.

    The other recipients may not know the group, and their texts do not need it to be visible.
    """
    groups = load_rows_unscoped(InitiativeGroup.objects.select_related("territory"), "group_id")(
        reader, notifications
    )
    seen = list_visible_group_ids(reader, {one.pk for one in groups.values()})
    people = load_rows_unscoped(User.objects.all(), "person_id")(reader, notifications)
    actors = User.objects.in_bulk({one.event.actor_id for one in notifications if one.event.actor_id})
    return {
        one.pk: FacilitatorNews(
            groups[one.pk], people[one.pk], actors[one.event.actor_id] if one.event.actor_id else None
        )
        for one in notifications
        if one.reason != LEADS or groups[one.pk].pk in seen
    }


def load_unfacilitated(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, UnfacilitatedNews]:
    """Return groups that the reader sees, while they have no facilitator.

    Administrators see no groups: they are told until the territory has a coordinator.
    """
    found = {}
    for one in notifications:
        left = find_unfacilitated_groups(one.event)
        if one.reason == ADMINISTRATOR:
            places = find_uncoordinated_territories(left)
            news = UnfacilitatedNews([], places, None)
        else:
            seen = list_visible_group_ids(reader, [row.pk for row in left])
            news = UnfacilitatedNews([row for row in left if row.pk in seen], [], _find_departed(one.event))
        if news.places or (news.groups and news.person is not None):
            found[one.pk] = news
    return found


def _find_departed(event: Event) -> User | None:
    if event.kind == LeadLost.kind:
        return User.objects.filter(mandates=UUID(event.data["mandate_id"])).first()
    return User.objects.filter(pk=UUID(event.data["person_id"])).first()


# ---- mandates ----------------------------------------------------------------------------------------------

load_mandates = load_rows_unscoped(
    Mandate.objects.select_related("person", "organisation", "predecessor__person"), "mandate_id"
)


def load_usual_deputies(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, UsualDeputyNews]:
    deputies = load_rows_unscoped(User.objects.all(), "deputy_id")(reader, notifications)
    mandates = load_mandates(reader, notifications)
    return {pk: UsualDeputyNews(mandate, deputies[pk]) for pk, mandate in mandates.items()}


def load_deputyships(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, DeputyNews]:
    rows = Deputyship.objects.select_related("deputy", "mandate__person", "mandate__organisation")
    zone = _get_time_zone_of(reader)
    found = load_rows_unscoped(rows, "deputyship_id")(reader, notifications)
    return {pk: DeputyNews(row, zone) for pk, row in found.items()}


# ---- joining and sharing -----------------------------------------------------------------------------------


def list_visible_requests(reader: Actor, ids: Collection[UUID]) -> QuerySet[JoinRequest]:
    rows = JoinRequestPolicy().visible_to(reader).filter(pk__in=ids)
    return rows.select_related("group", "person", "organisation")


def list_open_invitations(reader: Actor, ids: Collection[UUID]) -> list[InvitationNews]:
    rows = InvitationPolicy().visible_to(reader).filter(pk__in=ids).select_related("group", "organisation")
    return _build_invitation_news([(row, f"/groups/{row.group_id}/joining") for row in rows])


def list_open_personal_invitations(reader: Actor, ids: Collection[UUID]) -> list[InvitationNews]:
    """Return invitations with the page of what each offers, as far as the reader sees it."""
    visible = PersonalInvitationPolicy().visible_to(reader).filter(pk__in=ids)
    rows = list(visible.select_related(*OFFER_RELATIONS))
    shared = {row.pk: (row.container_type, row.container_id) for row in rows if row.container_id is not None}
    seen = describe(reader, set(shared.values()))
    urls = {pk: seen[thing].url for pk, thing in shared.items() if thing in seen}
    for row in rows:
        if row.organisation_id is not None:
            urls[row.pk] = f"/organisations/{row.organisation_id}"
        elif row.territory_id is not None:
            urls[row.pk] = f"/territories/{row.territory_id}"
    return _build_invitation_news([(row, urls.get(row.pk, "/")) for row in rows])


def _build_invitation_news(
    rows: Sequence[tuple[Invitation | PersonalInvitation, str]],
) -> list[InvitationNews]:
    """Return those that are open; each shows the address of a person, which is logged."""
    going = [(row, url) for row, url in rows if row.email and row.opens(now())]
    people = find_people_by_email({row.email for row, _url in going})
    return [InvitationNews(row, Read(INVITATION, row.pk, people.get(row.email)), url) for row, url in going]


def load_shares(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, ShareNews]:
    """Return the shares that have not ended, of objects that the reader sees."""
    rows = GuestShare.objects.filter(ended_at=None).select_related("person")
    shares = load_rows_unscoped(rows, "share_id")(reader, notifications)
    views = describe(reader, {(one.container_type, one.container_id) for one in shares.values()})
    zone = _get_time_zone_of(reader)
    return {
        pk: ShareNews(share, view, zone)
        for pk, share in shares.items()
        if (view := views.get((share.container_type, share.container_id))) is not None
    }


def load_emergencies(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, GlassNews]:
    rows = load_rows_unscoped(list_emergencies_unscoped(), "break_glass_id")(reader, notifications)
    views = describe(reader, {(one.container_type, one.container_id) for one in rows.values()})
    visible = BreakGlassPolicy().visible_to(reader).filter(pk__in={one.pk for one in rows.values()})
    seen, zone = set(visible.values_list("pk", flat=True)), _get_time_zone_of(reader)
    return {
        pk: GlassNews(row, views.get((row.container_type, row.container_id)), row.pk in seen, zone)
        for pk, row in rows.items()
    }
