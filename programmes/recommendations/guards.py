"""Guards of the transitions of dossiers of recommendations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.models import Recommendation
from programmes.recommendations.states import OVER, Response
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict


def check_none_pending(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict while an issued recommendation of a dossier has no answer."""
    issued = Recommendation.objects.issued().filter(dossier=dossier)
    if issued.filter(response=Response.PENDING).exists():
        raise Conflict("unanswered", _("A recommendation of this dossier has no answer yet."))


def check_no_drafts(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict while a recommendation of a dossier is a draft, which its report may have proposed."""
    if Recommendation.objects.filter(dossier=dossier, issued_at=None).exists():
        raise Conflict("drafts_left", _("Issue the drafts of recommendations first, or discard them."))


def check_answered(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict unless recommendations of a dossier were issued, and each was answered."""
    check_none_pending(actor, dossier)
    if not Recommendation.objects.issued().filter(dossier=dossier).exists():
        raise Conflict("nothing_issued", _("No recommendation of this dossier was issued."))


def check_over(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict unless every issued recommendation of a dossier is verified or closed."""
    going_on = Recommendation.objects.issued().filter(dossier=dossier).exclude(implementation__in=OVER)
    if going_on.exists():
        raise Conflict("not_over", _("A recommendation of this dossier is still being implemented."))
