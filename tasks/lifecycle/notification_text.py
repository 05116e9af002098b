"""Texts of notifications about action items.

Dates are written out, never as “tomorrow”: the text must still be right when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, ngettext

from tasks.items.models import ActionItem
from tasks.items.states import State
from tasks.items.text_models import Remark
from viche.kernel.text import translate_field
from viche.notifications.registry import NoticeContext, Template

# Codes for the reason of a notification.
NAMED, OWNER, GUEST = "named", "owner", "guest"
VERIFIER, FACILITATOR, PROPOSER = "verifier", "facilitator", "proposer"
SEATED, OWN, ASKED, WATCHER = "seated", "own", "asked", "watcher"
STANDS_IN, COOWNER, SENT = "stands_in", "coowner", "sent"
AUTHOR, VERIFIED = "author", "verified"

REASONS: dict[str, Template] = {
    NAMED: _("You get this because this action item is yours."),
    OWNER: _("You get this because you act for the owner: %(owner)s."),
    COOWNER: _("You get this because your organisation works on it, too."),
    GUEST: _("You get this because you were asked to work on it."),
    VERIFIER: _("You get this because your organisation can verify it."),
    FACILITATOR: _("You get this because you lead the group “%(group)s”."),
    STANDS_IN: _("You get this because the owner has no account here, and you lead the group."),
    PROPOSER: _("You get this because the action item was proposed by you."),
    SEATED: _("You get this because you sit in the group “%(group)s”."),
    OWN: _("You get this because you asked to be reminded."),
    WATCHER: _("You get this because you watch it."),
    ASKED: _("You get this because you asked for help."),
    SENT: _("You get this because the letter was sent by you."),
    AUTHOR: _("You get this because the evidence was added by you."),
    VERIFIED: _("You get this because the item was verified by you."),
}
OPEN_ITEM = _("Open the action item")
OWNED_BY = _("Owner: %(owner)s.")
OWNED_AND_DUE = _("Owner: %(owner)s. Due: %(due)s.")
OWNED_DUE_AND_STATE = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.")
REMINDER_TITLES: dict[str, Template] = {
    "before_due": _("Due %(due)s: action item no. %(number)d, %(title)s"),
    "on_due": _("Due %(due)s: action item no. %(number)d, %(title)s"),
    "overdue": _("Overdue since %(due)s: action item no. %(number)d, %(title)s"),
    "unverified": _("Still waiting for verification: action item no. %(number)d, %(title)s"),
    "custom": _("Reminder: action item no. %(number)d, %(title)s"),
}
LOSSES: dict[str, Template] = {
    "refused": _(
        "The mail server of its address refuses letters. No more go there until the address is "
        "corrected: check it, call, or pass the link on by yourself."
    ),
    "bounced": _(
        "The letter came back. No more go there until the address is corrected: check it, call, or pass "
        "the link on by yourself."
    ),
    "returned": _(
        "The e-mail came back, although the address may be right: for example, the mailbox is "
        "full. Call, or send the link again later."
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


@dataclass(frozen=True, slots=True)
class ItemNews:
    """An action item, and the remark of the event."""

    item: ActionItem
    remark: Remark | None

    @property
    def text(self) -> str:
        return self.remark.text if self.remark else ""


def describe_calendar_entry(item: ActionItem) -> tuple[str, str]:
    """Return title and text of a calendar entry.

    A restricted item is named by its number only, since third-party calendar programs read the feed.
    """
    verify = item.state == State.DONE
    if not item.is_shared_with_group:
        line = (
            _("Verify action item no. %(number)d/%(year)d")
            if verify
            else _("Action item no. %(number)d/%(year)d")
        )
        return line % {"number": item.number, "year": item.year}, ""
    line = (
        _("Verify action item no. %(number)d: %(title)s")
        if verify
        else _("Action item no. %(number)d: %(title)s")
    )
    standing = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _state_fields(item)
    return line % _title_fields(item), f"{translate_field(item.group, 'name')}\n{standing}"


# ---- texts of events ---------------------------------------------------------------------------------------


def describe_item(context: NoticeContext[ItemNews]) -> dict[str, object]:
    item = context.row.item
    group = translate_field(item.group, "name")
    return {**_title_fields(item), **_state_fields(item), "group": group}


def describe_owner_and_remark(context: NoticeContext[ItemNews]) -> str:
    return _join(OWNED_BY % _owner_fields(context.row.item), context.row.text)


def describe_owner_and_reason(context: NoticeContext[ItemNews]) -> str:
    return _join(OWNED_BY % _owner_fields(context.row.item), describe_given_reason(context))


def describe_given_reason(context: NoticeContext[ItemNews]) -> str:
    return _("Reason: %(reason)s") % {"reason": context.row.text} if context.row.remark else ""


def describe_hidden_evidence(context: NoticeContext[ItemNews]) -> str:
    number = {"evidence": context.event.data["number"]}
    by_officer = _("Evidence no. %(evidence)d was hidden by the data protection officer.")
    line = by_officer if context.event.data["officer"] else _("Evidence no. %(evidence)d was hidden.")
    unproved = _("What only it proved counts as not proved.")
    return _join(line % number, describe_given_reason(context), str(unproved))


def describe_restored_evidence(context: NoticeContext[ItemNews]) -> str:
    return _("Evidence no. %(evidence)d is shown again.") % {"evidence": context.event.data["number"]}


def get_moved_title(context: NoticeContext[ItemNews]) -> str:
    after = {"due": _format_day(date.fromisoformat(context.event.data["due_after"]))}
    line = _("New due date %(due)s: action item no. %(number)d, %(title)s")
    return line % {**_title_fields(context.row.item), **after}


def describe_former_due_day(context: NoticeContext[ItemNews]) -> str:
    before = {"before": _format_day(date.fromisoformat(context.event.data["due_before"]))}
    return _join(_("It was: %(before)s.") % before, describe_given_reason(context))


def describe_completion(context: NoticeContext[ItemNews]) -> str:
    item = context.row.item
    count = item.evidence_count
    report = ngettext(
        "%(owner)s reports that it is done and shows %(count)d piece of evidence.",
        "%(owner)s reports that it is done and shows %(count)d pieces of evidence.",
        count,
    ) % {**_owner_fields(item), "count": count}
    return _join(report, str(_("Another organisation verifies, not the owner.")), describe_note(context))


def describe_note(context: NoticeContext[ItemNews]) -> str:
    """Return the note that was left with a step that needs no reason; empty without one."""
    return _("Note: %(note)s") % {"note": context.row.text} if context.row.remark else ""


def describe_verifier(context: NoticeContext[ItemNews]) -> str:
    verifier, note = context.row.item.verified_for, describe_note(context)
    if verifier is None:
        return _join(OWNED_BY % _owner_fields(context.row.item), note)
    line = _("Verification: %(verifier)s.") % {"verifier": translate_field(verifier, "name")}
    return _join(line, note)


def describe_comment(context: NoticeContext[ItemNews]) -> str:
    return _("Comment: %(comment)s") % {"comment": context.row.text}


def describe_email_loss(context: NoticeContext[ItemNews]) -> str:
    return _join(OWNED_BY % _owner_fields(context.row.item), str(LOSSES[context.event.data["why"]]))


def describe_unsubscription(context: NoticeContext[ItemNews]) -> str:
    rest = _("Reminders of its action items come to you instead: call, or pass links on by yourself.")
    return _join(OWNED_BY % _owner_fields(context.row.item), str(rest))


def get_reminder_title(context: NoticeContext[ItemNews]) -> str:
    due = _format_day(date.fromisoformat(context.event.data["due_on"]))
    template = str(REMINDER_TITLES[context.event.data["rule"]])
    return template % {**_title_fields(context.row.item), "due": due}


# ---- parts -------------------------------------------------------------------------------------------------


def _title_fields(item: ActionItem) -> dict[str, object]:
    return {"number": item.number, "title": translate_field(item, "title")}


def _owner_fields(item: ActionItem) -> dict[str, object]:
    return {"owner": translate_field(item.owned_by, "name"), "due": _format_day(item.due_on)}


def _state_fields(item: ActionItem) -> dict[str, object]:
    return {**_owner_fields(item), "state": item.get_state_display().lower()}


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _format_day(day: date) -> str:
    """Format a day: 8 грудня 2025, 8 Dec 2025."""
    return date_format(day)
