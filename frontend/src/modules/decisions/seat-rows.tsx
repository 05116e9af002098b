import { useLingui } from "@lingui/react/macro";
import type { DecisionCard } from "@/api/generated/types.gen";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { markWords, SeatMark } from "./seat-mark";
import { type Mark, ORDER, sortBySector } from "./seats";
import classes from "./seats.module.css";

/** So many seats are drawn one by one; of more, each sector has one mark with a number. */
const MOST_MARKS = 30;

interface Props {
  decision: Pick<DecisionCard, "seats" | "mine" | "turnout">;
}

/** Rows of a card: the answer, how many seats gave it, their sectors, and which of them are awaited. */
export function SeatRows({ decision: { seats, mine, turnout } }: Props) {
  const { i18n } = useLingui();
  const own = mine.filter(({ has_voted, lost_at }) => !has_voted && !lost_at).map(({ sector }) => sector);
  return (
    <ul className={classes.rows}>
      {ORDER.map((mark) => ({ mark, groups: sortBySector(seats.filter((one) => one.mark === mark)) }))
        .filter(({ groups }) => groups.length > 0)
        .map(({ mark, groups }) => (
          <li key={mark}>
            <b>{i18n._(markWords(mark))}</b>
            <span className={classes.number}>{groups.reduce((sum, { number }) => sum + number, 0)}</span>
            <span className={classes.row}>
              {groups.map(({ sector, number }) => (
                <SectorMarks
                  key={sector}
                  sector={sector}
                  mark={mark}
                  number={number}
                  own={mark === "waiting" ? own.filter((one) => one === sector).length : 0}
                  together={turnout.seated > MOST_MARKS}
                />
              ))}
            </span>
            {mark === "waiting" && (
              <span className={`v-tiny v-t2 ${classes.missing}`}>
                {groups.map(({ sector }) => i18n._(SECTOR_LABELS[sector])).join(", ")}
              </span>
            )}
          </li>
        ))}
    </ul>
  );
}

interface SectorMarksProps {
  sector: Sector;
  mark: Mark;
  number: number;
  /** How many of them wait for the reader. */
  own: number;
  together: boolean;
}

function SectorMarks({ sector, mark, number, own, together }: SectorMarksProps) {
  if (together) {
    return (
      <span className={classes.together}>
        <SeatMark sector={sector} mark={own > 0 ? "you" : mark} named />
        <span className="v-small">{number}</span>
      </span>
    );
  }
  return Array.from({ length: number }, (_, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: seats of a sector with the same mark are alike
    <SeatMark key={place} sector={sector} mark={place < own ? "you" : mark} named />
  ));
}
