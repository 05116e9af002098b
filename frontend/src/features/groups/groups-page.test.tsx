import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { BASE, GROUP } from "@/testing/group-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";

setupPageTest();

describe("the groups of a reader", () => {
  it("that are all dissolved stand alone, in sight", async () => {
    mockApi({
      ...BASE,
      "GET /api/v1/groups": { items: [{ ...GROUP, state: "dissolved" }], next_cursor: null },
    });
    renderApp("/groups");
    expect((await screen.findByRole("button", { name: "Розпущені групи" })).ariaExpanded).toBe("true");
    expect([...document.querySelectorAll("main ul")].filter((list) => list.children.length === 0)).toEqual(
      [],
    );
    expect(await axeViolations()).toEqual([]);
  });
});
