import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

const OUT = { ...EMPTY_API, "GET /api/v1/me": new ProblemResponse(401, "signed_out") };
const LINKS = [
  ["/confirm-sign-in", "identity-letters/confirm", "Так, це я", /Дозволено/],
  ["/unlink-sign-in", "identity-letters/unlink", "Вилучити вхід", /Вхід вилучено/],
  ["/stop-erasure", "subject-requests/stop-erasure", "Зупинити стирання", /Стирання зупинено/],
] as const;

setupPageTest();

describe("the link of a letter", () => {
  it.each(LINKS)("does nothing at %s before the button is pressed", async (page, address, button, done) => {
    const sent: unknown[] = [];
    mockApi({
      ...OUT,
      [`POST /api/v1/${address}`]: async (request: Request) => {
        sent.push(await request.json());
        return new Response(null, { status: 204 });
      },
    });
    renderApp(`${page}#the-secret`);
    const press = await screen.findByRole("button", { name: button });
    expect(sent).toEqual([]);
    expect(window.location.href).not.toContain("the-secret");
    await userEvent.click(press);
    expect(await screen.findByText(done)).toBeDefined();
    expect(sent).toEqual([{ secret: "the-secret" }]);
    expect(await axeViolations()).toEqual([]);
  });
});
