"""Details of a reminder notification: the rule behind it, and the offered actions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.policies import list_allowed_actions
from tasks.reminders.events import OwnReminderDue
from tasks.reminders.models import Reminder, ReminderAudience, ReminderRule
from tasks.reminders.schedule import Ladder, LadderStep, load_ladders
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import Text, render_bilingual, translate_field
from viche.notifications.registry import NotificationText, Offer

# Most suitable first: key of the offer, actions of which one must be allowed, label.
OFFERS: tuple[tuple[str, frozenset[str], str | Promise], ...] = (
    ("done", frozenset({"complete", "start"}), gettext_lazy("Done")),
    ("accept", frozenset({"accept"}), gettext_lazy("Accept or decline")),
    ("verify", frozenset({"verify"}), gettext_lazy("Verify")),
    ("snooze", frozenset({"remind_me"}), gettext_lazy("Remind me later")),
    ("help", frozenset({"ask_help"}), gettext_lazy("Need help")),
)


@dataclass(frozen=True, slots=True)
class ReminderNotificationContext:
    """Rules and offers of some reminders for one reader, loaded in nine queries."""

    stance: ActorItemAccess
    ladders: Mapping[UUID, Ladder]
    reminders: Mapping[UUID, Reminder]

    @classmethod
    def of(cls, reader: Actor, items: Collection[ActionItem], events: Sequence[Event]) -> Self:
        planned = {_reminder_id_of(event) for event in events if event.kind != OwnReminderDue.kind}
        rows = Reminder.objects.select_related("created_by").in_bulk(planned)
        return cls(ActorItemAccess.of(reader), load_ladders(items), rows)

    def completed(self, words: NotificationText, item: ActionItem, event: Event) -> NotificationText:
        """Return the text of a reminder with its rule and offers."""
        rule = render_bilingual(lambda: self.rule(item, event))
        reason: Text = {
            "uk": f"{words.reason['uk']} {rule['uk']}".strip(),
            "en": f"{words.reason['en']} {rule['en']}".strip(),
        }
        return replace(words, reason=reason, offers=self.offers(item))

    def rule(self, item: ActionItem, event: Event) -> str:
        """Return the rule that caused the reminder, in the active language."""
        if event.kind == OwnReminderDue.kind:
            put_off = event.data["snoozed"]
            return _("Your own reminder, put off until now.") if put_off else _("Your own reminder.")
        row = self.reminders.get(_reminder_id_of(event))
        if row is None:
            return ""
        if row.rule != ReminderRule.CUSTOM:
            return _describe_rule(row, self.ladders[item.pk])
        if row.created_by is None:
            return _("It was set for this time.")
        return _("Set for this moment by: %(person)s.") % {"person": translate_field(row.created_by, "name")}

    def offers(self, item: ActionItem) -> tuple[Offer, ...]:
        """Return the actions that the reader may take now; no second request for help is offered."""
        may = set(list_allowed_actions(self.stance.actor, item, self.stance.parts(item)))
        if item.help_remark_id is not None:
            may.discard("ask_help")
        return tuple(
            Offer(do, render_bilingual(partial(str, label)), item.pk, f"/actions/{item.pk}?do={do}")
            for do, any_of, label in OFFERS
            if not any_of.isdisjoint(may)
        )


def _reminder_id_of(event: Event) -> UUID:
    return UUID(event.data["reminder_id"])


def _describe_rule(row: Reminder, ladder: Ladder) -> str:
    """Describe the rule with its owner, if the rule still exists.

    Rules change, and a notification of a former rule may be read later.
    """
    if row.offset_days is None:
        return _("The rule that held then: %(rule)s.") % {"rule": row.get_rule_display().lower()}
    waiting = row.rule == ReminderRule.UNVERIFIED
    step = LadderStep(row.offset_days, ReminderAudience(row.audience), row.repeat_days, waiting)
    said = {
        "item": _("The rule of this action item: %(rule)s."),
        "group": _("The rule of the group: %(rule)s."),
        "usual": _("The usual rule: %(rule)s."),
    }
    whose = said[ladder.of] if step in ladder.steps else _("The rule that held then: %(rule)s.")
    return whose % {"rule": describe_step(step)}


def describe_step(step: LadderStep) -> str:
    """Describe when a step fires: “3 days before the due date”."""
    days = abs(step.offset_days)
    if days == 0:
        return _("on the day on which it was done") if step.waiting else _("on the due date")
    if step.offset_days < 0:
        said = ngettext("%(days)d day before the due date", "%(days)d days before the due date", days)
    elif step.waiting:
        said = ngettext("%(days)d day after it was done", "%(days)d days after it was done", days)
    else:
        said = ngettext("%(days)d day after the due date", "%(days)d days after the due date", days)
    return said % {"days": days} + (f", {_describe_repetition(step.repeat_days)}" if step.repeat_days else "")


def _describe_repetition(days: int) -> str:
    if days in (1, 7):
        return _("then every day") if days == 1 else _("then every week")
    return ngettext("then every %(days)d day", "then every %(days)d days", days) % {"days": days}
