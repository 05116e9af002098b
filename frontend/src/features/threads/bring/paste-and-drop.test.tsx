import { createEvent, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { markOffline, markOnline } from "@/lib/online";
import { makeRound } from "@/testing/factories";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { takeFiles } from "@/testing/uploads";

const ROUND = makeRound();

setupPageTest();
beforeEach(() => markOnline());

async function opened(more: Parameters<typeof aThread>[0] = {}) {
  const reading = { ranges: [[1, 1]], unread: 0, first_unread: null };
  const thread = aThread({ message_count: 1, reading, allowed: ["read", "post"], ...more } as never);
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [thread], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: thread,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: { ...windowOf([], 0), items: [aMessage(1)] },
    [`GET /api/v1/threads/${THREAD_ID}/rounds`]: { items: [ROUND] },
  });
  const sent = takeFiles((file) => ({
    id: file.name,
    name: file.name,
    media_type: file.type,
    size: file.size,
    width: null,
    height: null,
  }));
  renderApp(`/threads/${THREAD_ID}`);
  await screen.findByRole("article", { name: /Повідомлення 1/ });
  return sent;
}

const ACT = new File(["акт"], "акт.pdf", { type: "application/pdf" });
const PICTURE = new File(["png"], "image.png", { type: "image/png" });

/** Returns whether the browser goes on with it as ever. */
function paste(target: Element, { files = [] as File[], text = "" }): boolean {
  const event = createEvent.paste(target, {
    clipboardData: { files, getData: (type: string) => (type === "text/plain" ? text : "") },
  });
  return fireEvent(target, event);
}

function carried(files: File[], types = ["Files"], folder = false) {
  const items = files.map((file) => ({
    kind: "file",
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: folder }),
  }));
  return { dataTransfer: { types, items, files, dropEffect: "none" } };
}

const zone = () => screen.queryByText("Відпустіть, щоб додати до повідомлення");
const field = () => screen.findByRole("textbox", { name: "Текст повідомлення" });
const coming = () => screen.findByRole("list", { name: "Файли до повідомлення" });

describe("what is pasted", () => {
  it("comes with the message where it is a picture", async () => {
    await opened();
    expect(paste(await field(), { files: [PICTURE] })).toBe(false);
    expect(within(await coming()).getByText(/image\.png/)).toBeTruthy();
    expect(await screen.findByRole("textbox", { name: /Що на зображенні/ })).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
  });

  it("is text where a word processor puts a picture of it beside", async () => {
    await opened();
    expect(paste(await field(), { files: [PICTURE], text: "Протокол № 3" })).toBe(true);
    expect(paste(await field(), { text: "Протокол № 3" })).toBe(true);
    expect(screen.queryByRole("list", { name: "Файли до повідомлення" })).toBeNull();
  });

  it("stays where another field is written in", async () => {
    await opened();
    const other = document.body.appendChild(document.createElement("input"));
    expect(paste(other, { files: [PICTURE] })).toBe(true);
    other.remove();
    expect(screen.queryByRole("list", { name: "Файли до повідомлення" })).toBeNull();
  });
});

describe("what is dropped", () => {
  it("has a place that shows itself, and goes the way of the button", async () => {
    const sent = await opened();
    await field();
    const over = createEvent.dragOver(document.body, carried([ACT]));
    expect(fireEvent(document.body, over)).toBe(false);
    expect(zone()).toBeTruthy();
    const toBody = createEvent.dragLeave(document.body);
    Object.defineProperty(toBody, "relatedTarget", { value: document.body });
    fireEvent(document.body, toBody);
    expect(zone()).toBeTruthy();
    fireEvent.dragLeave(document.body);
    expect(zone()).toBeNull();
    fireEvent.dragOver(document.body, carried([ACT]));
    expect(fireEvent.drop(document.body, carried([ACT]))).toBe(false);
    expect(zone()).toBeNull();
    expect(within(await coming()).getByText(/акт\.pdf/)).toBeTruthy();
    await waitFor(() => expect(sent).toEqual(["акт.pdf"]));
  });

  it("is the browser’s own where it is no file", async () => {
    await opened();
    await field();
    expect(fireEvent.dragOver(document.body, carried([], ["text/plain"]))).toBe(true);
    expect(zone()).toBeNull();
    expect(fireEvent.drop(document.body, carried([], ["text/plain"]))).toBe(true);
  });

  it("is no picture of the page itself", async () => {
    const sent = await opened();
    await field();
    fireEvent.dragStart(document.body);
    fireEvent.dragOver(document.body, carried([PICTURE]));
    expect(zone()).toBeNull();
    fireEvent.drop(document.body, carried([PICTURE]));
    fireEvent.dragEnd(document.body);
    expect(sent).toEqual([]);
  });

  it.each([
    ["a closed thread", { allowed: ["read"], state: "closed" }, /Сюди зараз не можна писати/],
    ["no line", {}, /Файли надсилаються лише зі зв’язком/],
  ] as const)(
    "is refused, with the reason, and does not open in place of the page: %s",
    async (why, more, words) => {
      const sent = await opened(more as never);
      if (why === "no line") {
        await field();
        markOffline();
      }
      await screen.findByText(why === "no line" ? /Зв’язку немає|Немає зв’язку/ : /Тему закрито/);
      fireEvent.dragOver(document.body, carried([ACT]));
      expect(screen.getByText(words)).toBeTruthy();
      expect(fireEvent.drop(document.body, carried([ACT]))).toBe(false);
      expect(screen.getByText(words)).toBeTruthy();
      expect(sent).toEqual([]);
    },
  );

  it("is refused also while a round goes on in which one listens", async () => {
    const sent = await opened({ round: "round", round_count: 1 } as never);
    await screen.findByText(/Що зробите до зими/);
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Текст повідомлення" })).toBeNull());
    fireEvent.drop(document.body, carried([ACT]));
    expect(screen.getByText(/Сюди зараз не можна писати/)).toBeTruthy();
    expect(paste(document.body, { files: [PICTURE] })).toBe(false);
    expect(sent).toEqual([]);
  });

  it("takes as many as fit", async () => {
    const sent = await opened();
    await field();
    const many = Array.from({ length: 12 }, (_, nth) => new File(["а"], `${nth}.pdf`));
    fireEvent.drop(document.body, carried(many));
    expect(within(await coming()).getAllByRole("alert")).toHaveLength(2);
    await waitFor(() => expect(sent).toHaveLength(10));
    fireEvent.drop(document.body, carried([ACT]));
    expect(await screen.findByText("До повідомлення можна додати щонайбільше десять файлів.")).toBeTruthy();
    expect(sent).toHaveLength(10);
  });

  it("is no folder", async () => {
    const sent = await opened();
    await field();
    fireEvent.drop(document.body, carried([ACT], ["Files"], true));
    expect(await screen.findByText(/Теки не додаються/)).toBeTruthy();
    expect(sent).toEqual([]);
  });
});
