import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { userEvent } from "@/testing/user";
import {
  day,
  flag,
  oneOf,
  readFilters,
  text,
  useUrlFilters,
  useUrlSearch,
  writeFilters,
} from "./use-url-filters";

const SCHEMA = { kind: oneOf(["school", "hospital"]), open: flag, from: day, place: text };
const NOTHING = { kind: undefined, open: false, from: undefined, place: "" };

describe("filters of an address", () => {
  it("are read by their kind, and what is no value of one is its default", () => {
    expect(readFilters(SCHEMA, {})).toEqual(NOTHING);
    expect(readFilters(SCHEMA, { kind: "shop", open: "maybe", from: "2026", place: {} })).toEqual(NOTHING);
    const search = { kind: "school", open: true, from: "2026-12-31", place: 7 };
    expect(readFilters(SCHEMA, search)).toEqual({ ...search, place: "7" });
  });

  it("are written without their defaults, beside what is not theirs", () => {
    const search = { kind: "school", open: true, tag: "water", place: "" };
    expect(writeFilters(SCHEMA, search, { kind: undefined, place: "Хутір" })).toEqual({
      tag: "water",
      open: true,
      place: "Хутір",
    });
  });
});

function List() {
  const { values, set, hrefWith } = useUrlFilters(SCHEMA);
  const { wanted, value, onChange } = useUrlSearch();
  return (
    <>
      <p>{`${values.kind ?? "усі"}: ${wanted}`}</p>
      <input aria-label="Назва" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      <button type="button" onClick={() => set({ kind: "hospital" })}>
        Лікарні
      </button>
      <a href={hrefWith({ open: true })}>Відкриті</a>
    </>
  );
}

function open(address: string, leaving = Promise.resolve()) {
  const root = createRootRoute();
  const list = createRoute({ getParentRoute: () => root, path: "/places", component: List });
  const other = createRoute({
    getParentRoute: () => root,
    path: "/other",
    loader: () => leaving,
    component: () => <p>Інша</p>,
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([list, other]), history });
  render(
    <Providers queryClient={createQueryClient({ retry: false })}>
      <RouterProvider router={router as never} />
    </Providers>,
  );
  return router;
}

describe("a list whose filters stand in the address", () => {
  it("begins as the address says, and the address follows it without a step back", async () => {
    const router = open("/places?kind=school&q=7");
    expect(await screen.findByText("school: 7")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Лікарні" }));
    expect(await screen.findByText("hospital: 7")).toBeDefined();
    expect(router.latestLocation.search).toEqual({ kind: "hospital", q: 7 });
    expect(router.history.length).toBe(1);
    expect(screen.getByRole("link").getAttribute("href")).toMatch(/^\/places\?.*open=true/);
  });

  it("leaves alone the page to which one is on the way", async () => {
    let arrive: () => void = () => undefined;
    const router = open("/places", new Promise<void>((resolve) => (arrive = resolve)));
    const hospitals = await screen.findByRole("button", { name: "Лікарні" });
    act(() => void router.navigate({ href: "/other" }));
    await userEvent.click(hospitals);
    arrive();
    expect(await screen.findByText("Інша")).toBeDefined();
    expect(router.latestLocation.href).toBe("/other");
  });

  it("follows each letter; the address holds the words after a pause, and brings others", async () => {
    const router = open("/places");
    await userEvent.type(await screen.findByLabelText("Назва"), "міст");
    expect(await screen.findByText("усі: міст")).toBeDefined();
    await waitFor(() => expect(router.latestLocation.search).toEqual({ q: "міст" }));
    await act(async () => router.navigate({ href: "/places?q=ліс" }));
    expect(await screen.findByDisplayValue("ліс")).toBeDefined();
    await userEvent.clear(screen.getByLabelText("Назва"));
    await waitFor(() => expect(router.latestLocation.search).toEqual({}));
  });
});
