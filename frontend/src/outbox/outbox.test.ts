import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MessageOut } from "@/api/generated/types.gen";
import { ApiProblem, NetworkError } from "@/api/problem";
import { eventually } from "@/testing/eventually";
import type { OutgoingMessage, OutgoingReaction } from "./items";
import { Outbox } from "./outbox";
import { forgetPerson, Store } from "./store";

const PERSON = "person-1";
let store: Store;
let outbox: Outbox;
const send = vi.fn<(letter: OutgoingMessage) => Promise<MessageOut>>();
const onSent = vi.fn();

function letter(clientId: string) {
  return {
    client_id: clientId,
    thread_id: "thread-1",
    body: `Лист ${clientId}`,
    reply_to: null,
    on_behalf: true,
    mandate_id: "mandate-1",
  };
}

function open(): Outbox {
  return new Outbox({ store, send, onSent, wait: () => Promise.resolve() });
}

const stored = (one: OutgoingMessage) => Promise.resolve({ client_id: one.client_id } as MessageOut);
const sentIds = () => send.mock.calls.map(([one]) => one.client_id);
const keptIds = async () => (await store.letters()).map((one) => one.client_id);

beforeEach(async () => {
  send.mockReset();
  onSent.mockReset();
  store = await Store.open(PERSON);
  outbox = open();
});

afterEach(async () => {
  outbox.stop();
  store.close();
  await forgetPerson(PERSON);
});

describe("the outbox", () => {
  it("sends in the order of writing, each letter once", async () => {
    send.mockRejectedValueOnce(new NetworkError()).mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    await outbox.enqueue(letter("b"));
    await outbox.enqueue(letter("c"));
    await outbox.flush();
    expect(sentIds().slice(1)).toEqual(["a", "b", "c"]);
    expect(await keptIds()).toEqual([]);
    expect(onSent).toHaveBeenCalledTimes(3);
  });

  it("passes over a letter whose id another message has", async () => {
    send.mockRejectedValueOnce(new ApiProblem(409, "client_id_reused", "Інше")).mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.enqueue(letter("b"));
    await outbox.flush();
    expect(await store.letters()).toMatchObject([{ client_id: "a", refusal: "Інше" }]);
  });

  it("asks its writer where others read the thread by now, and then sends it to those", async () => {
    const moved = new ApiProblem(409, "thread_moved", "Тему перенесено");
    send.mockRejectedValueOnce(moved).mockImplementation(stored);
    await outbox.enqueue({ ...letter("a"), group_id: "group-1" });
    await outbox.flush();
    expect(await store.letters()).toMatchObject([{ client_id: "a", refusal: "Тему перенесено" }]);
    expect(send.mock.calls.at(-1)?.[0].group_id).toBe("group-1");
    await outbox.retry("a");
    await outbox.flush();
    expect(send.mock.calls.at(-1)?.[0].group_id).toBeUndefined();
    expect(await keptIds()).toEqual([]);
  });

  it("keeps everything while there is no line", async () => {
    send.mockRejectedValue(new NetworkError());
    await outbox.enqueue(letter("a"));
    await outbox.enqueue(letter("b"));
    await outbox.flush();
    expect(await keptIds()).toEqual(["a", "b"]);
    expect(outbox.current().map((one) => one.client_id)).toEqual(["a", "b"]);
    expect(sentIds()).not.toContain("b");
  });

  it("asks nothing more of the browser when its page was left while another one was sending", async () => {
    let over = () => {};
    const turn = new Promise<void>((done) => {
      over = done;
    });
    outbox.stop();
    outbox = new Outbox({
      store,
      send,
      onSent,
      wait: () => Promise.resolve(),
      withOutboxLock: (work) => turn.then(work),
    });
    const sending = outbox.flush();
    outbox.stop();
    store.close();
    over();
    await expect(sending).resolves.toBeUndefined();
  });

  it("sends nothing more from a store that was closed when somebody signed out in another page", async () => {
    store.close();
    await expect(outbox.flush()).resolves.toBeUndefined();
    expect(send).not.toHaveBeenCalled();
  });

  it("sends after a reload what was written before it", async () => {
    send.mockRejectedValue(new NetworkError());
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    outbox.stop();
    store.close();

    send.mockReset().mockImplementation(stored);
    store = await Store.open(PERSON);
    outbox = open();
    await outbox.start();
    await outbox.flush();
    expect(sentIds()).toEqual(["a"]);
    expect(await keptIds()).toEqual([]);
  });

  it("keeps what the server refuses, with the reason, and goes on with the next", async () => {
    send
      .mockRejectedValueOnce(new ApiProblem(403, "thread_closed", "Тему закрито"))
      .mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.enqueue(letter("b"));
    await outbox.flush();
    expect(outbox.current()).toMatchObject([{ client_id: "a", refusal: "Тему закрито" }]);
    expect(sentIds()).toEqual(["a", "b"]);
  });

  it("keeps no words of others with what is refused, nor of a thread that is forgotten", async () => {
    const quote = { message_id: "m", text: "Чужі слова" };
    send.mockRejectedValueOnce(new ApiProblem(403, "forbidden", "Ні")).mockRejectedValue(new NetworkError());
    await outbox.enqueue({ ...letter("a"), quote });
    await outbox.flush();
    expect(await store.letters()).toMatchObject([{ client_id: "a", quote: null, refusal: "Ні" }]);
    await outbox.enqueue({ ...letter("b"), quote });
    await outbox.enqueue({ ...letter("c"), quote, thread_id: "thread-2" });
    await outbox.dropThread("thread-1");
    expect(outbox.current().map((one) => "quote" in one && one.quote)).toEqual([null, null, quote]);
  });

  it("keeps what would give something away, whole, until its writer has said that it is meant", async () => {
    const phone = { pointer: "/body", code: "phone", message: "Телефон", span: [0, 3] };
    send.mockRejectedValueOnce(new ApiProblem(422, "personal_data", "", [phone])).mockImplementation(stored);
    const quote = { message_id: "m", text: "Чужі слова" };
    await outbox.enqueue({ ...letter("a"), quote });
    await outbox.enqueue(letter("b"));
    await outbox.flush();
    const held = { client_id: "a", refusal: "Телефон", concerns: [phone], quote };
    expect(await store.letters()).toMatchObject([held]);
    await outbox.confirm("a", ["phone"]);
    await outbox.flush();
    expect(send.mock.calls.at(-1)?.[0]).toMatchObject({ client_id: "a", confirmed: ["phone"], quote });
    expect(await keptIds()).toEqual([]);
  });

  it("asks again when there is more than was confirmed", async () => {
    const fault = (code: string) => ({ pointer: "/body", code, message: code, span: [0, 3] });
    send
      .mockRejectedValueOnce(new ApiProblem(422, "personal_data", "", [fault("phone")]))
      .mockRejectedValueOnce(new ApiProblem(422, "personal_data", "", [fault("phone"), fault("iban")]));
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    await outbox.confirm("a", ["phone"]);
    await outbox.flush();
    const [held] = await store.letters();
    expect(held && "concerns" in held && held.concerns?.map(({ code }) => code)).toEqual(["phone", "iban"]);
  });

  it("tries a refused letter again when the writer says so", async () => {
    send.mockRejectedValueOnce(new ApiProblem(403, "forbidden", "Ні")).mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    await outbox.retry("a");
    await outbox.flush();
    expect(await keptIds()).toEqual([]);
  });

  it("waits as long as the server asks, and sends then", async () => {
    send
      .mockRejectedValueOnce(new ApiProblem(429, "too_many", "Зачекайте", [], "", 2))
      .mockRejectedValueOnce(new ApiProblem(503, "unavailable", "Зачекайте"))
      .mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect(sentIds()).toEqual(["a", "a", "a"]);
    expect(await keptIds()).toEqual([]);
  });

  it("says whether the server or the connection kept it from sending", async () => {
    const obstacles: unknown[] = [];
    outbox.stop();
    const wait = async () => void obstacles.push(outbox.currentObstacle());
    outbox = new Outbox({ store, send, onSent, wait });
    send
      .mockRejectedValueOnce(new ApiProblem(500, "internal", ""))
      .mockRejectedValueOnce(new ApiProblem(429, "too_many", "Зачекайте"))
      .mockRejectedValueOnce(new NetworkError())
      .mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect([...obstacles, outbox.currentObstacle()]).toEqual(["server", null, "connection"]);
    await outbox.flush();
    expect(outbox.currentObstacle()).toBeNull();
  });

  it("waits in a slow thread for its time alone, and sends by itself then", async () => {
    const slow = new ApiProblem(429, "slow_mode", "Зачекайте", [], "", 300);
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    send.mockRejectedValueOnce(slow).mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.enqueue(letter("b"));
    await outbox.enqueue({ ...letter("c"), thread_id: "thread-2" });
    await outbox.flush();
    expect(sentIds()).toEqual(["a", "c"]);
    expect(outbox.current()).toMatchObject([
      { client_id: "a", refusal: null, retryAfter: { by: "slow_mode" } },
      { client_id: "b", refusal: null },
    ]);
    vi.advanceTimersByTime(299_000);
    await outbox.flush();
    expect(sentIds()).toEqual(["a", "c"]);
    vi.advanceTimersByTime(1000);
    await eventually(() => expect(sentIds()).toEqual(["a", "c", "a", "b"]));
    vi.useRealTimers();
  });

  it.each([
    [
      "fires a moment early by the clock",
      async () => {
        vi.setSystemTime(Date.now() - 1);
        vi.advanceTimersByTime(300_000);
        await outbox.flush();
      },
    ],
    [
      "is set again after its time",
      async () => {
        vi.setSystemTime(Date.now() + 300_000);
        await outbox.dropThread("thread-2");
      },
    ],
  ])("sends what waits for its time also when its timer %s", async (_what, disturb) => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const slow = new ApiProblem(429, "slow_mode", "Зачекайте", [], "", 300);
    send.mockRejectedValueOnce(slow).mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    await disturb();
    await eventually(() => expect(sentIds()).toEqual(["a", "a"]));
    vi.useRealTimers();
  });

  it("keeps everything when the session has ended", async () => {
    send.mockRejectedValue(new ApiProblem(401, "signed_out", ""));
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect(outbox.current()).toMatchObject([{ client_id: "a", refusal: null }]);
  });

  it.each([
    ["slowed down", new ApiProblem(429, "slow_mode", "Зачекайте", [], "", 2)],
    ["refused", new ApiProblem(403, "forbidden", "Ні")],
  ])("does not bring back what was cancelled while it was being %s", async (_what, problem) => {
    send.mockImplementation(async (one) => {
      await outbox.cancel(one.client_id);
      throw problem;
    });
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect(await keptIds()).toEqual([]);
  });

  it("asks the server anew for what waits when the pace has changed", async () => {
    send.mockRejectedValueOnce(new ApiProblem(429, "slow_mode", "Зачекайте", [], "", 3600));
    send.mockImplementation(stored);
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect(outbox.current()).toMatchObject([{ retryAfter: { by: "slow_mode" } }]);
    await outbox.clearRateLimit("thread-2");
    expect(await keptIds()).toEqual(["a"]);
    await outbox.clearRateLimit("thread-1");
    await outbox.flush();
    expect(await keptIds()).toEqual([]);
  });

  it("sends at its time also what another page has put off", async () => {
    send.mockImplementation(stored);
    const until = new Date(Date.now() + 200).toISOString();
    await store.keep({
      ...letter("a"),
      written_at: "",
      refusal: null,
      retryAfter: { until, by: "slow_mode" },
    });
    await outbox.start();
    await eventually(async () => expect(await keptIds()).toEqual([]));
  });

  it("forgets a letter that its writer has cancelled", async () => {
    send.mockRejectedValue(new NetworkError());
    await outbox.enqueue(letter("a"));
    await outbox.cancel("a");
    expect(await keptIds()).toEqual([]);
    expect(outbox.current()).toEqual([]);
  });
});

describe("drafts", () => {
  it("are kept for each thread until they are empty", async () => {
    await store.keepDraft({ thread_id: "thread-1", text: "Почато" });
    expect((await store.draft("thread-1"))?.text).toBe("Почато");
    await store.keepDraft({ thread_id: "thread-1", text: "  " });
    expect(await store.draft("thread-1")).toBeNull();
  });

  it("go with the sight of their thread", async () => {
    await store.keepDraft({ thread_id: "thread-1", text: "Почато" });
    await store.keepDraft({ thread_id: "thread-2", text: "Інше" });
    await outbox.dropThread("thread-1");
    expect(await store.draft("thread-1")).toBeNull();
    expect((await store.draft("thread-2"))?.text).toBe("Інше");
  });
});

it("nothing of a person is left after they sign out", async () => {
  await store.keepDraft({ thread_id: "thread-1", text: "Таємне" });
  store.close();
  await forgetPerson(PERSON);
  store = await Store.open(PERSON);
  expect(await store.draft("thread-1")).toBeNull();
});

describe("what is done without a line", () => {
  const act = vi.fn<(act: OutgoingReaction) => Promise<void>>();
  const onRefused = vi.fn();
  const deed = {
    client_id: "acknowledge m",
    thread_id: "thread-1",
    message_id: "m",
    does: "acknowledge",
    on: true,
  } as const;

  beforeEach(() => {
    act.mockReset();
    onRefused.mockReset();
    outbox.stop();
    outbox = new Outbox({ store, send, onSent, act, onRefused, wait: () => Promise.resolve() });
  });

  it("waits, is sent once when the line is back, and in the order of what was written", async () => {
    act.mockRejectedValueOnce(new NetworkError()).mockResolvedValue();
    send.mockImplementation(stored);
    await outbox.act(deed);
    await outbox.act(deed);
    await outbox.flush();
    await outbox.enqueue(letter("a"));
    await outbox.flush();
    expect(act.mock.calls.length).toBe(2);
    expect(sentIds()).toEqual(["a"]);
    expect(await keptIds()).toEqual([]);
  });

  it("is sent, whatever an older page has noted beside it", async () => {
    const older = { ...deed, written_at: "2026-01-01T00:00:00Z", refusal: "Ні" };
    await store.keep(older as unknown as OutgoingReaction);
    await outbox.flush();
    expect(act).toHaveBeenCalledTimes(1);
    expect(await keptIds()).toEqual([]);
  });

  it.each([403, 404, 409])("is told once and forgotten when the server answers %i", async (status) => {
    act.mockRejectedValue(new ApiProblem(status, "refused", "Ні"));
    await outbox.act(deed);
    await outbox.flush();
    expect(act).toHaveBeenCalledTimes(1);
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(await keptIds()).toEqual([]);
  });
});
