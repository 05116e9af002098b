import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ActionOut, ActionPageOut } from "@/api/generated/types.gen";
import { areaOf, spotIn } from "@/modules/map/area-geometry";
import { COUNTRY } from "@/modules/map/outline-geometry";
import { ACTION, PATH, page } from "@/testing/action-samples";
import { captureRequests } from "@/testing/forms";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const PLACE = { latitude: 47.86123, longitude: 31.15012 };
const ALLOWED: Pick<ActionOut, "allowed"> = { allowed: ["read", "edit"] };
const SIZE = { width: 340, height: 320 };

/** Opens the form of an item; `sent` holds what the server is told. */
async function editing(action: Partial<ActionPageOut>) {
  const { sent, take } = captureRequests({ ...ACTION, ...ALLOWED, ...action });
  mockApi({
    ...page({ ...ALLOWED, ...action }),
    "GET /api/v1/map": { style: "" },
    [`PATCH ${PATH}`]: take,
  });
  renderApp("/actions/action-1");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Змінити" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Змінити доручення" }));
  const save = () => user.click(dialog.getByRole("button", { name: "Зберегти" }));
  const unfold = async () => {
    await user.click(dialog.getByRole("button", { name: "Для кого, де, кошти, повторення" }));
    await user.click(dialog.getByRole("button", { name: "Показати на мапі" }));
    return dialog.findByLabelText("Широта");
  };
  return { user, dialog, sent, save, unfold };
}

describe("the place of an action item", () => {
  it("stands on its page in words and degrees that lead to a map with streets", async () => {
    mockApi(page({ place_name: "Двір школи", place: PLACE }));
    renderApp("/actions/action-1");
    const link = await screen.findByRole("link", { name: "47,86123° пн. ш., 31,15012° сх. д." });
    expect(link.getAttribute("rel")).toBe("noreferrer noopener");
    expect(screen.getByText("Двір школи")).toBeDefined();
  });

  it("is told to no other site where the item is for some only", async () => {
    mockApi(page({ audience: "thread", place: PLACE }));
    renderApp("/actions/action-1");
    expect(await screen.findByText("47,86123° пн. ш., 31,15012° сх. д.")).toBeDefined();
    expect(screen.queryByRole("link", { name: /пн\. ш\./ })).toBeNull();
  });

  it("is told of in the history when nothing else was changed", async () => {
    const edit = (id: string, ...fields: string[]) => ({
      id,
      kind: "tasks.action_edited",
      at: "2026-01-12T08:00:00Z",
      actor: null,
      by_link: null,
      data: { fields, due_before: null, due_after: null },
      remark: null,
    });
    const items = [edit("1", "latitude", "longitude", "place_name"), edit("2", "title_uk", "latitude")];
    mockApi({ ...page({}), [`GET ${PATH}/history`]: { items, next_cursor: null } });
    renderApp("/actions/action-1");
    expect(await screen.findAllByText("Змінено місце")).toHaveLength(1);
    expect(screen.getAllByText("Доручення уточнено")).toHaveLength(1);
  });

  it("is typed, and sent with the version that was read", async () => {
    const { user, dialog, sent, save, unfold } = await editing({});
    await user.type(await unfold(), "47,86123");
    await user.type(dialog.getByLabelText("Довгота"), "31.15012");
    expect(await axeViolations()).toEqual([]);
    await save();
    await waitFor(() => expect(sent).toEqual([['"3"', { place: PLACE }]]));
  });

  it("is refused by halves, at the field, and not while it is being typed", async () => {
    const { user, dialog, sent, save, unfold } = await editing({});
    await user.type(await unfold(), "47,86");
    expect(dialog.queryByText("Впишіть довготу")).toBeNull();
    await save();
    expect(dialog.getByText("Впишіть довготу")).toBeDefined();
    expect(dialog.getByLabelText("Довгота").getAttribute("aria-invalid")).toBe("true");
    // Nor is it refused out of sight.
    const label = { name: "Для кого, де, кошти, повторення" };
    await user.click(dialog.getByRole("button", label));
    await save();
    expect(dialog.getByRole("button", { ...label, expanded: true })).toBeDefined();
    expect(await dialog.findByText("Впишіть довготу")).toBeDefined();
    expect(sent).toEqual([]);
  });

  it("is pressed on the map, come closer to, and corrected in the fields", async () => {
    const { user, dialog, unfold } = await editing({});
    await unfold();
    const map = dialog.getByRole("img", { name: "Мапа: де виконується доручення" });
    const shown = { left: 20, top: 10, width: SIZE.width * 2, height: SIZE.height * 2 } as DOMRect;
    vi.spyOn(map, "getBoundingClientRect").mockReturnValue(shown);
    const { x, y } = spotIn(areaOf(COUNTRY, SIZE), SIZE, PLACE);
    fireEvent.click(map, { clientX: 20 + x * 2, clientY: 10 + y * 2 });
    expect(dialog.getByLabelText("Широта")).toHaveProperty("value", "47,86123");
    for (let step = 0; step < 4; step += 1) {
      await user.click(dialog.getByRole("button", { name: "Наблизити" }));
    }
    // What was chosen is in the middle now: a press on it changes nothing.
    fireEvent.click(map, { clientX: 20 + SIZE.width, clientY: 10 + SIZE.height });
    expect(dialog.getByLabelText("Довгота")).toHaveProperty("value", "31,15012");
  });

  it("is followed by the map to where it is typed", async () => {
    const { user, dialog } = await editing({ place: PLACE });
    await user.click(await dialog.findByLabelText("Широта"));
    const pin = () => dialog.getByRole("img", { name: /^Мапа/ }).querySelector("g[class*='pin']");
    await user.clear(dialog.getByLabelText("Широта"));
    await user.paste("50.4501, 30.5234");
    expect(pin()?.getAttribute("transform")).toBe(`translate(${SIZE.width / 2} ${SIZE.height / 2})`);
  });

  it("is taken back", async () => {
    const { user, dialog, sent, save } = await editing({ place_name: "Двір", place: PLACE });
    expect(await dialog.findByLabelText("Широта")).toHaveProperty("value", "47,86123");
    await user.click(dialog.getByRole("button", { name: "Прибрати з мапи" }));
    await user.clear(dialog.getByLabelText("Місце"));
    await save();
    await waitFor(() => expect(sent).toEqual([['"3"', { place: null, place_name: "" }]]));
  });

  it("is taken from the device, whose refusal is explained", async () => {
    const found = vi.fn();
    Object.defineProperty(navigator, "geolocation", {
      value: { getCurrentPosition: found },
      configurable: true,
    });
    const { user, dialog, unfold } = await editing({});
    await unfold();
    found.mockImplementationOnce((_found, refused) => refused({ code: 1 }));
    await user.click(dialog.getByRole("button", { name: "Там, де я зараз" }));
    expect(dialog.getByText(/Браузер не дозволив/)).toBeDefined();
    found.mockImplementationOnce((taken) => taken({ coords: { latitude: 47.861234, longitude: 31.15012 } }));
    await user.click(dialog.getByRole("button", { name: "Там, де я зараз" }));
    expect(dialog.getByLabelText("Широта")).toHaveProperty("value", "47,86123");
    expect(dialog.queryByText(/Браузер не дозволив/)).toBeNull();
    Reflect.deleteProperty(navigator, "geolocation");
  });
});
