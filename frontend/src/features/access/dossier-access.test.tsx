import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { DOSSIER_ID, PATH, page } from "@/testing/dossier-samples";
import { axeViolations, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";

setupPageTest();

const ADDRESS = `/dossiers/${DOSSIER_ID}/access`;
const NOTHING = { items: [], next_cursor: null };

it("shares a dossier with a guest, who only reads it", async () => {
  const sent: unknown[] = [];
  mockApi({
    ...page({ allowed: ["read", "see_access", "share"] }),
    "GET /api/v1/personal-invitations": NOTHING,
    [`GET ${PATH}/access`]: { items: [] },
    [`GET ${PATH}/access/mine`]: { items: [] },
    [`POST ${PATH}/shares`]: async (request: Request) => {
      sent.push(await request.json());
      return new Response(null, { status: 201 });
    },
  });
  renderApp(ADDRESS);
  expect(await screen.findByRole("heading", { name: "Хто це бачить" })).toBeDefined();
  const crumbs = within(screen.getByRole("navigation", { name: "Де ви" }));
  expect(crumbs.getByRole("link", { name: /Рекомендації після огляду укриттів/ }).getAttribute("href")).toBe(
    `/dossiers/${DOSSIER_ID}`,
  );
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Поділитися з гостем" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Поділитися з гостем" }));
  expect(dialog.queryByRole("radio")).toBeNull();
  await userEvent.type(dialog.getByLabelText("Електронна пошта гостя"), "guest@example.org");
  await userEvent.type(dialog.getByLabelText("До кінця якого дня"), "05.12.2999");
  await userEvent.type(dialog.getByLabelText("Навіщо"), "Порада");
  await userEvent.click(dialog.getByRole("button", { name: "Поділитися" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toMatchObject([{ email: "guest@example.org", access: "read", reason: "Порада" }]);
});
