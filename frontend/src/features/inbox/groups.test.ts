import { expect, it } from "vitest";
import type { NotificationOut } from "@/api/generated/types.gen";
import { groupNotifications } from "./groups";

function about(id: string, kind: "thread" | "action"): NotificationOut {
  return {
    ...{ id, kind: "dialogue.message_addressed", url: "/inbox", offers: [], about: { kind, id: "same" } },
    ...{ title: { uk: id, en: "" }, body: { uk: "", en: "" }, reason: { uk: "", en: "" } },
    ...{ needs_answer: false, restricted: false, created_at: "2026-01-12T07:00:00Z", read_at: null },
  };
}

it("puts together what is about one thing of a kind that some feature declares", () => {
  const items = [
    about("n-1", "thread"),
    about("n-2", "action"),
    about("n-3", "thread"),
    about("n-4", "action"),
  ];
  const keys = groupNotifications(items, ["thread"]).map(({ key, older }) => [key, older.length]);
  expect(keys).toEqual([
    ["thread:same", 1],
    ["n-2", 0],
    ["n-4", 0],
  ]);
});
