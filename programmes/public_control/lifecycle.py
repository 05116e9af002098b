"""The lifecycle of a public control: from its plan to the last answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import pgettext_lazy

from programmes.kit.dossiers.visibility import announce_dossier, widen_dossier
from programmes.kit.registry import DossierRole, ParticipantRole
from programmes.public_control.effects import (
    admit_authority,
    find_reply_day_of,
    note_conducted,
    note_sent,
    note_silence,
)
from programmes.public_control.guards import (
    check_is_announced,
    check_is_authority,
    check_mandate_letter,
    check_not_replied,
    check_notified,
    check_overdue,
    check_report_is_current,
)
from programmes.recommendations.guards import check_no_drafts, check_none_pending
from viche.kernel.lifecycle import Deadline, Lifecycle, Phase, Requirement, State, Transition

KIND = "public_control"
LEADERS = frozenset({DossierRole.LEAD, DossierRole.FACILITATOR})
WORKERS = frozenset({DossierRole.LEAD, DossierRole.TEAM})
AUTHORITY_PART = frozenset({DossierRole.COUNTERPART})
DAYS_FOR_REPORT = 14
REPORT_DUE = pgettext_lazy("deadline of a control", "Report")
REPLY_DUE = pgettext_lazy("deadline of a control", "Reply of the authority")
ALL = frozenset({DossierRole.LEAD, DossierRole.TEAM, DossierRole.REVIEWER, DossierRole.COUNTERPART})

MONITOR = ParticipantRole(
    "monitor", pgettext_lazy("public control", "Monitor"), DossierRole.TEAM, personal=True
)
SECRETARY = ParticipantRole(
    "secretary", pgettext_lazy("public control", "Secretary"), DossierRole.TEAM, personal=True
)
REVIEWER = ParticipantRole("reviewer", pgettext_lazy("public control", "Reviewer"), DossierRole.REVIEWER)
AUTHORITY = ParticipantRole(
    "authority", pgettext_lazy("public control", "Authority"), DossierRole.COUNTERPART
)
ROLES = {one.name: one for one in (MONITOR, SECRETARY, REVIEWER, AUTHORITY)}


class Action(StrEnum):
    """Transitions of a public control."""

    NOTIFY = "public_control.notify"
    CONDUCT = "public_control.conduct"
    SEND_REPORT = "public_control.send_report"
    REPLY = "public_control.reply"
    RECORD_LETTER = "public_control.record_letter"
    RECORD_SILENCE = "public_control.record_silence"
    FOLLOW_UP = "public_control.follow_up"
    CLOSE = "public_control.close"
    CANCEL = "public_control.cancel"


Step = Transition[Action, DossierRole]

PUBLIC_CONTROL: Lifecycle[Any, DossierRole] = Lifecycle(
    states=(
        State("planned", pgettext_lazy("public control", "Planned"), Phase.PREPARATION),
        State("notified", pgettext_lazy("public control", "Authority notified"), Phase.PREPARATION),
        State("conducted", pgettext_lazy("public control", "Conducted"), Phase.FIELDWORK),
        State("report_sent", pgettext_lazy("public control", "Report sent"), Phase.FOLLOW_UP),
        State("replied", pgettext_lazy("public control", "Replied"), Phase.FOLLOW_UP),
        State("follow_up", pgettext_lazy("public control", "Follow-up"), Phase.FOLLOW_UP),
        State("closed", pgettext_lazy("public control", "Closed"), Phase.CLOSED),
        State("cancelled", pgettext_lazy("public control", "Cancelled"), Phase.CLOSED),
    ),
    transitions=(
        Step(
            Action.NOTIFY,
            {"planned"},
            "notified",
            LEADERS,
            label=pgettext_lazy("step of a control", "The authority is notified"),
            guards=(check_is_announced,),
            notifies={DossierRole.TEAM},
        ),
        Step(
            Action.CONDUCT,
            {"planned", "notified"},
            "conducted",
            WORKERS,
            label=pgettext_lazy("step of a control", "The control was conducted"),
            requires={Requirement.INTERESTS_DECLARED},
            guards=(check_notified, check_mandate_letter),
            effects=(note_conducted, announce_dossier),
            deadlines=(Deadline("report", LEADERS, due=DAYS_FOR_REPORT, label=REPORT_DUE),),
            notifies={DossierRole.LEAD, DossierRole.TEAM},
        ),
        Step(
            Action.SEND_REPORT,
            {"conducted"},
            "report_sent",
            LEADERS,
            label=pgettext_lazy("step of a control", "Send the report"),
            # Interests again: somebody may have joined since.
            requires={
                *(Requirement.FORMS_COMPLETE, Requirement.INTERESTS_DECLARED),
                *(Requirement.SIGN_OFF, Requirement.EDITION),
            },
            guards=(check_mandate_letter, check_report_is_current),
            effects=(note_sent, admit_authority, widen_dossier),
            deadlines=(Deadline("reply", LEADERS | AUTHORITY_PART, due=find_reply_day_of, label=REPLY_DUE),),
            notifies=ALL,
        ),
        Step(
            Action.REPLY,
            {"report_sent"},
            "replied",
            AUTHORITY_PART,
            label=pgettext_lazy("step of a control", "Reply to the report"),
            guards=(check_is_authority,),
            notifies=ALL,
            own_service=True,
        ),
        Step(
            Action.RECORD_LETTER,
            {"report_sent", "replied", "follow_up"},
            "replied",
            LEADERS,
            to="letter",
            label=pgettext_lazy("step of a control", "Record the letter of the authority"),
            guards=(check_not_replied,),
            notifies=ALL,
            own_service=True,
        ),
        Step(
            Action.RECORD_SILENCE,
            {"report_sent"},
            "replied",
            LEADERS,
            to="silence",
            label=pgettext_lazy("step of a control", "Record that no reply came"),
            guards=(check_overdue,),
            effects=(note_silence,),
            notifies=ALL,
        ),
        Step(
            Action.FOLLOW_UP,
            {"replied"},
            "follow_up",
            LEADERS,
            label=pgettext_lazy("step of a control", "Follow up"),
            notifies=ALL,
        ),
        Step(
            Action.CLOSE,
            {"replied", "follow_up"},
            "closed",
            LEADERS,
            label=pgettext_lazy("step of a control", "Close"),
            requires={Requirement.REASON},
            guards=(check_none_pending, check_no_drafts),
            notifies=ALL,
        ),
        Step(
            Action.CANCEL,
            {"planned", "notified"},
            "cancelled",
            LEADERS,
            label=pgettext_lazy("step of a control", "Cancel"),
            requires={Requirement.REASON},
            notifies={DossierRole.LEAD, DossierRole.TEAM},
        ),
    ),
)
