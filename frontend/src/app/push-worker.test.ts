import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { readNews } from "./mark-notification-read";
import { addNotificationId, takeNotificationId } from "./notification-link";
import { openNews, type Screen, showNews, type Tab } from "./push-worker";

const ID = "01a21ae7-3a10-7734-aa1b-2c99f76bcee1";
const ADDRESS = `GET /api/v1/notifications/${ID}`;
const WORDS = {
  title: { uk: "Доручення № 4: строк завтра", en: "Action item 4: due tomorrow" },
  body: { uk: "Полагодити ліхтар.\n\nДалі.", en: "Mend the lamp." },
  url: "/actions/a4",
};

const hint = (more = 0, language = "uk") => JSON.stringify({ id: ID, language, more }).padEnd(256);

function screen(before: unknown[] = []) {
  const shown: { title: string; options: NotificationOptions }[] = [];
  const made: Screen = {
    getNotifications: async () => before.map((data) => ({ data, close: () => undefined })),
    showNotification: async (title, options) => void shown.push({ title, options }),
  };
  return { made, shown };
}

describe("a push", () => {
  it("is shown in the words that the reader may read now, in their language", async () => {
    const { asked } = mockApi({ [ADDRESS]: WORDS });
    const { made, shown } = screen();
    await showNews(hint(), made);
    await showNews(hint(0, "en"), made);
    expect(asked).toEqual([ADDRESS, ADDRESS]);
    expect(shown[0]).toMatchObject({
      title: "Доручення № 4: строк завтра",
      options: {
        body: "Полагодити ліхтар.",
        lang: "uk",
        tag: "viche",
        data: { url: "/actions/a4", count: 1, id: ID },
      },
    });
    expect(shown[1]?.title).toBe("Action item 4: due tomorrow");
  });

  it.each([
    ["access has ended", new ProblemResponse(404, "not_found")],
    ["nobody is signed in", new ProblemResponse(401, "signed_out")],
  ])("says no more than that something is new when %s", async (_when, refusal) => {
    mockApi({ [ADDRESS]: refusal });
    const { made, shown } = screen();
    await showNews(hint(), made);
    await showNews(hint(0, "en"), made);
    expect(shown.map((one) => one.title)).toEqual(["Є новина у Віче", "There is news in Viche"]);
    expect(shown[0]?.options).toMatchObject({ body: "", data: { url: "/inbox", count: 1 } });
  });

  it("says so without a line, too, and for whatever it cannot read", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no line")));
    const { made, shown } = screen();
    for (const text of [hint(), undefined, "", "not json", '{"id":"../../me","more":"many"}'])
      await showNews(text, made);
    expect(new Set(shown.map((one) => one.title))).toEqual(new Set(["Є новина у Віче"]));
  });

  it("asks for nothing but a notification", async () => {
    const { asked } = mockApi({});
    await showNews('{"id":"../../me/sessions","language":"uk","more":0}', screen().made);
    expect(asked).toEqual([]);
  });

  it.each([
    [0, 2, "І ще 2 новини"],
    [1, 0, "І ще 1 новина"],
    [3, 2, "І ще 5 новин"],
  ])(
    "takes the place of what is shown and counts it (%i before, %i beside)",
    async (before, beside, said) => {
      mockApi({ [ADDRESS]: WORDS });
      const { made, shown } = screen(before ? [{ url: "/actions/a1", count: before }] : []);
      await showNews(hint(beside), made);
      expect(shown[0]?.options.body).toBe(`Полагодити ліхтар.\n${said}`);
      expect(shown[0]?.options.data).toEqual({ url: "/inbox", count: before + beside + 1 });
    },
  );

  it("offers what can be done, as many as the browser shows, where it says a single thing", async () => {
    const offer = (name: string) => ({
      do: name,
      label: { uk: `${name} укр`, en: name },
      about: ID,
      url: `/actions/a4?do=${name}`,
    });
    const offers = [
      offer("done"),
      { ...offer("bad"), url: "//elsewhere.example" },
      offer("snooze"),
      offer("help"),
    ];
    mockApi({ [ADDRESS]: { ...WORDS, offers } });
    const { made, shown } = screen();
    await showNews(hint(), made);
    await showNews(hint(0, "en"), made, 3);
    await showNews(hint(1), made);
    expect(shown[0]?.options).toMatchObject({
      actions: [
        { action: "done", title: "done укр" },
        { action: "snooze", title: "snooze укр" },
      ],
      data: { offers: { done: "/actions/a4?do=done", snooze: "/actions/a4?do=snooze" } },
    });
    const actions = shown.map(({ options }) => (options as { actions?: unknown[] }).actions?.length);
    expect(actions).toEqual([2, 3, undefined]);
  });

  it("never leads off the site", async () => {
    mockApi({ [ADDRESS]: { ...WORDS, url: "https://elsewhere.example" } });
    const { made, shown } = screen();
    await showNews(hint(), made);
    expect(shown[0]?.options.data).toMatchObject({ url: "/inbox" });
  });
});

describe("pressing it", () => {
  function tabs(...urls: string[]) {
    const done: string[] = [];
    const open: Tab[] = urls.map((path) => ({
      url: `https://viche.example.org${path}`,
      focus: async () => void done.push(`focus ${path}`),
      postMessage: (message) => void done.push(`tell ${path} ${JSON.stringify(message)}`),
    }));
    const made = {
      matchAll: async () => open,
      openWindow: async (url: string) => void done.push(`open ${url}`),
    };
    return { made, done };
  }

  it("opens the page, or leads an open tab to it without a load", async () => {
    const none = tabs();
    await openNews({ url: "/actions/a4", count: 1 }, none.made);
    expect(none.done).toEqual(["open /actions/a4"]);
    const one = tabs("/today");
    await openNews({ url: "/actions/a4", count: 1 }, one.made);
    expect(one.done).toEqual(["focus /today", 'tell /today {"type":"open","url":"/actions/a4"}']);
  });

  it("is told to the tab, so that it is read there, unless it stands for several", async () => {
    const data = { url: "/actions/a4?tab=1#m2", count: 1, id: ID };
    const none = tabs();
    await openNews(data, none.made);
    await openNews({ ...data, count: 2 }, none.made);
    expect(none.done).toEqual([`open /actions/a4?tab=1&news=${ID}#m2`, "open /actions/a4?tab=1#m2"]);
    const one = tabs("/today");
    await openNews({ ...data, url: "/actions/a4" }, one.made);
    expect(one.done[1]).toBe(`tell /today {"type":"open","url":"/actions/a4","read":"${ID}"}`);
    const there = tabs("/actions/a4");
    await openNews({ ...data, url: "/actions/a4" }, there.made);
    expect(there.done[1]).toBe(`tell /actions/a4 {"type":"open","read":"${ID}"}`);
  });

  it("of a button asks for what it offers, and whatever else is pressed opens the page", async () => {
    const offers = { snooze: "/actions/a4?do=snooze", bad: "//elsewhere.example" };
    const data = { url: "/actions/a4", count: 1, id: ID, offers };
    const none = tabs();
    await openNews(data, none.made, "snooze");
    await openNews(data, none.made, "bad");
    await openNews(data, none.made, "other");
    await openNews(data, none.made);
    const page = `open /actions/a4?news=${ID}`;
    expect(none.done).toEqual([`open /actions/a4?do=snooze&news=${ID}`, page, page, page]);
    const there = tabs("/actions/a4");
    await openNews(data, there.made, "snooze");
    expect(there.done[1]).toContain('"url":"/actions/a4?do=snooze"');
  });

  it("leaves no trace of that in the address, and says that it was read", async () => {
    history.replaceState(null, "", addNotificationId("/actions/a4?tab=1", ID));
    expect(takeNotificationId()).toBe(ID);
    expect(`${location.pathname}${location.search}`).toBe("/actions/a4?tab=1");
    expect(takeNotificationId()).toBeNull();
    history.replaceState(null, "", "/actions/a4?news=../../me");
    expect(takeNotificationId()).toBeNull();
    const { asked } = mockApi({ [`PUT /api/v1/notifications/${ID}/read`]: {} });
    await readNews(new QueryClient(), ID);
    expect(asked).toEqual([`PUT /api/v1/notifications/${ID}/read`]);
  });

  it("takes the tab that stands there already", async () => {
    const { made, done } = tabs("/today", "/actions/a4");
    await openNews({ url: "/actions/a4", count: 1 }, made);
    expect(done).toEqual(["focus /actions/a4"]);
  });

  it.each([undefined, null, { url: "//elsewhere.example" }, { url: 5 }])(
    "opens the inbox for %o",
    async (data) => {
      const { made, done } = tabs();
      await openNews(data, made);
      expect(done).toEqual(["open /inbox"]);
    },
  );
});
