/** The card of the recommendations of a dossier, to which a step leads that waits for them. */
export const RECOMMENDATIONS = "recommendations";

/** By the code of what a step of a dossier lacks of its recommendations, where that is brought. */
export const LACKING_RECOMMENDATIONS = Object.fromEntries(
  ["unanswered", "drafts_left", "nothing_issued", "not_over"].map((code) => [code, RECOMMENDATIONS]),
);
