import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GroupOut, TerritoryOut } from "@/api/generated/types.gen";
import { anEvent, GROUP_ID } from "@/realtime/samples";
import { faults, ME, open } from "./test-page";
import { Refusal, serve, TestSocket } from "./test-server";

const PLACE = {
  id: "place-1",
  name: { uk: "Калинодільська громада", en: "Kalynodil" },
  level: "hromada" as const,
};

const GROUP: GroupOut = {
  id: GROUP_ID,
  name: { uk: "Безпека громади", en: "Community safety" },
  purpose: { uk: "Домовитися", en: "To agree" },
  territory: PLACE,
  parent: null,
  state: "proposed",
  visibility: "listed",
  mandate_document: "",
  cadence: { uk: "", en: "" },
  quorum: 3,
  time_zone: "Europe/Kyiv",
  founded_on: "2026-01-12",
  sectors: [{ sector: "police", seated: 0, required: 1 }],
  member_count: 0,
  version: 4,
  role: null,
  unread: 0,
  allowed: ["read", "edit", "activate", "dissolve"],
  seq: 0,
};

const TERRITORY: TerritoryOut = {
  ...PLACE,
  code: "UA05020030000000000",
  parent_id: null,
  above: [],
  latitude: null,
  longitude: null,
  populations: [],
  allowed: ["read", "found_group"],
  version: 1,
};

const NOTHING = { items: [], next_cursor: null };
const GROUP_PATH = `/api/v1/groups/${GROUP_ID}`;
const BASE = {
  "GET /api/v1/me": ME,
  "GET /api/v1/notifications": NOTHING,
  "GET /api/v1/territories": { items: [TERRITORY], next_cursor: null },
  [`GET ${GROUP_PATH}`]: GROUP,
  [`GET ${GROUP_PATH}/members`]: { items: [] },
  [`GET ${GROUP_PATH}/transitions`]: NOTHING,
  [`GET ${GROUP_PATH}/readiness`]: { items: [], reached: 0, checks: [], allowed: [] },
  [`GET ${GROUP_PATH}/balance`]: { since: "2026-01-01T00:00:00Z", sectors: [] },
};

beforeEach(() => {
  vi.stubGlobal("WebSocket", TestSocket);
  vi.stubGlobal("scrollTo", () => undefined);
});

afterEach(() => vi.unstubAllGlobals());

describe("a group before its coordinator", () => {
  it("shows who is at the table, and asks for nothing that is said there", async () => {
    const { asked } = serve(BASE);
    open(`/groups/${GROUP_ID}`);
    expect(await screen.findByText("За столом ще нікого")).toBeDefined();
    expect(screen.getByText(/Їх бачать лише ті, хто за столом/)).toBeDefined();
    expect(screen.getByText("запропонована")).toBeDefined();
    expect(screen.queryByRole("link", { name: "Теми" })).toBeNull();
    expect(screen.queryByText("Не вдалося завантажити")).toBeNull();
    expect(asked.filter((address) => address.includes("/threads"))).toEqual([]);
    expect(await faults()).toEqual([]);
  });
});

describe("the charter of a group", () => {
  it("keeps what is typed when somebody else changes it, and overwrites nothing unseen", async () => {
    const sent: unknown[] = [];
    const change = async (request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? new Refusal(412, "stale") : { ...GROUP, version: 6 };
    };
    serve({ ...BASE, [`PATCH ${GROUP_PATH}`]: change });
    open(`/groups/${GROUP_ID}/settings`);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Ритм засідань"), "Щовівторка");
    const { role: _role, unread: _unread, allowed: _allowed, seq: _seq, ...facts } = GROUP;
    const changed = { ...facts, version: 5, purpose: { uk: "Інша мета", en: "" } };
    const topic = `group:${GROUP_ID}`;
    act(() => TestSocket.last?.say(anEvent(1, "groups.group_edited", { group: changed }, topic)));
    expect(await screen.findByDisplayValue("Інша мета")).toBeDefined();
    expect(screen.getByDisplayValue("Щовівторка")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    expect(screen.getByDisplayValue("Щовівторка")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Зберегти" }));
    expect(await screen.findByText("Збережено")).toBeDefined();
    expect(sent[0]).toEqual(['"4"', { cadence: "Щовівторка" }]);
  });

  it("leads to the first field that needs a repair", async () => {
    serve({ ...BASE, "POST /api/v1/groups": new Refusal(500, "unexpected") });
    open("/groups/new");
    await userEvent.click(await screen.findByRole("button", { name: "Заснувати групу" }));
    expect(document.activeElement).toBe(screen.getByLabelText(/Назва групи/));
    expect(screen.getByText("Напишіть назву")).toBeDefined();
    expect(await faults()).toEqual([]);
  });
});
