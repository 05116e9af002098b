/** Where the answer of the reader stands on the page. */
export const ANSWER = "answer";
