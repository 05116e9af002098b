import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ActionOut } from "@/api/generated/types.gen";
import type { State } from "@/design/status";

export interface Column {
  key: string;
  title: MessageDescriptor;
  states: State[];
}

/** Four columns, seven states: agreed, doing, checking, verified. What ended otherwise stands below the last. */
export const COLUMNS: Column[] = [
  { key: "agreed", title: msg`Домовились`, states: ["proposed", "accepted"] },
  { key: "doing", title: msg`Робимо`, states: ["in_progress", "blocked"] },
  { key: "checking", title: msg`Перевіряємо`, states: ["done"] },
  { key: "verified", title: msg`Підтверджено`, states: ["verified"] },
];

export const ENDED: State[] = ["cancelled", "declined"];

/** On a phone what waits comes first. */
export const PHONE_ORDER = ["checking", "doing", "agreed", "verified"];

/** What waits for the reader first, then by day; what is verified newest first. */
export function inState(actions: ActionOut[], state: State): ActionOut[] {
  const rows = actions.filter((action) => action.state === state);
  if (state === "verified")
    return rows.sort((a, b) => (b.verified_at ?? "").localeCompare(a.verified_at ?? ""));
  return rows.sort(
    (a, b) => Number(b.waits_for_me) - Number(a.waits_for_me) || a.due_on.localeCompare(b.due_on),
  );
}

/** Every word that was typed is in the number, the title or the owner of the item. */
export function matches(words: string, texts: string[]): boolean {
  const text = texts.join(" ").toLocaleLowerCase("uk");
  return words
    .toLocaleLowerCase("uk")
    .split(/\s+/)
    .every((word) => text.includes(word));
}
