import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { aMessage, aThread, aVoice, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { takeFiles } from "@/testing/uploads";
import { userEvent } from "@/testing/user";

setupPageTest();

/** What a browser has where one may speak. */
class Recorder {
  static isTypeSupported = (type: string) => type.startsWith("audio/webm");
  state = "inactive";
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;
  start() {
    this.state = "recording";
  }
  stop() {
    this.state = "inactive";
    this.ondataavailable?.({ data: new Blob(["звук"], { type: "audio/webm;codecs=opus" }) });
    this.onstop?.();
  }
}

const track = { stop: vi.fn() };
let answer: () => Promise<unknown>;
let asked = 0;
beforeEach(() => {
  track.stop.mockClear();
  asked = 0;
  answer = async () => ({ getTracks: () => [track] });
  vi.stubGlobal("MediaRecorder", Recorder);
  Object.defineProperty(navigator, "mediaDevices", {
    configurable: true,
    value: {
      getUserMedia: () => {
        asked += 1;
        return answer();
      },
    },
  });
  URL.createObjectURL ??= () => "";
  URL.revokeObjectURL ??= () => undefined;
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:voice");
});

async function opened() {
  const reading = { ranges: [[1, 1]], unread: 0, first_unread: null };
  const thread = aThread({ message_count: 1, reading, allowed: ["read", "post", "support"] } as never);
  const posted: unknown[] = [];
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([], 0),
      items: [aMessage(1, { author: aVoice(ME.id) })],
    },
    [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
      posted.push(await request.json());
      return aMessage(2);
    },
  });
  const sent = takeFiles(({ name, type, size }) => ({
    ...{ id: name, name, media_type: type, size },
    ...{ width: null, height: null },
  }));
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByRole("textbox", { name: "Текст повідомлення" });
  return { sent, posted, user: userEvent.setup() };
}

const press = (user: ReturnType<typeof userEvent.setup>, name: string) =>
  screen.findByRole("button", { name }).then((one) => user.click(one));

describe("who would rather speak", () => {
  it("is asked for the microphone when they press, hears themselves, and adds it", async () => {
    const { sent, posted, user } = await opened();
    expect(asked).toBe(0);
    await press(user, "Записати голос");
    expect(asked).toBe(1);
    expect(screen.getByRole("timer").textContent).toBe("0:00 / 5:00");
    expect(await axeViolations()).toEqual([]);
    await storeOpened();
    await user.type(screen.getByRole("textbox", { name: "Текст повідомлення" }), "Ось");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/Спершу додайте запис/)).toBeTruthy();
    expect(posted).toEqual([]);
    await press(user, "Зупинити");
    expect(track.stop).toHaveBeenCalled();
    const add = screen.getByRole("button", { name: "Додати до повідомлення" });
    expect(document.activeElement).toBe(add);
    expect(screen.getByLabelText("Записане")).toHaveProperty("src", "blob:voice");
    expect(await axeViolations()).toEqual([]);
    await user.click(add);
    const coming = await screen.findByRole("list", { name: "Файли до повідомлення" });
    expect(within(coming).getByText(/^Голос \d\d-\d\d\.webm/)).toBeTruthy();
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.queryByRole("region", { name: "Запис голосу" })).toBeNull();
  });

  it("throws it away, also while it runs, and the microphone is free", async () => {
    const { sent, user } = await opened();
    await press(user, "Записати голос");
    await press(user, "Відкинути запис");
    expect(track.stop).toHaveBeenCalled();
    expect(screen.queryByRole("region", { name: "Запис голосу" })).toBeNull();
    expect(sent).toEqual([]);
  });

  it("keeps what was said, with the microphone off, while another message is put in other words", async () => {
    const { user } = await opened();
    await press(user, "Записати голос");
    await user.click(screen.getByRole("button", { name: /Дії з повідомленням/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Змінити" }));
    expect(track.stop).toHaveBeenCalled();
    await press(user, "Не змінювати");
    expect(await screen.findByRole("button", { name: "Додати до повідомлення" })).toBeTruthy();
  });

  it("has five minutes", async () => {
    const { user } = await opened();
    const now = vi.spyOn(performance, "now");
    const begun = performance.now();
    await press(user, "Записати голос");
    now.mockReturnValue(begun + 301_000);
    expect(await screen.findByRole("button", { name: "Додати до повідомлення" })).toBeTruthy();
    now.mockRestore();
  });

  it.each([
    ["NotAllowedError", /Браузер не дає доступу до мікрофона/],
    ["NotFoundError", /Мікрофона не знайдено/],
    ["NotReadableError", /Мікрофон не відповідає/],
  ])("is told why it cannot be: %s", async (name, words) => {
    answer = async () => {
      throw Object.assign(new Error(), { name });
    };
    const { user } = await opened();
    await press(user, "Записати голос");
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Запис голосу" })).toBeNull();
  });

  it("leaves no microphone on where they thought better of it before the browser had asked", async () => {
    let grant: (stream: unknown) => void = () => undefined;
    answer = () => new Promise((resolve) => (grant = resolve));
    const { user } = await opened();
    await press(user, "Записати голос");
    await press(user, "Відкинути запис");
    await act(async () => grant({ getTracks: () => [track] }));
    expect(track.stop).toHaveBeenCalled();
    expect(screen.queryByRole("timer")).toBeNull();
  });

  it("is told where the browser records nothing", async () => {
    vi.stubGlobal("MediaRecorder", undefined);
    const { user } = await opened();
    await press(user, "Записати голос");
    expect(await screen.findByText(/Цей браузер не записує звук/)).toBeTruthy();
    expect(asked).toBe(0);
  });

  it("is asked before leaving the thread, and stays with what was said", async () => {
    const { user } = await opened();
    await press(user, "Записати голос");
    await press(user, "Зупинити");
    const [today] = screen.getAllByRole("link", { name: /^Сьогодні/ });
    await user.click(today as HTMLElement);
    const asking = within(await screen.findByRole("dialog", { name: "Вийти без файлів?" }));
    expect(asking.getByText("Буде втрачено: запис голосу. Текст чекатиме тут як чернетка.")).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
    await user.click(asking.getByRole("button", { name: "Лишитися" }));
    expect(location.pathname).toBe(`/threads/${THREAD_ID}`);
    expect(screen.getByLabelText("Записане")).toBeTruthy();
    await user.click(today as HTMLElement);
    await press(user, "Вийти без них");
    await waitFor(() => expect(location.pathname).toBe("/"));
  });
});
