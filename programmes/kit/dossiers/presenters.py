"""Presenters of dossiers: from rows to API shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from groups.common import presenters as groups
from groups.mandates.presenters import show_mandate_ref
from groups.models import Mandate
from groups.selectors import prefetch_principals
from programmes.kit.deadlines.models import DossierDeadline
from programmes.kit.dossiers import schemas
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.events import topic_of
from programmes.kit.dossiers.loaders import get_transition_policy
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import load_leads
from programmes.kit.dossiers.selectors import (
    OWN_PARTS,
    is_waiting_for,
    list_allowed_actions,
    list_open_deadlines,
    list_participants,
    list_past_states,
    list_sign_offs,
)
from programmes.kit.dossiers.words import list_requirements, show_state, show_transition
from programmes.kit.independence import list_independent
from programmes.kit.interests.models import InterestDeclaration
from programmes.kit.participants.models import Participant
from programmes.kit.registry import DossierRole, get_programme
from programmes.kit.requirements import list_missing
from programmes.kit.rules import RulePack, get_rule_pack
from programmes.kit.sign_offs.models import SignOff
from programmes.kit.transitions.models import TransitionTaken
from viche.kernel.clock import today
from viche.kernel.errors import Conflict
from viche.kernel.events import get_head
from viche.kernel.lifecycle import Lifecycle, Transition
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of, render_bilingual


def show_dossier_facts(dossier: Dossier) -> schemas.DossierFacts:
    """Return the facts of a dossier. Needs `programmes.kit.dossiers.selectors.join_relations`."""
    return {
        "id": dossier.id,
        "kind": dossier.kind,
        "number": dossier.number,
        "year": dossier.year,
        "title": bilingual_of(dossier, "title"),
        "group": groups.show_group_ref(dossier.group),
        "lead": show_mandate_ref(dossier.lead),
        "state": dossier.state,
        "phase": cast("schemas.PhaseName", dossier.phase),
        "state_since": dossier.state_since,
        "visibility": cast("schemas.VisibilityName", dossier.visibility),
        "sealed": dossier.is_sealed,
        "begun_at": dossier.begun_at,
        "version": dossier.version,
    }


def show_dossiers(access: ActorDossierAccess, dossiers: Sequence[Dossier]) -> list[schemas.DossierOut]:
    """Return dossiers as the actor sees them, in two further queries."""
    load_leads(access, dossiers)
    deadlines = list_open_deadlines(dossiers)
    return [_show_dossier(access, one, deadlines.get(one.pk, ())) for one in dossiers]


def _show_dossier(
    access: ActorDossierAccess, dossier: Dossier, deadlines: Sequence[DossierDeadline]
) -> schemas.DossierOut:
    return {
        **show_dossier_facts(dossier),
        "waits_for_me": is_waiting_for(access, dossier),
        "deadline": show_deadline(access, dossier, deadlines[0]) if deadlines else None,
        "allowed": list_allowed_actions(access, dossier),
    }


def show_known_dossier(dossier: Dossier) -> schemas.KnownDossier:
    """Return what the group may know of a dossier that it does not read."""
    return {
        "id": dossier.id,
        "kind": dossier.kind,
        "number": cast("int", dossier.number),
        "year": cast("int", dossier.year),
        "title": bilingual_of(dossier, "title"),
        "group": groups.show_group_ref(dossier.group),
        "lead": show_mandate_ref(dossier.lead),
        "known_only": True,
    }


def show_dossier_page(access: ActorDossierAccess, dossier: Dossier) -> schemas.DossierPageOut:
    """Return a single dossier as the actor sees it."""
    deadlines = list_open_deadlines([dossier]).get(dossier.pk, ())
    return {
        **_show_dossier(access, dossier, deadlines),
        "lifecycle": show_lifecycle(dossier),
        "transitions": show_open_transitions(access, dossier),
        "participants": _show_participants(access, dossier),
        "deadlines": [
            {
                **show_deadline(access, dossier, one),
                "begun_on": one.begun_on,
                "rules": show_rules(get_rule_pack(one.rule_pack)) if one.rule_pack else None,
            }
            for one in deadlines
        ],
        "sign_offs": show_sign_offs(access, dossier),
        "seq": get_head(topic_of(dossier.pk)),
    }


def show_deadline(access: ActorDossierAccess, dossier: Dossier, row: DossierDeadline) -> schemas.DeadlineOut:
    """Return an open deadline of a dossier as the actor sees it."""
    declared = get_programme(dossier.kind).lifecycle.deadlines_by_name[row.name]
    return {
        "name": row.name,
        "label": render_bilingual(lambda: str(declared.label)),
        "due_on": row.due_on,
        "overdue": row.due_on < today(dossier.group.time_zone),
        "waits_for_me": not access.roles_for(dossier).isdisjoint(declared.roles & OWN_PARTS),
    }


def show_rules(pack: RulePack) -> schemas.RulesOut:
    return {"name": pack.name, "label": pack.label, "source": pack.source}


# ---- lifecycle ---------------------------------------------------------------------------------------------


def show_lifecycle(dossier: Dossier) -> list[schemas.StateProgress]:
    """Return the states of a dossier's lifecycle in their order, with what is done, now and next.

    A state is done if the dossier has been in it, and the order places it before the present one.
    """
    lifecycle = get_programme(dossier.kind).lifecycle
    names = [str(one.name) for one in lifecycle.states]
    present = names.index(dossier.state)
    done = list_past_states(dossier) & set(names[:present])
    ahead = _list_states_ahead(lifecycle, dossier.state)

    def find_progress(name: str) -> schemas.Progress:
        if name == dossier.state:
            return "now"
        return "done" if name in done else "next" if name in ahead else "skipped"

    return [{**show_state(one), "progress": find_progress(str(one.name))} for one in lifecycle.states]


def _list_states_ahead(lifecycle: Lifecycle[Any, Any], state: str) -> set[str]:
    """Return the states that can be reached by transitions that resume nothing that has ended."""
    reached, before = {state}, 0
    while len(reached) != before:
        before = len(reached)
        reached |= {
            str(one.target)
            for one in lifecycle.transitions
            if reached & (one.sources - lifecycle.final_states)
        }
    return reached


def show_open_transitions(access: ActorDossierAccess, dossier: Dossier) -> list[schemas.OpenTransition]:
    """Return the transitions from the present state that the actor's roles permit, and what they lack."""
    policy, roles = get_transition_policy(dossier), access.roles_for(dossier)
    if not access.actor.has_scope(policy.scope_of(next(iter(policy.every)))):
        return []
    return [
        _show_open_transition(access, dossier, one)
        for one in get_programme(dossier.kind).lifecycle.transitions
        if dossier.state in one.sources and policy.may(roles, one.action, dossier)
    ]


def _show_open_transition(
    access: ActorDossierAccess, dossier: Dossier, step: Transition[Any, DossierRole]
) -> schemas.OpenTransition:
    told = show_transition(step)
    return {
        "to": told["to"],
        "label": told["label"],
        "target": told["target"],
        "requires": list_requirements(step),
        "own_service": step.own_service,
        "missing": [show_missing(one) for one in list_missing(access.actor, dossier, step)],
    }


def show_missing(error: Conflict) -> schemas.MissingOut:
    return {"code": error.reason, "detail": render_bilingual(lambda: str(error.text))}


# ---- participants and history ------------------------------------------------------------------------------


def _show_participants(access: ActorDossierAccess, dossier: Dossier) -> list[schemas.ParticipantOut]:
    """Return the present participants, with the interests that they declared, in two queries."""
    rows, programme = list(list_participants(dossier)), get_programme(dossier.kind)
    declarers = [one for one in rows if programme.declares_interests(one.role)]
    declared = InterestDeclaration.objects.latest_of(declarers)
    interests = {one.pk: _show_interests(access, dossier, one, declared.get(one.pk)) for one in declarers}
    return [_show_participant(one, interests.get(one.pk)) for one in rows]


def _show_participant(row: Participant, interests: schemas.InterestsOut | None) -> schemas.ParticipantOut:
    body = row.outside_body
    return {
        "id": row.id,
        "role": row.role,
        "part": cast("schemas.ParticipantPartName", row.part),
        "organisation": groups.show_organisation(row.organisation) if row.organisation else None,
        "mandate": show_mandate_ref(row.mandate) if row.mandate else None,
        "outside_body": {"id": body.id, "name": bilingual_of(body, "name")} if body else None,
        "since": row.since,
        "opened_at": row.opened_at,
        "interests": interests,
    }


def show_sign_offs(access: ActorDossierAccess, dossier: Dossier) -> list[schemas.SignOffOut]:
    """Return the sign-offs of a dossier."""
    may = "decide_sign_off" in list_allowed_actions(access, dossier)
    return [_show_sign_off(access, one, may=may) for one in list_sign_offs(dossier)]


def _show_sign_off(access: ActorDossierAccess, row: SignOff, *, may: bool) -> schemas.SignOffOut:
    decided, state = row.decided_by, _find_sign_off_state(row)
    open_now = may and state == "asked" and _can_decide(access, row)
    return {
        "id": row.pk,
        "edition": row.edition.number,
        "edition_id": row.edition_id,
        "participant": _show_participant(row.participant, None),
        "state": state,
        "asked_by": groups.show_voice(row.asked_by, row.asked_through, on_behalf=True),
        "asked_at": row.asked_at,
        "decided_by": groups.show_voice(decided, row.decided_through, on_behalf=True) if decided else None,
        "decided_at": row.decided_at,
        "reason": row.reason,
        "allowed": ["decide_sign_off"] if open_now else [],
    }


def _can_decide(access: ActorDossierAccess, row: SignOff) -> bool:
    """Return whether an open request waits for the actor. Takes queries, but for reviewers alone."""
    person_id = access.actor.person_id
    speaks = access.seats_for_participant(row.dossier, row.participant)
    return person_id is not None and bool(speaks) and bool(list_independent(row.edition, [person_id]))


def _find_sign_off_state(row: Any) -> Any:
    """Return the state of a row of `list_sign_offs`."""
    return row.outcome or ("asked" if row.is_latest else "void")


def _show_interests(
    access: ActorDossierAccess, dossier: Dossier, row: Participant, declared: InterestDeclaration | None
) -> schemas.InterestsOut:
    found = declared or InterestDeclaration()
    return {
        "has_tie": found.has_tie if declared is not None else None,
        "words": found.words,
        "declared_at": found.declared_at if declared is not None else None,
        "outcome": cast("schemas.OutcomeName | None", found.outcome or None),
        "outcome_reason": found.outcome_reason,
        "allowed": _list_allowed_interests(access, dossier, row, declared),
    }


def _list_allowed_interests(
    access: ActorDossierAccess, dossier: Dossier, row: Participant, declared: InterestDeclaration | None
) -> list[schemas.InterestActionName]:
    """Return whether the actor may declare the interests of a participant, or decide about their tie."""
    may = list_allowed_actions(access, dossier)
    if access.seats_for_participant(dossier, row):
        is_open = declared is None or not declared.is_undecided
        return ["declare"] if is_open and "declare_interests" in may else []
    decides = (
        declared is not None and declared.is_undecided and declared.declared_by_id != access.actor.person_id
    )
    return ["decide"] if decides and "decide_tie" in may else []


def show_history(events: Sequence[Event]) -> list[schemas.DossierHistoryOut]:
    """Return events with actors, mandates and reasons, in at most three further queries."""
    through, taken = _ids_by_event(events, "mandate_id"), _ids_by_event(events, "taken_id")
    known = Mandate.objects.select_related("organisation").in_bulk(set(through.values()))
    words = dict(TransitionTaken.objects.filter(pk__in=taken.values()).values_list("pk", "reason"))
    mandates = {pk: known.get(mandate_id) for pk, mandate_id in through.items()}
    prefetch_principals(_list_spoken(events, mandates))
    return [
        {
            "id": event.id,
            "kind": event.kind,
            "at": event.at,
            "actor": groups.show_voice(event.actor, mandates.get(event.pk)) if event.actor else None,
            "data": event.data,
            "reason": words.get(taken[event.pk]) or None if event.pk in taken else None,
        }
        for event in events
    ]


def _list_spoken(
    events: Sequence[Event], mandates: dict[UUID, Mandate | None]
) -> Iterable[tuple[UUID | None, Mandate | None]]:
    return [(event.actor_id, mandates.get(event.pk)) for event in events if event.actor_id is not None]


def _ids_by_event(events: Sequence[Event], name: str) -> dict[UUID, UUID]:
    """Return the id under `name` in each event's data; events without one are absent."""
    return {event.pk: UUID(raw) for event in events if (raw := event.data.get(name))}
