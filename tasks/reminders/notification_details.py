"""What goes with a reminder: by which rule it comes, and what its reader can do at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from groups.common.texts import local
from tasks.items.access import Stance
from tasks.items.models import ActionItem
from tasks.items.policies import allowed
from tasks.reminders.events import OwnReminderDue
from tasks.reminders.models import Reminder, ReminderAudience, ReminderRule
from tasks.reminders.schedule import Ladder, Step, ladders_of
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import Text, in_both
from viche.notifications.registry import Offer, Words

# The most fitting first: what is offered, where one of these actions is open, and how it is called.
OFFERS: tuple[tuple[str, frozenset[str], str | Promise], ...] = (
    ("done", frozenset({"complete", "start"}), gettext_lazy("Done")),
    ("accept", frozenset({"accept"}), gettext_lazy("Accept or decline")),
    ("verify", frozenset({"verify"}), gettext_lazy("Verify")),
    ("snooze", frozenset({"remind_me"}), gettext_lazy("Remind me later")),
    ("help", frozenset({"ask_help"}), gettext_lazy("Need help")),
)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Of some items and reminders, for one reader: in nine queries, however many there are."""

    stance: Stance
    ladders: Mapping[UUID, Ladder]
    reminders: Mapping[UUID, Reminder]

    @classmethod
    def of(cls, reader: Actor, items: Collection[ActionItem], events: Sequence[Event]) -> Self:
        planned = {_reminder_of(event) for event in events if event.kind != OwnReminderDue.kind}
        rows = Reminder.objects.select_related("created_by").in_bulk(planned)
        return cls(Stance.of(reader), ladders_of(items), rows)

    def completed(self, words: Words, item: ActionItem, event: Event) -> Words:
        """The words of a reminder with its rule and its offers."""
        rule = in_both(lambda: self.rule(item, event))
        reason: Text = {
            "uk": f"{words.reason['uk']} {rule['uk']}".strip(),
            "en": f"{words.reason['en']} {rule['en']}".strip(),
        }
        return replace(words, reason=reason, offers=self.offers(item))

    def rule(self, item: ActionItem, event: Event) -> str:
        """By which rule it came, in the language that is active."""
        if event.kind == OwnReminderDue.kind:
            put_off = event.data["snoozed"]
            return _("Your own reminder, put off until now.") if put_off else _("Your own reminder.")
        row = self.reminders.get(_reminder_of(event))
        if row is None:
            return ""
        if row.rule != ReminderRule.CUSTOM:
            return _of_a_ladder(row, self.ladders[item.pk])
        if row.created_by is None:
            return _("It was set for this moment.")
        return _("Set for this moment by: %(person)s.") % {"person": local(row.created_by, "name")}

    def offers(self, item: ActionItem) -> tuple[Offer, ...]:
        """What this reader may do now; nobody asks for help twice."""
        may = set(allowed(self.stance.actor, item, self.stance.parts(item)))
        if item.help_remark_id is not None:
            may.discard("ask_help")
        return tuple(
            Offer(do, in_both(partial(str, label)), item.pk, f"/actions/{item.pk}?do={do}")
            for do, any_of, label in OFFERS
            if not any_of.isdisjoint(may)
        )


def _reminder_of(event: Event) -> UUID:
    return UUID(event.data["reminder_id"])


def _of_a_ladder(row: Reminder, ladder: Ladder) -> str:
    """Whose rule it is, while it holds: rules are changed, and what came by a former one is read later."""
    if row.offset_days is None:
        return _("The rule that held then: %(rule)s.") % {"rule": row.get_rule_display().lower()}
    waiting = row.rule == ReminderRule.UNVERIFIED
    step = Step(row.offset_days, ReminderAudience(row.audience), row.repeat_days, waiting)
    said = {
        "item": _("The rule of this action item: %(rule)s."),
        "group": _("The rule of the group: %(rule)s."),
        "usual": _("The usual rule: %(rule)s."),
    }
    whose = said[ladder.of] if step in ladder.steps else _("The rule that held then: %(rule)s.")
    return whose % {"rule": in_words(step)}


def in_words(step: Step) -> str:
    """When a step comes: “3 days before the due date”."""
    days = abs(step.offset_days)
    if days == 0:
        return _("on the day on which it was done") if step.waiting else _("on the due date")
    if step.offset_days < 0:
        said = ngettext("%(days)d day before the due date", "%(days)d days before the due date", days)
    elif step.waiting:
        said = ngettext("%(days)d day after it was done", "%(days)d days after it was done", days)
    else:
        said = ngettext("%(days)d day after the due date", "%(days)d days after the due date", days)
    return said % {"days": days} + (f", {_rhythm(step.repeat_days)}" if step.repeat_days else "")


def _rhythm(days: int) -> str:
    if days in (1, 7):
        return _("then every day") if days == 1 else _("then every week")
    return ngettext("then every %(days)d day", "then every %(days)d days", days) % {"days": days}
