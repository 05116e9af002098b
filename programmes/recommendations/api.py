"""Recommendations over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads, log_dossier_access, log_dossier_outs
from programmes.kit.dossiers.presenters import show_history
from programmes.kit.evidence.api import add_piece, list_pieces
from programmes.kit.evidence.schemas import DossierEvidenceOut
from programmes.kit.evidence.services import Subject
from programmes.recommendations import presenters, schemas, selectors, serializers
from programmes.recommendations.access import KIND, ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.services import actions, draft, issue, link, theme, transition
from programmes.recommendations.states import RecommendationAction, RecommendationsAction
from tasks.evidence.serializers import EvidenceContentIn
from tasks.external_assignees.link_api import (
    GuestLinkOut,
    MakeLinkIn,
    show_guest_link,
    show_new_guest_link,
)
from tasks.items.access_log import log_item_page
from tasks.items.api import show_item
from viche.kernel.access_log import log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Answer,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)


def log_recommendation_access(actor: Actor, row: Recommendation) -> None:
    """Log that `actor` was shown a recommendation or a part of it: an access to its dossier."""
    log_access(actor, list_reads(row.dossier))


def log_listed_recommendations(actor: Actor, page: Mapping[str, Any]) -> None:
    """Log that `actor` was shown these recommendations among others."""
    dossiers = {one["dossier"]["id"]: one["dossier"] for one in page["items"]}
    log_dossier_outs(actor, dossiers.values())


def show_recommendation(actor: Actor, recommendation_id: UUID) -> Answer[schemas.RecommendationPageOut]:
    """Return the present state of a recommendation, with its version as ETag."""
    with read_snapshot():
        row, access = selectors.get_recommendation_for(actor, recommendation_id)
        shown = presenters.show_recommendation_page(access, row)
    return answer(shown, version=row.version, of=row)


def show_replacement(actor: Actor, new: Recommendation) -> Answer[schemas.RecommendationPageOut]:
    return show_recommendation(actor, new.pk)


def parse_filter(query: Mapping[str, Any]) -> selectors.RecommendationFilter:
    """Return the filter of a validated query, which may also hold an order or a format."""
    names = (one.name for one in fields(selectors.RecommendationFilter))
    return selectors.RecommendationFilter(**{name: query[name] for name in names if name in query})


class Recommendations(Endpoint):
    """The register of recommendations that the reader may read, across groups."""

    actions = {"GET": SIGNED_IN, "PATCH": RecommendationAction.SET_THEME}
    records = log_listed_recommendations
    scopes = {"GET": (SCOPE,)}
    asks = serializers.RecommendationQuery

    @extend_schema(responses=page_of(schemas.RecommendationOut))
    def get(self, request: Request) -> Response:
        """Return the recommendations in force, by the day on which an answer is due, or the newest first."""
        wanted = parse_filter(self.asked)
        with read_snapshot():
            access = ActorRecommendationAccess.of(self.actor)
            page = paginate(
                request,
                selectors.list_register(access, wanted),
                order=selectors.ORDERINGS[self.asked["order"]],
                present=lambda rows: presenters.show_recommendations(access, rows),
            )
        return answer(page)

    @extend_schema(request=serializers.RecommendationThemesIn, responses=list_of(schemas.RecommendationOut))
    def patch(self, request: Request) -> Response:
        """Set the theme of up to 100 recommendations, of all of them or of none."""
        rows = theme.set_themes(actor=self.actor, **self.parse(serializers.RecommendationThemesIn))
        with read_snapshot():
            fresh = selectors.list_recommendations_unscoped([one.pk for one in rows])
            items = presenters.show_listed_recommendations(self.actor, [*selectors.join_relations(fresh)])
        return answer({"items": items})


class RecommendationBoard(Endpoint):
    """Numbers of recommendations by what was answered and how far they are implemented."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": (SCOPE,)}
    asks = serializers.RecommendationFilters

    @extend_schema(responses=shape_of(schemas.BoardOut))
    def get(self, request: Request) -> Response:
        """Return the numbers of the recommendations in force that the reader may read."""
        with read_snapshot():
            access = ActorRecommendationAccess.of(self.actor)
            counted = selectors.count_by_axes(access, parse_filter(self.asked))
        return answer(presenters.show_board(counted), of=None)


class RecommendationWords(Endpoint):
    """What the axes, steps, themes and target groups of recommendations are called.

    GET: Return the words in both languages, and the rules by which days are counted now.
    """

    scopes = {"GET": (SCOPE,)}

    get = Show(SIGNED_IN, presenters.show_words)


class DossierRecommendations(Endpoint):
    """Recommendations of a dossier.

    GET: Return all recommendations of the dossier, drafts and superseded ones too, in the order of making.

    POST: Draft a recommendation to one organisation (`addressee_organisation`) or `outside_body`.
    """

    records = {"GET": log_dossier_access, "POST": log_recommendation_access}

    created = "recommendations/{id}"

    get = Page(
        RecommendationsAction.READ,
        selectors.list_recommendations_of,
        of=selectors.get_dossier_for_recommendations,
        shows=presenters.show_listed_recommendations,
        order=("id",),
    )

    post = Write(
        RecommendationsAction.MAKE,
        draft.make_recommendation,
        body=serializers.MakeRecommendationIn,
        shows=show_recommendation,
        status=201,
    )


class RecommendationDetail(Endpoint):
    """One recommendation.

    GET: Return a recommendation with the steps that the reader may take, and what they lack.

    PATCH: Change a draft. Once it is issued, its words never change: a better wording supersedes it.

    DELETE: Discard a draft for good.
    """

    records = log_recommendation_access

    get = Show(RecommendationAction.READ, show_recommendation)

    patch = Write(
        RecommendationAction.EDIT,
        draft.edit_recommendation,
        body=serializers.EditRecommendationIn,
        body_as="changes",
        shows=show_recommendation,
        versioned=True,
    )

    delete = Write(RecommendationAction.DISCARD, draft.delete_recommendation, versioned=True)


class RecommendationIssue(Endpoint):
    """The issue of a recommendation.

    POST: Issue a draft to its addressee, who reads the dossier from now on.

    It gets its number and the day by which an answer is due. Numbers count from 1 in the register and year of
    the group; in dossiers for their participants alone from 100001. A dossier of another kind that its group
    does not read cannot issue any (409 `not_for_addressee`); without a rule for the due day it is 409
    `no_rule_pack` or `no_rule`.
    """

    records = log_recommendation_access

    post = Write(
        RecommendationAction.ISSUE,
        issue.issue_recommendation,
        body=serializers.IssueRecommendationIn,
        shows=show_recommendation,
        versioned=True,
    )


class RecommendationTransitions(Endpoint):
    """Steps of a recommendation on its two axes, the answer and its implementation, which move apart.

    POST: Take a step.

    A step from another state is a 403 (`recommendation_state`). `already_done`, `partial`, `implemented` and
    `verified` need evidence (409 `evidence_required`). `verified` and `returned` are refused (403
    `not_another`) to the people of the addressee, of its units and its parent, and to everybody who took one
    of its steps or added evidence. With `logged`, whoever leads records a step of the addressee; any other
    step is 422 `not_logged`.
    """

    records = log_recommendation_access

    scopes = {"POST": ("programmes:read", "programmes:write")}

    post = Write(
        RecommendationAction.READ,
        transition.move_recommendation,
        body=serializers.MoveRecommendationIn,
        shows=show_recommendation,
        versioned=True,
    )


class RecommendationReplacement(Endpoint):
    """A better wording of a recommendation.

    POST: Issue a better wording. It supersedes this recommendation, which does not move any more.
    """

    records = log_recommendation_access

    created = "recommendations/{id}"

    post = Write(
        RecommendationAction.SUPERSEDE,
        issue.replace_recommendation,
        body=serializers.ReplaceRecommendationIn,
        shows=show_replacement,
        status=201,
        versioned=True,
    )


class RecommendationActions(Endpoint):
    """Action items that follow from a recommendation.

    POST: Propose an action item, by default to the addressee. Its chain leads through the recommendation.

    What happens to it there moves nothing here by itself. It is for facilitators and the secretary of the
    group, and not for a recommendation that the group does not read.
    """

    records = log_item_page

    created = "action-items/{id}"

    scopes = {"POST": ("programmes:read", "programmes:write", "tasks:read", "tasks:write")}

    post = Write(
        RecommendationAction.MAKE_ACTION,
        actions.make_action_of_recommendation,
        body=serializers.RecommendationActionIn,
        shows=show_item,
        status=201,
    )


class RecommendationLinks(Endpoint):
    """Action items that were made elsewhere.

    POST: Say that an action item of the same register follows from this recommendation.

    Its chain leads through the recommendation from then on. Linked again, it stays as it is.
    """

    records = log_item_page

    scopes = {"POST": ("programmes:read", "programmes:write", "tasks:read")}

    post = Write(
        RecommendationAction.MAKE_ACTION,
        actions.link_action,
        body=serializers.LinkedActionIn,
        shows=show_item,
    )


class RecommendationTheme(Endpoint):
    """The theme of a recommendation.

    PUT: Set the theme, also of a recommendation that was issued.
    """

    records = log_recommendation_access

    put = Write(
        RecommendationAction.SET_THEME,
        theme.set_theme,
        body=serializers.RecommendationThemeIn,
        shows=show_recommendation,
        versioned=True,
    )


class RecommendationEvidence(Endpoint):
    """Evidence of a recommendation."""

    actions = {"GET": RecommendationAction.READ, "POST": RecommendationAction.ADD_EVIDENCE}
    records = {"GET": log_recommendation_access}

    @extend_schema(responses=list_of(DossierEvidenceOut))
    def get(self, request: Request, recommendation_id: UUID) -> Response:
        """Return the evidence in the order in which it was added.

        Withdrawn and hidden evidence keeps its place, without content.
        """
        with read_snapshot():
            row = selectors.get_readable_recommendation_for(self.actor, recommendation_id)
            _dossier, items = list_pieces(self.actor, row.dossier_id, Subject(KIND, row.pk))
        return answer({"items": items}, of=row)

    @extend_schema(request=EvidenceContentIn, responses={201: shape_of(DossierEvidenceOut)})
    def post(self, request: Request, recommendation_id: UUID) -> Response:
        """Add a piece of evidence, as the addressee or who works on the dossier. Films are refused."""
        data = self.parse(EvidenceContentIn)
        row = selectors.get_readable_recommendation_for(self.actor, recommendation_id)
        return add_piece(self.actor, row.dossier_id, {**data, "subject": Subject(KIND, row.pk)})


def show_recommendation_link(actor: Actor, recommendation_id: UUID) -> GuestLinkOut:
    return show_guest_link(selectors.find_live_link(actor, recommendation_id))


class RecommendationLink(Endpoint):
    """Guest link of a recommendation whose addressee has no account.

    GET: Return the current link, null when there is none; `letter` says how the last letter fared.

    POST: Create a link; it replaces an earlier one.

    By the page at its `path`, which is shown this once, the addressee answers once: like the link of an
    action item. The answer is that of the addressee, not `logged`.

    DELETE: Revoke the link.
    """

    keeps_answers = False  # the response holds the secret, which must not be stored

    get = Show(RecommendationAction.MAKE_LINK, show_recommendation_link)

    post = Write(
        RecommendationAction.MAKE_LINK,
        link.make_recommendation_link,
        body=MakeLinkIn,
        shows=show_new_guest_link,
        status=201,
    )

    delete = Write(RecommendationAction.MAKE_LINK, link.revoke_recommendation_link)


class RecommendationHistory(Endpoint):
    """History of a recommendation.

    GET: Return its events and those of its evidence with the reasons of steps, the newest first.
    """

    records = log_recommendation_access

    get = Page(
        RecommendationAction.READ,
        selectors.list_history,
        of=selectors.get_readable_recommendation_for,
        shows=show_history,
        order=("-id",),
    )
