"""Roles in which dossiers of recommendations name participants."""

from django.utils.translation import pgettext_lazy

from programmes.kit.registry import DossierRole, ParticipantRole

ADDRESSEE = ParticipantRole(
    "addressee", pgettext_lazy("participant of a dossier", "Addressee"), DossierRole.COUNTERPART
)
