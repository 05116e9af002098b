import type { QueryKey } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getLinkCards } from "@/api/generated/sdk.gen";

/** The server describes so many things at once. */
const MOST = 50;

/** Whose part a state is, by the first word of its key; the second is its id. */
const THINGS: Record<string, "thread" | "group" | "action"> = {
  thread: "thread",
  messages: "thread",
  gist: "thread",
  group: "group",
  members: "group",
  threads: "group",
  action: "action",
  relations: "action",
  checklist: "action",
  reminders: "action",
  evidence: "action",
  chain: "action",
  history: "action",
};

function refOf([kind, id]: QueryKey): string[] {
  const thing = THINGS[String(kind)];
  return thing && typeof id === "string" ? [`${thing}:${id}`] : [];
}

/** The ids among these states of what the reader may see no longer. */
export async function lostAmong(keys: QueryKey[]): Promise<string[]> {
  const refs = [...new Set(keys.flatMap(refOf))];
  const seen = new Set<string>();
  for (let start = 0; start < refs.length; start += MOST) {
    const some = refs.slice(start, start + MOST);
    const { items } = await answered(getLinkCards({ query: { refs: some.join(",") } }));
    for (const { ref } of items) seen.add(ref);
  }
  return refs.filter((ref) => !seen.has(ref)).map((ref) => ref.split(":")[1] ?? "");
}
