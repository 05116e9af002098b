"""Events of recommendations; they carry references and codes, no text. The dossier's topic gets them."""

from __future__ import annotations

from uuid import UUID

from programmes.kit.dossiers.events import DossierPayload, topic_of


class RecommendationPayload(DossierPayload):
    """A fact about a recommendation of a dossier."""

    recommendation_id: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "recommendation", self.recommendation_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (topic_of(self.dossier_id),)


class RecommendationMade(RecommendationPayload, kind="programmes.recommendation_made"):
    """A recommendation was drafted."""

    mandate_id: UUID | None


class RecommendationChanged(RecommendationPayload, kind="programmes.recommendation_changed"):
    """`fields` names what changed: of a draft anything, later the theme alone."""

    fields: tuple[str, ...]


class RecommendationDiscarded(RecommendationPayload, kind="programmes.recommendation_discarded"):
    """A draft was discarded."""


class RecommendationIssued(RecommendationPayload, kind="programmes.recommendation_issued"):
    """A recommendation was issued to its addressee. `supersedes` is the one that it replaces."""

    mandate_id: UUID | None
    supersedes: UUID | None = None


class RecommendationSuperseded(RecommendationPayload, kind="programmes.recommendation_superseded"):
    """Another wording replaces the recommendation: it does not move any more."""

    superseded_by: UUID


class RecommendationMoved(RecommendationPayload, kind="programmes.recommendation_moved"):
    """A step on one axis; `taken_id` is its record, with the words given.

    `logged`: whoever leads recorded it for the addressee. `link_id`: a body without an account took it.
    """

    axis: str
    before: str
    after: str
    transition: str
    taken_id: UUID
    mandate_id: UUID | None
    logged: bool
    link_id: UUID | None = None


class RecommendationLinkMade(RecommendationPayload, kind="programmes.recommendation_link_made"):
    """A guest link was made, by which an addressee without an account can answer."""

    made_link_id: UUID
    mandate_id: UUID | None


class RecommendationLinkRevoked(RecommendationPayload, kind="programmes.recommendation_link_revoked"):
    """The guest link was revoked."""

    revoked_link_id: UUID
    mandate_id: UUID | None


class RecommendationReminded(RecommendationPayload, kind="programmes.recommendation_reminded"):
    """No answer yet when it was due, or a number of days after it was issued: `band`."""

    band: str
