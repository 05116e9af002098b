import { describe, expect, it } from "vitest";
import { layOutRing } from "./sector-ring-geometry";

const FRAME = { width: 300, height: 300, seatRadius: 112, labelRadius: 142, seatSize: 32 };

describe("the ring", () => {
  it("starts with the first sector at the top and leaves wanted seats empty", () => {
    const { seats, labels } = layOutRing(
      [
        { sector: "police", seated: 1, required: 1 },
        { sector: "business", seated: 1, required: 2 },
        { sector: "health", seated: 0, required: 0 },
      ],
      FRAME,
    );
    expect(seats.map((seat) => [seat.sector, seat.empty])).toEqual([
      ["police", false],
      ["business", false],
      ["business", true],
    ]);
    expect(seats[0]).toMatchObject({ x: 150, y: 38 });
    expect(labels.map((label) => label.sector)).toEqual(["police", "business"]);
  });

  it("shrinks the seats before they overlap", () => {
    const { seats } = layOutRing([{ sector: "civil_society", seated: 60, required: 0 }], FRAME);
    const [first, second] = seats;
    const distance = Math.hypot((first?.x ?? 0) - (second?.x ?? 0), (first?.y ?? 0) - (second?.y ?? 0));
    expect(first?.size).toBeLessThanOrEqual(distance * 1.05);
  });

  it("is empty without sectors", () => {
    expect(layOutRing([], FRAME)).toEqual({ seats: [], labels: [] });
  });
});
