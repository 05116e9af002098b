"""Texts of notifications about action items.

Dates are written out, never as “tomorrow”: the text must still be right when it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.states import State
from tasks.items.text_models import Remark
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.registry import NotificationText

# Codes for the reason of a notification.
NAMED, OWNER, GUEST = "named", "owner", "guest"
VERIFIER, FACILITATOR, PROPOSER = "verifier", "facilitator", "proposer"
SEATED, OWN, ASKED, WATCHER = "seated", "own", "asked", "watcher"
STANDS_IN, COOWNER, SENT = "stands_in", "coowner", "sent"

# Returns title and body in the active language.
EventDescriber = Callable[[ActionItem, Event, Remark | None], tuple[str, str]]


def render_notification(
    say: EventDescriber, item: ActionItem, event: Event, remark: Remark | None, reason: str
) -> NotificationText:
    """Return the text of one notification in both languages."""
    return NotificationText(
        title=render_bilingual(lambda: say(item, event, remark)[0]),
        body=render_bilingual(lambda: say(item, event, remark)[1]),
        reason=render_bilingual(lambda: describe_reason(item, reason)),
        url=f"/actions/{item.pk}",
        action=render_bilingual(
            lambda: _("Check the evidence") if say is describe_completed else _("Open the action item")
        ),
        shows=tuple(list_reads(item)),
    )


def describe_reason(item: ActionItem, reason: str) -> str:
    """Return the reason for which the recipient gets the notification."""
    owner, group = translate_field(item.owned_by, "name"), translate_field(item.group, "name")
    said = {
        NAMED: _("You get this because this action item is yours."),
        OWNER: _("You get this because you act for the owner: %(owner)s.") % {"owner": owner},
        COOWNER: _("You get this because your organisation works on it, too."),
        GUEST: _("You get this because you were asked to work on it."),
        VERIFIER: _("You get this because your organisation can verify it."),
        FACILITATOR: _("You get this because you lead the group “%(group)s”.") % {"group": group},
        STANDS_IN: _("You get this because the owner has no account here, and you lead the group."),
        PROPOSER: _("You get this because the action item was proposed by you."),
        SEATED: _("You get this because you sit in the group “%(group)s”.") % {"group": group},
        OWN: _("You get this because you asked to be reminded."),
        WATCHER: _("You get this because you watch it."),
        ASKED: _("You get this because you asked for help."),
        SENT: _("You get this because the letter was sent by you."),
    }
    return said[reason]


def describe_calendar_entry(item: ActionItem) -> tuple[str, str]:
    """Return title and text of a calendar entry.

    A restricted item is named by its number only, since third-party calendar programs read the feed.
    """
    verify = item.state == State.DONE
    if not item.is_shared_with_group:
        line = _("Verify action no. %(number)d/%(year)d") if verify else _("Action no. %(number)d/%(year)d")
        return line % {"number": item.number, "year": item.year}, ""
    line = _("Verify action no. %(number)d: %(title)s") if verify else _("Action no. %(number)d: %(title)s")
    standing = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _state_fields(item)
    return line % _title_fields(item), f"{translate_field(item.group, 'name')}\n{standing}"


# ---- one for each kind of event ----------------------------------------------------------------------------


def describe_assigned(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("New action no. %(number)d: %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s. Accept it, or decline and say why.") % _owner_fields(item)


def describe_coowners_added(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Other organisations work on it now: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _owner_fields(item)


def describe_due_day_moved(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    after = {"due": _format_day(date.fromisoformat(event.data["due_after"]))}
    before = {"before": _format_day(date.fromisoformat(event.data["due_before"]))}
    line = _("New due date %(due)s: action no. %(number)d, %(title)s") % {**_title_fields(item), **after}
    return line, _join(_("It was: %(before)s.") % before, _format_reason(remark))


def describe_accepted(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Accepted: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _owner_fields(item)


def describe_unblocked(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Nothing to wait for any more: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Everything that it waited for is over. Due: %(due)s.") % _owner_fields(item)


def describe_started(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Work goes on: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _owner_fields(item)


def describe_progress(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("How it goes: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), remark.text if remark else "")


def describe_evidence_added(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("New evidence: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _owner_fields(item)


def describe_discussion_opened(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Now talked about: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _owner_fields(item)


def describe_closed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Closed: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), _format_reason(remark))


def describe_declined(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Declined: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), _format_reason(remark))


def describe_blocked(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Blocked: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), _format_reason(remark))


def describe_completed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Waits for verification: action no. %(number)d, %(title)s") % _title_fields(item)
    count = item.evidence_count
    report = ngettext(
        "%(owner)s reports that it is done and shows %(count)d piece of evidence.",
        "%(owner)s reports that it is done and shows %(count)d pieces of evidence.",
        count,
    ) % {**_owner_fields(item), "count": count}
    return line, _join(report, _("Another organisation verifies, not the owner."))


def describe_verified(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Verified: action no. %(number)d, %(title)s") % _title_fields(item)
    if item.verified_for is None:
        return line, _("Owner: %(owner)s.") % _owner_fields(item)
    return line, _("Verification: %(verifier)s.") % {"verifier": translate_field(item.verified_for, "name")}


def describe_returned(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Returned with a comment: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Comment: %(comment)s") % {"comment": remark.text if remark else ""}


def describe_cancelled(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Cancelled: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _format_reason(remark)


def describe_help_asked(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Help is needed: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), remark.text if remark else "")


def describe_help_answered(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Your call for help was answered: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, remark.text if remark else ""


def describe_email_lost(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Letter not delivered: action no. %(number)d, %(title)s") % _title_fields(item)
    reasons = {
        "refused": _(
            "The mail server of its address refuses letters. No more go there until the address is "
            "corrected: check it, call, or pass the link on by yourself."
        ),
        "bounced": _(
            "The letter came back. No more go there until the address is corrected: check it, call, or pass "
            "the link on by yourself."
        ),
        "returned": _(
            "The letter came back, though there may be somebody at the address: its mailbox is full, say. "
            "Call, or send the link again later."
        ),
        "stopped": _(
            "No more letters go to its address, so this one did not go either: call, or pass the link on by "
            "yourself."
        ),
        "given_up": _(
            "No mail server took it, however often it was tried. Check the address, call, or pass the link "
            "on by yourself."
        ),
    }
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), reasons[event.data["why"]])


def describe_unsubscribed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("The owner wants no more letters: action no. %(number)d, %(title)s") % _title_fields(item)
    rest = _("Reminders of its action items come to you instead: call, or pass links on by yourself.")
    return line, _join(_("Owner: %(owner)s.") % _owner_fields(item), rest)


def describe_own_reminder(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Reminder: action no. %(number)d, %(title)s") % _title_fields(item)
    return line, _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _state_fields(item)


def describe_reminder(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    facts = {**_title_fields(item), "due": _format_day(date.fromisoformat(event.data["due_on"]))}
    rules = {
        "before_due": _("Due %(due)s: action no. %(number)d, %(title)s"),
        "on_due": _("Due %(due)s: action no. %(number)d, %(title)s"),
        "overdue": _("Overdue since %(due)s: action no. %(number)d, %(title)s"),
        "unverified": _("Still waits for verification: action no. %(number)d, %(title)s"),
        "custom": _("Reminder: action no. %(number)d, %(title)s"),
    }
    body = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _state_fields(item)
    return rules[event.data["rule"]] % facts, body


# ---- parts -------------------------------------------------------------------------------------------------


def _title_fields(item: ActionItem) -> dict[str, object]:
    return {"number": item.number, "title": translate_field(item, "title")}


def _owner_fields(item: ActionItem) -> dict[str, object]:
    return {"owner": translate_field(item.owned_by, "name"), "due": _format_day(item.due_on)}


def _state_fields(item: ActionItem) -> dict[str, object]:
    return {**_owner_fields(item), "state": item.get_state_display().lower()}


def _format_reason(remark: Remark | None) -> str:
    return _("Reason: %(reason)s") % {"reason": remark.text} if remark else ""


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _format_day(day: date) -> str:
    """Format a day: 8 грудня 2025, 8 December 2025."""
    return date_format(day, "j E Y")
