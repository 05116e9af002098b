import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Me, ProviderOut } from "@/api/generated/types.gen";
import { externalRedirect } from "@/lib/external-redirect";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const AUTH = "/_allauth/browser/v1/auth";
const IDENTITIES = "/api/v1/me/identities";
const RADA = { code: "rada", name: { uk: "Калинодільська рада", en: "Kalynodil Council" } };
const BACK = "/sign-in/return/rada?state=the-state&code=the-code&iss=https%3A%2F%2Fid.rada.example";
const BROUGHT = { provider: "rada", state: "the-state", code: "the-code", iss: "https://id.rada.example" };
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/me/sessions": { items: [] },
  "GET /api/v1/me/email-change": { pending: null },
  "GET /api/v1/tokens": { items: [] },
  "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
  "GET /api/v1/identity-providers": { items: [RADA] },
  "GET /_allauth/browser/v1/config": {},
  [`GET ${IDENTITIES}`]: { items: [], others: [RADA] },
};
const OUT = { ...BASE, "GET /api/v1/me": new ProblemResponse(401, "signed_out") };

setupPageTest();

afterEach(() => {
  vi.restoreAllMocks();
});

/** Nobody is signed in until what was brought back is sent. */
function entering(answer: () => unknown = () => ({})) {
  let signedIn = false;
  const sent: unknown[] = [];
  mockApi({
    ...BASE,
    "GET /api/v1/me": () => (signedIn ? ME : new ProblemResponse(401, "signed_out")),
    [`POST ${AUTH}/provider`]: async (request: Request) => {
      sent.push(await request.json());
      const answered = answer();
      signedIn = !(answered instanceof Response || answered instanceof ProblemResponse);
      return answered;
    },
    [`POST ${AUTH}/2fa/authenticate`]: () => {
      signedIn = true;
      return {};
    },
  });
  return sent;
}

describe("a sign-in through an organisation", () => {
  it("leaves for where the server says, and keeps where the reader was going", async () => {
    const go = vi.spyOn(externalRedirect, "go").mockImplementation(() => undefined);
    mockApi({
      ...OUT,
      "POST /api/v1/identity-providers/rada/sign-in": { address: "https://id.rada.example/a" },
    });
    renderApp("/sign-in?next=/actions");
    await userEvent.click(await screen.findByRole("button", { name: "Увійти через «Калинодільська рада»" }));
    await waitFor(() => expect(go).toHaveBeenCalledWith("https://id.rada.example/a", "/actions"));
    expect(await axeViolations()).toEqual([]);
  });

  it("says when that service does not answer", async () => {
    mockApi({
      ...OUT,
      "POST /api/v1/identity-providers/rada/sign-in": () =>
        Response.json(
          {
            type: "",
            title: "",
            status: 503,
            detail: "Та служба не відповідає.",
            code: "provider_unavailable",
            errors: [],
            request_id: "r",
          },
          { status: 503 },
        ),
    });
    renderApp("/sign-in");
    await userEvent.click(await screen.findByRole("button", { name: /Увійти через/ }));
    expect(await screen.findByText("Та служба не відповідає.")).toBeDefined();
  });

  it("is not offered where no organisation has one", async () => {
    mockApi({ ...OUT, "GET /api/v1/identity-providers": { items: [] } });
    renderApp("/sign-in");
    await screen.findByLabelText("Пароль");
    expect(screen.queryByRole("button", { name: /Увійти через/ })).toBeNull();
  });

  it("comes in with what was brought back, once, and takes it out of the address", async () => {
    const sent = entering();
    renderApp(BACK);
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
    expect(sent).toEqual([BROUGHT]);
    expect(window.location.href).not.toContain("the-code");
  });

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "leads to no other site: %s",
    async (next) => {
      sessionStorage.setItem("viche-next", next);
      entering();
      renderApp(BACK);
      expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
      expect(window.location.pathname).toBe("/");
    },
  );

  it("asks for the second step as after a password", async () => {
    const flows = [{ id: "mfa_authenticate", is_pending: true, types: ["totp"] }];
    entering(() => Response.json({ status: 401, data: { flows } }, { status: 401 }));
    renderApp(BACK);
    await userEvent.type(await screen.findByLabelText("Код"), "123456{Enter}");
    expect(await screen.findByRole("heading", { name: "На сьогодні все" })).toBeDefined();
  });

  it("says why nobody came in, and how to go on", async () => {
    entering(() =>
      Response.json(
        { code: "identity_unknown", detail: "Нікого не пов’язано.", status: 403 },
        { status: 403 },
      ),
    );
    renderApp(BACK);
    expect(await screen.findByText("Нікого не пов’язано.")).toBeDefined();
    expect(screen.getByRole("link", { name: "Увійти інакше" })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("sends nothing when the organisation let nobody in", async () => {
    const { asked } = mockApi(OUT);
    renderApp("/sign-in/return/rada?error=access_denied&state=the-state");
    expect(await screen.findByText(/Організація нікого не впустила/)).toBeDefined();
    expect(asked.filter((one) => one.startsWith("POST"))).toEqual([]);
    expect(await axeViolations()).toEqual([]);
  });
});

describe("an account at an organisation", () => {
  it("is linked by who is signed in", async () => {
    const go = vi.spyOn(externalRedirect, "go").mockImplementation(() => undefined);
    mockApi({ ...BASE, [`POST ${IDENTITIES}`]: { address: "https://id.rada.example/a" } });
    renderApp("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: /Додати вхід через/ }));
    await waitFor(() => expect(go).toHaveBeenCalledWith("https://id.rada.example/a", "/settings/security"));
  });

  it("is there when the reader comes back, and can be unlinked", async () => {
    const sent: unknown[] = [];
    let items = [{ id: "one", provider: RADA, linked_at: "2026-01-05T08:00:00Z", last_used_at: null }];
    mockApi({
      ...BASE,
      [`GET ${IDENTITIES}`]: () => ({ items, others: [] }),
      [`POST ${IDENTITIES}/returned`]: async (request: Request) => {
        sent.push(await request.json());
        return items[0] ?? {};
      },
      [`DELETE ${IDENTITIES}/one`]: () => {
        items = [];
      },
    });
    renderApp(BACK);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: /Вилучити вхід через/ }));
    expect(sent).toEqual([BROUGHT]);
    expect(await axeViolations()).toEqual([]);
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Вилучити" }));
    await waitFor(() => expect(screen.queryByText(RADA.name.uk)).toBeNull());
  });

  it("proves itself by signing in anew where there is no password", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/me": { ...ME, has_password: false },
      [`POST ${IDENTITIES}`]: new ProblemResponse(403, "proof_required"),
    });
    renderApp("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: /Додати вхід через/ }));
    expect(await screen.findByText(/знову через свою організацію/)).toBeDefined();
  });
});

describe("the organisations that sign people in", () => {
  const KEPT: ProviderOut = {
    id: "provider-1",
    ...RADA,
    issuer: "https://id.rada.example",
    client_id: "viche",
    is_enabled: true,
    domains: ["rada.example"],
    return_address: "https://viche.example/sign-in/return/rada",
    people: 0,
    allowed: ["edit", "remove"],
    version: 1,
  };
  const KEEPER: Me = { ...ME, is_administrator: true };
  const KEPT_AT = "/api/v1/system/identity-providers";

  it("are added, and a fault is named beside its field", async () => {
    const sent: unknown[] = [];
    const fault = { pointer: "/issuer", code: "unreachable", message: "Там не відповідає постачальник." };
    mockApi({
      ...BASE,
      "GET /api/v1/me": KEEPER,
      [`GET ${KEPT_AT}`]: { items: [] },
      [`POST ${KEPT_AT}`]: async (request: Request) => {
        sent.push(await request.json());
        return Response.json(
          { type: "", title: "", status: 422, detail: "", code: "invalid", errors: [fault], request_id: "r" },
          { status: 422 },
        );
      },
    });
    renderApp("/identity-providers");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Додати організацію" }));
    const dialog = await screen.findByRole("dialog", { name: "Нова організація" });
    await user.click(within(dialog).getByRole("button", { name: "Додати" }));
    expect(within(dialog).getAllByText("Заповніть це поле")).toHaveLength(5);
    expect(await axeViolations(dialog)).toEqual([]);
    await user.type(within(dialog).getByLabelText("Назва на сторінці входу"), "Рада");
    await user.type(within(dialog).getByLabelText("Коротке ім’я латиницею"), "rada");
    expect(within(dialog).getByText(/\/sign-in\/return\/rada/)).toBeDefined();
    await user.type(within(dialog).getByLabelText(/issuer/), "https://id.rada.example");
    await user.type(within(dialog).getByLabelText(/client ID/), "viche");
    await user.type(within(dialog).getByLabelText(/client secret/), "secret");
    await user.type(within(dialog).getByLabelText(/Домени пошти/), "rada.example, mvs.example");
    await user.click(within(dialog).getByRole("button", { name: "Додати" }));
    expect(await within(dialog).findByText("Там не відповідає постачальник.")).toBeDefined();
    expect(sent).toEqual([
      {
        code: "rada",
        name_uk: "Рада",
        name_en: "",
        issuer: "https://id.rada.example",
        client_id: "viche",
        client_secret: "secret",
        domains: ["rada.example", "mvs.example"],
      },
    ]);
  });

  it("are switched off, and removed where nobody uses them", async () => {
    let kept = [KEPT];
    const sent: [string | null, unknown][] = [];
    mockApi({
      ...BASE,
      "GET /api/v1/me": KEEPER,
      [`GET ${KEPT_AT}`]: () => ({ items: kept }),
      [`PATCH ${KEPT_AT}/provider-1`]: async (request: Request) => {
        sent.push([request.headers.get("If-Match"), await request.json()]);
        const off = { ...KEPT, is_enabled: false, version: 2 };
        kept = [off];
        return off;
      },
      [`DELETE ${KEPT_AT}/provider-1`]: () => {
        kept = [];
      },
    });
    renderApp("/identity-providers");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: /^Вимкнути:/ }));
    expect(await screen.findByText(/^вимкнено/)).toBeDefined();
    expect(sent).toEqual([['"1"', { is_enabled: false }]]);
    expect(await axeViolations()).toEqual([]);
    await user.click(screen.getByRole("button", { name: /^Вилучити:/ }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Вилучити" }));
    expect(await screen.findByText("Поки що жодної")).toBeDefined();
  });

  it("are not there for who runs nothing", async () => {
    mockApi({ ...BASE, [`GET ${KEPT_AT}`]: new ProblemResponse(403, "forbidden") });
    renderApp("/identity-providers");
    expect(await screen.findByText("Такої сторінки немає")).toBeDefined();
  });
});
