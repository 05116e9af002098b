"""Presenters of reactions."""

from __future__ import annotations

from typing import Any, cast

from dialogue.reactions.selectors import ReactionEntry
from dialogue.timeline import schemas as timeline_schemas
from groups.common import presenters as groups


def show_reaction(one: ReactionEntry) -> timeline_schemas.ReactionOut:
    return {
        "reaction": cast("Any", one.reaction),
        "person": groups.show_person(one.person),
        "organisation": groups.show_organisation(one.mandate.organisation)
        if one.mandate is not None
        else None,
        "at": one.at,
    }
