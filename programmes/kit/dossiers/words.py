"""The words of programmes in both languages, as the API shows them. They are the same until a new release."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any, cast

import orjson

from programmes.kit.dossiers import schemas
from programmes.kit.registry import PROGRAMMES, Programme
from viche.kernel.lifecycle import Requirement, State, Transition
from viche.kernel.text import Text, render_bilingual


@cache
def get_programmes() -> tuple[list[schemas.ProgrammeOut], str]:
    """Return all kinds of dossiers in words, and a digest of them."""
    shown = [show_programme(one) for one in PROGRAMMES.values()]
    return shown, sha256(orjson.dumps(shown)).hexdigest()[:16]


def show_programme(programme: Programme) -> schemas.ProgrammeOut:
    return {
        "kind": programme.kind,
        "noun": render_words(programme.noun),
        "path": programme.path,
        "own_begin": programme.own_begin,
        "states": [show_state(one) for one in programme.lifecycle.states],
        "transitions": [show_transition(one) for one in programme.lifecycle.transitions],
        "roles": [
            {
                "name": one.name,
                "label": render_words(one.label),
                "part": cast("schemas.PartName", one.part.value),
                "personal": one.personal,
            }
            for one in programme.roles.values()
        ],
    }


@cache
def show_state(state: State) -> schemas.StateOut:
    return {
        "name": str(state.name),
        "label": render_words(state.label),
        "phase": state.phase.value,
    }


@cache
def show_transition(step: Transition[Any, Any]) -> schemas.TransitionOut:
    return {
        "to": str(step.name),
        "label": render_words(step.label),
        "sources": sorted(str(one) for one in step.sources),
        "target": str(step.target),
        "requires": list_requirements(step),
        "own_service": step.own_service,
    }


def list_requirements(step: Transition[Any, Any]) -> list[schemas.RequirementName]:
    return [one.value for one in Requirement if one in step.requires]


def render_words(words: object) -> Text:
    """Return a translated text in both languages."""
    return render_bilingual(lambda: str(words))
