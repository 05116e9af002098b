"""Models of the programmes app. Other apps import them from here."""

from programmes.kit.access_requests.models import DossierAccessRequest
from programmes.kit.deadlines.models import DeadlineMoment, DeadlineNotice, DossierDeadline
from programmes.kit.dossiers.models import Dossier, DossierUserPermission, DossierVisibility
from programmes.kit.editions.models import Edition, EditionPaper, Publication
from programmes.kit.evidence.models import DossierEvidence
from programmes.kit.findings.models import Finding
from programmes.kit.forms.models import Answer, AnswerVersion, FormDefinition, FormSubmission
from programmes.kit.interests.models import InterestDeclaration, TieOutcome
from programmes.kit.participants.models import Participant
from programmes.kit.sign_offs.models import SignOff, SignOffOutcome
from programmes.kit.transitions.models import TransitionTaken
from programmes.public_control.models import Complaint, Control, Reply
from programmes.recommendations.models import AgeBand, AnswerReminder, Recommendation, Theme

__all__ = [
    "AgeBand",
    "Answer",
    "AnswerReminder",
    "AnswerVersion",
    "Complaint",
    "Control",
    "DeadlineMoment",
    "DeadlineNotice",
    "Dossier",
    "DossierAccessRequest",
    "DossierDeadline",
    "DossierEvidence",
    "DossierUserPermission",
    "DossierVisibility",
    "Edition",
    "EditionPaper",
    "Finding",
    "FormDefinition",
    "FormSubmission",
    "InterestDeclaration",
    "Participant",
    "Publication",
    "Recommendation",
    "Reply",
    "SignOff",
    "SignOffOutcome",
    "Theme",
    "TieOutcome",
    "TransitionTaken",
]
