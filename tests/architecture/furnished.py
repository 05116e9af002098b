"""The stage with one of each thing that can stand beside all the others, made once for many tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.architecture.permission_matrix import SEES
from tests.architecture.stages import MAKERS, POLICIES
from tests.architecture.stages.stage import Stage

# Things of these kinds leave each other alone, in whatever state. Of others a world has one.
KEPT = (
    *("thread", "message", "action", "evidence", "dossier", "recommendation"),
    *("decision", "access_request", "break_glass", "subject_request", "dossier_evidence"),
)
# What may be done with these is a matter of minutes: made when a test asks for them.
FLEETING = {("action", "verified")}
CASES = [case for kind in KEPT for state in SEES[kind] if (case := (kind, state)) not in FLEETING]

# Needed to decide, of every one of a kind.
NEARBY = {
    "group": ("territory",),
    "dialogue": ("territory",),
    "register": ("territory",),
    "thread": ("group__territory",),
    "decision": ("group", "thread__group"),
    "message": ("thread__group__territory",),
    "access_request": ("thread__group",),
    "action": ("group__territory", "thread__group"),
    "dossier_evidence": ("dossier__group__territory",),
    "evidence": ("action__group__territory", "action__thread__group"),
    "dossier": ("group__territory",),
    "dossier_recommendations": ("group",),
    "invitation": ("group__territory",),
    "join_request": ("group__territory",),
    "break_glass": ("group__territory",),
    "recommendation": ("dossier__group", "group"),
}


@dataclass(slots=True)
class Furnished:
    """A stage and the keys of the things on it."""

    stage: Stage
    things: dict[tuple[str, str], UUID]

    @classmethod
    def built(cls, stage: Stage) -> Furnished:
        return cls(stage, {(kind, state): MAKERS[kind](stage, state).pk for kind, state in CASES})

    def bring(self, kind: str, state: str) -> Any:
        """The thing in this state: read, or made now."""
        if (kind, state) not in self.things:
            return MAKERS[kind](self.stage, state)
        rows = POLICIES[kind].model._default_manager.select_related(*NEARBY.get(kind, ()))
        return rows.get(pk=self.things[kind, state])
