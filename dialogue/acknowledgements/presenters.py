"""Presenters of acknowledgements."""

from __future__ import annotations

from dialogue.acknowledgements.selectors import AcknowledgementState
from dialogue.timeline import schemas as timeline_schemas
from groups.common import presenters as groups


def show_acknowledgement(one: AcknowledgementState) -> timeline_schemas.AcknowledgementOut:
    given = one.acknowledgement
    return {
        "person": groups.show_person(one.person),
        "organisation": groups.show_organisation(one.mandate.organisation)
        if one.mandate is not None
        else None,
        "acknowledged_at": given.at if given is not None else None,
        "version": given.version if given is not None else None,
        "asked": one.asked,
    }
