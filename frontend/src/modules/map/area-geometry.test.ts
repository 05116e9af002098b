import { describe, expect, it } from "vitest";
import {
  areaOf,
  closer,
  farther,
  gathered,
  isClosest,
  isFarthest,
  perDegree,
  placeIn,
  scaleOf,
  spotIn,
} from "./area-geometry";
import { COUNTRY } from "./outline-geometry";

const SIZE = { width: 800, height: 400 };
const TOWN = { latitude: 47.86, longitude: 31.15 };
const VILLAGE = { latitude: 47.95, longitude: 31.02 };

describe("a part of the country", () => {
  it("holds what it is made of, with room around, however wide or tall that is", () => {
    const far = { latitude: 47.8601, longitude: 31.9 };
    for (const places of [[TOWN], [TOWN, VILLAGE], [TOWN, far], COUNTRY]) {
      for (const size of [SIZE, { width: 300, height: 320 }]) {
        const area = areaOf(places, size);
        for (const place of places) {
          const { x, y } = spotIn(area, size, place);
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(size.width);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(size.height);
        }
      }
    }
  });

  it("knows the place of a spot, north above and east to the right", () => {
    const area = areaOf([TOWN, VILLAGE], SIZE);
    const spot = spotIn(area, SIZE, TOWN);
    expect(placeIn(area, SIZE, spot)).toEqual(TOWN);
    const other = spotIn(area, SIZE, VILLAGE);
    expect([other.y < spot.y, other.x < spot.x]).toEqual([true, true]);
  });

  it("is drawn to scale: as far along as across", () => {
    const area = areaOf([TOWN], SIZE);
    const { x, y } = perDegree(area, SIZE);
    expect(x / y).toBeCloseTo(0.671, 2);
    const { metres, width } = scaleOf(area, SIZE);
    expect(metres).toBe(1000);
    expect(width).toBeCloseTo((metres / 111_320) * y, 6);
    expect(width).toBeLessThanOrEqual(96);
  });

  it("is come closer to and left again, within bounds, around what is looked at", () => {
    const area = areaOf([TOWN, VILLAGE], SIZE);
    expect(closer(area, VILLAGE)).toEqual({ middle: VILLAGE, tall: area.tall / 2 });
    let close = area;
    let distant = area;
    for (let step = 0; step < 20; step += 1) {
      close = closer(close, TOWN);
      distant = farther(distant, TOWN);
    }
    expect([isClosest(close), isFarthest(close), isFarthest(distant)]).toEqual([true, false, true]);
  });
});

it("what would lie on one another is gathered, the rest stays apart", () => {
  const spots = [0, 20, 47, 60, 300].map((x) => ({ x, y: 0 }));
  const found = gathered(spots, (spot) => spot);
  expect(found.map(({ spot, members }) => [spot.x, members.length])).toEqual([
    [0, 3],
    [60, 1],
    [300, 1],
  ]);
});
