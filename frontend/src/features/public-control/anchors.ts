/** The card of the facts, by which what is missing leads to it. */
export const FACTS = "control";
