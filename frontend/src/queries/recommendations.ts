import { queryOptions } from "@tanstack/react-query";
import {
  getDossierRecommendations,
  getRecommendationBoard,
  getRecommendationDetail,
  getRecommendationEvidence,
  getRecommendationLink,
  getRecommendationScorecard,
  getRecommendations,
  getRecommendationWords,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys, type RecommendationFilter, type ScorecardFilter } from "./keys";
import { fetchAllPages } from "./pages";
import { detailQuery, listQuery, pagedQuery } from "./query";

const PAGE = 100;

/** The register page by page, by the day on which an answer is due. */
export const recommendationsQuery = (filter: RecommendationFilter) =>
  pagedQuery([...keys.recommendations, filter], (cursor) =>
    getRecommendations({ query: { ...filter, limit: PAGE, cursor } }),
  );

/** What stands on the board: a register of more than a thousand is narrowed by its filters. */
export const recommendationCardsQuery = (filter: RecommendationFilter) =>
  queryOptions({
    queryKey: [...keys.recommendationBoard, "cards", filter],
    queryFn: () =>
      fetchAllPages((cursor) => unwrap(getRecommendations({ query: { ...filter, limit: PAGE, cursor } }))),
  });

/** How many there are by both axes, however long the register is. */
export const recommendationBoardQuery = (filter: RecommendationFilter) =>
  detailQuery([...keys.recommendationBoard, filter], () => getRecommendationBoard({ query: filter }));

/** What became of the recommendations of a group that the reader may read. */
export const scorecardQuery = (query: ScorecardFilter) =>
  detailQuery([...keys.recommendationBoard, "scorecard", query], () => getRecommendationScorecard({ query }));

export const recommendationQuery = (id: string) =>
  detailQuery(keys.recommendation(id), () => getRecommendationDetail({ path: { recommendation_id: id } }));

export const recommendationEvidenceQuery = (id: string) =>
  listQuery(keys.recommendationEvidence(id), () =>
    getRecommendationEvidence({ path: { recommendation_id: id } }),
  );

/** The link by which an addressee without an account answers. */
export const recommendationLinkQuery = (id: string) =>
  detailQuery(keys.recommendationLink(id), () => getRecommendationLink({ path: { recommendation_id: id } }));

/** What axes, steps, themes and target groups are called: that changes with a release alone. */
export const recommendationWordsQuery = detailQuery(
  keys.recommendationWords,
  () => getRecommendationWords(),
  { staleTime: Number.POSITIVE_INFINITY },
);

/** All recommendations of a dossier: drafts and superseded ones, too. */
export const dossierRecommendationsQuery = (dossierId: string) =>
  pagedQuery([...keys.recommendations, "dossier", dossierId], (cursor) =>
    getDossierRecommendations({ path: { dossier_id: dossierId }, query: { limit: PAGE, cursor } }),
  );
