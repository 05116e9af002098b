import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { AttachmentOut, FileOut } from "@/api/generated/types.gen";
import { markOffline, markOnline } from "@/lib/online";
import { PendingFileStore } from "@/outbox/pending-files";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { PartsServer } from "@/testing/upload-parts";
import { takeFiles } from "@/testing/uploads";
import { userEvent } from "@/testing/user";

const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "post"],
});
const PHOTO: AttachmentOut = {
  file_id: "photo",
  name: "сходи.jpg",
  media_type: "image/jpeg",
  size: 80_000,
  width: 400,
  height: 300,
  alt: "Сходи без поручнів",
};
const LARGE = { ...PHOTO, file_id: "large", size: 2_000_000, alt: "План підвалу" };
const VOICE = {
  ...PHOTO,
  file_id: "voice",
  name: "голос.m4a",
  media_type: "audio/mp4",
  width: null,
  height: null,
  alt: "",
};
const ACT = { ...VOICE, file_id: "act", name: "акт.pdf", media_type: "application/pdf", size: 1_258_291 };

const stored = (id: string, name: string, media_type: string): FileOut => ({
  id,
  name,
  media_type,
  size: 3,
  width: null,
  height: null,
});

function page(attachments: AttachmentOut[] = [], sent: unknown[] = []) {
  return {
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: {
      ...windowOf([], 0),
      items: [aMessage(1, { attachments })],
    },
    [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
      const body = await request.json();
      sent.push(body.attachments);
      return aMessage(2, { client_id: body.client_id, body: body.body });
    },
  };
}

setupPageTest();
beforeEach(() => markOnline());

const taken = (file: File) => stored(file.name, file.name, file.type);

async function writing(sent: unknown[] = [], thread = THREAD, more: Record<string, unknown> = {}) {
  const begun: string[] = [];
  mockApi({
    ...page([], sent),
    ...more,
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/draft`]: () => {
      begun.push("asked");
      return new ProblemResponse(404, "not_found");
    },
  });
  renderApp(`/threads/${THREAD_ID}`);
  const form = await screen.findByRole("form", { name: "Нове повідомлення" });
  // What is answered later than the line is lost says that it is back.
  await waitFor(() => expect(begun).not.toEqual([]));
  const choose = (...files: File[]) =>
    fireEvent.change(within(form).getByLabelText("Файли"), { target: { files } });
  const send = () => userEvent.click(within(form).getByRole("button", { name: /Надіслати$/ }));
  return { form, choose, send, user: userEvent.setup() };
}

describe("what a message brings", () => {
  it("stands under it: pictures with their words, sounds with a player, others by name", async () => {
    mockApi({
      ...page([PHOTO, LARGE, VOICE, ACT]),
      "POST /api/v1/files/act/link": { url: "#signed", expires_at: "" },
    });
    renderApp(`/threads/${THREAD_ID}`);
    const message = await screen.findByRole("article", { name: /Повідомлення 1/ });
    const thumbnail = within(message).getByRole("button", {
      name: "Відкрити зображення: Сходи без поручнів",
    });
    expect(thumbnail.querySelector("img")?.getAttribute("src")).toBe("/api/v1/files/photo/content");
    const heavy = within(message).getByRole("button", { name: /^Відкрити зображення: План підвалу/ });
    expect(heavy.querySelector("img")).toBeNull();
    expect(within(message).getByLabelText("голос.m4a").tagName).toBe("AUDIO");
    expect(within(message).getByText("PDF, 1,2 МБ")).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(within(message).getByRole("button", { name: "Завантажити: акт.pdf PDF, 1,2 МБ" }));
    await waitFor(() => expect(location.hash).toBe("#signed"));
    await userEvent.click(heavy);
    const dialog = await screen.findByRole("dialog", { name: "сходи.jpg" });
    expect(within(dialog).getByRole("img", { name: "План підвалу" })).toBeDefined();
  });
});

describe("what is being attached", () => {
  it("goes when it is chosen, and the message when pictures have their words", async () => {
    const sent: unknown[] = [];
    const { form, choose, send, user } = await writing(sent);
    takeFiles(taken);
    choose(new File(["abc"], "сходи.png", { type: "image/png" }), new File(["abc"], "акт.txt"));
    await user.type(within(form).getByRole("textbox", { name: "Текст повідомлення" }), "Ось");
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    await send();
    const alt = within(form).getByRole("textbox", { name: "Що на зображенні" });
    expect(alt.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(alt);
    expect(sent).toEqual([]);
    expect(await axeViolations(form)).toEqual([]);
    await user.type(alt, "Сходи");
    await send();
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual([
      { file_id: "сходи.png", alt: "Сходи" },
      { file_id: "акт.txt", alt: "" },
    ]);
    expect(within(form).queryByRole("list", { name: "Файли до повідомлення" })).toBeNull();
  });

  it("says how far it is, why it was refused, and lets go of it", async () => {
    const { form, choose, user } = await writing();
    takeFiles((file, progress) => {
      if (file.name === "велике.txt") return new ProblemResponse(413, "Ви використали свій 1 ГБ.");
      act(() => progress(0.4));
      return "goes on";
    });
    choose(new File(["abc"], "акт.txt"), new File(["abc"], "велике.txt"));
    const bar = await within(form).findByRole("progressbar", { name: "Надсилаємо файл акт.txt" });
    await waitFor(() => expect(bar.getAttribute("value")).toBe("40"));
    expect((await within(form).findByRole("alert")).textContent).toBe(
      "велике.txt: Ви використали свій 1 ГБ.",
    );
    await user.click(within(form).getByRole("button", { name: "Прибрати файл велике.txt" }));
    expect(within(form).queryByText("велике.txt", { exact: false })).toBeNull();
  });

  it.each([
    [800, null],
    [1000, "Для ваших файлів лишилося 24 МБ з 1 ГБ."],
    [1024, "Місце для ваших файлів (1 ГБ) закінчилося."],
  ])("says how much room is left once most of it is taken: %d MB", async (mega, words) => {
    const asked: string[] = [];
    const room = () => {
      asked.push("room");
      return { used: mega * 1024 ** 2, most: 1024 ** 3, largest: 20 * 1024 ** 2 };
    };
    const { form, choose } = await writing([], THREAD, { "GET /api/v1/me/files": room });
    takeFiles(taken);
    expect(asked).toEqual([]);
    choose(new File(["abc"], "акт.txt"));
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    // Anew
    await waitFor(() => expect(asked).toHaveLength(2));
    if (words) expect(await within(form).findByText(words)).toBeDefined();
    else expect(within(form).queryByText(/Для ваших файлів|Місце для/)).toBeNull();
    expect(await axeViolations(form)).toEqual([]);
  });

  it("waits for the line by itself; text alone goes without it", async () => {
    const { form, choose } = await writing();
    const sent = takeFiles((file) => (sent.length === 1 ? "cut" : taken(file)));
    choose(new File(["abc"], "акт.txt"));
    expect(await within(form).findByText(/Чекає на зв’язок/)).toBeDefined();
    expect(within(form).queryByRole("alert")).toBeNull();
    act(() => markOffline());
    await userEvent.click(within(form).getByRole("button", { name: "Додати файли" }));
    expect(await screen.findByText(/Текст можна надіслати й зараз/)).toBeDefined();
    act(() => markOnline());
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    expect(sent).toHaveLength(2);
  });

  it("goes on by itself where the browser knows of no cut", async () => {
    const { form, choose } = await writing();
    const sent = takeFiles((file) => (sent.length === 1 ? "cut" : taken(file)));
    choose(new File(["abc"], "акт.txt"));
    expect(await within(form).findByText(/Чекає на зв’язок/)).toBeDefined();
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    expect(sent).toHaveLength(2);
  });

  it("goes on from where it stopped when the page is opened again", async () => {
    const server = new PartsServer((_request, nth) => (nth === 3 ? { cut: 5000 } : "answer"));
    const first = await writing();
    const content = Uint8Array.from({ length: 400_000 }, (_, nth) => nth % 251);
    first.choose(new File([content], "план.pdf", { type: "application/pdf" }));
    expect(await within(first.form).findByText(/Чекає на зв’язок/)).toBeDefined();
    act(() => markOffline());
    cleanup();
    act(() => markOnline());
    const sent: unknown[] = [];
    const { form, send, user } = await writing(sent);
    expect(await within(form).findByText("план.pdf", { exact: false })).toBeDefined();
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    expect(server.asked.filter((one) => one === "POST /api/v1/uploads")).toHaveLength(1);
    expect(Buffer.from(server.bytes.get("/api/v1/uploads/1") ?? "").equals(content)).toBe(true);
    await user.type(within(form).getByRole("textbox", { name: "Текст повідомлення" }), "Ось");
    await send();
    await waitFor(() => expect(sent).toHaveLength(1));
    cleanup();
    const again = await writing();
    await waitFor(() => expect(within(again.form).queryByText("план.pdf", { exact: false })).toBeNull());
  });

  it("goes on by itself where the line stood still until the server waited no more", async () => {
    const server = new PartsServer((_request, nth) => (nth === 3 ? { stalled: 5000 } : "answer"));
    const { form, choose } = await writing();
    const content = Uint8Array.from({ length: 400_000 }, (_, nth) => nth % 251);
    choose(new File([content], "план.pdf", { type: "application/pdf" }));
    expect(await within(form).findByText(/Чекає на зв’язок/)).toBeDefined();
    expect(within(form).queryByRole("alert")).toBeNull();
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    expect(server.asked.filter((one) => one === "POST /api/v1/uploads")).toHaveLength(1);
    expect(Buffer.from(server.bytes.get("/api/v1/uploads/1") ?? "").equals(content)).toBe(true);
  });

  it.each([401, 403, 404, 429, 503])("stays where what is refused is not the file (%s)", async (status) => {
    const server = new PartsServer((_request, nth) => (nth === 3 ? { status } : "answer"));
    const { form, choose, user } = await writing();
    choose(new File([new Uint8Array(400_000)], "план.pdf", { type: "application/pdf" }));
    if (status !== 404)
      await user.click(await within(form).findByRole("button", { name: /^Надіслати ще раз/ }));
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    expect(within(form).queryByRole("alert")).toBeNull();
    expect(server.asked.filter((one) => one.startsWith("DELETE"))).toEqual([]);
    expect(server.bytes.get("/api/v1/uploads/1")).toHaveLength(400_000);
  });

  it("asks whoever leaves only where the browser keeps nothing, by name", async () => {
    takeFiles(() => "goes on");
    const first = await writing();
    first.choose(new File(["abc"], "акт.txt"));
    expect(await within(first.form).findByText("акт.txt", { exact: false })).toBeDefined();
    const kept = await PendingFileStore.open(ME.id);
    await waitFor(async () => expect(await kept.of(THREAD_ID)).toHaveLength(1));
    await first.user.click(screen.getAllByRole("link", { name: /^Сьогодні/ })[0] as HTMLElement);
    await waitFor(() => expect(location.pathname).toBe("/"));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await kept.of(THREAD_ID)).toHaveLength(1);
    kept.close();
    cleanup();
    const other = await writing([], { ...THREAD, visibility: "restricted" });
    other.choose(new File(["abc"], "план.txt"));
    expect(await within(other.form).findByText("план.txt", { exact: false })).toBeDefined();
    await other.user.click(screen.getAllByRole("link", { name: /^Сьогодні/ })[0] as HTMLElement);
    const asking = within(await screen.findByRole("dialog", { name: "Вийти без файлів?" }));
    expect(asking.getByText("Буде втрачено: план.txt. Текст чекатиме тут як чернетка.")).toBeDefined();
    expect(location.pathname).toBe(`/threads/${THREAD_ID}`);
  });

  it("is kept, too, where it is chosen while a page that was left lets go of those of before", async () => {
    let letGo = () => {};
    const left = new Promise<void>((end) => {
      letGo = end;
    });
    const locks = { request: (_name: string, _how: unknown, held: () => unknown) => left.then(held) };
    Object.defineProperty(navigator, "locks", { configurable: true, value: locks });
    takeFiles(() => "goes on");
    const { form, choose } = await writing();
    choose(new File(["abc"], "акт.txt"));
    expect(await within(form).findByText("акт.txt", { exact: false })).toBeDefined();
    const kept = await PendingFileStore.open(ME.id);
    expect(await kept.of(THREAD_ID)).toEqual([]);
    letGo();
    await waitFor(async () => expect(await kept.of(THREAD_ID)).toHaveLength(1));
    kept.close();
    Reflect.deleteProperty(navigator, "locks");
  });

  it("of a thread that is not for its whole group lies nowhere in the browser", async () => {
    takeFiles(() => "goes on");
    const first = await writing([], { ...THREAD, visibility: "restricted" });
    first.choose(new File(["abc"], "акт.txt"));
    expect(await within(first.form).findByText("акт.txt", { exact: false })).toBeDefined();
    const kept = await PendingFileStore.open(ME.id);
    expect(await kept.of(THREAD_ID)).toEqual([]);
    kept.close();
  });

  it("is let go of with its bytes, here and at the server", async () => {
    const server = new PartsServer((_request, nth) => (nth === 2 ? { cut: 5000 } : "answer"));
    const { form, choose, user } = await writing();
    choose(new File([new Uint8Array(400_000)], "план.pdf", { type: "application/pdf" }));
    expect(await within(form).findByText(/Чекає на зв’язок/)).toBeDefined();
    await user.click(within(form).getByRole("button", { name: "Прибрати файл план.pdf" }));
    await waitFor(() => expect(server.bytes.size).toBe(0));
    const kept = await PendingFileStore.open(ME.id);
    await waitFor(async () => expect(await kept.of(THREAD_ID)).toEqual([]));
    kept.close();
  });

  it("comes back when the message is refused", async () => {
    const { form, choose, send, user } = await writing();
    mockApi({
      ...page(),
      [`POST /api/v1/threads/${THREAD_ID}/messages`]: () => new ProblemResponse(422, "invalid"),
    });
    takeFiles(taken);
    choose(new File(["abc"], "акт.txt"));
    await user.type(within(form).getByRole("textbox", { name: "Текст повідомлення" }), "Ось");
    await waitFor(() => expect(within(form).queryByRole("progressbar")).toBeNull());
    await send();
    await user.click(await screen.findByRole("button", { name: "Змінити" }));
    expect(await within(form).findByText("акт.txt", { exact: false })).toBeDefined();
  });
});
