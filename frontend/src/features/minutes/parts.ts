import type { AgendaItemOut, MinutesLineOut } from "@/api/generated/types.gen";

/** Lines of one kind under their heading. */
export interface PartGroup {
  kind: MinutesLineOut["kind"];
  lines: MinutesLineOut[];
}

/** An item of the agenda with its lines, or (`item` is null) what belongs to the whole meeting. */
export interface Part {
  key: string;
  item: Pick<AgendaItemOut, "id" | "position" | "title" | "is_restricted"> | null;
  groups: PartGroup[];
}

/** The kinds in the order in which they are printed. */
export const ITEM_KINDS = ["listened", "spoke", "resolved", "action"] as const;
export const WHOLE_KINDS = ["invited", "annex"] as const;

const groupsOf = (lines: MinutesLineOut[], kinds: readonly MinutesLineOut["kind"][]): PartGroup[] =>
  kinds
    .map((kind) => ({ kind, lines: lines.filter((one) => one.kind === kind) }))
    .filter(({ lines: some }) => some.length > 0);

/** Items that stood on the agenda; without it, those that the lines name. */
function itemsOf(lines: MinutesLineOut[], agenda: AgendaItemOut[] | undefined): NonNullable<Part["item"]>[] {
  if (agenda) return agenda.filter(({ state }) => state !== "proposed");
  const ids = [...new Set(lines.map(({ item_id }) => item_id))].filter((id) => id !== null);
  return ids.map((id) => ({ id, position: null, title: null, is_restricted: false }));
}

/** Return the lines by item, in the order of the agenda; what is of the whole meeting stands around them. */
export function listParts(lines: MinutesLineOut[], agenda: AgendaItemOut[] | undefined): Part[] {
  const sorted = lines.toSorted((one, other) => one.position - other.position);
  const whole = groupsOf(sorted, WHOLE_KINDS).map((group) => ({
    key: group.kind,
    item: null,
    groups: [group],
  }));
  const items = itemsOf(sorted, agenda).map((item) => ({
    key: item.id,
    item,
    groups: groupsOf(
      sorted.filter(({ item_id }) => item_id === item.id),
      ITEM_KINDS,
    ),
  }));
  const isAnnex = ({ key }: Part) => key === "annex";
  return [...whole.filter((one) => !isAnnex(one)), ...items, ...whole.filter(isAnnex)];
}
