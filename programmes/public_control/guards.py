"""Guards of the steps of a public control."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.events import DossierChanged
from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.evidence.events import (
    DossierEvidenceAdded,
    DossierEvidenceHidden,
    DossierEvidenceWithdrawn,
)
from programmes.kit.findings.events import FindingChanged, FindingRecorded, FindingRemoved
from programmes.kit.forms.events import FormCompleted
from programmes.kit.participants.models import Participant
from programmes.kit.registry import DossierRole
from programmes.kit.requirements import CHECKS
from programmes.public_control.models import Control, Mechanism, Reply, ReplyWay
from programmes.recommendations.events import (
    RecommendationChanged,
    RecommendationDiscarded,
    RecommendationMade,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement
from viche.kernel.models import Event

REPORTED = (
    *(FormCompleted.kind, FindingRecorded.kind, FindingChanged.kind, DossierChanged.kind),
    *(FindingRemoved.kind, DossierEvidenceWithdrawn.kind, DossierEvidenceHidden.kind),
)
"""Events of a dossier that change what its report says. A form that was reopened is completed once more."""

PROPOSED = (RecommendationMade.kind, RecommendationChanged.kind, RecommendationDiscarded.kind)
"""Events of its recommendations that do."""

BY_ITSELF = frozenset({ReplyWay.ACCOUNT, ReplyWay.LINK})


def get_control(dossier: Dossier) -> Control:
    """Return the facts of a control. Raises Conflict for a dossier that was begun without."""
    found = Control.objects.select_related("mandate_letter").filter(dossier=dossier).first()
    if found is None:
        raise Conflict("no_control", _("It is not known yet what is controlled, and how."))
    return found


def is_visit(dossier: Dossier) -> bool:
    """Return whether a control is a visit, of which a protocol is made."""
    return Control.objects.filter(dossier=dossier, mechanism=Mechanism.VISIT).exists()


def is_the_authority(participant: Participant) -> bool:
    """Return whether a participant is the authority that is controlled."""
    named = {"authority": participant.organisation_id, "outside_body": participant.outside_body_id}
    return Control.objects.filter(dossier=participant.dossier_id, **named).exists()


def check_is_announced(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict for an unannounced control: the authority is told nothing before."""
    if not get_control(dossier).announced:
        raise Conflict("unannounced", _("This control is not announced: the authority is told nothing."))


def check_notified(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict for an announced control of which the authority has not been notified."""
    if dossier.state == "planned" and get_control(dossier).announced:
        raise Conflict("not_notified", _("This control is announced: notify the authority first."))


def check_team_declared(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict unless the team has declared its interests."""
    missing = CHECKS[Requirement.INTERESTS_DECLARED](dossier)
    if missing is not None:
        raise missing


def check_mandate_letter(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict unless evidence that is still there is named as the mandate letter."""
    letter = get_control(dossier).mandate_letter
    if letter is None or not letter.is_present:
        raise Conflict(
            "no_mandate_letter",
            _("Nobody looks without a mandate letter: add it as evidence, and name it in the facts."),
        )


def check_is_authority(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict for whoever speaks for somebody else who was named as authority."""
    if actor.link_id is not None:  # a link is that of the authority: see `lock_for_reply`
        return
    authority_id = get_control(dossier).authority_id
    seats = ActorDossierAccess.of(actor).seats_for_part(dossier, DossierRole.COUNTERPART)
    if all(one.organisation_id != authority_id for one in seats):
        raise Conflict("not_the_authority", _("Only the authority that was controlled replies."))


def check_report_is_current(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict when what the latest edition tells has changed since: that is what was signed off."""
    latest = Edition.objects.reports().filter(dossier=dossier).first()
    if latest is not None and _list_changes(dossier, latest).exists():
        raise Conflict(
            "report_outdated", _("Something was found out or changed since the report: make another edition.")
        )


def _list_changes(dossier: Dossier, edition: Edition) -> QuerySet[Event]:
    """Return the events by which an edition is outdated. Their ids are in the order of time."""
    proven = Q(kind=DossierEvidenceAdded.kind, data__subject_kind="finding")
    own = Q(subject_type="dossier", subject_id=dossier.pk) & (Q(kind__in=REPORTED) | proven)
    proposed = Q(subject_type="recommendation", kind__in=PROPOSED, data__dossier_id=str(dossier.pk))
    # No report says the theme.
    of_theme = Q(kind=RecommendationChanged.kind, data__fields=["theme"])
    return Event.objects.filter(own | proposed, ~of_theme, pk__gt=edition.pk)


def check_not_replied(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict once the authority has replied by itself.

    Silence is not the last word, and a letter that was recorded wrongly is recorded once more.
    """
    if Reply.objects.filter(dossier=dossier, way__in=BY_ITSELF).exists():
        raise Conflict("replied", _("The authority has replied already."))


def check_overdue(actor: Actor, dossier: Dossier) -> None:
    """Raise Conflict while the authority still has time to reply."""
    due_on = get_control(dossier).reply_due_on
    if due_on is None or today(dossier.group.time_zone) <= due_on:
        raise Conflict("not_overdue", _("The authority still has time to reply."))
