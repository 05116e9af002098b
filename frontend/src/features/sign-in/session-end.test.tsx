import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Me } from "@/api/generated/types.gen";
import { persistQueries } from "@/offline/query-persistence";
import { Store } from "@/outbox/store";
import { keys } from "@/queries/keys";
import {
  allLoaded,
  axeViolations,
  EMPTY_API,
  ME,
  renderApp,
  setupPageTest,
  storeOpened,
} from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const names = async () => (await indexedDB.databases()).map(({ name }) => name);
const SETTINGS = {
  "GET /api/v1/me/sessions": { items: [] },
  "GET /api/v1/tokens": { items: [] },
  "GET /api/v1/tokens/scopes": { items: [] },
  "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
  "GET /_allauth/browser/v1/config": {},
};

async function writeLetter(refusal: string | null = "Ні"): Promise<void> {
  const store = await Store.open(ME.id);
  await store.keep({
    ...{ client_id: "a", thread_id: "t", body: "Моє", reply_to: null, on_behalf: false, mandate_id: null },
    ...{ written_at: "2026-01-01T00:00:00Z", refusal },
  });
  store.close();
}

/** A page whose person writes, until the server answers with this code. */
async function endedBy(code: string) {
  let answer: Me | ProblemResponse = ME;
  mockApi({ ...EMPTY_API, "GET /api/v1/me": () => answer });
  const client = renderApp("/");
  await storeOpened();
  await allLoaded(client);
  await writeLetter();
  answer = new ProblemResponse(401, code);
  return client;
}

describe("a sign-in that has ended", () => {
  it("by a revocation leaves nothing here when the socket is closed", async () => {
    await endedBy("session_revoked");
    act(() => TestSocket.last?.onclose?.({ code: 4401 }));
    expect(await screen.findByLabelText("Електронна пошта")).toBeDefined();
    expect(await screen.findByText(/^Ваш сеанс завершили з іншого місця/)).toBeDefined();
    await waitFor(async () => expect(await names()).toEqual([]));
  });

  it("is said where a message meets it, and the next sign-in sends the message", async () => {
    const ended = new ProblemResponse(401, "session_expired");
    let answer: Me | ProblemResponse = ME;
    const post = () => {
      answer = ended;
      return ended;
    };
    mockApi({ ...EMPTY_API, "GET /api/v1/me": () => answer, "POST /api/v1/threads/t/messages": post });
    await writeLetter(null);
    renderApp("/");
    const words = "Ваш сеанс завершився. Увійдіть, і ми надішлемо написане.";
    expect(await screen.findByText(words)).toBeDefined();
    expect(screen.getByRole("button", { name: "Увійти" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("by time keeps what its person has not sent, when any answer says so", async () => {
    const client = await endedBy("session_expired");
    const ended = new ProblemResponse(401, "session_expired");
    mockApi({ "GET /api/v1/me": ended, "GET /api/v1/today": ended });
    await act(() => client.invalidateQueries({ queryKey: keys.today }));
    expect(await screen.findByText("Ваш сеанс завершився. Увійдіть, щоб продовжити.")).toBeDefined();
    await waitFor(async () => expect(await names()).not.toContain(`viche-copies-${ME.id}`));
    const store = await Store.open(ME.id);
    expect(await store.letters()).toMatchObject([{ body: "Моє" }]);
    store.close();
  });

  it("is not believed of a socket alone: who is still signed in stays", async () => {
    mockApi(EMPTY_API);
    renderApp("/");
    await storeOpened();
    await writeLetter();
    const before = TestSocket.last;
    act(() => before?.onclose?.({ code: 4401 }));
    await waitFor(() => expect(TestSocket.last).not.toBe(before));
    expect(await names()).toContain(`viche-${ME.id}`);
  });

  it("while no page was open leaves nothing either", async () => {
    await writeLetter();
    const stop = persistQueries(renderApp("/sign-in"), ME.id);
    stop();
    mockApi({ "GET /api/v1/me": new ProblemResponse(401, "session_revoked") });
    renderApp("/");
    expect((await screen.findAllByLabelText("Електронна пошта")).length).toBeGreaterThan(0);
    await waitFor(async () => expect(await names()).toEqual([]));
  });
});

describe("signing out here", () => {
  it("asks first when something is unsent, and then leaves nothing", async () => {
    let signedIn = true;
    const out = () => {
      signedIn = false;
      return new ProblemResponse(401, "signed_out");
    };
    const me = () => (signedIn ? ME : new ProblemResponse(401, "signed_out"));
    mockApi({
      ...EMPTY_API,
      ...SETTINGS,
      "GET /api/v1/me": me,
      "DELETE /_allauth/browser/v1/auth/session": out,
    });
    await writeLetter();
    renderApp("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Вийти тут" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/Тут лишився 1 ненадісланий допис/)).toBeDefined();
    expect(await axeViolations()).toEqual([]);
    expect(signedIn).toBe(true);
    await userEvent.click(dialog.getByRole("button", { name: "Вийти й видалити" }));
    expect(await screen.findByLabelText("Електронна пошта")).toBeDefined();
    await waitFor(async () => expect(await names()).toEqual([]));
  });
});

it("whoever says that the device is not theirs says so with the sign-in", async () => {
  const devices: (string | null)[] = [];
  mockApi({
    "GET /_allauth/browser/v1/config": {},
    "POST /_allauth/browser/v1/auth/login": ({ headers }: Request) => {
      devices.push(headers.get("Viche-Device"));
      return new Response(JSON.stringify({ status: 400, errors: [] }), { status: 400 });
    },
  });
  renderApp("/sign-in");
  await userEvent.click(await screen.findByRole("checkbox", { name: /Це не мій пристрій/ }));
  expect(await axeViolations()).toEqual([]);
  await userEvent.type(screen.getByLabelText("Електронна пошта"), "olena@kalynodil.example");
  await userEvent.type(screen.getByLabelText("Пароль"), "Калина-над-водою-7");
  await userEvent.click(screen.getByRole("button", { name: "Увійти" }));
  await waitFor(() => expect(devices).toEqual(["shared"]));
});
