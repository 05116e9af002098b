"""Serializers of participants."""

from __future__ import annotations

from programmes.kit.registry import PROGRAMMES
from viche.kernel.api import NameField, StrictSerializer, StrictUuid


def list_role_names() -> set[str]:
    """Return the names of the roles of participants in all programmes."""
    return {name for one in PROGRAMMES.values() for name in one.roles}


class NameParticipantIn(StrictSerializer):
    """A participant to name, in a role of the dossier's kind: an `organisation` or a `mandate`."""

    role = NameField(list_role_names)
    organisation = StrictUuid(source="organisation_id", required=False, allow_null=True)
    mandate = StrictUuid(source="mandate_id", required=False, allow_null=True)
