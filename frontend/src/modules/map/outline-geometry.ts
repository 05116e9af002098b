import type { Place } from "@/lib/degrees";
import ukraine from "./ukraine.json";

const [WEST = 0, SOUTH = 0, EAST = 0, NORTH = 0] = ukraine.bbox;

/** Degrees of longitude are this much shorter than those of latitude in the middle of the country. */
const SHRUNK = Math.cos((((SOUTH + NORTH) / 2) * Math.PI) / 180);
const SCALE = 340 / ((EAST - WEST) * SHRUNK);

/** The upper left corner of the paper, and how far a degree reaches on it. */
export const CORNER: Place = { latitude: NORTH, longitude: WEST };
export const PER_DEGREE = { x: SHRUNK * SCALE, y: SCALE };

/** What the whole country lies between. */
export const COUNTRY: Place[] = [CORNER, { latitude: SOUTH, longitude: EAST }];

/** The paper that the country is drawn on. */
export const SHEET = { width: 340, height: Math.ceil((NORTH - SOUTH) * SCALE) };

export interface Spot {
  x: number;
  y: number;
}

export function spotOf({ latitude, longitude }: Place): Spot {
  return { x: (longitude - WEST) * SHRUNK * SCALE, y: (NORTH - latitude) * SCALE };
}

/** What lies there, as exactly as so small a drawing tells: to a hundredth of a degree. */
export function placeOf({ x, y }: Spot): Place {
  const rounded = (degrees: number) => Math.round(degrees * 100) / 100;
  return {
    latitude: rounded(NORTH - y / SCALE),
    longitude: rounded(WEST + x / (SHRUNK * SCALE)),
  };
}

export function isOnSheet({ latitude, longitude }: Place): boolean {
  return latitude >= SOUTH && latitude <= NORTH && longitude >= WEST && longitude <= EAST;
}

/** Places whose dots stand further apart than this can be told from one another. */
const APART = 24;

/** Whether a drawing of the whole country tells these apart: the villages of one hromada are one blot on it. */
export function areApart(places: Place[]): boolean {
  const spots = places.filter(isOnSheet).map(spotOf);
  if (spots.length < 2) return true;
  const width = (values: number[]) => Math.max(...values) - Math.min(...values);
  return width(spots.map(({ x }) => x)) > APART || width(spots.map(({ y }) => y)) > APART;
}

function line(points: number[][]): string {
  const spots = points.map(([longitude = 0, latitude = 0]) => spotOf({ latitude, longitude }));
  return `M${spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

/** Where the name of a city stands, seen from it: where it hides the border least. */
export type Side = "left" | "right" | "below";

interface City extends Spot, Place {
  uk: string;
  en: string;
  side: Side;
}

export const OUTLINE = {
  country: "",
  river: "",
  cities: [] as City[],
};

for (const { properties, geometry } of ukraine.features) {
  const { coordinates } = geometry;
  if (properties.kind === "country") OUTLINE.country = `${line((coordinates as number[][][])[0] ?? [])}Z`;
  if (properties.kind === "river") OUTLINE.river = line(coordinates as number[][]);
  if (properties.kind === "city") {
    const [longitude = 0, latitude = 0] = coordinates as number[];
    const { uk = "", en = "", side = "right" } = properties;
    OUTLINE.cities.push({
      uk,
      en,
      side: side as Side,
      latitude,
      longitude,
      ...spotOf({ latitude, longitude }),
    });
  }
}
