import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { InvitationOut, JoinRequestOut } from "@/api/generated/types.gen";
import { makePage } from "@/testing/factories";
import { BASE, GROUP, GUEST, LETTER, LINK, REQUEST, requests } from "@/testing/joining-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

describe("new members", () => {
  it("shows who asks, in their words, and gives the seat", async () => {
    const sent: unknown[] = [];
    let waiting = [REQUEST];
    let told: JoinRequestOut[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/groups/group-1/join-requests": (request: Request) => requests(waiting, told)(request),
      "POST /api/v1/join-requests/request-1": async (request: Request) => {
        sent.push(await request.json());
        waiting = [];
        const admitted: JoinRequestOut = {
          ...REQUEST,
          state: "admitted",
          decided_at: "2026-11-26T08:00:00Z",
          decided_by: { id: "leader", name: { uk: "Олена Мельник", en: "Olena Melnyk" }, gender: "feminine" },
          reason: "Лікарня потрібна за столом",
          allowed: ["read"],
        };
        told = [admitted];
        return admitted;
      },
    });
    renderApp("/groups/group-1/joining");
    expect(await screen.findByText(/Хочу допомогти/)).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Прийняти: Лариса Гук" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText(/Документ про призначення/), "Лист № 3");
    await userEvent.type(within(dialog).getByLabelText(/^Причина/), "Лікарня потрібна за столом");
    await userEvent.click(within(dialog).getByRole("button", { name: "Надати місце" }));
    await waitFor(() => expect(screen.queryByText(/Хочу допомогти/)).toBeNull());
    const reason = "Лікарня потрібна за столом";
    expect(sent).toEqual([{ to: "admitted", role: "member", document: "Лист № 3", reason }]);
    const answers = within(await screen.findByRole("region", { name: "Відповіді" }));
    expect(answers.getByText("Лариса Гук")).toBeTruthy();
    expect(answers.getByText(/^Хто відповів: Олена Мельник · 26 листопада/)).toBeTruthy();
    expect(answers.getByText(`Причина: ${reason}`)).toBeTruthy();
    expect(answers.getByText("Надано місце")).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
  });

  it("says why no seat is given, also of what no field of the dialog asks for", async () => {
    const closed = { pointer: "/mandate", code: "deactivated", message: "Обліковий запис вимкнено." };
    const unnamed = { pointer: "/document", code: "required", message: "Назвіть документ." };
    mockApi({
      ...BASE,
      "POST /api/v1/join-requests/request-1": new ProblemResponse(422, "invalid", [closed, unnamed]),
    });
    renderApp("/groups/group-1/joining");
    await userEvent.click(await screen.findByRole("button", { name: "Прийняти: Лариса Гук" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: "Надати місце" }));
    expect((await dialog.findByRole("alert")).textContent).toBe("Обліковий запис вимкнено.");
    expect(dialog.getAllByText("Назвіть документ.")).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  it("say why the reader sees them, when they ask, and give the keyboard back", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/join-requests/request-1/access/mine": {
        items: [
          { kind: "leads", words: { uk: "Ви ведете цю групу.", en: "You lead this group." } },
          { kind: "coordinates", words: { uk: "Ви координуєте громаду.", en: "You coordinate here." } },
        ],
      },
    });
    renderApp("/groups/group-1/joining");
    const why = await screen.findByRole("button", { name: "Чому ви це бачите: Лариса Гук" });
    await userEvent.click(why);
    const told = await screen.findByRole("dialog", { name: "Чому ви це бачите: Лариса Гук" });
    await within(told).findByText("Чому ви це бачите: Ви ведете цю групу. Ви координуєте громаду.");
    expect(await axeViolations()).toEqual([]);
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.activeElement).toBe(why);
  });

  it("are counted where they wait, for who may answer", async () => {
    mockApi({ ...BASE, "GET /api/v1/groups/group-1": { ...GROUP, requests_waiting: 3 } });
    renderApp("/groups/group-1");
    const tab = await screen.findByRole("link", { name: /^Нові учасники/ });
    expect(tab.textContent).toBe("Нові учасники3 прохання про місце");
  });

  it("keeps what was answered, as far back as it goes", async () => {
    const declined: JoinRequestOut = {
      ...REQUEST,
      state: "declined",
      decided_at: "2026-11-25T08:00:00Z",
      decided_by: null,
      reason: "Місць немає",
      allowed: ["read"],
    };
    const older = {
      ...declined,
      id: "request-0",
      person: { ...GUEST, id: "g", name: { uk: "Ганна Швець", en: "H" } },
    };
    mockApi({
      ...BASE,
      "GET /api/v1/groups/group-1/join-requests": (request: Request) => {
        const asked = new URL(request.url).searchParams;
        if (asked.get("state") !== "answered") return requests([])(request);
        return asked.get("cursor") === "more" ? makePage(older) : { items: [declined], next_cursor: "more" };
      },
    });
    renderApp("/groups/group-1/joining");
    const answers = within(await screen.findByRole("region", { name: "Відповіді" }));
    expect(answers.getByText("Відхилено")).toBeTruthy();
    expect(answers.getByText("Причина: Місць немає")).toBeTruthy();
    expect(answers.queryByText("Ганна Швець")).toBeNull();
    await userEvent.click(answers.getByRole("button", { name: "Показати давніші" }));
    expect(await answers.findByText("Ганна Швець")).toBeTruthy();
  });

  it("makes a link for many and shows it once, with its code", async () => {
    const sent: Record<string, unknown>[] = [];
    mockApi({
      ...BASE,
      "POST /api/v1/groups/group-1/invitations": async (request: Request) => {
        sent.push(await request.json());
        return { ...LINK, link: "http://localhost/join#secret-words", qr: "<svg/>" };
      },
    });
    renderApp("/groups/group-1/joining");
    await userEvent.click(await screen.findByRole("button", { name: "Запросити" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByLabelText("Електронна пошта")).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "Ще" }));
    await userEvent.click(within(dialog).getByRole("radio", { name: /Усіх, хто матиме/ }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Створити посилання" }));
    expect(within(dialog).getByText("Виберіть організацію")).toBeTruthy();
    expect(sent).toEqual([]);
    await userEvent.click(within(dialog).getByLabelText("Організація"));
    await userEvent.click(await screen.findByRole("option", { name: /Лікарня/, hidden: true }));
    const last = within(dialog).getByLabelText(/Запрошення діє до/);
    await userEvent.clear(last);
    await userEvent.type(last, "05.12.2026");
    await userEvent.type(within(dialog).getByLabelText(/Останній день місця/), "31.01.2027");
    expect(await axeViolations(dialog)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Створити посилання" }));
    expect(await screen.findByText("http://localhost/join#secret-words")).toBeTruthy();
    expect(screen.getByText("До кінця дня 5 грудня")).toBeTruthy();
    expect(screen.getByText(/ · до кінця дня 5 грудня$/i)).toBeTruthy();
    expect(sent[0]).toMatchObject({ organisation: "hospital", role: "member", uses: 10, email: "" });
    expect(sent[0]?.expires_at).toBe("2026-12-05T22:00:00.000Z");
    expect(sent[0]?.ends_on).toBe("2027-01-31");
    await userEvent.click(screen.getByRole("button", { name: "Готово" }));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("button", { name: "Запросити" })),
    );
  });
});

describe("long lists of who comes in", () => {
  /** One row for each page, as if a page held no more. */
  const paged =
    <Row,>(first: Row, second: Row) =>
    (request: Request) =>
      new URL(request.url).searchParams.get("cursor") === "more"
        ? makePage(second)
        : { items: [first], next_cursor: "more" };

  it("go on as far as they are long, and the count says that there are more", async () => {
    const other = { ...GUEST, id: "other", name: { uk: "Ганна Швець", en: "Hanna Shvets" } };
    mockApi({
      ...BASE,
      "GET /api/v1/groups/group-1/join-requests": (request: Request) =>
        new URL(request.url).searchParams.get("state") === "pending"
          ? paged(REQUEST, { ...REQUEST, id: "request-101", person: other })(request)
          : requests([])(request),
      "GET /api/v1/groups/group-1/invitations": paged(LINK, { ...LETTER, id: "letter-101" }),
    });
    renderApp("/groups/group-1/joining");
    const user = userEvent.setup();
    expect(await screen.findByText("1+")).toBeDefined();
    expect(screen.queryByText("Ганна Швець")).toBeNull();
    for (const more of await screen.findAllByRole("button", { name: "Показати давніші" }))
      await user.click(more);
    expect(await screen.findByText("Ганна Швець")).toBeDefined();
    expect(await screen.findByText(/larysa@hospital\.example/)).toBeDefined();
    expect(screen.queryByText("1+")).toBeNull();
    expect(screen.queryByRole("button", { name: "Показати давніші" })).toBeNull();
    expect(await axeViolations()).toEqual([]);
  });
});

describe("an invitation to one address", () => {
  it("says what became of its letter, and sends it anew", async () => {
    let letter = LETTER.letter;
    const sent: string[] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/groups/group-1/invitations": (_request: Request) =>
        makePage({ ...LETTER, ends_on: "2027-01-31", letter }),
      "POST /api/v1/invitations/letter-1/letters": (request: Request) => {
        sent.push(request.method);
        letter = { state: "waiting", why: null, at: "2026-11-26T09:00:00Z" };
        return { ...LETTER, letter };
      },
    });
    renderApp("/groups/group-1/joining");
    expect(await screen.findByText(/Лист надіслано 26 листопада, 10:05/)).toBeTruthy();
    expect(screen.getByText(/до кінця дня 5 грудня/)).toBeTruthy();
    expect(screen.getByText("Місце до кінця дня 31 січня 2027")).toBeTruthy();
    expect(await axeViolations()).toEqual([]);
    const again = "Надіслати ще раз: larysa@hospital.example";
    await userEvent.click(screen.getByRole("button", { name: again }));
    expect(await screen.findByText(/Лист надсилаємо/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: again })).toBeNull();
    expect(sent).toEqual(["POST"]);
  });

  it.each([
    ["refused", /не приймає листів на цю адресу.*скасуйте запрошення/],
    ["given_up", /жоден поштовий сервер його не прийняв.*ще раз/],
    ["bounced", /Лист повернувся: за цією адресою нікого немає/],
    ["returned", /Лист повернувся, хоча адреса може бути правильною/],
  ] as const)("says why its letter did not arrive: %s", async (why, said) => {
    const lost: InvitationOut = { ...LETTER, letter: { state: "failed", why, at: "2026-11-26T08:05:00Z" } };
    mockApi({ ...BASE, "GET /api/v1/groups/group-1/invitations": makePage(lost) });
    renderApp("/groups/group-1/joining");
    expect(await screen.findByText(said)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Надіслати ще раз: larysa@hospital.example" })).toBeTruthy();
  });

  it("says when the address is forgotten", async () => {
    const old: InvitationOut = {
      ...LETTER,
      id: "letter-0",
      email: "",
      letter: null,
      opens: false,
      allowed: ["read"],
    };
    mockApi({
      ...BASE,
      "GET /api/v1/groups/group-1/invitations": makePage(old),
    });
    renderApp("/groups/group-1/joining");
    expect(await screen.findByText(/адресу вже стерто/)).toBeTruthy();
  });
});
