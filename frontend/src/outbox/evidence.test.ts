import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, NetworkError } from "@/api/problem";
import { isEvidence, type OutgoingAnswer, type OutgoingEvidence } from "./items";
import { Outbox } from "./outbox";
import { forgetPerson, Store } from "./store";

const PERSON = "person-1";
let store: Store;
let outbox: Outbox;
const sent: string[] = [];
const answer = vi.fn<(one: OutgoingAnswer) => Promise<number>>();
const prove = vi.fn<(one: OutgoingEvidence) => Promise<void>>();

const PLACE = { dossier_id: "dossier-1", submission_id: "form-1" };
const given = { value: "yes", note: "", not_applicable: false, reason: "" };
const say = (question: string) => outbox.answer({ ...PLACE, question, version: 0, given });
const photo = (name: string) => new File(["x".repeat(8)], name, { type: "image/jpeg" });
const add = (question: string, name: string) =>
  outbox.addEvidence({ ...PLACE, evidence_of: question, title: name }, photo(name));
const kept = async () => (await store.letters()).filter(isEvidence);
const fileOf = async (nth = 0) => store.files.bytes((await kept())[nth]?.client_id ?? "");

function open(): void {
  const parts = { store, send: () => Promise.reject(new Error("no letter")), onSent: () => undefined };
  outbox = new Outbox({ ...parts, answer, prove, wait: () => Promise.resolve() });
}

const noLine = () => {
  answer.mockReset().mockRejectedValue(new NetworkError());
  prove.mockReset().mockRejectedValue(new NetworkError());
};
const line = () => {
  answer.mockReset().mockImplementation(async ({ question, version }) => {
    sent.push(question);
    return version + 1;
  });
  prove.mockReset().mockImplementation(async ({ name }) => void sent.push(name));
};

beforeEach(async () => {
  sent.length = 0;
  noLine();
  store = await Store.open(PERSON);
  open();
});

afterEach(async () => {
  outbox.stop();
  store.close();
  await forgetPerson(PERSON);
});

describe("evidence that waits", () => {
  it("goes in order after all answers, across a reload", async () => {
    await say("first");
    await add("first", "a.jpg");
    await add("second", "b.jpg");
    await say("second");
    await outbox.flush();
    outbox.stop();
    store.close();
    store = await Store.open(PERSON);
    open();
    expect((await kept()).map(({ name, size }) => [name, size])).toEqual([
      ["a.jpg", 8],
      ["b.jpg", 8],
    ]);
    expect((await fileOf())?.byteLength).toBe(8);
    line();
    await outbox.flush();
    expect(sent).toEqual(["first", "second", "a.jpg", "b.jpg"]);
    expect(await kept()).toEqual([]);
    expect(await store.files.threads()).toEqual([]);
  });

  it("does not go before its answer, whatever keeps that here", async () => {
    await say("first");
    await add("first", "a.jpg");
    await add("second", "b.jpg");
    line();
    answer.mockReset().mockRejectedValue(new ApiProblem(412, "stale", "Змінено"));
    await outbox.flush();
    expect(sent).toEqual(["b.jpg"]);
    line();
    await outbox.retry("answer form-1 first");
    await outbox.flush();
    expect(sent).toEqual(["b.jpg", "first", "a.jpg"]);
  });

  it("keeps its file when it is refused, and goes once more", async () => {
    await say("first");
    await add("first", "a.jpg");
    await add("first", "b.jpg");
    line();
    prove.mockRejectedValueOnce(new ApiProblem(415, "media", "Не те"));
    await outbox.flush();
    expect(await kept()).toMatchObject([{ name: "a.jpg", refusal: "Не те" }]);
    expect((await fileOf())?.byteLength).toBe(8);
    expect(sent).toEqual(["first", "b.jpg"]);
    await outbox.retry((await kept())[0]?.client_id ?? "");
    await outbox.flush();
    expect(sent).toEqual(["first", "b.jpg", "a.jpg"]);
  });

  it("waits for the server that is still busy with an earlier attempt", async () => {
    await add("first", "a.jpg");
    line();
    prove.mockRejectedValueOnce(new ApiProblem(409, "in_flight", "Ще триває"));
    await outbox.flush();
    expect(sent).toEqual(["a.jpg"]);
  });

  it("is removed with its file", async () => {
    await add("first", "a.jpg");
    const [one] = await kept();
    await outbox.cancel(one?.client_id ?? "");
    expect(await kept()).toEqual([]);
    expect(await store.files.bytes(one?.client_id ?? "")).toBeNull();
  });

  it("is not kept where the device has no room", async () => {
    const large = photo("large.jpg");
    const size = 60 * 1024 * 1024;
    Object.defineProperty(large, "arrayBuffer", { value: async () => ({ byteLength: size + 1 }) });
    const evidence = { ...PLACE, evidence_of: "first", title: "large" };
    expect(await outbox.addEvidence(evidence, large)).toBe(false);
    expect(await kept()).toEqual([]);
  });

  it("goes with all that its author leaves here when they sign out", async () => {
    await add("first", "a.jpg");
    const [one] = await kept();
    outbox.stop();
    store.close();
    await forgetPerson(PERSON);
    store = await Store.open(PERSON);
    expect(await kept()).toEqual([]);
    expect(await store.files.bytes(one?.client_id ?? "")).toBeNull();
  });

  it("leaves no old file behind whose tab died before it was written down", async () => {
    const twoDaysAgo = Date.now() - 48 * 3600 * 1000;
    const facts = { name: "a.jpg", type: "image/jpeg", size: 8, alt: "", place: null, stored: null };
    const keep = (key: string, chosen_at: number) =>
      store.files.keep({ key, chosen_at, ...facts }, new ArrayBuffer(8));
    await keep("orphan", twoDaysAgo);
    await keep("fresh", Date.now());
    await keep("waiting", twoDaysAgo);
    const times = { written_at: new Date(twoDaysAgo).toISOString(), refusal: null };
    const evidence = { ...PLACE, evidence_of: "first", title: "a", name: "a.jpg", size: 8 };
    await store.keep({ client_id: "waiting", ...evidence, ...times });
    await store.keepOwn(); // as a session that ended did
    await outbox.start();
    const left = ["orphan", "fresh", "waiting"].map(async (key) => (await store.files.bytes(key)) !== null);
    expect(await Promise.all(left)).toEqual([false, true, true]);
  });

  it("counts once as unsent, stays when its dossier is restricted, and goes with the access to it", async () => {
    await add("first", "a.jpg");
    expect(await store.unsent()).toBe(1);
    expect(await store.refs()).toEqual(["dossier:dossier-1"]);
    expect(await store.keepOwn()).toBe(true);
    await store.onRestricted("dossier-1");
    await outbox.dropThread("dossier-2");
    expect((await fileOf())?.byteLength).toBe(8);
    const [one] = await kept();
    await outbox.dropThread("dossier-1");
    expect(await kept()).toEqual([]);
    expect(await store.files.bytes(one?.client_id ?? "")).toBeNull();
  });
});
