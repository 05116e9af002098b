/** The id of a question on its page. */
export const questionAnchor = (name: string) => `question-${name}`;

/** Bring a question into view, and the keyboard to it. */
export function goToQuestion(name: string): void {
  document.getElementById(questionAnchor(name))?.focus();
}
