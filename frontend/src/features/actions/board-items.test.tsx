import { QueryClient } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { ACTION } from "@/testing/action-samples";
import { EMPTY_API, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import type { BoardFilters } from "./board-filters";
import { useBoardItems } from "./use-board-items";

setupPageTest();

function Probe({ filters, words }: { filters: BoardFilters; words: string }) {
  const { query, shown, cut } = useBoardItems(filters, words);
  return <p role="note">{query.data && `${shown(query.data).length} ${cut ? "of more" : "in all"}`}</p>;
}

/** A register of so many items, page by page; what is asked for by words or a state is one. */
function register(count: number) {
  return mockApi({
    ...EMPTY_API,
    "GET /api/v1/action-items": (request: Request) => {
      const { searchParams } = new URL(request.url);
      const asked = searchParams.get("q") ?? searchParams.get("state");
      const from = Number(searchParams.get("cursor") ?? 0);
      const size = asked ? 1 : Math.min(100, count - from);
      const items = Array.from({ length: size }, (_none, nth) => ({ ...ACTION, id: `item-${from + nth}` }));
      const more = !asked && from + size < count;
      return { items, next_cursor: more ? String(from + size) : null, seq: null };
    },
  });
}

function probe(filters: BoardFilters, words = "") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Providers queryClient={client}>
      <Probe filters={filters} words={words} />
    </Providers>,
  );
}

describe("the items of a board", () => {
  it("are narrowed here while all of them are at hand", async () => {
    const { asked } = register(230);
    probe({ q: "немає" }, "немає");
    expect(await screen.findByText("0 in all")).toBeDefined();
    expect(asked.some((one) => one.includes("q="))).toBe(false);
  });

  it("of a longer register are found by the server", async () => {
    const { asked } = register(1500);
    probe({ q: "гідрант", state: "blocked" }, "гідрант");
    expect(await screen.findByText("1 in all")).toBeDefined();
    const last = asked.filter((one) => one.includes("/action-items")).at(-1);
    expect(last).toContain("state=blocked");
    expect(new URLSearchParams(last?.split("?")[1]).get("q")).toBe("гідрант");
  });

  it("are said to be a part where they are one", async () => {
    register(1500);
    probe({});
    expect(await screen.findByText("1000 of more")).toBeDefined();
  });
});
