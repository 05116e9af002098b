import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GroundOut, PersonAccess } from "@/api/generated/types.gen";
import { anEvent, aThread, THREAD_ID } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse, TestSocket } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const ADDRESS = `/threads/${THREAD_ID}/access`;
const API = `/api/v1/threads/${THREAD_ID}/access`;

function ground(change: Partial<GroundOut>): GroundOut {
  return {
    kind: "membership",
    id: "seat-1",
    since: "2026-11-01T08:00:00Z",
    until: null,
    role: null,
    office: null,
    position: null,
    organisation: null,
    instead_of: null,
    territory: null,
    access: null,
    given_by: null,
    reason: null,
    ...change,
  };
}

const POLICE = {
  id: "police",
  name: { uk: "Відділ поліції № 1", en: "Police unit no. 1" },
  short_name: { uk: "Поліція", en: "Police" },
  sector: "police" as const,
  on_behalf: { uk: "від імені поліції", en: "on behalf of the police" },
};

const OFFICER: PersonAccess = {
  person: { id: "officer", name: { uk: "Ігор Савчук", en: "Ihor Savchuk" }, gender: "masculine" },
  is_active: true,
  grounds: [ground({ role: "member", organisation: POLICE, position: { uk: "Інспектор", en: "Inspector" } })],
  ended: [],
};

const GUEST: PersonAccess = {
  person: { id: "guest", name: { uk: "Лариса Гук", en: "Larysa Huk" }, gender: "feminine" },
  is_active: true,
  grounds: [
    ground({
      kind: "guest_share",
      id: "share-1",
      access: "speak",
      until: "2026-12-05T22:00:00Z",
      reason: "Порада лікарки",
      given_by: { id: "me", name: ME.name, gender: "feminine" },
    }),
  ],
  ended: [],
};

const BASE = {
  ...EMPTY_API,
  [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ allowed: ["read", "share", "see_access"] }),
  [`GET ${API}`]: { items: [OFFICER, GUEST] },
  [`GET ${API}?when=before`]: { items: [] },
  [`GET ${API}/mine`]: { items: [ground({ role: "facilitator" })] },
};

setupPageTest();

describe("who sees a thread", () => {
  it("names everybody with the reason, until when, and what a guest was asked for", async () => {
    mockApi(BASE);
    renderApp(ADDRESS);
    const list = await screen.findByRole("region", { name: /^Бачать/ });
    const officer = (await within(list).findByText("Ігор Савчук")).closest("li");
    expect(officer?.textContent).toContain("Учасник");
    expect(officer?.textContent).toContain("Інспектор");
    const guest = within(list).getByText("Лариса Гук").closest("li");
    expect(guest?.textContent).toContain("Гість: читає й пише");
    expect(guest?.textContent).toContain("До кінця дня 5 грудня");
    expect(guest?.textContent).toContain("Порада лікарки");
    expect(screen.getByRole("region", { name: "Чому це бачите ви" }).textContent).toContain("Фасилітаторка");
    expect(await axeViolations()).toEqual([]);
  });

  it("names who saw it once, with the days and who ended it", async () => {
    const over = ground({ role: "member", organisation: POLICE, until: "2026-11-20T08:00:00Z" });
    const ended_by = { id: "me", name: ME.name, gender: "feminine" as const };
    const former: PersonAccess = { ...OFFICER, grounds: [], ended: [{ ...over, ended_by }] };
    const back: PersonAccess = { ...GUEST, ended: [{ ...over, ended_by: null }] };
    mockApi({
      ...BASE,
      [`GET ${API}`]: { items: [GUEST] },
      [`GET ${API}?when=before`]: { items: [former, back] },
    });
    renderApp(ADDRESS);
    const before = within(await screen.findByRole("region", { name: /^Раніше бачили/ }));
    const officer = before.getByText("Ігор Савчук").closest("li");
    expect(officer?.textContent).toContain("Учасник");
    expect(officer?.textContent).toMatch(/З 1 листопада.* до 20 листопада/);
    expect(officer?.textContent).toContain("Хто припинив: Юлія Ткаченко");
    expect(officer?.textContent).not.toContain("Бачить і зараз");
    const guest = before.getByText("Лариса Гук").closest("li");
    expect(guest?.textContent).toMatch(/Бачить і зараз.*Учасни.*до 20 листопада/);
    expect(guest?.textContent).not.toContain("Порада лікарки");
    expect(await axeViolations()).toEqual([]);
  });

  it("takes a share back, and says so", async () => {
    let shared = [OFFICER, GUEST];
    mockApi({
      ...BASE,
      [`GET ${API}`]: (_request: Request) => ({ items: shared }),
      "DELETE /api/v1/guest-shares/share-1": () => {
        shared = [OFFICER];
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Припинити доступ: Лариса Гук" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Припинити доступ" }));
    await waitFor(() => expect(screen.queryByText("Лариса Гук")).toBeNull());
  });

  it("lets a guest go from the page when their share ends elsewhere", async () => {
    let shared = [OFFICER, GUEST];
    mockApi({ ...BASE, [`GET ${API}`]: (_request: Request) => ({ items: shared }) });
    renderApp(ADDRESS);
    await screen.findByText("Лариса Гук");
    shared = [OFFICER];
    act(() => TestSocket.last?.say(anEvent(1, "groups.guest_share_ended", { share_id: "share-1" })));
    await waitFor(() => expect(screen.queryByText("Лариса Гук")).toBeNull());
    expect(screen.getByText("Ігор Савчук")).toBeDefined();
  });

  it("asks for what is missing, then shares until the end of the day in the reader's zone", async () => {
    const sent: unknown[] = [];
    mockApi({
      ...BASE,
      [`POST /api/v1/threads/${THREAD_ID}/shares`]: async (request: Request) => {
        sent.push(await request.json());
        return { id: "share-2", person: GUEST.person, access: "read", since: "", until: "", reason: "" };
      },
    });
    renderApp(ADDRESS);
    await userEvent.click(await screen.findByRole("button", { name: "Поділитися з гостем" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Поділитися" }));
    expect(within(dialog).getByText(/Напишіть, навіщо/)).toBeTruthy();
    expect(sent).toEqual([]);
    await userEvent.type(within(dialog).getByLabelText(/Електронна пошта гостя/), "guest@kalynodil.example");
    await userEvent.type(within(dialog).getByLabelText(/До кінця якого дня/), "05.12.2026");
    await userEvent.type(within(dialog).getByLabelText(/Навіщо/), "Порада");
    expect(await axeViolations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Поділитися" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      email: "guest@kalynodil.example",
      access: "read",
      reason: "Порада",
      until: "2026-12-05T22:00:00.000Z",
    });
  });

  it("invites by a letter whoever has no account yet", async () => {
    const sent: unknown[] = [];
    const fields = [{ pointer: "/email", code: "not_found", message: "З цією адресою ніхто не входить." }];
    mockApi({
      ...BASE,
      [`GET /api/v1/personal-invitations?about=${THREAD_ID}`]: { items: [], next_cursor: null },
      [`POST /api/v1/threads/${THREAD_ID}/shares`]: new ProblemResponse(422, "invalid", fields),
      [`POST /api/v1/threads/${THREAD_ID}/shares/invitations`]: async (request: Request) => {
        sent.push(await request.json());
        return {};
      },
    });
    renderApp(ADDRESS);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Поділитися з гостем" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Електронна пошта гостя"), "new@example.org");
    await user.type(within(dialog).getByLabelText("До кінця якого дня"), "05.12.2026");
    await user.type(within(dialog).getByLabelText("Навіщо"), "Порада");
    await user.click(within(dialog).getByRole("button", { name: "Поділитися" }));
    await user.click(await within(dialog).findByRole("button", { name: "Надіслати запрошення" }));
    expect(await screen.findByText("Запрошення надіслано")).toBeDefined();
    expect(sent).toEqual([
      { email: "new@example.org", access: "read", reason: "Порада", until: "2026-12-05T22:00:00.000Z" },
    ]);
  });

  it("tells a guest their own reason and nobody else", async () => {
    mockApi({
      ...BASE,
      [`GET /api/v1/threads/${THREAD_ID}`]: aThread({ allowed: ["read"] }),
      [`GET ${API}/mine`]: { items: GUEST.grounds },
    });
    renderApp(ADDRESS);
    expect(await screen.findByText("Гість: читає й пише")).toBeTruthy();
    expect(screen.queryByRole("region", { name: /^Бачать/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Поділитися з гостем" })).toBeNull();
  });
});
