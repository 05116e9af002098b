"""Notify people of their own seats, mandates and offices, and leaders of changes in their groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from groups.common.notification_text import (
    build_personal_words,
    describe_given_reason,
    list_concerned_recipients,
    load_recorded,
)
from groups.common.periods import not_ended_q
from groups.common.texts import describe_office, describe_role
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.initiative_groups.recipients import list_leaders_of
from groups.mandates.models import Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.offices.models import Office, OfficeKind
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import get_admission_reasons
from groups.seats.selectors import list_facilitator_ids
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

# ---- seats in groups ---------------------------------------------------------------------------------------


def _load_seats(notifications: Sequence[Notification]) -> dict[UUID, Membership]:
    loaded = Membership.objects.select_related("group", "mandate__organisation", "mandate__person")
    return load_recorded(notifications, "membership_id", loaded)


def _describe_role(seat: Membership) -> str:
    return describe_role(Role(seat.role), seat.mandate.person.grammatical_gender)


def _render_started_title(seat: Membership) -> str:
    return _("You take part in the group “%(group)s”") % {"group": translate_field(seat.group, "name")}


def _render_role_title(seat: Membership) -> str:
    words = {"group": translate_field(seat.group, "name"), "role": _describe_role(seat)}
    return _("Your role in the group “%(group)s” is now: %(role)s") % words


def _render_leader_title(seat: Membership) -> str:
    words = {
        "group": translate_field(seat.group, "name"),
        "person": translate_field(seat.mandate.person, "name"),
    }
    return _("“%(group)s” is led now by: %(person)s") % words


def _render_leader_body(seat: Membership) -> str:
    return describe_post(seat.mandate)


def describe_post(mandate: Mandate) -> str:
    words = {
        "position": translate_field(mandate, "position"),
        "organisation": translate_field(mandate.organisation, "name"),
    }
    return _("Position: %(position)s, %(organisation)s.") % words


def _render_ended_title(seat: Membership) -> str:
    return _("Your seat in the group “%(group)s” has ended") % {"group": translate_field(seat.group, "name")}


def _describe_role_and_organisation(seat: Membership) -> str:
    words = {"role": _describe_role(seat), "organisation": translate_field(seat.mandate.organisation, "name")}
    return _("Your role: %(role)s. You take part for: %(organisation)s.") % words


def _build_seat_renderer(
    title: Callable[[Membership], str],
    answers: Callable[[Iterable[UUID]], Mapping[UUID, str]] = lambda _seats: {},
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    """Build a renderer for current seats, of others only while the reader sees their group."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        at, found = now(), {}
        seats = {
            pk: one for pk, one in _load_seats(notifications).items() if one.until is None or one.until > at
        }
        seen = set(GroupPolicy().visible_to(reader).in_bulk({one.group_id for one in seats.values()}))
        said = answers(one.pk for one in seats.values() if one.mandate.person_id == reader.person_id)
        for pk, seat in seats.items():
            if seat.mandate.person_id == reader.person_id:
                found[pk] = _render_own_seat(title, seat, said.get(seat.pk, ""))
            elif seat.group_id in seen:
                found[pk] = _render_other_seat(seat)
        return found

    return render


def _render_own_seat(title: Callable[[Membership], str], seat: Membership, answer: str) -> NotificationText:
    return build_personal_words(
        partial(title, seat), partial(_render_own_body, seat, answer), f"/groups/{seat.group_id}"
    )


def _render_own_body(seat: Membership, answer: str) -> str:
    role = _describe_role_and_organisation(seat)
    return f"{role} {describe_given_reason(answer)}" if answer else role


def _render_other_seat(seat: Membership) -> NotificationText:
    return NotificationText(
        title=render_bilingual(partial(_render_leader_title, seat)),
        body=render_bilingual(partial(_render_leader_body, seat)),
        reason=render_bilingual(lambda: _("You lead this group, too.")),
        url=f"/groups/{seat.group_id}/members",
    )


def _list_seat_recipients(event: Event) -> Iterable[Recipient]:
    """Return the person and, for a facilitator's seat, the present facilitators."""
    yield from list_concerned_recipients(event)
    if event.data["role"] == Role.FACILITATOR:
        for person_id in list_facilitator_ids(UUID(event.data["group_id"])):
            yield Recipient(person_id, "leads")


def _render_ended_seats(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    return {
        pk: build_personal_words(
            partial(_render_ended_title, seat), partial(describe_given_reason, seat.end_reason)
        )
        for pk, seat in _load_seats(notifications).items()
    }


register_notice(
    "groups.membership_started",
    topic=Topic.MEMBERSHIP,
    recipients=_list_seat_recipients,
    render=_build_seat_renderer(_render_started_title, get_admission_reasons),
)
register_notice(
    "groups.role_changed",
    topic=Topic.MEMBERSHIP,
    recipients=_list_seat_recipients,
    render=_build_seat_renderer(_render_role_title),
)
register_notice(
    "groups.membership_ended",
    topic=Topic.MEMBERSHIP,
    recipients=list_concerned_recipients,
    render=_render_ended_seats,
)


# ---- mandates and offices ----------------------------------------------------------------------------------


def load_mandates_of(notifications: Sequence[Notification]) -> dict[UUID, Mandate]:
    return load_recorded(
        notifications,
        "mandate_id",
        Mandate.objects.select_related("person", "organisation", "predecessor__person"),
    )


def _render_appointed_title(mandate: Mandate) -> str:
    return _("You act for: %(organisation)s") % {
        "organisation": translate_field(mandate.organisation, "name")
    }


def _render_dismissed_title(mandate: Mandate) -> str:
    words = {"organisation": translate_field(mandate.organisation, "name")}
    return _("Your mandate for %(organisation)s has ended") % words


def _render_position(mandate: Mandate) -> str:
    words = {"position": translate_field(mandate, "position"), "document": mandate.document}
    return _("Position: %(position)s. By: %(document)s.") % words


def _render_changed_title(mandate: Mandate) -> str:
    words = {"organisation": translate_field(mandate.organisation, "name")}
    return _("Your mandate has changed: %(organisation)s") % words


def _render_suspended_title(mandate: Mandate) -> str:
    words = {"organisation": translate_field(mandate.organisation, "name")}
    return _("Your mandate is suspended: %(organisation)s") % words


def _render_resumed_title(mandate: Mandate) -> str:
    words = {"organisation": translate_field(mandate.organisation, "name")}
    return _("Your mandate is in force again: %(organisation)s") % words


def _render_transferred_title(mandate: Mandate) -> str:
    words = {
        "position": translate_field(mandate, "position"),
        "organisation": translate_field(mandate.organisation, "name"),
    }
    return _("You have taken over a post: %(position)s, %(organisation)s") % words


def _render_transferred_body(mandate: Mandate) -> str:
    before = translate_field(mandate.predecessor.person, "name") if mandate.predecessor is not None else ""
    words = {"predecessor": before, "document": mandate.document}
    return (
        _(
            "It was held by %(predecessor)s. Its open actions and unread threads are yours now. "
            "By: %(document)s."
        )
        % words
    )


def _list_mandate_recipients(event: Event) -> Iterable[Recipient]:
    """Return the holder, and leaders of groups where the mandate has or had a seat until it ended.

    Of a transferred post, leaders are notified with the successor's event.
    """
    mandate_id = UUID(event.data["mandate_id"])
    if event.kind == "groups.mandate_ended" and Mandate.objects.filter(predecessor=mandate_id).exists():
        return list_concerned_recipients(event)
    going = not_ended_q(now()) | Q(until__gte=F("mandate__ended_at"))
    seats = Membership.objects.filter(going, mandate=mandate_id).values("group")
    groups = InitiativeGroup.objects.filter(pk__in=seats).select_related("territory")
    leading = {person_id for group in groups for person_id in list_leaders_of(group)}
    return [*list_concerned_recipients(event), *(Recipient(pk, LEADER_REASON) for pk in sorted(leading))]


LEADER_REASON = "leads_where_it_sits"


def _render_ended_for_leader(mandate: Mandate) -> str:
    return _("The mandate has ended: %(person)s, %(organisation)s") % _describe_holder(mandate)


def _render_suspended_for_leader(mandate: Mandate) -> str:
    return _("The mandate is suspended: %(person)s, %(organisation)s") % _describe_holder(mandate)


def _render_resumed_for_leader(mandate: Mandate) -> str:
    return _("The mandate is in force again: %(person)s, %(organisation)s") % _describe_holder(mandate)


def _render_transferred_for_leader(mandate: Mandate) -> str:
    return _("The post has passed on: %(person)s, %(organisation)s") % _describe_holder(mandate)


def _describe_holder(mandate: Mandate) -> dict[str, str]:
    return {
        "person": translate_field(mandate.person, "name"),
        "organisation": translate_field(mandate.organisation, "name"),
    }


def _build_mandate_renderer(
    title: Callable[[Mandate], str],
    body: Callable[[Mandate], str],
    still_true: Callable[[Mandate], bool] = lambda mandate: mandate.ended_at is None,
    there: Callable[[Mandate], str] | None = None,
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    """Build a renderer for the holder; `there` is the title for leaders of the mandate's groups."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        leads = {one.id for one in notifications if one.reason == LEADER_REASON}
        found = {}
        for pk, mandate in load_mandates_of(notifications).items():
            if not still_true(mandate):
                continue
            if pk not in leads:
                found[pk] = build_personal_words(partial(title, mandate), partial(body, mandate))
            elif there is not None and MandatePolicy().can(reader, MandateAction.READ, mandate):
                found[pk] = _render_for_leader(there, mandate)
        return found

    return render


def _render_for_leader(title: Callable[[Mandate], str], mandate: Mandate) -> NotificationText:
    return NotificationText(
        title=render_bilingual(partial(title, mandate)),
        body=render_bilingual(partial(_render_position, mandate)),
        reason=render_bilingual(lambda: _("You lead or coordinate a group where this mandate sits.")),
        url=f"/organisations/{mandate.organisation_id}",
    )


def _is_in_force(mandate: Mandate) -> bool:
    return mandate.rested_at is None and mandate.ended_at is None


def _render_suspension_reason(mandate: Mandate) -> str:
    return describe_given_reason(mandate.rest_reason)


def _render_end_reason(mandate: Mandate) -> str:
    return describe_given_reason(mandate.end_reason)


def _describe_office(office: Office) -> dict[str, str]:
    name = describe_office(OfficeKind(office.kind), office.person.grammatical_gender)
    return {"office": name, "territory": translate_field(office.territory, "name")}


def _render_office_title(office: Office) -> str:
    return _("Your office: %(office)s, %(territory)s") % _describe_office(office)


def _render_office_end_title(office: Office) -> str:
    return _("Your office has ended: %(office)s, %(territory)s") % _describe_office(office)


def _render_office_body(office: Office) -> str:
    return _("By: %(document)s.") % {"document": office.document}


def _render_office_end_body(office: Office) -> str:
    return describe_given_reason(office.end_reason) if office.end_reason else _render_office_body(office)


def _build_office_renderer(
    title: Callable[[Office], str], body: Callable[[Office], str]
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        rows = load_recorded(notifications, "office_id", Office.objects.select_related("territory", "person"))
        return {pk: build_personal_words(partial(title, row), partial(body, row)) for pk, row in rows.items()}

    return render


KINDS_FOR_LEADERS = {
    "groups.mandate_rested",
    "groups.mandate_resumed",
    "groups.mandate_taken_over",
    "groups.mandate_ended",
}
for kind, render in (
    ("groups.mandate_appointed", _build_mandate_renderer(_render_appointed_title, _render_position)),
    ("groups.mandate_changed", _build_mandate_renderer(_render_changed_title, _render_position)),
    (
        "groups.mandate_rested",
        _build_mandate_renderer(
            _render_suspended_title,
            _render_suspension_reason,
            lambda one: one.rested_at is not None,
            _render_suspended_for_leader,
        ),
    ),
    (
        "groups.mandate_resumed",
        _build_mandate_renderer(
            _render_resumed_title, _render_position, _is_in_force, _render_resumed_for_leader
        ),
    ),
    (
        "groups.mandate_taken_over",
        _build_mandate_renderer(
            _render_transferred_title, _render_transferred_body, there=_render_transferred_for_leader
        ),
    ),
    (
        "groups.mandate_ended",
        _build_mandate_renderer(
            _render_dismissed_title, _render_end_reason, lambda _one: True, _render_ended_for_leader
        ),
    ),
):
    register_notice(
        kind,
        topic=Topic.MEMBERSHIP,
        recipients=_list_mandate_recipients if kind in KINDS_FOR_LEADERS else list_concerned_recipients,
        render=render,
    )
register_notice(
    "groups.office_taken",
    topic=Topic.MEMBERSHIP,
    recipients=list_concerned_recipients,
    render=_build_office_renderer(_render_office_title, _render_office_body),
)
register_notice(
    "groups.office_left",
    topic=Topic.MEMBERSHIP,
    recipients=list_concerned_recipients,
    render=_build_office_renderer(_render_office_end_title, _render_office_end_body),
)
