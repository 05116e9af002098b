import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { TerritoryDetails, TerritoryOut } from "@/api/generated/types.gen";
import { activateLocale } from "@/lib/language";
import { SHEET, spotOf } from "@/modules/map/outline-geometry";
import { makePage } from "@/testing/factories";
import { captureRequests } from "@/testing/forms";
import { axeViolations, EMPTY_API, ME, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const TERRITORY: TerritoryDetails = {
  id: "place-1",
  name: { uk: "Калинодільська громада", en: "Kalynodil" },
  level: "hromada",
  code: "UA05020030000000000",
  parent_id: null,
  above: [],
  latitude: 47.1,
  longitude: 31.9,
  populations: [],
  contact_points: [],
  allowed: ["read", "edit"],
  version: 5,
};
const part = (id: string, latitude: number | null): TerritoryOut => ({
  ...TERRITORY,
  id,
  name: { uk: `село ${id}`, en: `village ${id}` },
  level: "settlement",
  latitude,
  longitude: latitude === null ? null : 31.8,
  allowed: ["read"],
});
const UNPLACED = { ...TERRITORY, latitude: null, longitude: null };

const ADDRESS = "/api/v1/territories/place-1";
const BASE = {
  ...EMPTY_API,
  "GET /api/v1/map": { style: "" },
  "GET /api/v1/offices": makePage(),
  "GET /api/v1/groups/directory": makePage(),
  "GET /api/v1/organisations": makePage(),
  "GET /api/v1/territories": makePage(),
  [`GET ${ADDRESS}`]: TERRITORY,
};

setupPageTest();

/** Opens the dialog that sets the place of a territory; `sent` holds what the server is told. */
async function setting(territory: TerritoryDetails) {
  const { sent, take } = captureRequests(TERRITORY);
  mockApi({ ...BASE, [`GET ${ADDRESS}`]: territory, [`PATCH ${ADDRESS}`]: take });
  renderApp("/territories/place-1");
  const user = userEvent.setup();
  const word = territory.latitude === null ? "Вказати місце" : "Змінити місце";
  await user.click(await screen.findByRole("button", { name: word }));
  const dialog = within(await screen.findByRole("dialog"));
  const save = () => user.click(dialog.getByRole("button", { name: "Зберегти" }));
  const type = async (latitude: string, longitude: string) => {
    for (const [label, words] of [
      ["Широта", latitude],
      ["Довгота", longitude],
    ] as const) {
      await user.clear(dialog.getByLabelText(label));
      if (words) await user.type(dialog.getByLabelText(label), words);
    }
  };
  const described = (label: string) => {
    const ids = dialog.getByLabelText(label).getAttribute("aria-describedby") ?? "";
    return ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
  };
  return { user, dialog, sent, save, type, described };
}

describe("the place of a territory", () => {
  it("is shown with what lies within, in words too", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/territories": makePage(part("a", 45.2), part("b", 49.3), part("c", null)),
    });
    renderApp("/territories/place-1");
    const map = await screen.findByRole("img", { name: "Мапа: Калинодільська громада" });
    expect(await screen.findByText("Крапками позначено 2 території, що сюди входять.")).toBeDefined();
    expect(map.querySelectorAll("circle[class*='point']")).toHaveLength(2);
    expect(screen.getByRole("link", { name: "47,1° пн. ш., 31,9° сх. д." })).toBeDefined();
    expect(await axeViolations()).toEqual([]);
  });

  it("is drawn without dots that would run into one", async () => {
    mockApi({ ...BASE, "GET /api/v1/territories": makePage(part("a", 47.2), part("b", 47.3)) });
    renderApp("/territories/place-1");
    const map = await screen.findByRole("img", { name: "Мапа: Калинодільська громада" });
    expect(await screen.findByText("село b")).toBeDefined();
    expect(map.querySelectorAll("circle[class*='point']")).toHaveLength(0);
    expect(screen.queryByText(/Крапк/)).toBeNull();
  });

  it("is told in English to whom reads English", async () => {
    await activateLocale("en");
    const me = { ...ME, language: "en" as const };
    mockApi({ ...BASE, "GET /api/v1/me": me, [`GET ${ADDRESS}`]: { ...TERRITORY, longitude: -31.9 } });
    renderApp("/territories/place-1");
    expect(await screen.findByRole("link", { name: "47.1° N, 31.9° W" })).toBeDefined();
    expect(screen.getByRole("img", { name: "Map: Kalynodil" })).toBeDefined();
    await activateLocale("uk");
  });

  it("is no card for who may not set it while there is none", async () => {
    mockApi({ ...BASE, [`GET ${ADDRESS}`]: { ...UNPLACED, allowed: ["read"] } });
    renderApp("/territories/place-1");
    expect(await screen.findByRole("heading", { name: "Населення" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: "На мапі" })).toBeNull();
  });

  it("is typed with a comma or a point, and sent with the version that was read", async () => {
    const { sent, save, type } = await setting(UNPLACED);
    await type("47,86", "31.15");
    await save();
    expect(await screen.findByText("Збережено")).toBeDefined();
    expect(sent).toEqual([['"5"', { place: { latitude: 47.86, longitude: 31.15 } }]]);
  });

  it("is pasted as other maps copy it", async () => {
    const { user, dialog, sent, save } = await setting(UNPLACED);
    await user.click(dialog.getByLabelText("Широта"));
    await user.paste("47.86, 31.15");
    expect(dialog.getByLabelText("Довгота")).toHaveProperty("value", "31.15");
    await save();
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it("is chosen on the map, and what is chosen can be read and corrected in the fields", async () => {
    const { user, dialog, sent, save } = await setting(UNPLACED);
    const map = dialog.getByRole("img", { name: "Мапа: Калинодільська громада" });
    const shown = { left: 20, top: 10, width: SHEET.width * 2, height: SHEET.height * 2 } as DOMRect;
    vi.spyOn(map, "getBoundingClientRect").mockReturnValue(shown);
    const { x, y } = spotOf({ latitude: 47.86, longitude: 31.15 });
    fireEvent.click(map, { clientX: 20 + x * 2, clientY: 10 + y * 2 });
    expect(dialog.getByLabelText("Широта")).toHaveProperty("value", "47,86");
    expect(dialog.getByLabelText("Довгота")).toHaveProperty("value", "31,15");
    await user.type(dialog.getByLabelText("Довгота"), "4");
    await save();
    await waitFor(() => expect(sent).toEqual([['"5"', { place: { latitude: 47.86, longitude: 31.154 } }]]));
  });

  it.each([
    ["90,1", "31", "Широта", "Широта буває від −90 до 90"],
    ["47", "180.5", "Довгота", "Довгота буває від −180 до 180"],
    ["47", "", "Довгота", "Впишіть довготу"],
    ["", "31", "Широта", "Впишіть широту"],
    ["біля річки", "31", "Широта", "Впишіть градуси числом, наприклад 50,45"],
  ])("is refused at the field that is wrong: %j, %j", async (latitude, longitude, label, words) => {
    const { dialog, sent, save, type, described } = await setting(UNPLACED);
    await type(latitude, longitude);
    await save();
    expect(described(label)).toContain(words);
    expect(dialog.getByLabelText(label).getAttribute("aria-invalid")).toBe("true");
    const other = label === "Широта" ? "Довгота" : "Широта";
    expect(dialog.getByLabelText(other).getAttribute("aria-invalid")).not.toBe("true");
    expect(await axeViolations()).toEqual([]);
    expect(sent).toEqual([]);
  });

  it("is doubted, not refused, outside the country", async () => {
    const { dialog, sent, save, type } = await setting(UNPLACED);
    await type("31,15", "47,86");
    expect(dialog.getByText(/Чи не переплутано широту й довготу/)).toBeDefined();
    await save();
    await waitFor(() => expect(sent).toHaveLength(1));
  });

  it("is taken away again", async () => {
    const { user, dialog, sent, save } = await setting(TERRITORY);
    expect(dialog.getByLabelText("Широта")).toHaveProperty("value", "47,1");
    await user.click(dialog.getByRole("button", { name: "Прибрати з мапи" }));
    await save();
    await waitFor(() => expect(sent).toEqual([['"5"', { place: null }]]));
  });

  it("stays while names are changed", async () => {
    const { sent, take } = captureRequests(TERRITORY);
    mockApi({ ...BASE, [`PATCH ${ADDRESS}`]: take });
    renderApp("/territories/place-1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Змінити" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Назва англійською"), " hromada");
    await user.click(dialog.getByRole("button", { name: "Зберегти" }));
    await waitFor(() => expect(sent).toEqual([['"5"', { name_en: "Kalynodil hromada" }]]));
  });

  it("is drawn by ourselves where tiles are configured and the device cannot draw them", async () => {
    const { asked } = mockApi({
      ...BASE,
      "GET /api/v1/map": { style: "https://tiles.example.org/style.json" },
    });
    renderApp("/territories/place-1");
    await screen.findByRole("heading", { name: "На мапі" });
    await waitFor(() => expect(asked).toContain("GET /api/v1/map"));
    expect(await screen.findByRole("img", { name: "Мапа: Калинодільська громада" })).toBeDefined();
    expect(asked.filter((one) => one.includes("tiles.example.org"))).toEqual([]);
  });
});
