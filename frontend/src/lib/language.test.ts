import { describe, expect, it, vi } from "vitest";
import { initialLanguage, rememberLanguage } from "./language";

function speaks(...languages: string[]): void {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
}

describe("the language to begin in", () => {
  it.each([
    [["en-US", "en"], "en"],
    [["EN"], "en"],
    [["uk-UA", "en"], "uk"],
    [["en", "uk"], "en"],
    [["pl", "uk", "en"], "uk"],
    [["de-DE", "de", "en"], "en"],
    [["de"], "uk"],
    [[], "uk"],
  ] as const)("is the first of %j that the product speaks, or Ukrainian: %s", (languages, expected) => {
    speaks(...languages);
    expect(initialLanguage()).toBe(expected);
  });

  it("is what was spoken here last", () => {
    speaks("en");
    rememberLanguage("uk");
    expect(initialLanguage()).toBe("uk");
  });
});
