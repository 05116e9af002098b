import { ENTITY_ADDRESS, entityAt } from "./entity-address";

/** One message brings no more cards than that. */
const MOST = 5;

/**
 * Return the things of ours that a message links to, as the server is asked for them: `thread:<id>`,
 * `message:<thread>:<n>`. Their addresses are whole, or begin with a stroke as one pastes them.
 */
export function internalLinks(body: string, origin: string = location.origin): string[] {
  if (!body.includes("/")) return [];
  const host = origin.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const address = new RegExp(
    `(?:${host}|(?<![^\\s(<«"„]))${ENTITY_ADDRESS}(?:\\?message=([1-9]\\d{0,8}))?(?![\\w/?&=%-])`,
    "gi",
  );
  const found = [...body.matchAll(address)].map(([link, , , number]) => {
    const entity = entityAt(link);
    if (entity && number) return entity.kind === "thread" ? `message:${entity.id}:${number}` : null;
    return entity && `${entity.kind}:${entity.id}`;
  });
  return [...new Set(found.filter((one) => one !== null))].slice(0, MOST);
}
