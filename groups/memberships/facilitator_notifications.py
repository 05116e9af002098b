"""The loss of a facilitator is told to the group's facilitators, to who led it, and to the data protection
officer of the territory. It cannot be muted, so that a coordinator does not bring it about unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.authority.territorial import list_office_holders
from groups.common.texts import translate_field
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.memberships.events import FacilitatorLost
from groups.offices.models import OfficeKind
from groups.seats.selectors import list_facilitators_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.models import Event
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
        *(Recipient(pk, LEADS) for pk in list_facilitators_of(group.pk)),
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


def _words_for_former(group: InitiativeGroup, event: Event, people: Mapping[UUID, User]) -> NotificationText:
    """Return the words for who led, who may not see the group any more."""
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


def _words_for_leader(group: InitiativeGroup, event: Event, people: Mapping[UUID, User]) -> NotificationText:
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


def _words_for_officer(group: InitiativeGroup, event: Event, people: Mapping[UUID, User]) -> NotificationText:
    """Return the words for a data protection officer, who may not know the group: its territory alone."""
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
    """Say who brought it about: another person is named, a facilitator's own step raises no alarm."""
    if event.actor_id is None:
        return _("A term is over, or the account was closed.")
    if event.actor_id == UUID(event.data["person_id"]):
        return _("It was their own decision.")
    return _("Done by: %(name)s.") % {"name": translate_field(people[event.actor_id], "name")}


WORDS = {LED: _words_for_former, LEADS: _words_for_leader, OVERSEES: _words_for_officer}
register_notice(FacilitatorLost.kind, topic=Topic.ACCOUNT, recipients=_find_recipients, render=_render)
