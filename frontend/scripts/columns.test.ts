import { describe, expect, it } from "vitest";
import { inColumns } from "./columns";

async function read(code: string): Promise<unknown> {
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)).messages;
}

describe("a catalogue in columns", () => {
  it("says the same", async () => {
    const messages = {
      "721347": ["Внести"],
      "-2bYZn": ["«", ["name"], "» \u2014 `$` \\ ' \""],
      zyC7eF: [["n", "plural", { one: ["#", "\u00a0день"], other: ["#", "\u00a0днів"] }]],
    };
    expect(await read(inColumns(messages))).toEqual(messages);
  });

  it("has no place for names of another length", () => {
    expect(() => inColumns({ "hello.world": ["Вітаємо"] })).toThrow("hello.world");
  });
});
