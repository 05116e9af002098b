import { describe, expect, it } from "vitest";
import type { MessageOut } from "@/api/generated/types.gen";
import { type Branch, containsUnread, growTree } from "./grow-tree";

function message(number: number, replyTo: number | null = null): MessageOut {
  return { id: `m${number}`, number, reply_to: replyTo === null ? null : `m${replyTo}` } as MessageOut;
}

function shape(branches: Branch[]): string {
  return branches
    .map(({ message, answers, childrenOf: twigs }) => {
      const named = answers === undefined ? "" : `↰${answers?.number ?? "?"}`;
      return `${message.number}${named}${twigs.length > 0 ? `(${shape(twigs)})` : ""}`;
    })
    .join(" ");
}

describe("the tree of a conversation", () => {
  it("sets every answer below its question, however late it came", () => {
    const said = [message(1), message(2), message(3, 1), message(4, 2), message(5, 1), message(6, 3)];
    expect(shape(growTree(said))).toBe("1(3(6) 5) 2(4)");
  });

  it("goes in three levels and names what is answered beyond", () => {
    const said = [message(1), message(2, 1), message(3, 2), message(4, 3), message(5, 4), message(6, 5)];
    expect(shape(growTree(said))).toBe("1(2(3(4 5↰4 6↰5)))");
  });

  it("knows that what a reply answers may not be loaded", () => {
    expect(shape(growTree([message(8, 2), message(9, 8)]))).toBe("8↰?(9)");
  });

  it("loses nothing and says nothing twice", () => {
    const said = Array.from({ length: 60 }, (_one, at) =>
      message(at + 1, at % 3 === 0 ? null : (at * 7) % at || 1),
    );
    const all = (branches: Branch[]): number[] =>
      branches.flatMap((one) => [one.message.number, ...all(one.childrenOf)]);
    expect(all(growTree(said)).sort((a, b) => a - b)).toEqual(said.map(({ number }) => number));
  });

  it("finds what is new at any depth", () => {
    const [first, second] = growTree([message(1), message(2), message(3, 1), message(4, 3)]);
    expect([first, second].map((one) => one && containsUnread(one, 4))).toEqual([true, false]);
    expect(first && containsUnread(first, null)).toBe(false);
  });
});
