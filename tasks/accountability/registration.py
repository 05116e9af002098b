"""What the register of action items tells meetings and their minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from dialogue.meetings.models import AgendaKind
from dialogue.meetings.suggestions import Suggestion, register_agenda_source
from dialogue.minutes.record import MeetingAction, register_action_source
from groups.models import InitiativeGroup
from tasks.accountability.public_selectors import list_group_wide_items, list_open_group_wide_items
from tasks.items.models import ActionItem
from viche.kernel.actor import Actor
from viche.kernel.text import Text, bilingual_of


def find_due_items(_actor: Actor, group: InitiativeGroup, day: date, most: int) -> Iterator[Suggestion]:
    """Yield the open action items that are due until a day and that the whole group may read."""
    for item in list_open_group_wide_items(group).filter(due_on__lte=day)[:most]:
        yield Suggestion(
            kind=AgendaKind.ACTION,
            title=bilingual_of(item, "title"),
            action_id=item.pk,
            number=item.number,
            due_on=item.due_on,
        )


def describe_for_minutes(group: InitiativeGroup, ids: Collection[UUID]) -> dict[UUID, MeetingAction]:
    """Return what minutes say of action items that the whole group may read."""
    return {item.pk: _describe(item) for item in list_group_wide_items(group).filter(pk__in=ids)}


def _describe(item: ActionItem) -> MeetingAction:
    organisation = item.owner_organisation or item.outside_body
    body: Text = {"uk": "", "en": ""} if organisation is None else bilingual_of(organisation, "name")
    person: Text = {"uk": "", "en": ""} if item.owner is None else bilingual_of(item.owner.person, "name")
    return MeetingAction(
        number=item.number,
        title=bilingual_of(item, "title"),
        owner={"uk": _join(person["uk"], body["uk"]), "en": _join(person["en"], body["en"])},
        organisation=body,
        due_on=item.due_on,
    )


def _join(*names: str) -> str:
    return ", ".join(filter(None, names))


register_agenda_source(find_due_items)
register_action_source(describe_for_minutes)
