import type { DecisionOut, DecisionTallyOut } from "@/api/generated/types.gen";

type Rounds = DecisionTallyOut["rounds"];

interface RoundRow {
  option: string;
  votes: number;
  /** Of these, how many came from an option that had to leave before. */
  moved: number;
  isGone: boolean;
}

export interface RoundView {
  rows: RoundRow[];
  /** How many ballots name no option that is left. */
  exhausted: number;
  /** How many votes are a majority here. */
  majority: number;
  /** What left before this round, and how many votes moved by that. */
  left: string[];
  moved: number;
  /** Options with equally few votes, of which the tie rule chose the one that leaves after this round. */
  tied: string[];
}

const votesIn = (round: Rounds[number] | undefined, option: string) =>
  round?.tallies.find(({ option_id }) => option_id === option)?.number;

/** Order options by how far they came: the one with most votes in the last round first, in all rounds. */
function orderOptions(options: DecisionOut["options"], rounds: Rounds): string[] {
  const path = (option: string) => rounds.map((round) => votesIn(round, option) ?? -1).reverse();
  const compare = (one: string, other: string) => {
    const [first, second] = [path(one), path(other)];
    const place = first.findIndex((votes, index) => votes !== second[index]);
    return place < 0 ? 0 : (second[place] ?? 0) - (first[place] ?? 0);
  };
  return options.map(({ id }) => id).toSorted(compare);
}

function findTied({ by_tie, tallies }: Rounds[number]): string[] {
  const fewest = Math.min(...tallies.map(({ number }) => number));
  return by_tie ? tallies.filter(({ number }) => number === fewest).map(({ option_id }) => option_id) : [];
}

/** Return the rounds as they are shown: each option in each round, with the votes that moved to it. */
export function viewRounds(options: DecisionOut["options"], { rounds }: DecisionTallyOut): RoundView[] {
  const order = orderOptions(options, rounds);
  return rounds.map((round, place) => {
    const gone = new Set(rounds.slice(0, place).flatMap(({ eliminated }) => eliminated));
    const transfers = rounds[place - 1]?.transfers ?? [];
    const sum = (some: typeof transfers) => some.reduce((all, { number }) => all + number, 0);
    const continuing = round.tallies.reduce((all, { number }) => all + number, 0);
    return {
      rows: order.map((option) => ({
        option,
        votes: votesIn(round, option) ?? 0,
        moved: sum(transfers.filter(({ target }) => target === option)),
        isGone: gone.has(option),
      })),
      exhausted: round.exhausted,
      majority: Math.floor(continuing / 2) + 1,
      left: rounds[place - 1]?.eliminated ?? [],
      moved: sum(transfers.filter(({ target }) => target !== null)),
      tied: findTied(round),
    };
  });
}
