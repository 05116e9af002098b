import { describe, expect, it } from "vitest";
import { withSoftHyphens } from "./text";

const parted = (words: string) => withSoftHyphens(words).replaceAll("\u00ad", "-");

describe("soft hyphens", () => {
  it.each([
    ["Самоврядування", "Са-мовря-ду-вання"],
    ["Калинодільська міська рада", "Ка-ли-но-дільська міська рада"],
    ["Міська рада", "Міська рада"],
    ["Emergency service", "Emergency service"],
  ])("part %s", (words, expected) => expect(parted(words)).toBe(expected));
});
