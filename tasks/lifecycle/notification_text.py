"""What people are told about action items.

Dates are said as dates: the words must hold when they are read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, ngettext

from tasks.items.access_log import read_of
from tasks.items.models import ActionItem
from tasks.items.states import State
from tasks.items.text_models import Remark
from viche.kernel.models import Event
from viche.kernel.text import both, in_both
from viche.notifications.registry import Words

# Codes of why somebody is told.
NAMED, OWNER, GUEST = "named", "owner", "guest"
VERIFIER, FACILITATOR, PROPOSER = "verifier", "facilitator", "proposer"
SEATED, OWN, ASKED, WATCHER = "seated", "own", "asked", "watcher"
STANDS_IN, COOWNER, SENT = "stands_in", "coowner", "sent"

# Line and text, in the language that is active.
Say = Callable[[ActionItem, Event, Remark | None], tuple[str, str]]


def words(say: Say, item: ActionItem, event: Event, remark: Remark | None, reason: str) -> Words:
    """The words of one notification in both languages."""
    return Words(
        title=in_both(lambda: say(item, event, remark)[0]),
        body=in_both(lambda: say(item, event, remark)[1]),
        reason=in_both(lambda: why(item, reason)),
        url=f"/actions/{item.pk}",
        action=in_both(lambda: _("Check the evidence") if say is completed else _("Open the action item")),
        shows=tuple(read_of(item)),
    )


def why(item: ActionItem, reason: str) -> str:
    """Why somebody gets this."""
    owner, group = _local(item.owned_by, "name"), _local(item.group, "name")
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


def in_calendar(item: ActionItem) -> tuple[str, str]:
    """Line and text for a calendar: a restricted item is named by its number alone, programs of others read
    it there.
    """
    verify = item.state == State.DONE
    if not item.is_shared_with_group:
        line = _("Verify action no. %(number)d/%(year)d") if verify else _("Action no. %(number)d/%(year)d")
        return line % {"number": item.number, "year": item.year}, ""
    line = _("Verify action no. %(number)d: %(title)s") if verify else _("Action no. %(number)d: %(title)s")
    standing = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _standing(item)
    return line % _named(item), f"{_local(item.group, 'name')}\n{standing}"


# ---- one for each kind of event ----------------------------------------------------------------------------


def assigned(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("New action no. %(number)d: %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s. Accept it, or decline and say why.") % _facts(item)


def joined(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Other organisations work on it now: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _facts(item)


def moved_to_another_day(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    after = {"due": _day(date.fromisoformat(event.data["due_after"]))}
    before = {"before": _day(date.fromisoformat(event.data["due_before"]))}
    line = _("New due date %(due)s: action no. %(number)d, %(title)s") % {**_named(item), **after}
    return line, _join(_("It was: %(before)s.") % before, _because(remark))


def accepted(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Accepted: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _facts(item)


def freed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Nothing to wait for any more: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Everything that it waited for is over. Due: %(due)s.") % _facts(item)


def started(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Work goes on: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _facts(item)


def progressed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("How it goes: action no. %(number)d, %(title)s") % _named(item)
    return line, _join(_("Owner: %(owner)s.") % _facts(item), remark.text if remark else "")


def proved(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("New evidence: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _facts(item)


def discussed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Now talked about: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s.") % _facts(item)


def closed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Closed: action no. %(number)d, %(title)s") % _named(item)
    return line, _join(_("Owner: %(owner)s.") % _facts(item), _because(remark))


def declined(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Declined: action no. %(number)d, %(title)s") % _named(item)
    return line, _join(_("Owner: %(owner)s.") % _facts(item), _because(remark))


def blocked(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Blocked: action no. %(number)d, %(title)s") % _named(item)
    return line, _join(_("Owner: %(owner)s.") % _facts(item), _because(remark))


def completed(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Waits for verification: action no. %(number)d, %(title)s") % _named(item)
    count = item.evidence_count
    report = ngettext(
        "%(owner)s reports that it is done and shows %(count)d piece of evidence.",
        "%(owner)s reports that it is done and shows %(count)d pieces of evidence.",
        count,
    ) % {**_facts(item), "count": count}
    return line, _join(report, _("Another organisation verifies, not the owner."))


def verified(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Verified: action no. %(number)d, %(title)s") % _named(item)
    if item.verified_for is None:
        return line, _("Owner: %(owner)s.") % _facts(item)
    return line, _("Verification: %(verifier)s.") % {"verifier": _local(item.verified_for, "name")}


def returned(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Returned with a comment: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Comment: %(comment)s") % {"comment": remark.text if remark else ""}


def cancelled(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Cancelled: action no. %(number)d, %(title)s") % _named(item)
    return line, _because(remark)


def help_asked(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Help is needed: action no. %(number)d, %(title)s") % _named(item)
    return line, _join(_("Owner: %(owner)s.") % _facts(item), remark.text if remark else "")


def help_answered(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Your call for help was answered: action no. %(number)d, %(title)s") % _named(item)
    return line, remark.text if remark else ""


def letter_lost(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Letter not delivered: action no. %(number)d, %(title)s") % _named(item)
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
    return line, _join(_("Owner: %(owner)s.") % _facts(item), reasons[event.data["why"]])


def letters_declined(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("The owner wants no more letters: action no. %(number)d, %(title)s") % _named(item)
    rest = _("Reminders of its action items come to you instead: call, or pass links on by yourself.")
    return line, _join(_("Owner: %(owner)s.") % _facts(item), rest)


def reminded_by_oneself(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    line = _("Reminder: action no. %(number)d, %(title)s") % _named(item)
    return line, _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _standing(item)


def reminded(item: ActionItem, event: Event, remark: Remark | None) -> tuple[str, str]:
    facts = {**_named(item), "due": _day(date.fromisoformat(event.data["due_on"]))}
    rules = {
        "before_due": _("Due %(due)s: action no. %(number)d, %(title)s"),
        "on_due": _("Due %(due)s: action no. %(number)d, %(title)s"),
        "overdue": _("Overdue since %(due)s: action no. %(number)d, %(title)s"),
        "unverified": _("Still waits for verification: action no. %(number)d, %(title)s"),
        "custom": _("Reminder: action no. %(number)d, %(title)s"),
    }
    body = _("Owner: %(owner)s. Due: %(due)s. State: %(state)s.") % _standing(item)
    return rules[event.data["rule"]] % facts, body


# ---- parts -------------------------------------------------------------------------------------------------


def _named(item: ActionItem) -> dict[str, object]:
    return {"number": item.number, "title": _local(item, "title")}


def _facts(item: ActionItem) -> dict[str, object]:
    return {"owner": _local(item.owned_by, "name"), "due": _day(item.due_on)}


def _standing(item: ActionItem) -> dict[str, object]:
    return {**_facts(item), "state": item.get_state_display().lower()}


def _because(remark: Remark | None) -> str:
    return _("Reason: %(reason)s") % {"reason": remark.text} if remark else ""


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _day(day: date) -> str:
    """8 грудня 2025, 8 December 2025."""
    return date_format(day, "j E Y")


def _local(row: object, field: str) -> str:
    """A bilingual column in the language that is active."""
    texts = both(row, field)
    return texts["uk"] if get_language() == "uk" else texts["en"]
