"""URLs of programmes."""

from django.urls import path

from programmes.kit.access_requests import api as access_requests_api
from programmes.kit.dossiers import access_api, api as dossiers_api
from programmes.kit.editions import api as editions_api
from programmes.kit.evidence import api as evidence_api
from programmes.kit.findings import api as findings_api
from programmes.kit.forms import api as forms_api
from programmes.kit.interests import api as interests_api
from programmes.kit.participants import api as participants_api
from programmes.kit.sign_offs import api as sign_offs_api
from programmes.kit.transitions import api as transitions_api
from programmes.public_control import api as control_api
from programmes.recommendations import api as recommendations_api, scorecard_api, table_api

DOSSIER = "dossiers/<uuid:dossier_id>"
FORM = f"{DOSSIER}/forms/<uuid:submission_id>"
PARTICIPANT = f"{DOSSIER}/participants/<uuid:participant_id>"
EVIDENCE = f"{DOSSIER}/evidence"
RECOMMENDATION = "recommendations/<uuid:recommendation_id>"

urlpatterns = [
    path("programmes", dossiers_api.Programmes.as_view()),
    path("dossiers", dossiers_api.Dossiers.as_view()),
    path("groups/<uuid:group_id>/dossiers", dossiers_api.GroupDossiers.as_view()),
    path("groups/<uuid:group_id>/known-dossiers", dossiers_api.KnownDossiers.as_view()),
    path(DOSSIER, dossiers_api.DossierDetail.as_view()),
    path(f"{DOSSIER}/lead", dossiers_api.DossierLead.as_view()),
    path(f"{DOSSIER}/visibility", dossiers_api.DossierVisibility.as_view()),
    path(f"{DOSSIER}/history", dossiers_api.DossierHistory.as_view()),
    path(f"{DOSSIER}/participants", participants_api.DossierParticipants.as_view()),
    path(PARTICIPANT, participants_api.DossierParticipant.as_view()),
    path(f"{PARTICIPANT}/interests", interests_api.ParticipantInterests.as_view()),
    path(f"{PARTICIPANT}/interests/outcome", interests_api.ParticipantTieOutcome.as_view()),
    path(f"{DOSSIER}/card", access_requests_api.DossierCard.as_view()),
    path(f"{DOSSIER}/access-requests", access_requests_api.DossierAccessRequests.as_view()),
    path(f"{DOSSIER}/access-requests/mine", access_requests_api.OwnDossierAccessRequest.as_view()),
    path(
        f"{DOSSIER}/access-requests/<uuid:dossier_request_id>",
        access_requests_api.DossierAccessAnswer.as_view(),
    ),
    path(f"{DOSSIER}/transitions", transitions_api.DossierTransitions.as_view()),
    path(f"{DOSSIER}/access", access_api.DossierAccess.as_view()),
    path(f"{DOSSIER}/access/mine", access_api.MyDossierAccess.as_view()),
    path(f"{DOSSIER}/shares", access_api.DossierShares.as_view()),
    path(f"{DOSSIER}/shares/invitations", access_api.DossierGuestInvitations.as_view()),
    path(EVIDENCE, evidence_api.DossierEvidenceList.as_view()),
    path(f"{EVIDENCE}/<uuid:piece_id>", evidence_api.DossierEvidenceDetail.as_view()),
    path(f"{EVIDENCE}/<uuid:piece_id>/hidden", evidence_api.DossierEvidenceHiding.as_view()),
    path(f"{DOSSIER}/forms", forms_api.DossierForms.as_view()),
    path(FORM, forms_api.DossierForm.as_view()),
    path(f"{FORM}/answers/<slug:question>", forms_api.FormAnswer.as_view()),
    path(f"{FORM}/answers/<slug:question>/history", forms_api.FormAnswerHistory.as_view()),
    path(f"{FORM}/completion", forms_api.FormCompletion.as_view()),
    path(f"{DOSSIER}/findings", findings_api.DossierFindings.as_view()),
    path(f"{DOSSIER}/findings/<uuid:finding_id>", findings_api.DossierFinding.as_view()),
    path(f"{DOSSIER}/findings/<uuid:finding_id>/rating", findings_api.FindingRating.as_view()),
    path(f"{DOSSIER}/editions", editions_api.DossierEditions.as_view()),
    path(f"{DOSSIER}/editions/<uuid:edition_id>", editions_api.DossierEdition.as_view()),
    path(f"{DOSSIER}/editions/<uuid:edition_id>/pdf", editions_api.EditionPdf.as_view()),
    path(f"{DOSSIER}/editions/<uuid:edition_id>/publication", editions_api.EditionPublication.as_view()),
    path(f"{DOSSIER}/sign-offs", sign_offs_api.DossierSignOffs.as_view()),
    path(f"{DOSSIER}/sign-offs/<uuid:sign_off_id>/decision", sign_offs_api.SignOffDecision.as_view()),
    path("public/editions/<uuid:edition_id>", editions_api.PublicEdition.as_view()),
    path("public/editions/<uuid:edition_id>/pdf", editions_api.PublicEditionPdf.as_view()),
    path(f"{DOSSIER}/break-glass", access_api.DossierEmergencies.as_view()),
    path("groups/<uuid:group_id>/controls", control_api.GroupControls.as_view()),
    path(f"{DOSSIER}/control", control_api.DossierControl.as_view()),
    path(f"{DOSSIER}/complaint", control_api.DossierComplaint.as_view()),
    path(f"{DOSSIER}/replies", control_api.DossierReplies.as_view()),
    path(f"{DOSSIER}/letters", control_api.DossierLetters.as_view()),
    path(f"{DOSSIER}/link", control_api.ControlLink.as_view()),
    path("control-replies", control_api.ControlReplies.as_view()),
    path("control-replies/totals", control_api.ControlReplyTotals.as_view()),
    path("public/control-replies", control_api.PublicControlReplies.as_view()),
    path(f"{DOSSIER}/recommendations", recommendations_api.DossierRecommendations.as_view()),
    path("recommendations", recommendations_api.Recommendations.as_view()),
    path("recommendations/board", recommendations_api.RecommendationBoard.as_view()),
    path("recommendations/scorecard", scorecard_api.RecommendationScorecard.as_view()),
    path("recommendations/words", recommendations_api.RecommendationWords.as_view()),
    path("recommendations/export", table_api.RecommendationTable.as_view()),
    path(f"{DOSSIER}/recommendation-lists", table_api.RecommendationList.as_view()),
    path(f"{DOSSIER}/recommendation-lists/preview", table_api.RecommendationListPreview.as_view()),
    path(RECOMMENDATION, recommendations_api.RecommendationDetail.as_view()),
    path(f"{RECOMMENDATION}/issue", recommendations_api.RecommendationIssue.as_view()),
    path(f"{RECOMMENDATION}/transitions", recommendations_api.RecommendationTransitions.as_view()),
    path(f"{RECOMMENDATION}/replacement", recommendations_api.RecommendationReplacement.as_view()),
    path(f"{RECOMMENDATION}/actions", recommendations_api.RecommendationActions.as_view()),
    path(f"{RECOMMENDATION}/links", recommendations_api.RecommendationLinks.as_view()),
    path(f"{RECOMMENDATION}/theme", recommendations_api.RecommendationTheme.as_view()),
    path(f"{RECOMMENDATION}/evidence", recommendations_api.RecommendationEvidence.as_view()),
    path(f"{RECOMMENDATION}/link", recommendations_api.RecommendationLink.as_view()),
    path(f"{RECOMMENDATION}/history", recommendations_api.RecommendationHistory.as_view()),
]
