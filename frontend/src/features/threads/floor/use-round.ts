import { useInfiniteQuery } from "@tanstack/react-query";
import type { RoundOut, ThreadOut } from "@/api/generated/types.gen";
import type { Speaker } from "@/modules/mandates/use-voices";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { roundsQuery } from "@/queries/floor";
import { flattenPages } from "@/queries/pages";
import { useHasPassed } from "./countdown";

export type Turn = RoundOut["turns"][number];

/** The round that runs; null where none does. */
export function useRound(thread: ThreadOut): RoundOut | null {
  const { data } = useInfiniteQuery({ ...roundsQuery(thread.id), enabled: Boolean(thread.round) });
  const rounds = data ? flattenPages(data) : [];
  const round = rounds.find((one) => one.id === thread.round && !one.over_at) ?? null;
  const isOver = useHasPassed(round && Date.parse(round.ends_at));
  return isOver ? null : round;
}

export const turnOf = ({ turns }: RoundOut, sector: Sector): Turn | undefined =>
  turns.find((one) => one.sector === sector);

/** What the round asks of a reader: to speak for a sector, to wait since it has spoken, or to listen. */
export type Part = { does: "speaks"; sector: Sector } | { does: "waits"; turn: Turn } | { does: "listens" };

export function roleInRound(round: RoundOut, { voices }: Speaker): Part {
  const sectors = voices.flatMap(({ sector }) => (sector ? [sector] : []));
  const open = sectors.find((sector) => !turnOf(round, sector));
  if (open) return { does: "speaks", sector: open };
  const turn = sectors[0] && turnOf(round, sectors[0]);
  return turn ? { does: "waits", turn } : { does: "listens" };
}
