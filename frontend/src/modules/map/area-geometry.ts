import type { Place } from "@/lib/degrees";
import type { Spot } from "./outline-geometry";

/** A part of the globe: its middle, and how many degrees of latitude it is from top to bottom. */
export interface Area {
  middle: Place;
  tall: number;
}

export interface Size {
  width: number;
  height: number;
}

/** From a street to the whole country. */
const [LEAST, MOST] = [0.003, 24];
/** Around a single place: some kilometres. */
const USUAL = 0.05;
const MARGIN = 1.35;
const METRES = 111_320;
const METRE = 1e5;

const bounded = (tall: number) => Math.min(MOST, Math.max(LEAST, tall));
const rounded = (degrees: number) => Math.round(degrees * METRE) / METRE;

/** A degree of longitude is this much shorter there than one of latitude. */
const shrunkAt = (latitude: number) => Math.max(0.05, Math.cos((latitude * Math.PI) / 180));

/** How far a degree reaches on a sheet of that size. */
export function perDegree({ middle, tall }: Area, { height }: Size): { x: number; y: number } {
  const y = height / tall;
  return { x: y * shrunkAt(middle.latitude), y };
}

export function spotIn(area: Area, size: Size, { latitude, longitude }: Place): Spot {
  const per = perDegree(area, size);
  return {
    x: size.width / 2 + (longitude - area.middle.longitude) * per.x,
    y: size.height / 2 - (latitude - area.middle.latitude) * per.y,
  };
}

/** The same spot; null where it is beyond the sheet. */
export function inView(spot: Spot, { width, height }: Size): Spot | null {
  return spot.x >= 0 && spot.x <= width && spot.y >= 0 && spot.y <= height ? spot : null;
}

export function placeIn(area: Area, size: Size, { x, y }: Spot): Place {
  const per = perDegree(area, size);
  return {
    latitude: rounded(area.middle.latitude - (y - size.height / 2) / per.y),
    longitude: rounded(area.middle.longitude + (x - size.width / 2) / per.x),
  };
}

/** What holds all of these with some room around. */
export function areaOf(places: Place[], size: Size): Area {
  const [latitudes, longitudes] = [places.map((one) => one.latitude), places.map((one) => one.longitude)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const middle = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const across = ((east - west) * shrunkAt(middle.latitude) * size.height) / size.width;
  return { middle, tall: bounded(Math.max(USUAL, Math.max(north - south, across) * MARGIN)) };
}

/** Twice as close, or twice as far, with that in the middle. */
export const closer = ({ tall }: Area, middle: Place): Area => ({ middle, tall: bounded(tall / 2) });
export const farther = ({ tall }: Area, middle: Place): Area => ({ middle, tall: bounded(tall * 2) });
export const isClosest = ({ tall }: Area) => tall <= LEAST;
export const isFarthest = ({ tall }: Area) => tall >= MOST;

/** The longest round distance that fits: how many metres it is, and how wide it is drawn. */
export function scaleOf(area: Area, size: Size, most = 96): { metres: number; width: number } {
  const each = (METRES * area.tall) / size.height;
  const power = 10 ** Math.floor(Math.log10(most * each));
  const metres = Math.max(...[1, 2, 5].map((one) => one * power).filter((one) => one <= most * each));
  return { metres, width: metres / each };
}

/** What stands nearer than this to another cannot be told, or pressed, apart. */
const APART = 48;

export interface Gathering<T> {
  spot: Spot;
  members: T[];
}

/** Those that would lie on one another, together: at the spot of the first of them. */
export function gathered<T>(items: T[], spotOf: (item: T) => Spot): Gathering<T>[] {
  const found: Gathering<T>[] = [];
  for (const item of items) {
    const spot = spotOf(item);
    const near = found.find((one) => Math.hypot(one.spot.x - spot.x, one.spot.y - spot.y) < APART);
    if (near) near.members.push(item);
    else found.push({ spot, members: [item] });
  }
  return found;
}
