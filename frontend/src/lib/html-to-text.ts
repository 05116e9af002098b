/** So much of a message is quoted at most, as the server has it. */
export const LONGEST_QUOTE = 2000;
const LINES = "p, li, pre, blockquote, br, hr";

/** A rendered text as plain one, with a line for each of its own. */
export function htmlToText(html: string, longest = LONGEST_QUOTE): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(LINES)) element.after("\n");
  const lines = (body.textContent ?? "").split("\n").map((line) => line.trim());
  const text = lines.filter(Boolean).join("\n");
  return truncate(text, longest);
}

/** The beginning of a text: so many characters as the server counts them, none of them halved. */
export function truncate(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : characters.slice(0, longest).join("").trimEnd();
}
