import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, NetworkError } from "@/api/problem";
import { isAnswer, type OutgoingAnswer } from "./items";
import { Outbox } from "./outbox";
import { forgetPerson, Store } from "./store";

const PERSON = "person-1";
let store: Store;
let outbox: Outbox;
const send = vi.fn<(answer: OutgoingAnswer) => Promise<number>>();

const said = (question: string, value: unknown, version = 0) => ({
  ...{ dossier_id: "dossier-1", submission_id: "form-1", question, version },
  given: { value, note: "", not_applicable: false, reason: "" },
});
const sent = () =>
  send.mock.calls.map(([{ question, given, version }]) => `${question} ${given.value} ${version}`);
const kept = async () => (await store.letters()).filter(isAnswer);

beforeEach(async () => {
  send.mockReset().mockRejectedValue(new NetworkError());
  store = await Store.open(PERSON);
  const parts = { store, send: () => Promise.reject(new Error("no letter")), onSent: () => undefined };
  outbox = new Outbox({ ...parts, answer: send, wait: () => Promise.resolve() });
});

afterEach(async () => {
  outbox.stop();
  store.close();
  await forgetPerson(PERSON);
});

describe("answers that wait", () => {
  it("keep their turn and what was seen when they are changed: others are asked because of them", async () => {
    await outbox.answer(said("first", "yes", 3));
    await outbox.flush();
    send.mockReset().mockResolvedValue(4);
    await store.keepAnswer({ ...said("second", 2), ...later("second", 1), refusal: null });
    await store.keepAnswer({ ...said("first", "no", 9), ...later("first", 2), refusal: null });
    await outbox.flush();
    expect(sent()).toEqual(["first no 3", "second 2 0"]);
    expect(await kept()).toEqual([]);
  });

  it("are not lost when they are changed while the one before is on its way", async () => {
    send.mockReset().mockImplementation(async ({ version }) => {
      const again = { ...said("first", "no"), ...later("first", 5), refusal: null };
      if (version === 0) await store.keepAnswer(again);
      return version + 1;
    });
    await outbox.answer(said("first", "yes"));
    await outbox.flush();
    expect(sent()).toEqual(["first yes 0", "first no 1"]);
    expect(await kept()).toEqual([]);
  });

  it("go on from what was sent from here, before the page has shown that", async () => {
    send.mockReset().mockResolvedValue(1);
    await outbox.answer(said("first", "yes"));
    await outbox.flush();
    await outbox.answer(said("first", "no"));
    await outbox.flush();
    expect(sent()).toEqual(["first yes 0", "first no 1"]);
  });

  it.each([
    [409, false],
    [412, true],
    [422, false],
  ])("stay with the reason after %i, and the next is sent", async (status, conflict) => {
    send
      .mockReset()
      .mockRejectedValueOnce(new ApiProblem(status, "no", "Ні"))
      .mockResolvedValue(1);
    await outbox.answer(said("first", "yes"));
    await outbox.answer(said("second", 2));
    await outbox.flush();
    expect(await kept()).toMatchObject([{ question: "first", refusal: "Ні", conflict }]);
    expect(await store.unsent()).toBe(1);
    await outbox.retry("answer form-1 first");
    await outbox.flush();
    expect(await kept()).toEqual([]);
  });

  it("wait for their author after the sign-in has ended, and go with the access to their dossier", async () => {
    await outbox.answer(said("first", "yes"));
    await outbox.flush();
    expect(await store.keepOwn()).toBe(true);
    expect(await store.hasQueued()).toBe(true);
    expect(await store.refs()).toEqual(["dossier:dossier-1"]);
    await outbox.dropThread("dossier-2");
    expect(await kept()).toHaveLength(1);
    await outbox.dropThread("dossier-1");
    expect(await kept()).toEqual([]);
  });
});

/** What the outbox writes beside an answer that is said so many seconds from now. */
function later(question: string, seconds: number) {
  const at = new Date(Date.now() + seconds * 1000).toISOString();
  return { client_id: `answer form-1 ${question}`, said_at: at, written_at: at };
}
