const LENGTH = 140;

/** The first words of a rendered message as plain text: the same as the server writes for lists. */
export function excerptOf(html: string): string {
  const words = (new DOMParser().parseFromString(html, "text/html").body.textContent ?? "")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
  if (words.length <= LENGTH) return words;
  const cut = words.slice(0, LENGTH);
  const space = cut.lastIndexOf(" ");
  return `${(space < 0 ? cut : cut.slice(0, space)).replace(/[ ,;:–—]+$/, "")}…`;
}
