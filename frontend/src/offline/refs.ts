import type { QueryKey } from "@tanstack/react-query";

type Thing = "thread" | "group" | "action";

/** Whose part a state is, by the first word of its key; the second is its id. */
const PARTS: Record<string, Thing> = {
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

/** Lists that tell of many things. */
const LISTS = new Set(["threads", "today", "actions", "relations", "inbox"]);

/** The page of a thread, a group or an action item, to which a notification or a duty leads. */
const PAGE = /^\/(thread|group|action)s\/([0-9a-f-]{36})(?![^?/])/;

export const isList = ([kind]: QueryKey) => LISTS.has(String(kind));

/** What threads and action items alone have, wherever they stand in a list. */
function entityKindOf(value: object): Thing | null {
  if ("message_count" in value) return "thread";
  return "due_on" in value && "audience" in value ? "action" : null;
}

/** Notifications and duties name their thing by where they lead. */
function linkedRef(value: object): string | null {
  if (!("url" in value && ("reason" in value || "step" in value))) return null;
  const [, kind, id] = PAGE.exec(String(value.url)) ?? [];
  return kind && id ? `${kind}:${id}` : null;
}

function within(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(within);
  if (typeof value !== "object" || value === null) return [];
  const linked = linkedRef(value);
  if (linked) return [linked];
  const thing = entityKindOf(value);
  if (thing && "id" in value) return [`${thing}:${value.id}`];
  return Object.values(value).flatMap(within);
}

/** The things that a state tells of. */
export function entityRefsIn(key: QueryKey, data: unknown): string[] {
  const [kind, id] = key;
  const part = PARTS[String(kind)];
  const own = part && typeof id === "string" ? [`${part}:${id}`] : [];
  return isList(key) ? [...own, ...within(data)] : own;
}
