"""Serializers of transitions."""

from __future__ import annotations

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.registry import PROGRAMMES
from viche.kernel.api import NameField, PlainText, StrictSerializer, StrictUuid


def list_transition_names() -> set[str]:
    """Return the names of the transitions of all programmes that take no facts of their own."""
    steps = (step for one in PROGRAMMES.values() for step in one.lifecycle.transitions)
    return {step.name for step in steps if not step.own_service}


class TakeTransitionIn(StrictSerializer):
    """A transition.

    `on_behalf_of` is the mandate through which it is taken, for a reader with several.
    """

    to = NameField(list_transition_names)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
