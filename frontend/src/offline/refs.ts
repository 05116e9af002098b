import type { QueryKey } from "@tanstack/react-query";
import type { MeetingOut } from "@/api/generated/types.gen";
import { entityAt } from "@/lib/entity-address";
import { stateOf } from "@/queries/resources";

/** Whether it is a list that tells of many things. */
export const isList = (key: QueryKey) => stateOf(key)?.kept === "list";

/** What threads, action items, dossiers, decisions and recommendations alone have, wherever they stand in a list. */
function entityKindOf(value: object): "thread" | "action" | "decision" | "dossier" | "recommendation" | null {
  if ("message_count" in value) return "thread";
  if ("phase" in value && "lead" in value) return "dossier";
  if ("turnout" in value && "rule" in value) return "decision";
  if ("implementation" in value && "response" in value) return "recommendation";
  return "due_on" in value && "audience" in value ? "action" : null;
}

/** Notifications and duties name their thing by where they lead. */
function linkedRef(value: object): string | null {
  if (!("url" in value && ("reason" in value || "step" in value))) return null;
  const entity = entityAt(String(value.url));
  return entity && `${entity.kind}:${entity.id}`;
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
  // The server answers for groups alone who may read their meetings.
  if (kind === "meeting") return [`group:${(data as Partial<MeetingOut> | undefined)?.group?.id ?? ""}`];
  const own = kind && typeof key[1] === "string" ? [`${kind}:${key[1]}`] : [];
  return isList(key) ? [...own, ...within(data)] : own;
}
