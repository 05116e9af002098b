import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import type { MembershipOut } from "@/api/generated/types.gen";
import { activateLocale } from "@/lib/language";
import { countPeople, usePeopleWords } from "./people-count";

const Words = ({ children }: { children: ReactNode }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>;

function seat(person: string, role: MembershipOut["role"]): MembershipOut {
  return { person: { id: person }, role } as MembershipOut;
}

describe("the people of a group", () => {
  it("are counted once, and observe only when they have no voice", () => {
    const seats = [
      seat("a", "facilitator"),
      seat("b", "member"),
      seat("b", "observer"),
      seat("b", "member"),
      seat("c", "observer"),
    ];
    expect(countPeople(seats)).toEqual({ members: 2, observers: 1 });
  });

  it.each([
    ["uk", 13, 1, "13 учасників і 1 спостерігач"],
    ["uk", 21, 2, "21 учасник і 2 спостерігачі"],
    ["uk", 3, 5, "3 учасники і 5 спостерігачів"],
    ["uk", 0, 1, "1 спостерігач"],
    ["uk", 0, 0, "0 учасників"],
    ["en", 13, 1, "13 members and 1 observer"],
    ["en", 1, 2, "1 member and 2 observers"],
    ["en", 7, 0, "7 members"],
  ] as const)("are told in words: %s, %i and %i", async (language, members, observers, expected) => {
    await activateLocale(language);
    const { result } = renderHook(() => usePeopleWords(), { wrapper: Words });
    expect(result.current({ members, observers })).toBe(expected);
  });
});
