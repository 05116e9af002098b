import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { SECTOR_LABELS, SectorLabel, sectorClass } from "./sector";
import classes from "./sector-ring.module.css";
import {
  layOutRing,
  type RingFrame,
  type RingLabel,
  type Seat,
  type SectorSeats,
} from "./sector-ring-geometry";
import { SECTOR_PATHS } from "./sector-shapes";

const WIDE: RingFrame = { width: 524, height: 346, seatRadius: 112, labelRadius: 142, seatSize: 32 };
const COMPACT: RingFrame = { width: 300, height: 300, seatRadius: 124, labelRadius: 0, seatSize: 36 };

/** Sectors where the picture is drawn a little smaller, so that all look alike in weight. */
const HEAVY = new Set(["police", "civil_society"]);

function SeatShape({ seat, empty = classes.free }: { seat: Seat; empty?: string }) {
  const scale = (seat.size / 24) * (HEAVY.has(seat.sector) ? 0.96 : 1);
  const place = `translate(${seat.x - 12 * scale} ${seat.y - 12 * scale}) scale(${scale})`;
  return (
    <path
      d={SECTOR_PATHS[seat.sector]}
      transform={place}
      className={`${sectorClass(seat.sector)} ${seat.empty ? empty : classes.seat}`}
    />
  );
}

/** «2», «1 з 2» when seats are free, «ще нікого» when all are. */
export function useSeatWords(): (row: SectorSeats) => string {
  const { t } = useLingui();
  return ({ seated, required }) => {
    if (seated === 0) return t`ще нікого`;
    return seated < required ? t`${seated} з ${required}` : String(seated);
  };
}

function Label({ label, words }: { label: RingLabel; words: string }) {
  const { i18n } = useLingui();
  return (
    <text x={label.x} y={label.y - 4} textAnchor={label.anchor} fontSize="13">
      <tspan fontWeight="600">{i18n._(SECTOR_LABELS[label.sector])}</tspan>
      <tspan className={classes.second} x={label.x} dy="17">
        {words}
      </tspan>
    </text>
  );
}

interface SectorRingProps {
  sectors: SectorSeats[];
  /** Members as the group counts them: who sits for two sectors is one of them. */
  people: number;
  /** Narrow screens: no labels around the ring, a list below it instead. */
  compact?: boolean;
  /** Beside the numbers already: the picture alone. */
  bare?: boolean;
}

/** Who sits at the table: the circle with its seats, the empty ones dashed. */
export function SectorRing({ sectors, people, compact = false, bare = false }: SectorRingProps) {
  const { t } = useLingui();
  const seatWords = useSeatWords();
  const frame = compact ? COMPACT : WIDE;
  const { seats, labels } = layOutRing(sectors, frame);
  const present = sectors.filter((row) => row.seated > 0).length;
  const all = sectors.filter((row) => row.seated > 0 || row.required > 0).length;
  const [x, y] = [frame.width / 2, frame.height / 2];
  const rowOf = (label: RingLabel) => sectors.find((row) => row.sector === label.sector);
  return (
    <figure className={compact ? classes.compact : undefined}>
      <svg
        className={classes.seats}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="img"
        aria-label={t`За столом: ${people}. Секторів: ${present} з ${all}`}
      >
        <circle className={classes.table} cx={x} cy={y} r={compact ? 94 : 84} />
        {seats.map((seat) => (
          <SeatShape key={`${seat.x} ${seat.y}`} seat={seat} />
        ))}
        {!compact &&
          labels.map((label) => {
            const row = rowOf(label);
            return row && <Label key={label.sector} label={label} words={seatWords(row)} />;
          })}
        <text x={x} y={y + 2} textAnchor="middle" fontSize="54" fontWeight="700" letterSpacing="-2">
          {people}
        </text>
        <text x={x} y={y + 26} textAnchor="middle" fontSize="15" fontWeight="550">
          <Plural value={people} one="учасник" few="учасники" many="учасників" other="учасника" />
        </text>
        <text className={classes.second} x={x} y={y + 46} textAnchor="middle" fontSize="13">
          <Trans>
            {present} з {all} секторів
          </Trans>
        </text>
      </svg>
      {compact && !bare && <SectorList sectors={sectors} />}
    </figure>
  );
}

function SectorList({ sectors }: { sectors: SectorSeats[] }) {
  const seatWords = useSeatWords();
  return (
    <ul className={classes.list}>
      {sectors.map((row) => (
        <li key={row.sector}>
          <SectorLabel sector={row.sector} />
          <b>{seatWords(row)}</b>
        </li>
      ))}
    </ul>
  );
}

/** The same as a table, for those who read figures rather than pictures. */
export function SectorTable({ sectors }: { sectors: SectorSeats[] }) {
  return (
    <table className={classes.sheet}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Сектор</Trans>
          </th>
          <th scope="col">
            <Trans>За столом</Trans>
          </th>
          <th scope="col">
            <Trans>Передбачено</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {sectors.map((row) => (
          <tr key={row.sector}>
            <th scope="row">
              <SectorLabel sector={row.sector} />
            </th>
            <td>{row.seated}</td>
            <td>{row.required || "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface SectorVoices {
  sector: SectorSeats["sector"];
  /** Organisations at the table that were heard lately, and those that were not. */
  heard: number;
  quiet: number;
}

/** Which of those at the table are heard: the same ring, one silhouette an organisation, the quiet ones pale. */
export function VoicesRing({ sectors }: { sectors: SectorVoices[] }) {
  const { t } = useLingui();
  const rows = sectors.map(({ sector, heard, quiet }) => ({
    sector,
    seated: heard,
    required: heard + quiet,
  }));
  const { seats } = layOutRing(rows, COMPACT);
  const heard = sectors.reduce((sum, row) => sum + row.heard, 0);
  const all = sectors.reduce((sum, row) => sum + row.heard + row.quiet, 0);
  const [x, y] = [COMPACT.width / 2, COMPACT.height / 2];
  return (
    <svg
      className={`${classes.seats} ${classes.voices}`}
      viewBox={`0 0 ${COMPACT.width} ${COMPACT.height}`}
      role="img"
      aria-label={t`Чути організацій: ${heard} з ${all}`}
    >
      <circle className={classes.table} cx={x} cy={y} r={94} />
      {seats.map((seat) => (
        <SeatShape key={`${seat.x} ${seat.y}`} seat={seat} empty={classes.quiet} />
      ))}
      <text x={x} y={y + 6} textAnchor="middle" fontSize="46" fontWeight="700" letterSpacing="-1">
        {t`${heard} з ${all}`}
      </text>
      <text x={x} y={y + 34} textAnchor="middle" fontSize="18">
        <Trans>чути</Trans>
      </text>
    </svg>
  );
}
