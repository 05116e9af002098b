"""The two axes of a recommendation: what its addressee answered, and how far it is implemented."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import pgettext_lazy

from viche.kernel.lifecycle import Lifecycle, Phase, Requirement, State, Transition

DOSSIER_KIND = "recommendations"
"""The kind of dossiers that hold nothing but recommendations, and reopen for them."""


class RecommendationAction(StrEnum):
    """Actions on a recommendation."""

    READ = "recommendation.read"
    EDIT = "recommendation.edit"
    DISCARD = "recommendation.discard"
    ISSUE = "recommendation.issue"
    SUPERSEDE = "recommendation.supersede"
    SET_THEME = "recommendation.set_theme"
    LOG = "recommendation.log"
    MAKE_LINK = "recommendation.make_link"
    ACCEPT = "recommendation.accept"
    ACCEPT_PARTLY = "recommendation.accept_partly"
    REJECT = "recommendation.reject"
    ANSWER_DONE = "recommendation.answer_done"
    START = "recommendation.start"
    REPORT_PARTIAL = "recommendation.report_partial"
    IMPLEMENT = "recommendation.implement"
    VERIFY = "recommendation.verify"
    RETURN = "recommendation.return"
    CLOSE = "recommendation.close"
    REOPEN = "recommendation.reopen"
    ADD_EVIDENCE = "recommendation.add_evidence"
    MAKE_ACTION = "recommendation.make_action"


class RecommendationRole(StrEnum):
    """Role of an actor in one recommendation.

    READER: reads its dossier. RECORDER: facilitates the group, or is its secretary. TEAM: speaks for a
    participant of the dossier that works on it. LEAD: leads the dossier, or the group. ADDRESSEE: speaks for
    the organisation that it is addressed to. VERIFIER: speaks for another organisation and is not involved
    (see `programmes.recommendations.access`).
    """

    READER = "reader"
    RECORDER = "recorder"
    TEAM = "team"
    LEAD = "lead"
    ADDRESSEE = "addressee"
    VERIFIER = "verifier"


class RecommendationsAction(StrEnum):
    """Actions on the recommendations of a dossier as a whole."""

    READ = "dossier_recommendations.read"
    MAKE = "dossier_recommendations.make"


class Response(StrEnum):
    """What the addressee answered."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    ALREADY_DONE = "already_done"


class Implementation(StrEnum):
    """How far a recommendation is implemented."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PARTIAL = "partial"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    CLOSED_NOT_IMPLEMENTED = "closed_not_implemented"


Step = Transition[RecommendationAction, RecommendationRole]
ADDRESSEE = frozenset({RecommendationRole.ADDRESSEE})
LEAD = frozenset({RecommendationRole.LEAD})
VERIFIER = frozenset({RecommendationRole.VERIFIER})
REASON, EVIDENCE = frozenset({Requirement.REASON}), frozenset({Requirement.EVIDENCE})

ANSWERS = frozenset(Response) - {Response.PENDING}

RESPONSE = Lifecycle(
    states=(
        State(Response.PENDING, pgettext_lazy("response", "No answer yet"), Phase.REVIEW),
        State(Response.ACCEPTED, pgettext_lazy("response", "Accepted"), Phase.CLOSED),
        State(Response.PARTLY, pgettext_lazy("response", "Accepted in part"), Phase.CLOSED),
        State(Response.REJECTED, pgettext_lazy("response", "Rejected"), Phase.CLOSED),
        State(Response.ALREADY_DONE, pgettext_lazy("response", "Already done"), Phase.CLOSED),
    ),
    # An addressee may change an answer: a rejected recommendation is still followed.
    transitions=(
        Step(
            RecommendationAction.ACCEPT,
            set(Response) - {Response.ACCEPTED},
            Response.ACCEPTED,
            ADDRESSEE,
            label=pgettext_lazy("step of a recommendation", "Accept"),
        ),
        Step(
            RecommendationAction.ACCEPT_PARTLY,
            set(Response) - {Response.PARTLY},
            Response.PARTLY,
            ADDRESSEE,
            requires=REASON,
            label=pgettext_lazy("step of a recommendation", "Accept in part"),
        ),
        Step(
            RecommendationAction.REJECT,
            set(Response) - {Response.REJECTED},
            Response.REJECTED,
            ADDRESSEE,
            requires=REASON,
            label=pgettext_lazy("step of a recommendation", "Reject"),
        ),
        Step(
            RecommendationAction.ANSWER_DONE,
            set(Response) - {Response.ALREADY_DONE},
            Response.ALREADY_DONE,
            ADDRESSEE,
            requires=EVIDENCE,
            label=pgettext_lazy("step of a recommendation", "It is done already"),
        ),
    ),
)

AT_WORK = frozenset({Implementation.NOT_STARTED, Implementation.IN_PROGRESS, Implementation.PARTIAL})

IMPLEMENTATION = Lifecycle(
    states=(
        State(Implementation.NOT_STARTED, pgettext_lazy("implementation", "Not started"), Phase.PREPARATION),
        State(Implementation.IN_PROGRESS, pgettext_lazy("implementation", "In progress"), Phase.FIELDWORK),
        State(Implementation.PARTIAL, pgettext_lazy("implementation", "Partly implemented"), Phase.FIELDWORK),
        State(
            Implementation.IMPLEMENTED,
            pgettext_lazy("implementation", "Implemented, says the addressee"),
            Phase.REVIEW,
        ),
        State(Implementation.VERIFIED, pgettext_lazy("implementation", "Verified"), Phase.CLOSED),
        State(
            Implementation.CLOSED_NOT_IMPLEMENTED,
            pgettext_lazy("implementation", "Closed, not implemented"),
            Phase.CLOSED,
        ),
    ),
    transitions=(
        Step(
            RecommendationAction.START,
            {Implementation.NOT_STARTED},
            Implementation.IN_PROGRESS,
            ADDRESSEE,
            label=pgettext_lazy("step of a recommendation", "Work has begun"),
        ),
        Step(
            RecommendationAction.REPORT_PARTIAL,
            {Implementation.NOT_STARTED, Implementation.IN_PROGRESS},
            Implementation.PARTIAL,
            ADDRESSEE,
            requires=EVIDENCE,
            label=pgettext_lazy("step of a recommendation", "Partly implemented"),
        ),
        Step(
            RecommendationAction.IMPLEMENT,
            AT_WORK,
            Implementation.IMPLEMENTED,
            ADDRESSEE,
            requires=EVIDENCE,
            label=pgettext_lazy("step of a recommendation", "Implemented"),
        ),
        Step(
            RecommendationAction.VERIFY,
            {Implementation.IMPLEMENTED},
            Implementation.VERIFIED,
            VERIFIER,
            requires=EVIDENCE,
            label=pgettext_lazy("step of a recommendation", "Confirm that it is implemented"),
        ),
        Step(
            RecommendationAction.RETURN,
            {Implementation.IMPLEMENTED},
            Implementation.IN_PROGRESS,
            VERIFIER,
            to="returned",
            requires=REASON,
            label=pgettext_lazy("step of a recommendation", "Return with a comment"),
        ),
        Step(
            RecommendationAction.CLOSE,
            AT_WORK,
            Implementation.CLOSED_NOT_IMPLEMENTED,
            LEAD,
            requires=REASON,
            label=pgettext_lazy("step of a recommendation", "Close, not implemented"),
        ),
        Step(
            RecommendationAction.REOPEN,
            {Implementation.CLOSED_NOT_IMPLEMENTED},
            Implementation.IN_PROGRESS,
            LEAD,
            to="reopened",
            requires=REASON,
            label=pgettext_lazy("step of a recommendation", "Follow it again"),
        ),
    ),
)

AXES = {"response": RESPONSE, "implementation": IMPLEMENTATION}
"""By the field of a recommendation, the lifecycle of its values."""

STEPS: dict[str, Step] = RESPONSE.transitions_by_name | IMPLEMENTATION.transitions_by_name
"""The steps on both axes by name; no name is on both."""

LOGGABLE = frozenset(one.action for one in STEPS.values() if RecommendationRole.ADDRESSEE in one.roles)
"""Steps of the addressee, which whoever leads may record for it."""

WORK_STEPS = frozenset(one.name for one in STEPS.values() if one.action in LOGGABLE)
"""The names of these steps: whoever took one never verifies."""

OVER = frozenset({Implementation.VERIFIED, Implementation.CLOSED_NOT_IMPLEMENTED})
