"""Presenters of recommendations: from rows to API shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import TextChoices

from groups.common import presenters as groups
from groups.common.schemas import Voice
from groups.mandates.presenters import show_mandate_ref
from groups.models import Mandate
from programmes.kit.dossiers.events import topic_of
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.presenters import show_missing, show_rules
from programmes.kit.dossiers.words import render_words, show_state, show_transition
from programmes.kit.rules import get_rule_pack
from programmes.kit.transitions.models import TransitionTaken
from programmes.recommendations import schemas
from programmes.recommendations.access import KIND, ActorRecommendationAccess
from programmes.recommendations.evidence import find_missing_evidence
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.policies import get_stage, is_permitted, list_allowed_actions
from programmes.recommendations.selectors import list_last_steps, list_superseded_by
from programmes.recommendations.states import (
    AXES,
    LOGGABLE,
    STEPS,
    Implementation,
    RecommendationAction,
    RecommendationRole,
    Response,
    Step,
)
from tasks.models import TargetGroup
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.events import get_head
from viche.kernel.models import Link
from viche.kernel.object_links import LinkView, Reference, describe
from viche.kernel.text import bilingual_of

Roles = frozenset[RecommendationRole]


def show_recommendations(
    access: ActorRecommendationAccess, rows: Sequence[Recommendation]
) -> list[schemas.RecommendationOut]:
    """Return recommendations as the actor sees them. Needs `selectors.join_relations`."""
    access.load_workers(rows)
    return [show_recommendation(access, one) for one in rows]


def show_listed_recommendations(
    actor: Actor, rows: Sequence[Recommendation]
) -> list[schemas.RecommendationOut]:
    """Return rows of a list as the actor sees them."""
    return show_recommendations(ActorRecommendationAccess.of(actor), rows)


def show_recommendation(access: ActorRecommendationAccess, row: Recommendation) -> schemas.RecommendationOut:
    roles = access.roles_for(row)
    waiting = _find_waiting(row, roles)
    verified_for = row.verified_for
    return {
        "id": row.id,
        "dossier": show_dossier_ref(row.dossier),
        "group": groups.show_group_ref(row.group),
        "number": row.number,
        "year": row.year,
        "stage": get_stage(row),
        "title": bilingual_of(row, "title"),
        "text": bilingual_of(row, "text"),
        "cause": bilingual_of(row, "cause") if row.cause_uk else None,
        "addressee": groups.show_organisation(row.addressed_to),
        "addressee_outside": row.outside_body_id is not None,
        "theme": Theme(row.theme),
        "target_groups": cast("Any", row.target_groups),
        "created_at": row.created_at,
        "issued_at": row.issued_at,
        "due_on": row.due_on,
        "overdue": is_overdue(row),
        "rules": show_rules(get_rule_pack(row.rule_pack)) if row.rule_pack else None,
        "response": Response(row.response),
        "response_reason": row.response_reason or None,
        "responded_at": row.responded_at,
        "agreed_on": row.agreed_on,
        "implementation": Implementation(row.implementation),
        "implementation_reason": row.implementation_reason or None,
        "implementation_since": row.implementation_since,
        "evidence_count": row.evidence_count,
        "verified_for": groups.show_organisation(verified_for) if verified_for is not None else None,
        "version": row.version,
        "waits_for_me": waiting is not None,
        "waiting": waiting,
        "allowed": list_allowed_actions(access.actor, row, roles),
    }


def is_overdue(row: Recommendation) -> bool:
    """Return whether an answer was due, and has not come."""
    waits = row.response == Response.PENDING and not row.is_superseded
    return waits and row.due_on is not None and row.due_on < today(row.group.time_zone)


def show_dossier_ref(dossier: Dossier) -> schemas.DossierRef:
    return {
        "id": dossier.pk,
        "kind": dossier.kind,
        "number": dossier.number,
        "year": dossier.year,
        "title": bilingual_of(dossier, "title"),
        "visibility": cast("Any", dossier.visibility),
    }


def _find_waiting(row: Recommendation, roles: Roles) -> schemas.WaitingFor | None:
    """Return the step expected from an actor with these roles. Agrees with `waiting_q`."""
    if row.response == Response.PENDING and is_permitted(RecommendationAction.ACCEPT, row, roles):
        return "answer"
    return "verify" if is_permitted(RecommendationAction.VERIFY, row, roles) else None


# ---- the page ----------------------------------------------------------------------------------------------


def show_recommendation_page(
    access: ActorRecommendationAccess, row: Recommendation
) -> schemas.RecommendationPageOut:
    """Return a single recommendation as the actor sees it."""
    (shown,) = show_recommendations(access, [row])
    taken, others = list_last_steps(row), list_superseded_by(row)
    causes, actions = _show_links(access, row)
    answered, worked = taken.get(row.response), taken.get(row.implementation)
    instead = next((one for one in others if one.pk == row.superseded_by_id), None)
    return {
        **shown,
        "proposed_by": show_mandate_ref(row.proposed_through) if row.proposed_through else None,
        "response_by": _show_voice(answered),
        "response_logged": _is_logged(row, answered),
        "implementation_by": _show_voice(worked),
        "implementation_logged": _is_logged(row, worked),
        "superseded_by": _show_related(instead) if instead is not None else None,
        "supersedes": [_show_related(one) for one in others if one.superseded_by_id == row.pk],
        "causes": causes,
        "actions": actions,
        "steps": show_open_steps(access, row),
        "seq": get_head(topic_of(row.dossier_id)),
    }


def _show_voice(taken: TransitionTaken | None) -> Voice | None:
    if taken is None or taken.by is None:
        return None
    return groups.show_voice(taken.by, taken.through, on_behalf=True)


def _is_logged(row: Recommendation, taken: TransitionTaken | None) -> bool:
    """Return whether a step of the addressee was taken through a mandate of somebody else."""
    if taken is None or STEPS[taken.name].action not in LOGGABLE:
        return False
    if taken.link_id is not None:
        return False
    through: Mandate | None = taken.through
    return through is None or through.organisation_id != row.addressee_organisation_id


def _show_related(row: Recommendation) -> schemas.RelatedRecommendation:
    return {"id": row.pk, "number": row.number, "year": row.year, "title": bilingual_of(row, "title")}


def _show_links(
    access: ActorRecommendationAccess, row: Recommendation
) -> tuple[list[schemas.RelatedObject], list[schemas.RelatedObject]]:
    """Return what it follows from, and the action items that follow from it."""
    into = Link.objects.filter(target_type=KIND, target_id=row.pk).exclude(source_type=KIND)
    out_of = Link.objects.filter(source_type=KIND, source_id=row.pk).exclude(target_type=KIND)
    causes: list[Reference] = [(one.source_type, one.source_id) for one in into.order_by("at", "id")]
    actions: list[Reference] = [(one.target_type, one.target_id) for one in out_of.order_by("at", "id")]
    seen = describe(access.actor, [*causes, *actions])

    def show(references: Iterable[Reference]) -> list[schemas.RelatedObject]:
        return [_show_object(one, seen.get(one)) for one in references]

    return show(causes), show(actions)


def _show_object(reference: Reference, view: LinkView | None) -> schemas.RelatedObject:
    return {
        "kind": reference[0],
        "id": reference[1] if view is not None else None,
        "number": getattr(view, "number", None),
        "title": getattr(view, "title", None),
        "state": getattr(view, "state", ""),
        "url": getattr(view, "url", None),
    }


def show_open_steps(access: ActorRecommendationAccess, row: Recommendation) -> list[schemas.OpenStep]:
    """Return the steps that the actor may take on both axes, also for the addressee, and what they lack."""
    if not access.actor.has_scope("programmes:write"):
        return []
    roles = access.roles_for(row)
    logs = is_permitted(RecommendationAction.LOG, row, roles)
    shown = []
    for step in STEPS.values():
        own = is_permitted(step.action, row, roles)
        logged = not own and logs and step.action in LOGGABLE
        if own or (logged and is_permitted(step.action, row, frozenset(step.roles))):
            shown.append(_show_open_step(row, step, logged=logged))
    return shown


def _show_open_step(row: Recommendation, step: Step, *, logged: bool) -> schemas.OpenStep:
    missing, told = find_missing_evidence(row, step), show_transition(step)
    return {
        "to": told["to"],
        "label": told["label"],
        "requires": told["requires"],
        "logged": logged,
        "missing": [] if missing is None else [show_missing(missing)],
    }


# ---- words -------------------------------------------------------------------------------------------------


def show_words() -> schemas.RecommendationWords:
    """Return what the axes, themes and target groups are called."""
    return {
        "response": _show_axis("response"),
        "implementation": _show_axis("implementation"),
        "themes": _show_choices(Theme),
        "target_groups": _show_choices(TargetGroup),
        "rules": show_rules(get_rule_pack()),
    }


def _show_axis(name: str) -> schemas.AxisOut:
    return {
        "states": [show_state(one) for one in AXES[name].states],
        "transitions": [show_transition(one) for one in AXES[name].transitions],
    }


def _show_choices(choices: type[TextChoices]) -> list[schemas.RecommendationWord]:
    return [{"name": one.value, "label": render_words(one.label)} for one in choices]


def show_board(counted: Iterable[tuple[str, str, int]]) -> schemas.BoardOut:
    cells: list[schemas.BoardCell] = [
        {
            "response": Response(response),
            "implementation": Implementation(implementation),
            "count": count,
        }
        for response, implementation, count in counted
    ]
    return {"cells": cells, "total": sum(one["count"] for one in cells)}
