"""The days within which an authority replies, by the mechanism of control."""

from __future__ import annotations

from datetime import date

from programmes.kit.rules import MISSING, RulePack, Term, get_rule_pack
from programmes.public_control.models import Mechanism
from viche.kernel.errors import Conflict

TERMS: dict[str, str] = {
    Mechanism.VISIT: "visit",
    Mechanism.REQUEST: "information_request",
    Mechanism.EXPERT_REVIEW: "expert_review",
    Mechanism.CONSULTATION: "consultation",
    Mechanism.PLATFORM: "platform",
}
"""By mechanism, the name of its term in rule packs."""


def get_reply_term(pack: RulePack, mechanism: str) -> Term:
    """Return the term for a reply. Raises Conflict for a mechanism of which the pack says nothing."""
    term = pack.terms.get(TERMS.get(mechanism, ""))
    if term is None:
        raise Conflict("no_rule", MISSING)
    return term


def find_reply_day(mechanism: str, sent_on: date) -> tuple[date, str]:
    """Return the last day for a reply, and the rule pack that says so. Raises Conflict without a rule."""
    pack = get_rule_pack()
    return get_reply_term(pack, mechanism).find_last_day(sent_on), pack.name
