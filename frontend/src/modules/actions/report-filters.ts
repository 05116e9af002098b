import { type Path, pathTo } from "@/lib/paths";
import type { Sector } from "@/modules/organisations/sector-shapes";
import type { State } from "./status";

/** Days by which a figure narrows what it counts, both ends included; a list is asked for them by the same names. */
export const DATE_RANGES = [
  "worked_from",
  "worked_to",
  "made_from",
  "made_to",
  "verified_from",
  "verified_to",
  "due_from",
  "due_to",
  "first_due_from",
  "first_due_to",
] as const;

/** Several states under one name. */
export const STATE_SETS = {
  open: ["proposed", "accepted", "in_progress", "blocked", "done"],
  proved: ["verified", "closed"],
  dropped: ["declined", "cancelled"],
  owed: ["proposed", "accepted", "in_progress", "blocked", "done", "verified", "closed"],
} as const satisfies Record<string, State[]>;

/** What a figure counts: of whom, in which state, and when. */
export interface ReportFilter extends Partial<Record<(typeof DATE_RANGES)[number], string>> {
  among?: keyof typeof STATE_SETS;
  state?: State;
  sector?: Sector;
  owner?: string;
  outside_body?: string;
  coowner?: string;
  late?: "yes" | "first";
}

export type ReportAddress = (counted: ReportFilter) => Path;

/** The address of the list of what a figure of a group counts. */
export function reportListUrl(groupId: string, counted: ReportFilter): Path {
  return pathTo("/actions", {}, { group: groupId, view: "list", ...counted });
}
