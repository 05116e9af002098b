import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ActionOut } from "@/api/generated/types.gen";
import type { State } from "@/modules/actions/status";
import { openSteps, type Step, transitionTo } from "@/modules/actions/steps";

export type ColumnKey = "agreed" | "doing" | "checking" | "verified";

export interface Column {
  key: ColumnKey;
  title: MessageDescriptor;
  /** In the order in which work goes on. */
  states: State[];
  /** States that end without a result: under the column, folded away. */
  closed?: State[];
}

export interface Lane {
  state: State;
  items: ActionOut[];
}

export interface FilledColumn extends Column {
  lanes: Lane[];
  closedItems: ActionOut[];
  count: number;
  waiting: number;
}

export const COLUMNS: Column[] = [
  { key: "agreed", title: msg`Домовились`, states: ["proposed", "accepted"] },
  { key: "doing", title: msg`Робимо`, states: ["in_progress", "blocked"] },
  { key: "checking", title: msg`Перевіряємо`, states: ["done"] },
  {
    key: "verified",
    title: msg`Підтверджено`,
    states: ["verified", "closed"],
    closed: ["cancelled", "declined"],
  },
];

/** What another organisation found done, filed or not: there the newest comes first. */
export const COMPLETED_STATES: ReadonlySet<State> = new Set<State>(["verified", "closed"]);

/** The order of a list: what is being checked is nearest to its end, what is verified needs nobody. */
const LIST_ORDER: ColumnKey[] = ["checking", "doing", "agreed", "verified"];

function byNeed(a: ActionOut, b: ActionOut): number {
  return Number(b.waits_for_me) - Number(a.waits_for_me) || a.due_on.localeCompare(b.due_on);
}

function newestFirst(a: ActionOut, b: ActionOut): number {
  return (b.verified_at ?? b.state_since).localeCompare(a.verified_at ?? a.state_since);
}

function inState(items: ActionOut[], state: State): ActionOut[] {
  const order = COMPLETED_STATES.has(state) ? newestFirst : byNeed;
  return items.filter((item) => item.state === state).sort(order);
}

/** The board: in every lane what waits for the reader first, then by the day on which it is due. */
export function fillColumns(items: ActionOut[]): FilledColumn[] {
  return COLUMNS.map((column) => {
    const lanes = column.states.map((state) => ({ state, items: inState(items, state) }));
    const shown = lanes.flatMap((lane) => lane.items);
    return {
      ...column,
      lanes,
      closedItems: (column.closed ?? []).flatMap((state) => inState(items, state).sort(newestFirst)),
      count: shown.length,
      waiting: shown.filter((item) => item.waits_for_me).length,
    };
  });
}

/** The list: columns with something that waits for the reader first; nothing empty. */
export function listOrder(columns: FilledColumn[]): FilledColumn[] {
  const place = ({ key }: FilledColumn) => LIST_ORDER.indexOf(key);
  return columns
    .filter(({ count, closedItems }) => count > 0 || closedItems.length > 0)
    .sort((a, b) => Number(b.waiting > 0) - Number(a.waiting > 0) || place(a) - place(b));
}

/** The step that dropping a card into a lane takes; none where the card already is, or may not go. */
export function stepByDrop(action: Pick<ActionOut, "state" | "allowed">, state: State): Step | undefined {
  return state === action.state ? undefined : transitionTo(state, action.allowed);
}

/** Whether some lane of the board would take the card. */
export function canBeDragged(action: Pick<ActionOut, "state" | "allowed">): boolean {
  const lanes = COLUMNS.flatMap(({ states }) => states);
  return openSteps(action.allowed).some(({ after }) => after !== action.state && lanes.includes(after));
}

/** Every word that was typed is in the number, the title or the owner of the item. */
export function matches(words: string, texts: string[]): boolean {
  const text = texts.join(" ").toLocaleLowerCase("uk");
  return words
    .trim()
    .toLocaleLowerCase("uk")
    .split(/\s+/)
    .every((word) => text.includes(word));
}
