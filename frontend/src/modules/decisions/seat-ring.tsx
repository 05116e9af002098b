import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { layOutRing, type RingFrame } from "@/modules/organisations/sector-ring-geometry";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { SeatShape } from "./seat-mark";
import { type MarkedVoter, missingSectors } from "./seats";
import classes from "./seats.module.css";

const FRAME: RingFrame = { width: 340, height: 340, seatRadius: 142, labelRadius: 0, seatSize: 30 };
const RADIUS = 104;
const [X, Y] = [FRAME.width / 2, FRAME.height / 2];

interface Arc {
  sector: Sector;
  path: string;
}

const pointAt = (turn: number) => `${X + Math.sin(turn) * RADIUS} ${Y - Math.cos(turn) * RADIUS}`;

/** Draw one arc: a full circle has no two ends, so it stays a little open. */
function drawArc(from: number, to: number): string {
  const end = Math.min(to, from + 2 * Math.PI - 0.001);
  return `M${pointAt(from)} A${RADIUS} ${RADIUS} 0 ${end - from > Math.PI ? 1 : 0} 1 ${pointAt(end)}`;
}

/** Return an arc for each seat, up to the middle between it and its neighbours: together they close the circle. */
function layOutArcs(seats: readonly { sector: Sector; x: number; y: number }[]): Arc[] {
  const turns = seats.map(({ x, y }) => Math.atan2(x - X, Y - y));
  const between = (one: number, next: number) => {
    const step = (next - one + 4 * Math.PI) % (2 * Math.PI);
    return step === 0 ? 2 * Math.PI : step;
  };
  const at = (place: number) => turns[(place + turns.length) % turns.length] ?? 0;
  return seats.map(({ sector }, place) => {
    const turn = at(place);
    const [before, after] = [between(at(place - 1), turn), between(turn, at(place + 1))];
    return { sector, path: drawArc(turn - before / 2, turn + after / 2) };
  });
}

/** The arc of a sector: ink once all of it that is needed has spoken, a gap where the quorum lacks it, thin otherwise. */
function lookOf(sector: Sector, seats: MarkedVoter[], missing: readonly Sector[]): string | undefined | null {
  if (missing.includes(sector)) return null;
  const spoke = seats.some(({ voter }) => voter.sector === sector && voter.has_voted);
  return spoke ? classes.spoken : classes.quiet;
}

/** A seat of a ring, drawn in a field of 24 by 24. */
interface RingSeat {
  key: string;
  sector: Sector;
  shape: ReactNode;
}

interface QuorumRingProps {
  /** Sector by sector. */
  seats: RingSeat[];
  /** Class of the arc of a sector; nothing for a gap. */
  lookOf: (sector: Sector) => string | undefined | null;
  /** What the picture says, for who does not see it, and its three lines. */
  label: string;
  lines: [string, string, string];
}

/** Seats around a circle, sector by sector, which is closed once there is a quorum. */
export function QuorumRing({ seats, lookOf, label, lines }: QuorumRingProps) {
  const rows = SECTORS.map((sector) => {
    const seated = seats.filter((seat) => seat.sector === sector).length;
    return { sector, seated, required: 0 };
  });
  const { seats: places } = layOutRing(rows, FRAME);
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
      role="img"
      aria-label={label}
    >
      {layOutArcs(places).map(({ sector, path }) => {
        const look = lookOf(sector);
        return look && <path key={path} d={path} className={look} />;
      })}
      {places.map(({ x, y, size }, place) => {
        const one = seats[place];
        if (!one) return null;
        const scale = size / 24;
        return (
          <g key={one.key} transform={`translate(${x - 12 * scale} ${y - 12 * scale}) scale(${scale})`}>
            {one.shape}
          </g>
        );
      })}
      <text x={X} y={Y + 2} textAnchor="middle" fontSize="34" fontWeight="700">
        {lines[0]}
      </text>
      <text x={X} y={Y + 26} textAnchor="middle" fontSize="15">
        {lines[1]}
      </text>
      <text className={classes.second} x={X} y={Y + 46} textAnchor="middle" fontSize="13">
        {lines[2]}
      </text>
    </svg>
  );
}

interface SeatRingProps {
  decision: DecisionOut;
  seats: MarkedVoter[];
}

/** Who answered a decision. */
export function SeatRing({ decision, seats }: SeatRingProps) {
  const { t } = useLingui();
  const missing = missingSectors(decision);
  const { answered, seated } = decision.turnout;
  const isMet = decision.quorum?.is_met ?? false;
  const state = isMet ? t`кворум є` : t`кворуму ще немає`;
  return (
    <QuorumRing
      seats={seats.map(({ voter, mark }) => ({
        key: voter.id,
        sector: voter.sector,
        shape: <SeatShape sector={voter.sector} mark={mark} />,
      }))}
      lookOf={(sector) => lookOf(sector, seats, missing)}
      label={t`Відповіли ${answered} із ${seated}, ${state}`}
      lines={[t`${answered} із ${seated}`, t`відповіли`, state]}
    />
  );
}
