"""Notifications that a group has lost a facilitator.

Recipients are the group's facilitators, the former facilitator, and the territory's data protection officer.
It cannot be muted, so that a coordinator cannot remove a facilitator unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import list_office_holders
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.events import FacilitatorLost
from groups.offices.models import OfficeKind
from groups.seats.selectors import list_facilitator_ids
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

LED, LEADS, OVERSEES = "led", "leads", "oversees"


def _groups_of(events: Sequence[Event]) -> Mapping[UUID, InitiativeGroup]:
    ids = {UUID(one.data["group_id"]) for one in events}
    return InitiativeGroup.objects.select_related("territory").in_bulk(ids)


def _find_recipients(event: Event) -> Iterable[Recipient]:
    group = _groups_of([event])[UUID(event.data["group_id"])]
    officers = list_office_holders(OfficeKind.DATA_PROTECTION_OFFICER, [group.territory.code])
    return [
        Recipient(UUID(event.data["person_id"]), LED),
        *(Recipient(pk, LEADS) for pk in list_facilitator_ids(group.pk)),
        *(Recipient(pk, OVERSEES) for pk in sorted(officers)),
    ]


def _render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    events = [one.event for one in notifications]
    groups = _groups_of(events)
    seen = set(GroupPolicy().visible_to(reader).filter(pk__in=groups).values_list("pk", flat=True))
    ids = {UUID(one.data["person_id"]) for one in events} | {one.actor_id for one in events if one.actor_id}
    people = User.objects.in_bulk(ids)
    found = {}
    for one in notifications:
        group = groups[UUID(one.event.data["group_id"])]
        if one.reason != LEADS or group.pk in seen:
            found[one.pk] = WORDS[one.reason](group, one.event, people)
    return found


def _render_for_former_facilitator(
    group: InitiativeGroup, event: Event, people: Mapping[UUID, User]
) -> NotificationText:
    """Render the text for the former facilitator, who may no longer see the group."""
    return NotificationText(
        title=render_bilingual(
            lambda: _("You no longer lead the group “%(group)s”") % {"group": translate_field(group, "name")}
        ),
        body=render_bilingual(partial(_describe_own_loss, event, people)),
        reason=render_bilingual(lambda: _("You led this group.")),
        url="/groups",
    )


def _describe_own_loss(event: Event, people: Mapping[UUID, User]) -> str:
    cause = _describe_cause(event, people)
    ask = _("If this is a mistake, tell the data protection officer of the territory.")
    return f"{cause} {ask}" if event.actor_id else cause


def _render_for_facilitator(
    group: InitiativeGroup, event: Event, people: Mapping[UUID, User]
) -> NotificationText:
    person = people[UUID(event.data["person_id"])]

    def title() -> str:
        words = {"person": translate_field(person, "name"), "group": translate_field(group, "name")}
        return _("No longer leads the group “%(group)s”: %(person)s") % words

    return NotificationText(
        title=render_bilingual(title),
        body=render_bilingual(partial(_describe_cause, event, people)),
        reason=render_bilingual(lambda: _("You lead this group.")),
        url=f"/groups/{group.pk}",
    )


def _render_for_officer(
    group: InitiativeGroup, event: Event, people: Mapping[UUID, User]
) -> NotificationText:
    """Render the text for a data protection officer: it names only the territory, not the group."""
    person = people[UUID(event.data["person_id"])]

    def body() -> str:
        words = {"person": translate_field(person, "name"), "place": translate_field(group.territory, "name")}
        lost = _("No longer leads it: %(person)s. Territory: %(place)s.") % words
        return f"{lost} {_describe_cause(event, people)}"

    return NotificationText(
        title=render_bilingual(lambda: _("A group has one facilitator fewer")),
        body=render_bilingual(body),
        reason=render_bilingual(lambda: _("You oversee personal data in this territory.")),
        url="/offices",
    )


def _describe_cause(event: Event, people: Mapping[UUID, User]) -> str:
    """Describe the cause: another person is named; a facilitator's own decision is called that."""
    if event.actor_id is None:
        return _("A term is over, or the account was closed.")
    if event.actor_id == UUID(event.data["person_id"]):
        return _("It was their own decision.")
    return _("Done by: %(name)s.") % {"name": translate_field(people[event.actor_id], "name")}


WORDS = {LED: _render_for_former_facilitator, LEADS: _render_for_facilitator, OVERSEES: _render_for_officer}
register_notice(FacilitatorLost.kind, topic=Topic.ACCOUNT, recipients=_find_recipients, render=_render)
