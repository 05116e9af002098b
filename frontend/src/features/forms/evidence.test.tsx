import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { FileOut } from "@/api/generated/types.gen";
import { markOnline } from "@/lib/online";
import { DOSSIER_ID, PATH } from "@/testing/dossier-samples";
import { aForm, BUTTON, FORM_ID, LIGHT } from "@/testing/form-samples";
import { cutEverything, formStored, serveForm } from "@/testing/form-server";
import { axeViolations, renderApp, setupPageTest, storeOpened } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { takeFiles } from "@/testing/uploads";
import { userEvent } from "@/testing/user";

setupPageTest();
afterEach(() => act(() => markOnline()));

const ADDRESS = `/dossiers/${DOSSIER_ID}/forms/${FORM_ID}`;
const ROOMS = `${ADDRESS}?section=rooms`;
const STORED = { id: "file-1", name: "cell.jpg", size: 3, media_type: "image/jpeg" } as FileOut;
const PHOTO = new File(["abc"], "cell.jpg", { type: "image/jpeg" });
const REFUSED = new ProblemResponse(409, "form_completed", []);

/** A form whose answers take evidence; the server takes that as `post` says. */
function serve(post: () => object = () => ({ id: "piece-1" })) {
  const form = aForm([
    { ...LIGHT, evidence: "optional" },
    { ...BUTTON, evidence: "required" },
  ]);
  const server = serveForm(form);
  const asked: string[] = [];
  const proofs: unknown[] = [];
  takeFiles(({ name }) => {
    asked.push(name);
    return STORED;
  });
  const api = {
    ...server.api,
    [`POST ${PATH}/evidence`]: async (request: Request) => {
      proofs.push(await request.json());
      const piece = post();
      const button = server.find("button");
      if (!(piece instanceof ProblemResponse) && button?.answer) button.answer.evidence_count += 1;
      return piece as never;
    },
  };
  mockApi(api);
  return { ...server, api, asked, proofs };
}

async function open(address = ROOMS) {
  renderApp(address);
  await storeOpened();
  await screen.findByText("Чи працює кнопка виклику?");
}

const question = (name: RegExp) => within(screen.getByRole("region", { name }));
const answerButton = () => userEvent.click(screen.getByRole("radio", { name: "Так, у всіх" }));
/** A phone lets people choose what the field does not ask for, too. */
const choose = (file: File, name = /^А2 /) =>
  fireEvent.change(question(name).getByLabelText("Фото чи файл"), { target: { files: [file] } });
const waiting = () => screen.findByRole("list", { name: "Докази, яких ще немає на сервері" });

describe("evidence without a line", () => {
  it("waits beside its answer across a reload, and is sent after it", async () => {
    const { api, cut, mend, puts, asked, proofs } = serve();
    await open();
    await formStored();
    expect(question(/^А2 /).getByText(/Спершу дайте відповідь/)).toBeDefined();
    cut();
    await answerButton();
    expect(await question(/^А2 /).findByRole("button", { name: "Додати фото чи файл" })).toBeDefined();
    choose(PHOTO);
    expect((await waiting()).textContent).toMatch(/^cell\.jpg, 1 КБ\. Чекає зв’язку/);
    const strip = within(screen.getByText("Заповнюйте далі.", { exact: false }));
    expect(strip.getByText("1 відповідь чекає зв’язку")).toBeDefined();
    expect(strip.getByText("1 доказ чекає зв’язку")).toBeDefined();
    expect(question(/^А2 /).getByRole("button", { name: "Ще фото чи файл" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    cleanup();
    cutEverything();
    await open();
    expect((await waiting()).textContent).toMatch(/^cell\.jpg/);
    expect([puts, asked, proofs]).toEqual([[], [], []]);
    mockApi(api);
    mend();
    await waitFor(() => expect(proofs).toHaveLength(1));
    expect(puts.map(({ question: name }) => name)).toEqual(["button"]);
    expect(asked).toEqual(["cell.jpg"]);
    const title = "Фото: Чи працює кнопка виклику?";
    expect(proofs).toEqual([{ kind: "photo", title, file: "file-1", subject: "answer:answer-1" }]);
    expect(await question(/^А2 /).findByText("1 доказ")).toBeDefined();
    expect(screen.queryByText(/чекає зв’язку/)).toBeNull();
  });

  it("refuses films, what the server does not take, and what is too large, before it is kept", async () => {
    const { cut, mend, asked } = serve();
    await open();
    cut();
    const large = new File(["x"], "large.pdf", { type: "application/pdf" });
    Object.defineProperty(large, "size", { value: 21 * 1024 * 1024 });
    for (const [file, words] of [
      [new File(["x"], "visit.mp4", { type: "video/mp4" }), /^Відео як докази не зберігають/],
      [new File(["x"], "visit.MOV"), /^Відео як докази не зберігають/],
      [new File(["x"], "visit.zip", { type: "application/zip" }), /^Додайте зображення, PDF/],
      [large, /^Файл завеликий: можна до 20 МБ/],
    ] as const) {
      choose(file, /^А1 /);
      expect(await question(/^А1 /).findByText(words)).toBeDefined();
    }
    expect(screen.queryByText(/доказ чекає/)).toBeNull();
    mend();
    choose(PHOTO, /^А1 /);
    await waitFor(() => expect(asked).toEqual(["cell.jpg"]));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is removed while it waits", async () => {
    const { cut, mend, asked, puts } = serve();
    await open();
    cut();
    await answerButton();
    choose(PHOTO);
    await userEvent.click(await screen.findByRole("button", { name: "Прибрати: cell.jpg" }));
    await waitFor(() => expect(screen.queryByText(/cell\.jpg/)).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole("region", { name: /^А2 / }));
    mend();
    await waitFor(() => expect(puts).toHaveLength(1));
    expect(asked).toEqual([]);
  });

  it("stays with the words of the server when it is refused, keeps the form open, and goes once more", async () => {
    let piece: object = REFUSED;
    const { cut, mend, proofs } = serve(() => piece);
    await open();
    cut();
    await answerButton();
    choose(PHOTO);
    mend();
    expect(await screen.findByText(/Не додано: form_completed/)).toBeDefined();
    expect(screen.getByText("Не всі докази додано")).toBeDefined();
    piece = { id: "piece-1" };
    await userEvent.click(screen.getByRole("button", { name: "Надіслати ще раз: cell.jpg" }));
    await waitFor(() => expect(proofs).toHaveLength(2));
    expect(await question(/^А2 /).findByText("1 доказ")).toBeDefined();
    expect(screen.queryByText("Не всі докази додано")).toBeNull();
  });

  it("counts for the form as there, but completes nothing before it is sent", async () => {
    const { cut } = serve();
    await open();
    cut();
    await answerButton();
    choose(PHOTO);
    await waiting();
    await userEvent.click(screen.getByRole("link", { name: "До огляду протоколу" }));
    expect(await screen.findByText("Усе обов’язкове є.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Завершити протокол" })).toBeNull();
  });
});
