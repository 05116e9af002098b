"""Whom this room tells: people, of their own seats, mandates and offices and of what is shared with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from groups.common.notification_text import because, concerned, recorded, told
from groups.common.periods import open_seats
from groups.common.texts import local, office_name, role_name
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.recipients import who_leads
from groups.mandates.models import Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.offices.models import Office, OfficeKind
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import answers_with
from groups.seats.selectors import facilitators_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

# ---- seats in groups ---------------------------------------------------------------------------------------


def _seats(notifications: Sequence[Notification]) -> dict[UUID, Membership]:
    loaded = Membership.objects.select_related("group", "mandate__organisation", "mandate__person")
    return recorded(notifications, "membership_id", loaded)


def _role(seat: Membership) -> str:
    return role_name(Role(seat.role), seat.mandate.person.grammatical_gender)


def _started(seat: Membership) -> str:
    return _("You take part in the group “%(group)s”") % {"group": local(seat.group, "name")}


def _role_changed(seat: Membership) -> str:
    words = {"group": local(seat.group, "name"), "role": _role(seat)}
    return _("Your role in the group “%(group)s” is now: %(role)s") % words


def _leads(seat: Membership) -> str:
    words = {"group": local(seat.group, "name"), "person": local(seat.mandate.person, "name")}
    return _("“%(group)s” is led now by: %(person)s") % words


def _for_whom(seat: Membership) -> str:
    return post(seat.mandate)


def post(mandate: Mandate) -> str:
    words = {
        "position": local(mandate, "position"),
        "organisation": local(mandate.organisation, "name"),
    }
    return _("Position: %(position)s, %(organisation)s.") % words


def _ended(seat: Membership) -> str:
    return _("Your seat in the group “%(group)s” has ended") % {"group": local(seat.group, "name")}


def _role_and_organisation(seat: Membership) -> str:
    words = {"role": _role(seat), "organisation": local(seat.mandate.organisation, "name")}
    return _("Your role: %(role)s. You take part for: %(organisation)s.") % words


def _going_on(
    title: Callable[[Membership], str],
    answers: Callable[[Iterable[UUID]], Mapping[UUID, str]] = lambda _seats: {},
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Words about seats that are not over; about those of others as long as the reader sees their group.

    `answers` says of some seats what was said to who had asked for them.
    """

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        at, found = now(), {}
        seats = {pk: one for pk, one in _seats(notifications).items() if one.until is None or one.until > at}
        seen = set(GroupPolicy().visible_to(reader).in_bulk({one.group_id for one in seats.values()}))
        said = answers(one.pk for one in seats.values() if one.mandate.person_id == reader.person_id)
        for pk, seat in seats.items():
            if seat.mandate.person_id == reader.person_id:
                found[pk] = _own(title, seat, said.get(seat.pk, ""))
            elif seat.group_id in seen:
                found[pk] = _of_another(seat)
        return found

    return render


def _own(title: Callable[[Membership], str], seat: Membership, answer: str) -> Words:
    return told(partial(title, seat), partial(_seated, seat, answer), f"/groups/{seat.group_id}")


def _seated(seat: Membership, answer: str) -> str:
    role = _role_and_organisation(seat)
    return f"{role} {because(answer)}" if answer else role


def _of_another(seat: Membership) -> Words:
    return Words(
        title=in_both(partial(_leads, seat)),
        body=in_both(partial(_for_whom, seat)),
        reason=in_both(lambda: _("You lead this group, too.")),
        url=f"/groups/{seat.group_id}/members",
    )


def _with_who_leads(event: Event) -> Iterable[Recipient]:
    """The person, and of a seat that leads whoever leads the group already."""
    yield from concerned(event)
    if event.data["role"] == Role.FACILITATOR:
        for person_id in facilitators_of(UUID(event.data["group_id"])):
            yield Recipient(person_id, "leads")


def _over(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    return {
        pk: told(partial(_ended, seat), partial(because, seat.end_reason))
        for pk, seat in _seats(notifications).items()
    }


notice(
    "groups.membership_started",
    topic=Topic.MEMBERSHIP,
    recipients=_with_who_leads,
    render=_going_on(_started, answers_with),
)
notice(
    "groups.role_changed", topic=Topic.MEMBERSHIP, recipients=_with_who_leads, render=_going_on(_role_changed)
)
notice("groups.membership_ended", topic=Topic.MEMBERSHIP, recipients=concerned, render=_over)


# ---- mandates and offices ----------------------------------------------------------------------------------


def mandates_of(notifications: Sequence[Notification]) -> dict[UUID, Mandate]:
    return recorded(
        notifications,
        "mandate_id",
        Mandate.objects.select_related("person", "organisation", "predecessor__person"),
    )


def _appointed(mandate: Mandate) -> str:
    return _("You act for: %(organisation)s") % {"organisation": local(mandate.organisation, "name")}


def _dismissed(mandate: Mandate) -> str:
    words = {"organisation": local(mandate.organisation, "name")}
    return _("Your mandate for %(organisation)s has ended") % words


def _position(mandate: Mandate) -> str:
    words = {"position": local(mandate, "position"), "document": mandate.document}
    return _("Position: %(position)s. By: %(document)s.") % words


def _changed(mandate: Mandate) -> str:
    words = {"organisation": local(mandate.organisation, "name")}
    return _("Your mandate has changed: %(organisation)s") % words


def _rests(mandate: Mandate) -> str:
    words = {"organisation": local(mandate.organisation, "name")}
    return _("Your mandate is suspended: %(organisation)s") % words


def _resumed(mandate: Mandate) -> str:
    words = {"organisation": local(mandate.organisation, "name")}
    return _("Your mandate is in force again: %(organisation)s") % words


def _taken_over(mandate: Mandate) -> str:
    words = {"position": local(mandate, "position"), "organisation": local(mandate.organisation, "name")}
    return _("You have taken over a post: %(position)s, %(organisation)s") % words


def _held_before(mandate: Mandate) -> str:
    before = local(mandate.predecessor.person, "name") if mandate.predecessor is not None else ""
    words = {"predecessor": before, "document": mandate.document}
    return (
        _(
            "It was held by %(predecessor)s. Its open actions and unread threads are yours now. "
            "By: %(document)s."
        )
        % words
    )


def _holder_and_who_leads(event: Event) -> Iterable[Recipient]:
    """The holder, and who leads the groups where the mandate sits or sat until it ended. A post that passes
    on is told there of its successor.
    """
    mandate_id = UUID(event.data["mandate_id"])
    if event.kind == "groups.mandate_ended" and Mandate.objects.filter(predecessor=mandate_id).exists():
        return concerned(event)
    going = open_seats(now()) | Q(until__gte=F("mandate__ended_at"))
    seats = Membership.objects.filter(going, mandate=mandate_id).values("group")
    groups = InitiativeGroup.objects.filter(pk__in=seats).select_related("territory")
    leading = {person_id for group in groups for person_id in who_leads(group)}
    return [*concerned(event), *(Recipient(pk, LEADS) for pk in sorted(leading))]


LEADS = "leads_where_it_sits"


def _ended_there(mandate: Mandate) -> str:
    return _("The mandate has ended: %(person)s, %(organisation)s") % _held(mandate)


def _rests_there(mandate: Mandate) -> str:
    return _("The mandate is suspended: %(person)s, %(organisation)s") % _held(mandate)


def _resumed_there(mandate: Mandate) -> str:
    return _("The mandate is in force again: %(person)s, %(organisation)s") % _held(mandate)


def _passed_on_there(mandate: Mandate) -> str:
    return _("The post has passed on: %(person)s, %(organisation)s") % _held(mandate)


def _held(mandate: Mandate) -> dict[str, str]:
    return {"person": local(mandate.person, "name"), "organisation": local(mandate.organisation, "name")}


def _about_mandate(
    title: Callable[[Mandate], str],
    body: Callable[[Mandate], str],
    still_true: Callable[[Mandate], bool] = lambda mandate: mandate.ended_at is None,
    there: Callable[[Mandate], str] | None = None,
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Words for the holder; `there` is what those read who lead where the mandate sits."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        leads = {one.id for one in notifications if one.reason == LEADS}
        found = {}
        for pk, mandate in mandates_of(notifications).items():
            if not still_true(mandate):
                continue
            if pk not in leads:
                found[pk] = told(partial(title, mandate), partial(body, mandate))
            elif there is not None and MandatePolicy().can(reader, MandateAction.READ, mandate):
                found[pk] = _told_where_it_sits(there, mandate)
        return found

    return render


def _told_where_it_sits(title: Callable[[Mandate], str], mandate: Mandate) -> Words:
    return Words(
        title=in_both(partial(title, mandate)),
        body=in_both(partial(_position, mandate)),
        reason=in_both(lambda: _("You lead or coordinate a group where this mandate sits.")),
        url=f"/organisations/{mandate.organisation_id}",
    )


def _is_in_force(mandate: Mandate) -> bool:
    return mandate.rested_at is None and mandate.ended_at is None


def _because_it_rests(mandate: Mandate) -> str:
    return because(mandate.rest_reason)


def _because_it_ended(mandate: Mandate) -> str:
    return because(mandate.end_reason)


def _office_words(office: Office) -> dict[str, str]:
    name = office_name(OfficeKind(office.kind), office.person.grammatical_gender)
    return {"office": name, "territory": local(office.territory, "name")}


def _office(office: Office) -> str:
    return _("Your office: %(office)s, %(territory)s") % _office_words(office)


def _office_left(office: Office) -> str:
    return _("Your office has ended: %(office)s, %(territory)s") % _office_words(office)


def _office_document(office: Office) -> str:
    return _("By: %(document)s.") % {"document": office.document}


def _office_end(office: Office) -> str:
    return because(office.end_reason) if office.end_reason else _office_document(office)


def _offices(
    title: Callable[[Office], str], body: Callable[[Office], str]
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        rows = recorded(notifications, "office_id", Office.objects.select_related("territory", "person"))
        return {pk: told(partial(title, row), partial(body, row)) for pk, row in rows.items()}

    return render


TOLD_THERE = {
    "groups.mandate_rested",
    "groups.mandate_resumed",
    "groups.mandate_taken_over",
    "groups.mandate_ended",
}
for kind, render in (
    ("groups.mandate_appointed", _about_mandate(_appointed, _position)),
    ("groups.mandate_changed", _about_mandate(_changed, _position)),
    (
        "groups.mandate_rested",
        _about_mandate(_rests, _because_it_rests, lambda one: one.rested_at is not None, _rests_there),
    ),
    (
        "groups.mandate_resumed",
        _about_mandate(_resumed, _position, _is_in_force, _resumed_there),
    ),
    ("groups.mandate_taken_over", _about_mandate(_taken_over, _held_before, there=_passed_on_there)),
    ("groups.mandate_ended", _about_mandate(_dismissed, _because_it_ended, lambda _one: True, _ended_there)),
):
    notice(
        kind,
        topic=Topic.MEMBERSHIP,
        recipients=_holder_and_who_leads if kind in TOLD_THERE else concerned,
        render=render,
    )
notice(
    "groups.office_taken",
    topic=Topic.MEMBERSHIP,
    recipients=concerned,
    render=_offices(_office, _office_document),
)
notice(
    "groups.office_left",
    topic=Topic.MEMBERSHIP,
    recipients=concerned,
    render=_offices(_office_left, _office_end),
)
