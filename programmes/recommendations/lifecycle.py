"""The lifecycle of a dossier of recommendations: open, settled, closed; and its one role."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from programmes.kit.registry import DossierRole, ParticipantRole
from programmes.recommendations.guards import check_answered, check_over
from viche.kernel.lifecycle import Lifecycle, Phase, Requirement, State, Transition

LEADERS = frozenset({DossierRole.LEAD, DossierRole.FACILITATOR})
ADDRESSEE = ParticipantRole(
    "addressee", pgettext_lazy("participant of a dossier", "Addressee"), DossierRole.COUNTERPART
)


class Action(StrEnum):
    """Transitions of a dossier of recommendations."""

    SETTLE = "recommendations.settle"
    REOPEN = "recommendations.reopen"
    CLOSE = "recommendations.close"


Step = Transition[Action, DossierRole]

RECOMMENDATIONS: Lifecycle[Any, DossierRole] = Lifecycle(
    states=(
        State("open", pgettext_lazy("dossier of recommendations", "Open"), Phase.FOLLOW_UP),
        State("settled", pgettext_lazy("dossier of recommendations", "All answered"), Phase.FOLLOW_UP),
        State("closed", pgettext_lazy("dossier of recommendations", "Closed"), Phase.CLOSED),
    ),
    transitions=(
        Step(
            Action.SETTLE,
            {"open"},
            "settled",
            LEADERS,
            label=_("All have answered"),
            guards=(check_answered,),
            notifies={DossierRole.LEAD, DossierRole.COUNTERPART},
        ),
        Step(
            Action.REOPEN,
            {"settled", "closed"},
            "open",
            LEADERS,
            to="reopened",
            label=_("Open again"),
            requires={Requirement.REASON},
            notifies={DossierRole.LEAD, DossierRole.COUNTERPART},
        ),
        Step(
            Action.CLOSE,
            {"settled"},
            "closed",
            LEADERS,
            label=_("Close"),
            requires={Requirement.REASON},
            guards=(check_answered, check_over),
            notifies={DossierRole.LEAD, DossierRole.COUNTERPART},
        ),
    ),
)
