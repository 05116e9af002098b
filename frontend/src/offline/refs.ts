import type { QueryKey } from "@tanstack/react-query";
import { stateOf } from "@/queries/resources";

type Thing = "thread" | "group" | "action";

/** The page of a thread, a group or an action item, to which a notification or a duty leads. */
const PAGE = /^\/(thread|group|action)s\/([0-9a-f-]{36})(?![^?/])/;

/** Whether it is a list that tells of many things. */
export const isList = (key: QueryKey) => stateOf(key)?.kept === "list";

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
  const kind = stateOf(key)?.kind;
  const own = kind && typeof key[1] === "string" ? [`${kind}:${key[1]}`] : [];
  return isList(key) ? [...own, ...within(data)] : own;
}
