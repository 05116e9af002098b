"""Serializers of evidence in dossiers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.loaders import REASON_LENGTH
from programmes.kit.evidence.services import Subject
from programmes.kit.evidence.subjects import SUBJECTS
from tasks.evidence.serializers import EvidenceContentIn
from viche.kernel.api import PlainText, StrictSerializer
from viche.kernel.api.strict import CANONICAL_UUID


class SubjectField(PlainText):
    """What evidence belongs to, as its kind and id: `finding:018f…`."""

    default_error_messages = {"subject": _("Write the kind and the id, such as finding:<id>.")}

    def to_internal_value(self, data: Any) -> Any:
        kind, _colon, pk = super().to_internal_value(data).partition(":")
        if kind not in SUBJECTS or CANONICAL_UUID.fullmatch(pk) is None:
            self.fail("subject")
        return Subject(kind, UUID(pk))


class DossierEvidenceAsked(StrictSerializer):
    """`subject`: only the evidence of this part of the dossier, or of the dossier itself."""

    subject = SubjectField(required=False)


class AddDossierEvidenceIn(EvidenceContentIn):
    """One piece of evidence; without `subject` it belongs to the dossier itself."""

    subject = SubjectField(required=False)


class HideDossierEvidenceIn(StrictSerializer):
    """The reason, which all readers of the dossier see in place of the evidence."""

    reason = PlainText(max_length=REASON_LENGTH)
