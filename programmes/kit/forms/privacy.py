"""Personal data in forms. All of it is kept at erasure, as the record of the work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access_log import name_dossier
from programmes.kit.forms.models import AnswerVersion, FormSubmission
from viche.privacy.holdings import Rows
from viche.privacy.registry import exclude_from_export, register_personal_data

register_personal_data(
    "programmes.forms",
    Rows(
        FormSubmission,
        ["started_by", "completed_by"],
        "at=started_at subject form completed_at started_it completed_it",
        subject=name_dossier,
        started_it=lambda row, me: row.started_by_id == me,
        completed_it=lambda row, me: row.completed_by_id == me,
    ),
    title=_("Forms that you started or completed"),
    purpose=_("To know who answers for what was recorded."),
    recipients=_("Everyone who can read the dossier."),
)
register_personal_data(
    "programmes.answers",
    Rows(
        AnswerVersion,
        "answered_by",
        "at=answered_at form=answer.submission.form question=answer.question value note reason",
    ),
    title=_("Answers that you gave in forms"),
    purpose=_("To know who recorded what, also when it was corrected."),
    recipients=_("Everyone who can read the dossier."),
)
exclude_from_export("the same as its last version, which is there", "programmes.answer.answered_by")
