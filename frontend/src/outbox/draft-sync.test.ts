import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, NetworkError } from "@/api/problem";
import { eventually } from "@/testing/eventually";
import { type DraftContent, DraftSync, type Remote } from "./draft-sync";
import { forgetPerson, Store } from "./store";

const PERSON = "person-drafts";
const NOW = { here: 0, there: 0, between: 0 };
const MORE = {
  reply_to: "message-1",
  quote: { text: "сходи", version: 2 },
  on_behalf: true,
  mandate_id: "mandate-1",
};
const FEW = { reply_to: null, quote: null, on_behalf: false, mandate_id: null };
const NOTHING = { body: "", ...FEW, updated_at: null, version: 0 };

/** The server: one draft, whose versions never come back. */
class Server implements Remote {
  kept = NOTHING as Awaited<ReturnType<Remote["get"]>>;
  asked: string[] = [];
  line = true;
  /** Answers are lost: what was asked is done all the same. */
  deaf = false;
  private last = 0;

  async get() {
    this.reach("get");
    return this.kept;
  }

  async put({ text, ...more }: DraftContent, version: number) {
    this.reach(`put ${text}`);
    this.expect(version);
    this.last += 1;
    this.kept = { body: text.trim(), ...more, updated_at: "2025-12-08T10:00:00Z", version: this.last };
    return this.answer();
  }

  async drop(version: number) {
    this.reach("drop");
    if (this.kept.version !== 0) this.expect(version);
    this.kept = NOTHING;
    return this.answer();
  }

  private answer() {
    if (this.deaf) throw new NetworkError();
    return this.kept;
  }

  private reach(what: string) {
    if (!this.line) throw new NetworkError();
    this.asked.push(what);
  }

  private expect(version: number) {
    if (version !== this.kept.version) throw new ApiProblem(412, "stale", "");
  }
}

let server: Server;
let store: Store;
const keepers: DraftSync[] = [];

async function device(own = store, keepsQuotes = true): Promise<DraftSync> {
  const keeper = new DraftSync("thread-1", server, NOW);
  keepers.push(keeper);
  keeper.setPolicy({ sends: true, keepsQuotes });
  await keeper.open(own);
  return keeper;
}

beforeEach(async () => {
  server = new Server();
  store = await Store.open(PERSON);
});

afterEach(async () => {
  for (const keeper of keepers.splice(0)) keeper.stop();
  store.close();
  await forgetPerson(PERSON);
  await forgetPerson("other-device");
});

const written = (text: string) => eventually(() => expect(server.kept.body).toBe(text));

describe("a draft", () => {
  it("is asked for once where its thread is opened", async () => {
    const keeper = await device();
    await keeper.pull();
    expect(server.asked).toEqual(["get", "get"]);
  });

  it("is kept here and on the server, and goes on at another device with all that belongs to it", async () => {
    const here = await device();
    here.type("Почате", MORE);
    await written("Почате");
    await eventually(() => expect(here.current().saved).toBe(true));
    expect(await store.draft("thread-1")).toMatchObject({ text: "Почате", version: 1, ...MORE });
    const other = await Store.open("other-device");
    const there = await device(other);
    expect(there.current().opened).toEqual({ text: "Почате", ...MORE });
    there.type("Почате й дописане", MORE);
    await written("Почате й дописане");
    await here.pull();
    expect(here.current()).toMatchObject({ said: { text: "Почате й дописане" }, other: null });
    other.close();
  });

  it("is gone everywhere when it is sent, and a slow writing does not bring it back", async () => {
    const here = await device();
    here.type("Почате", FEW);
    await written("Почате");
    here.type("Почате ще", FEW);
    here.type("", FEW);
    await written("");
    await here.pull();
    expect(server.kept).toEqual(NOTHING);
    await eventually(async () => expect(await store.draft("thread-1")).toBeNull());
  });

  it("that was sent at another device is gone here, unless something new was written", async () => {
    const here = await device();
    here.type("Почате", FEW);
    await written("Почате");
    server.kept = NOTHING;
    await here.pull();
    expect(here.current().said.text).toBe("");
    here.type("Нове", FEW);
    await written("Нове");
    server.kept = NOTHING;
    server.line = false;
    here.type("Нове й ще", FEW);
    server.line = true;
    await here.pull();
    await written("Нове й ще");
  });

  it("of an older device is shown beside the newer one, and neither is lost unasked", async () => {
    const here = await device();
    here.type("Почате", FEW);
    await written("Почате");
    server.line = false;
    here.type("Почате без лінії", FEW);
    await eventually(async () => expect((await store.draft("thread-1"))?.text).toBe("Почате без лінії"));
    server.line = true;
    await server.put({ text: "Почате з телефона", ...FEW }, 1);
    await here.pull();
    expect(here.current()).toMatchObject({
      said: { text: "Почате без лінії" },
      other: { text: "Почате з телефона" },
    });
    expect(server.kept.body).toBe("Почате з телефона");
    here.type("Почате без лінії, далі", FEW);
    await here.pull();
    expect(server.kept.body).toBe("Почате з телефона");
    here.choose("here");
    await written("Почате без лінії, далі");
    expect(here.current().other).toBeNull();
  });

  it("of the other device is taken where its writer chooses so", async () => {
    const here = await device();
    await server.put({ text: "З телефона", ...MORE }, 0);
    here.type("Тут", FEW);
    await eventually(() => expect(here.current().other?.text).toBe("З телефона"));
    here.choose("other");
    expect(here.current()).toMatchObject({ said: { text: "З телефона", ...MORE }, other: null });
    await here.pull();
    expect(server.kept.body).toBe("З телефона");
  });

  it("of an earlier release, which kept the text alone, is brought to the server", async () => {
    await store.keepDraft({ thread_id: "thread-1", text: "Давнє" });
    const here = await device();
    expect(here.current().said.text).toBe("Давнє");
    await written("Давнє");
  });

  it("waits in the browser without a line, also when it is emptied", async () => {
    const here = await device();
    here.type("Почате", FEW);
    await written("Почате");
    server.line = false;
    here.type("", FEW);
    await here.pull();
    await eventually(async () => expect((await store.draft("thread-1"))?.text).toBe(""));
    here.stop();
    server.line = true;
    await device();
    await written("");
  });

  it("whose answer was lost on the line does not come back when it is sent", async () => {
    const here = await device();
    server.deaf = true;
    here.type("Почате", FEW);
    await written("Почате");
    here.type("", FEW);
    server.deaf = false;
    await here.pull();
    await written("");
    expect(here.current()).toMatchObject({ said: { text: "" }, other: null });
    await eventually(async () => expect(await store.draft("thread-1")).toBeNull());
  });

  it("whose answer was lost is one’s own after a reload, too", async () => {
    const here = await device();
    server.deaf = true;
    here.type("Почате", FEW);
    await written("Почате");
    here.type("Почате далі", FEW);
    await eventually(async () => expect((await store.draft("thread-1"))?.text).toBe("Почате далі"));
    here.stop();
    await here.pull();
    server.deaf = false;
    const again = await device();
    expect(again.current()).toMatchObject({ said: { text: "Почате далі" }, other: null });
    await written("Почате далі");
  });

  it("of a thread that not everybody reads keeps no word of others here, and finds them on the server", async () => {
    const here = await device(store, false);
    server.line = false;
    here.type("Почате", MORE);
    await eventually(() => expect(here.current().saved).toBe(true));
    const kept = await store.draft("thread-1");
    expect(kept).toMatchObject({ text: "Почате", quote: null });
    expect(JSON.stringify(kept)).not.toContain("сходи");
    server.line = true;
    await here.pull();
    await written("Почате");
    await eventually(async () => expect(await store.draft("thread-1")).toBeNull());
    here.stop();
    const again = await device(store, false);
    expect(again.current().said.quote).toEqual(MORE.quote);
    expect(server.kept.quote).toEqual(MORE.quote);
  });

  it("keeps no word of others once only some may read its thread, nor in what it remembers", async () => {
    const here = await device();
    here.type("Почате", MORE);
    await written("Почате");
    server.line = false;
    here.type("Почате далі", MORE);
    await eventually(async () => expect((await store.draft("thread-1"))?.text).toBe("Почате далі"));
    expect((await store.draft("thread-1"))?.quote?.text).toBe("сходи");
    await store.onRestricted("thread-1");
    expect(JSON.stringify(await store.draft("thread-1"))).not.toContain("сходи");
    here.setPolicy({ sends: true, keepsQuotes: false });
    await eventually(() => expect(here.current().saved).toBe(true));
    expect(JSON.stringify(await store.draft("thread-1"))).not.toContain("сходи");
  });

  it("does not turn chosen words into all of the message when its thread is restricted meanwhile", async () => {
    const here = await device();
    here.type("Почате", MORE);
    await written("Почате");
    here.stop();
    await here.pull();
    await store.onRestricted("thread-1");
    expect(await store.draft("thread-1")).toBeNull();
    const again = await device(store, false);
    await eventually(() => expect(again.current().said.quote).toEqual(MORE.quote));
    await again.pull();
    expect(server.kept.quote).toEqual(MORE.quote);
  });

  it("comes back whole after a reload where its answer was lost and the words were not kept here", async () => {
    const here = await device(store, false);
    server.deaf = true;
    here.type("Почате", MORE);
    await written("Почате");
    await eventually(async () => expect((await store.draft("thread-1"))?.unsure).toHaveLength(1));
    expect((await store.draft("thread-1"))?.quote).toBeNull();
    here.stop();
    await here.pull();
    server.deaf = false;
    const again = await device(store, false);
    await eventually(() => expect(again.current().said.quote).toEqual(MORE.quote));
    expect(server.kept.quote).toEqual(MORE.quote);
  });

  it("is gone from here when its writer may not read the thread any more, whatever waits", async () => {
    const here = await device();
    here.type("Почате", MORE);
    await written("Почате");
    here.type("Почате далі", MORE);
    here.forget();
    await store.onAccessLost("thread-1");
    here.stop();
    await here.pull();
    expect(here.current().said.text).toBe("");
    expect(await store.draft("thread-1")).toBeNull();
  });

  it("is brought to the server as soon as the page is out of sight", async () => {
    const here = new DraftSync("thread-1", server);
    keepers.push(here);
    here.setPolicy({ sends: true, keepsQuotes: true });
    await here.open(store);
    here.type("Недописане", FEW);
    here.flush();
    await written("Недописане");
    expect((await store.draft("thread-1"))?.text).toBe("Недописане");
  });

  it("waits here while nobody may write there, and goes when one may", async () => {
    const here = await device();
    here.setPolicy({ sends: false, keepsQuotes: true });
    here.type("Почате", FEW);
    await eventually(() => expect(here.current().saved).toBe(true));
    expect(server.kept.body).toBe("");
    here.setPolicy({ sends: true, keepsQuotes: true });
    await written("Почате");
  });

  it("takes back what was on its way, with what it answers", async () => {
    const here = await device();
    here.type("Почате", FEW);
    here.bring({ text: "Відхилене", ...MORE });
    expect(here.current().opened).toEqual({ text: "Почате\n\nВідхилене", ...MORE });
    await written("Почате\n\nВідхилене");
    expect(server.kept).toMatchObject(MORE);
  });

  it("is not written oftener than every some seconds", async () => {
    const here = new DraftSync("thread-1", server);
    keepers.push(here);
    here.setPolicy({ sends: true, keepsQuotes: true });
    await here.open(store);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    try {
      for (let second = 0; second < 60; second += 1) {
        here.type(`Слово ${second}`, FEW);
        await vi.advanceTimersByTimeAsync(second % 5 === 4 ? 3500 : 500);
      }
      const puts = server.asked.filter((one) => one.startsWith("put"));
      expect(puts.length).toBeGreaterThan(3);
      expect(puts.length).toBeLessThanOrEqual(12);
    } finally {
      vi.useRealTimers();
    }
  });
});
