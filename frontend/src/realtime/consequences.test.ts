import { describe, expect, it } from "vitest";
import { keys } from "@/data/keys";
import { consequencesOf } from "./consequences";
import { aMessage, anEvent, THREAD_ID } from "./samples";

describe("what waits for who moderates", () => {
  it("is asked anew when another dismissed what was reported", () => {
    const frame = anEvent(1, "dialogue.reports_dismissed", { thread_id: THREAD_ID }, "user:me");
    expect(consequencesOf(frame)).toEqual([keys.moderation]);
  });
});

describe("messages that quote one that is shown again", () => {
  const shown = (quoting: unknown) =>
    consequencesOf(anEvent(1, "dialogue.message_shown", { message: aMessage(1), excerpt: "", quoting }));

  it("come with the event", () => {
    expect(shown([])).not.toContainEqual(keys.messages(THREAD_ID));
  });

  it("are loaded anew where they are more than a frame carries", () => {
    expect(shown(null)).toContainEqual(keys.messages(THREAD_ID));
  });
});
