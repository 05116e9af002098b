/** Things of ours that a message links to, as the server is asked for them: `thread:<id>`, `message:<thread>:<n>`. */

const ID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";
const KINDS: Record<string, string> = { threads: "thread", actions: "action", groups: "group" };
/** One message brings no more cards than that. */
const MOST = 5;

/** Addresses of pages here: whole ones, and what begins with a stroke as one pastes it. Nothing elsewhere. */
export function internalLinks(body: string, origin: string = location.origin): string[] {
  if (!body.includes("/")) return [];
  const host = origin.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const address = new RegExp(
    `(?:${host}|(?<![^\\s(<«"„]))/(threads|actions|groups)/(${ID})(?:\\?message=([1-9]\\d{0,8}))?(?![\\w/?&=%-])`,
    "gi",
  );
  const found = [...body.matchAll(address)].map(([, place = "", id = "", number]) => {
    const kind = KINDS[place.toLowerCase()];
    const key = id.toLowerCase();
    if (number) return kind === "thread" ? `message:${key}:${number}` : null;
    return `${kind}:${key}`;
  });
  return [...new Set(found.filter((one) => one !== null))].slice(0, MOST);
}
