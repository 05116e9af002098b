import type { Sector } from "./sector-shapes";

export interface SectorSeats {
  sector: Sector;
  seated: number;
  /** How many the group wants; fewer than that leaves empty seats. */
  required: number;
}

export interface RingFrame {
  width: number;
  height: number;
  /** Distance of the seats and of the labels from the middle. */
  seatRadius: number;
  labelRadius: number;
  seatSize: number;
}

export interface Seat {
  sector: Sector;
  empty: boolean;
  x: number;
  y: number;
  size: number;
}

export interface RingLabel {
  sector: Sector;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

/** Two neighbours of different sectors stand this many times further apart than two of the same. */
const GAP = 1.8;

const seatsOf = ({ seated, required }: SectorSeats) => Math.max(seated, required, 0);

/** Places of seats and labels, clockwise from the top; the first sector is centred there. */
export function layOutRing(sectors: SectorSeats[], frame: RingFrame): { seats: Seat[]; labels: RingLabel[] } {
  const rows = sectors.filter((row) => seatsOf(row) > 0);
  const total = rows.reduce((sum, row) => sum + seatsOf(row), 0);
  const step = 360 / (total - rows.length + rows.length * GAP);
  const size = Math.min(frame.seatSize, frame.seatRadius * ((step * Math.PI) / 180) * 1.02);
  const centre = { x: frame.width / 2, y: frame.height / 2 };
  const seats: Seat[] = [];
  const labels: RingLabel[] = [];
  let angle = (-(seatsOf(rows[0] ?? { sector: "other", seated: 1, required: 1 }) - 1) / 2) * step;
  for (const row of rows) {
    const count = seatsOf(row);
    labels.push(labelAt(row.sector, angle + ((count - 1) / 2) * step, centre, frame.labelRadius));
    for (let place = 0; place < count; place += 1) {
      const turn = ((angle + place * step) * Math.PI) / 180;
      seats.push({
        sector: row.sector,
        empty: place >= row.seated,
        x: centre.x + Math.sin(turn) * frame.seatRadius,
        y: centre.y - Math.cos(turn) * frame.seatRadius,
        size,
      });
    }
    angle += (count - 1 + GAP) * step;
  }
  return { seats, labels };
}

function labelAt(
  sector: Sector,
  degrees: number,
  centre: { x: number; y: number },
  radius: number,
): RingLabel {
  const turn = (degrees * Math.PI) / 180;
  const sideways = Math.sin(turn);
  return {
    sector,
    x: centre.x + sideways * radius,
    y: centre.y - Math.cos(turn) * (radius + 10),
    anchor: Math.abs(sideways) < 0.3 ? "middle" : sideways > 0 ? "start" : "end",
  };
}
