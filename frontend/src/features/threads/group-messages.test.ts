import { describe, expect, it } from "vitest";
import type { MessageOut } from "@/api/generated/types.gen";
import { type Block, groupMessages } from "./group-messages";

function message(number: number, replyTo: number | null = null, day = "2025-12-08"): MessageOut {
  return {
    id: `m${number}`,
    number,
    reply_to: replyTo === null ? null : `m${replyTo}`,
    posted_at: `${day}T10:00:00Z`,
  } as MessageOut;
}

function shape(blocks: Block[]): string[] {
  return blocks.map((block) => {
    if (block.kind !== "stem") return block.kind === "day" ? block.day : block.kind;
    const parent = block.answers === undefined ? "" : `↰${block.answers?.number ?? "?"}`;
    return `${block.root.number}${parent}${block.replies.map((reply) => `>${reply.number}`).join("")}`;
  });
}

const options = { dayOf: (at: string) => at.slice(0, 10), unreadFrom: null };

describe("a conversation", () => {
  it("hangs replies on their question", () => {
    expect(shape(groupMessages([message(1), message(2, 1), message(3, 2), message(4)], options))).toEqual([
      "2025-12-08",
      "1>2>3",
      "4",
    ]);
  });

  it("says the day anew where another thread came in, though the days go back and come again", () => {
    const said = [message(1), message(2, null, "2025-12-01"), message(3, null, "2025-12-08")];
    const blocks = groupMessages(said, { ...options, seams: [2] });
    expect(shape(blocks)).toEqual(["2025-12-08", "1", "seam", "2025-12-01", "2", "2025-12-08", "3"]);
    expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
    const sameDay = groupMessages([message(1), message(2, 1)], { ...options, seams: [2] });
    expect(shape(sameDay)).toEqual(["2025-12-08", "1", "seam", "2025-12-08", "2↰1"]);
  });

  it("says where the messages of another thread end, and what day it is then", () => {
    const said = [message(1), message(2), message(3), message(4, 3)];
    const blocks = groupMessages(said, { ...options, seams: [2], ends: [3] });
    expect(shape(blocks)).toEqual([
      ...["2025-12-08", "1"],
      ...["seam", "2025-12-08", "2"],
      ...["seam-end", "2025-12-08", "3>4"],
    ]);
    const next = groupMessages(said, { ...options, seams: [2, 3], ends: [3] });
    expect(shape(next)).not.toContain("seam-end");
  });

  it("lets a late reply stand for itself and name what it answers", () => {
    expect(shape(groupMessages([message(1), message(2), message(3, 1), message(4, 3)], options))).toEqual([
      "2025-12-08",
      "1",
      "2",
      "3↰1>4",
    ]);
  });

  it("knows that what a reply answers may not be loaded", () => {
    expect(shape(groupMessages([message(8, 2)], options))).toEqual(["2025-12-08", "8↰?"]);
  });

  it("draws the honey line above the first unread message, also within a question", () => {
    expect(
      shape(groupMessages([message(1), message(2, 1), message(3)], { ...options, unreadFrom: 2 })),
    ).toEqual(["2025-12-08", "1", "unread", "2↰1", "3"]);
  });

  it("begins each day anew, below the honey line", () => {
    const messages = [message(1, null, "2025-12-05"), message(2, 1, "2025-12-08")];
    expect(shape(groupMessages(messages, { ...options, unreadFrom: 2 }))).toEqual([
      "2025-12-05",
      "1",
      "unread",
      "2025-12-08",
      "2↰1",
    ]);
  });
});
