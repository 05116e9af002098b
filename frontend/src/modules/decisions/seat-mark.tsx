import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { SECTOR_LABELS, sectorClass } from "@/modules/organisations/sector";
import { SECTOR_PATHS, type Sector } from "@/modules/organisations/sector-shapes";
import type { Mark } from "./seats";
import classes from "./seats.module.css";
import { GIVEN } from "./words";

const MARKS: Record<Mark, MessageDescriptor> = {
  ...GIVEN,
  voted: msg`Взяли участь`,
  waiting: msg`Ще чекаємо`,
  you: msg`Чекає на вас`,
};

/** Return what a mark means, for the legend, the table and a screen reader. */
export function markWords(mark: Mark): MessageDescriptor {
  return MARKS[mark];
}

/** Tick, bar, exclamation, cross: drawn over the silhouette of the sector. */
const SIGNS: Partial<Record<Mark, string>> = {
  consent: "M7.6 12.4l3 3 5.8-6.2",
  for: "M7.6 12.4l3 3 5.8-6.2",
  choose: "M7.6 12.4l3 3 5.8-6.2",
  voted: "M7.6 12.4l3 3 5.8-6.2",
  abstain: "M7.6 12.6h8.8",
  stand_aside: "M8 9.5l7 7M15.6 11.5v5.1h-5.1",
  against: "M8.4 9l7.2 7.2M15.6 9l-7.2 7.2",
  object: "M12 7.4v5.8M12 16.4v.4",
};

interface SeatShapeProps {
  sector: Sector;
  mark: Mark;
}

/** Draw a seat in a field of 24 by 24: filled with a sign once it answered, dashed before, honey for the reader. */
export function SeatShape({ sector, mark }: SeatShapeProps) {
  const sign = SIGNS[mark];
  const look = mark === "you" ? classes.you : sign ? classes.filled : classes.dashed;
  return (
    <g className={sectorClass(sector)}>
      <path d={SECTOR_PATHS[sector]} className={look} />
      {sign && <path d={sign} className={classes.sign} />}
    </g>
  );
}

/** One seat in a row of text; `named` says its sector and its mark. */
export function SeatMark({
  sector,
  mark,
  size = 22,
  named = false,
}: SeatShapeProps & { size?: number; named?: boolean }) {
  const { i18n } = useLingui();
  const words = `${i18n._(SECTOR_LABELS[sector])}: ${i18n._(markWords(mark))}`;
  return (
    <svg
      viewBox="-1 -1 26 26"
      width={size}
      height={size}
      className={classes.seat}
      role={named ? "img" : undefined}
      aria-label={named ? words : undefined}
      aria-hidden={named ? undefined : true}
    >
      <SeatShape sector={sector} mark={mark} />
    </svg>
  );
}
