/** So much of a message is quoted at most, as the server has it. */
export const LONGEST_QUOTE = 2000;
const LINES = "p, li, pre, blockquote, br, hr";

/** A rendered message as plain text, with a line for each of its own. */
export function plainOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(LINES)) element.after("\n");
  const lines = (body.textContent ?? "").split("\n").map((line) => line.trim());
  const text = lines.filter(Boolean).join("\n");
  return text.length <= LONGEST_QUOTE ? text : text.slice(0, LONGEST_QUOTE).trimEnd();
}
