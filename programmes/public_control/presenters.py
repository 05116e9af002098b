"""Presenters of public controls: from rows to API shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from groups.common import presenters as groups
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.presenters import show_rules
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.rules import RulePack, get_rule_pack
from programmes.public_control import schemas
from programmes.public_control.models import Complaint, Control, Outcome, Reply
from programmes.public_control.policies import ControlPolicy
from programmes.public_control.rules import get_reply_term
from programmes.public_control.selectors import AuthorityReplies, list_replies, select_standing
from programmes.recommendations.presenters import show_dossier_ref
from viche.kernel.clock import today


def show_control(access: ActorDossierAccess, control: Control) -> schemas.ControlOut:
    """Return the facts of a control as the actor sees them. Needs `selectors.get_control_for`."""
    dossier, pack = control.dossier, _get_pack(control)
    return {
        "mechanism": cast("schemas.MechanismName", control.mechanism),
        "announced": control.announced,
        "planned_on": control.planned_on,
        "place": control.place,
        "authority": groups.show_organisation(control.authority_or_body),
        "authority_outside": control.outside_body_id is not None,
        "mandate_letter": _show_evidence(control.mandate_letter),
        "conducted_on": control.conducted_on,
        "sent_on": control.sent_on,
        "reply_due_on": control.reply_due_on,
        "overdue": _is_overdue(control),
        "term": _show_term(pack, control),
        "rules": show_rules(pack),
        "outcome": cast("schemas.OutcomeName", control.outcome) if control.outcome else None,
        "replies": _show_replies(list(list_replies(dossier))),
        "version": dossier.version,
        "allowed": ControlPolicy().list_allowed(access, dossier),
    }


def _get_pack(control: Control) -> RulePack:
    return get_rule_pack(control.rule_pack) if control.rule_pack else get_rule_pack()


def _show_term(pack: RulePack, control: Control) -> schemas.TermOut:
    term = get_reply_term(pack, control.mechanism)
    return {"days": term.days, "counted": term.counted}


def _is_overdue(control: Control) -> bool:
    """Return whether a reply was due, and neither it nor its absence was recorded."""
    due_on = control.reply_due_on
    is_over = due_on is not None and due_on < today(control.dossier.group.time_zone)
    return is_over and control.outcome == Outcome.OPEN


def _show_evidence(piece: DossierEvidence | None) -> schemas.EvidenceRef | None:
    return None if piece is None else {"id": piece.pk, "number": piece.number, "present": piece.is_present}


def _show_replies(replies: Sequence[Reply]) -> list[schemas.ControlReplyOut]:
    standing = select_standing(replies)
    return [_show_reply(one, corrected=one not in standing) for one in replies]


def _show_reply(reply: Reply, *, corrected: bool) -> schemas.ControlReplyOut:
    return {
        "id": reply.pk,
        "kind": cast("schemas.ReplyKindName", reply.kind),
        "way": cast("schemas.ReplyWayName", reply.way) if reply.way else None,
        "received_on": reply.received_on,
        "in_time": reply.in_time,
        "text": reply.text or None,
        "evidence": _show_evidence(reply.evidence),
        "corrected": corrected,
    }


def show_complaint(row: Complaint | None) -> schemas.ComplaintOut:
    if row is None:
        return {"words": "", "changed_at": None, "version": 0}
    return {"words": row.words, "changed_at": row.changed_at, "version": row.version}


def show_registered(rows: Sequence[Control]) -> list[schemas.RegisteredReplyOut]:
    """Return rows of the register. Needs `selectors.join_relations`."""
    return [_show_registered(one) for one in rows]


def _show_registered(control: Control) -> schemas.RegisteredReplyOut:
    facts: Any = {"sent_on": control.sent_on, "reply_due_on": control.reply_due_on}
    return {
        "dossier": show_dossier_ref(control.dossier),
        "group": groups.show_group_ref(control.dossier.group),
        "authority": groups.show_organisation(control.authority_or_body),
        "authority_outside": control.outside_body_id is not None,
        "mechanism": cast("schemas.MechanismName", control.mechanism),
        "sent_on": facts["sent_on"],
        "reply_due_on": facts["reply_due_on"],
        "overdue": _is_overdue(control),
        "rules": show_rules(_get_pack(control)),
        "outcome": cast("schemas.OutcomeName", control.outcome),
    }


def show_totals(counted: Sequence[AuthorityReplies]) -> list[schemas.AuthorityRepliesOut]:
    """Return the numbers by authority, by its name."""
    shown = [_show_total(one) for one in counted]
    return sorted(shown, key=lambda one: one["authority"]["name"]["uk"].casefold())


def _show_total(one: AuthorityReplies) -> schemas.AuthorityRepliesOut:
    return {
        "authority": groups.show_organisation(one.control.authority_or_body),
        "authority_outside": one.control.outside_body_id is not None,
        "asked": sum(one.by_outcome.values()),
        "in_time": one.by_outcome.get(Outcome.IN_TIME, 0),
        "late": one.by_outcome.get(Outcome.LATE, 0),
        "silent": one.by_outcome.get(Outcome.SILENT, 0),
        "refused": one.by_outcome.get(Outcome.REFUSED, 0),
        "open": one.by_outcome.get(Outcome.OPEN, 0),
    }
