import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { markOnline } from "@/lib/online";
import { aMessage, aThread, GROUP_ID, THREAD_ID, windowOf } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { takeFiles } from "@/testing/uploads";
import { userEvent } from "@/testing/user";

const THREAD = aThread({
  message_count: 1,
  reading: { ranges: [[1, 1]], unread: 0, first_unread: null },
  allowed: ["read", "post"],
});
const MALWARE = "Антивірус не пропустив би цього файлу.";
const TOO_MANY = /можна додати щонайбільше десять файлів/;

setupPageTest();
beforeEach(() => markOnline());

/** Somebody has written a message and chooses files for it; the server refuses some by their names. */
async function choose(files: File[], refusals: Record<string, ProblemResponse> = {}) {
  const sent: string[][] = [];
  mockApi({
    ...EMPTY_API,
    [`GET /api/v1/groups/${GROUP_ID}/threads`]: { items: [THREAD], next_cursor: null, seq: 0 },
    "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
    [`GET /api/v1/threads/${THREAD_ID}`]: THREAD,
    [`GET /api/v1/threads/${THREAD_ID}/messages`]: windowOf([1], 0),
    [`POST /api/v1/threads/${THREAD_ID}/messages`]: async (request: Request) => {
      const { attachments, client_id, body } = await request.json();
      sent.push(attachments.map(({ file_id }: { file_id: string }) => file_id));
      return aMessage(2, { client_id, body });
    },
  });
  const uploaded = takeFiles(
    ({ name, type, size }) =>
      refusals[name] ?? { id: name, name, media_type: type, size, width: null, height: null },
  );
  renderApp(`/threads/${THREAD_ID}`);
  const form = within(await screen.findByRole("form", { name: "Нове повідомлення" }));
  const user = userEvent.setup();
  await user.type(form.getByRole("textbox", { name: "Текст повідомлення" }), "Ось");
  fireEvent.change(form.getByLabelText("Файли"), { target: { files } });
  const send = () => user.click(form.getByRole("button", { name: /Надіслати$/ }));
  const remove = (name: string) => user.click(form.getByRole("button", { name: `Прибрати файл ${name}` }));
  return { form, user, sent, uploaded, send, remove };
}

const pdf = (name: string) => new File(["акт"], name, { type: "application/pdf" });
const photo = new File(["png"], "вірус.png", { type: "image/png" });

describe("a file that is refused", () => {
  it("says why beside it, lets the others through, and one press lets the message go", async () => {
    const infected = new ProblemResponse(422, "invalid", [
      { pointer: "/file", code: "malware", message: MALWARE },
    ]);
    const { form, sent, send, remove, user } = await choose([pdf("а.pdf"), photo, pdf("б.pdf")], {
      "вірус.png": infected,
    });
    const row = (await form.findByText("вірус.png", { exact: false, selector: "p" })).closest("li");
    expect((await form.findByRole("alert")).textContent).toBe(`вірус.png: ${MALWARE}`);
    expect(row?.contains(form.getByRole("alert"))).toBe(true);
    // Nobody describes a picture that does not go.
    expect(form.queryByRole("textbox", { name: "Що на зображенні" })).toBeNull();
    await waitFor(() => expect(form.queryByRole("progressbar")).toBeNull());
    await send();
    expect(sent).toEqual([]);
    expect(form.getByText("Щоб надіслати повідомлення, приберіть: вірус.png")).toBeDefined();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Прибрати"));
    expect(await axeViolations()).toEqual([]);
    await remove("вірус.png");
    await waitFor(() => expect(document.activeElement?.getAttribute("type")).toBe("submit"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(sent).toEqual([["а.pdf", "б.pdf"]]));
  });

  it("goes with all others that were refused by one press", async () => {
    const { form, sent, send, user } = await choose([pdf("а.pdf"), pdf("б.pdf"), pdf("в.pdf")], {
      "а.pdf": new ProblemResponse(415, "type_mismatch"),
      "в.pdf": new ProblemResponse(413, "file_too_large"),
    });
    await waitFor(() => expect(form.getAllByRole("alert")).toHaveLength(2));
    await user.click(form.getByRole("button", { name: "Прибрати всі, яких не прийнято" }));
    await send();
    await waitFor(() => expect(sent).toEqual([["б.pdf"]]));
  });
});

describe("files that are too many", () => {
  const many = Array.from({ length: 12 }, (_, nth) => pdf(`${nth}.pdf`));

  it("are named, and the message goes without them", async () => {
    const { form, sent, uploaded, send, user } = await choose(many);
    await waitFor(() => expect(uploaded).toHaveLength(10));
    const alerts = form.getAllByRole("alert").map(({ textContent }) => textContent);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toMatch(/^10\.pdf: /);
    expect(alerts[1]).toMatch(TOO_MANY);
    await user.click(form.getByRole("button", { name: "Прибрати всі, яких не прийнято" }));
    await waitFor(() => expect(form.queryByRole("progressbar")).toBeNull());
    await send();
    await waitFor(() => expect(sent[0]).toHaveLength(10));
  });

  it("go when another one makes room for them", async () => {
    const { form, uploaded, remove } = await choose(many.slice(0, 11));
    await waitFor(() => expect(uploaded).toHaveLength(10));
    await remove("3.pdf");
    await waitFor(() => expect(uploaded.at(-1)).toBe("10.pdf"));
    expect(form.queryByRole("alert")).toBeNull();
  });

  it("go when another one is refused, which then gives up its room", async () => {
    const refusals = { "3.pdf": new ProblemResponse(415, "type_mismatch") };
    const { form, uploaded, remove } = await choose(many.slice(0, 11), refusals);
    await waitFor(() => expect(uploaded.at(-1)).toBe("10.pdf"));
    await remove("3.pdf");
    await waitFor(() => expect(form.queryByRole("progressbar")).toBeNull());
    expect(form.queryByRole("alert")).toBeNull();
  });
});
