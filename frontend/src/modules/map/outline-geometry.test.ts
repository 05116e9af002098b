import { describe, expect, it } from "vitest";
import { areApart, isOnSheet, placeOf, SHEET, spotOf } from "./outline-geometry";
import ukraine from "./ukraine.json";

const border = ukraine.features[0]?.geometry.coordinates[0] as number[][];

/** Whether a point lies within the border: a ray from it crosses the line an odd number of times. */
function isInside(longitude: number, latitude: number): boolean {
  return border.slice(1).reduce((inside, [x2 = 0, y2 = 0], index) => {
    const [x1 = 0, y1 = 0] = border[index] ?? [];
    const crosses = y1 > latitude !== y2 > latitude;
    const where = x1 + ((latitude - y1) / (y2 - y1)) * (x2 - x1);
    return crosses && longitude < where ? !inside : inside;
  }, false);
}

describe("the outline of the country", () => {
  it.each([
    ["Київ", 50.45, 30.52],
    ["Ужгород", 48.62, 22.29],
    ["Чернігів", 51.5, 31.29],
    ["Луганськ", 48.57, 39.31],
    ["Ізмаїл", 45.35, 28.84],
    ["Сімферополь", 44.95, 34.1],
    ["Керч", 45.36, 36.47],
  ])("holds %s", (_city, latitude, longitude) => {
    expect(isInside(longitude, latitude)).toBe(true);
  });

  it.each([
    ["Кишинів", 47.01, 28.86],
    ["Бєлгород", 50.6, 36.59],
    ["Варшава", 52.23, 21.01],
    ["the Black Sea", 45.5, 31.5],
  ])("leaves %s out", (_name, latitude, longitude) => {
    expect(isInside(longitude, latitude)).toBe(false);
  });

  it("lies within its sheet", () => {
    for (const [longitude = 0, latitude = 0] of border) {
      expect(isOnSheet({ latitude, longitude })).toBe(true);
      const { x, y } = spotOf({ latitude, longitude });
      expect(x >= 0 && x <= SHEET.width && y >= 0 && y <= SHEET.height).toBe(true);
    }
  });

  it("finds the place of a spot again", () => {
    expect(placeOf(spotOf({ latitude: 47.86, longitude: 31.15 }))).toEqual({
      latitude: 47.86,
      longitude: 31.15,
    });
  });

  it("tells oblasts apart and the villages of a hromada not", () => {
    const near = [
      { latitude: 47.86, longitude: 31.15 },
      { latitude: 47.95, longitude: 31.02 },
    ];
    expect(areApart(near)).toBe(false);
    expect(areApart([...near, { latitude: 49.84, longitude: 24.03 }])).toBe(true);
    expect(areApart(near.slice(1))).toBe(true);
  });
});
