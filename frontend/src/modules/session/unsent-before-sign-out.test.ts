import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keptPeople } from "@/lib/kept-people";
import { setSharedDevice } from "@/lib/shared-device";
import { Store } from "@/outbox/store";
import { leaveBehind, purgeOverdue, purgePerson, settleLeftBehind } from "./unsent-before-sign-out";

const OLENA = "olena";
const PETRO = "petro";
const HOURS = 3600 * 1000;

const letter = {
  client_id: "a",
  thread_id: "thread-1",
  body: "Моє ненадіслане",
  reply_to: null,
  on_behalf: false,
  mandate_id: null,
  quote: { message_id: "m", text: "Чужі слова" },
  written_at: "2026-01-01T00:00:00Z",
  refusal: null,
};
const file = {
  ...{ key: "f", thread_id: "thread-1", name: "план.pdf", type: "application/pdf", size: 3, alt: "" },
  ...{ chosen_at: Date.now() - 40 * HOURS, place: null, stored: null },
};

/** Somebody who has read and written here, and not sent everything. */
async function wrote(personId: string): Promise<void> {
  const store = await Store.open(personId);
  await store.keep(letter);
  await store.keepDraft({ thread_id: "t", text: "Почате", quote: { text: "Чужі слова", version: 1 } });
  await store.keepDraft({
    thread_id: "known",
    text: "Є на сервері",
    sent: '["Є на сервері",null,null,false,null]',
  });
  await store.files.keep(file, new ArrayBuffer(3));
  store.close();
  localStorage.setItem("viche-copies-of", personId);
  localStorage.setItem("viche-push", personId);
  localStorage.setItem("viche-order", "tree");
  localStorage.setItem("viche-language", "en");
  const copies = indexedDB.open(`viche-copies-${personId}`, 1);
  await new Promise((done) => {
    copies.onsuccess = done;
  });
  copies.result.close();
}

const names = async () => (await indexedDB.databases()).map(({ name }) => name).toSorted();
const kept = async (personId: string) => {
  const store = await Store.open(personId);
  const [letters, draft, files] = [
    await store.letters(),
    await store.draft("t"),
    await store.files.of("thread-1"),
  ];
  const known = await store.draft("known");
  store.close();
  return { letters, draft, files, known };
};

beforeEach(() => wrote(OLENA));
afterEach(async () => {
  vi.useRealTimers();
  for (const person of [OLENA, PETRO]) await purgePerson(person);
});

async function nothingLeft(): Promise<void> {
  expect(await names()).toEqual([]);
  expect(Object.keys(localStorage)).toEqual(["viche-language"]);
}

describe("after a revocation", () => {
  it.each(["revoked", "unknown"] as const)("nothing of the person stays (%s)", async (ending) => {
    await leaveBehind(OLENA, ending);
    await nothingLeft();
  });

  it("nothing stays either where the page was closed when it happened", async () => {
    await settleLeftBehind(null, "revoked");
    await nothingLeft();
  });

  it("nothing stays of what waited after time alone had ended the sign-in", async () => {
    await leaveBehind(OLENA, "expired");
    await settleLeftBehind(null, "revoked");
    await nothingLeft();
  });
});

describe("after time alone has ended a sign-in", () => {
  it("what others wrote goes, and what the person has not sent waits for them", async () => {
    await leaveBehind(OLENA, "expired");
    expect(await names()).toEqual([`viche-${OLENA}`, `viche-files-${OLENA}`].toSorted());
    const { letters, draft, files, known } = await kept(OLENA);
    expect(letters).toMatchObject([{ body: "Моє ненадіслане", quote: null }]);
    expect(draft).toMatchObject({ text: "Почате", quote: null });
    expect(JSON.stringify([letters, draft])).not.toContain("Чужі слова");
    expect(files).toHaveLength(1);
    expect(known).toBeNull();
  });

  it("it is there when the same person signs in again, and does not run out any more", async () => {
    await leaveBehind(OLENA, "expired");
    await settleLeftBehind(OLENA, "unknown");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 100 * HOURS });
    await purgeOverdue();
    vi.useRealTimers();
    expect((await kept(OLENA)).letters).toHaveLength(1);
  });

  it("it goes when somebody else signs in, whose own things stay", async () => {
    await leaveBehind(OLENA, "expired");
    await wrote(PETRO);
    setSharedDevice(false);
    await settleLeftBehind(PETRO, "unknown");
    expect(await keptPeople()).toEqual([PETRO]);
    expect((await kept(PETRO)).letters).toHaveLength(1);
  });

  it("it is kept for 72 hours and no longer, however often the page is opened", async () => {
    await leaveBehind(OLENA, "expired");
    const began = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: began + 71 * HOURS });
    await settleLeftBehind(null, "expired");
    await settleLeftBehind(null, "unknown");
    await purgeOverdue();
    expect(await keptPeople()).toEqual([OLENA]);
    expect((await kept(OLENA)).files).toHaveLength(1);
    vi.setSystemTime(began + 72 * HOURS + 1000);
    await purgeOverdue();
    vi.useRealTimers();
    await nothingLeft();
  });

  it("nothing waits on a device that is not the person’s own", async () => {
    setSharedDevice(true);
    await leaveBehind(OLENA, "expired");
    expect(await names()).toEqual([]);
    setSharedDevice(false);
  });

  it("nothing is kept where nothing is unsent", async () => {
    await purgePerson(OLENA);
    localStorage.setItem("viche-copies-of", OLENA);
    await leaveBehind(OLENA, "expired");
    await nothingLeft();
  });
});

it("on a device that is not the person’s own what they write lies in memory alone", async () => {
  await purgePerson(OLENA);
  setSharedDevice(true);
  const store = await Store.open(OLENA);
  await store.keep(letter);
  await store.keepDraft({ thread_id: "t", text: "Почате" });
  expect(await store.files.keep(file, new ArrayBuffer(3))).toBe(true);
  await store.change("a", (one) => ({ ...one, refusal: "Ні" }));
  await store.onRestricted("thread-1");
  await store.restoreAsDraft({ thread_id: "t", text: "ще" });
  store.close();
  expect(await names()).toEqual([]);
  const again = await Store.open(OLENA);
  expect(await again.letters()).toMatchObject([{ body: "Моє ненадіслане", refusal: "Ні", quote: null }]);
  expect((await again.draft("t"))?.text).toBe("Почате\n\nще");
  expect(await again.unsent()).toBe(2);
  await leaveBehind(OLENA, "expired");
  expect(await (await Store.open(OLENA)).letters()).toEqual([]);
  setSharedDevice(false);
});
