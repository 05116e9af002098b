import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { HistoryList } from "./history-list";

it("tells what happened beside its day, in the order in which it comes", () => {
  const items = [
    { id: "2", at: "2026-11-03T08:00:00Z", title: "Працює", why: "Усі за столом" },
    { id: "1", at: "2026-11-02T08:00:00Z", title: "Запропонована", why: "" },
  ];
  render(
    <I18nProvider i18n={i18n}>
      <HistoryList items={items} tell={({ title, why }) => ({ title, details: why && <p>{why}</p> })} />
    </I18nProvider>,
  );
  const entries = screen.getAllByRole("listitem");
  expect(entries.map((one) => one.textContent)).toEqual([
    "03.11.26ПрацюєУсі за столом",
    "02.11.26Запропонована",
  ]);
  expect(entries[0]?.querySelector("time")?.getAttribute("dateTime")).toBe(items[0]?.at);
});
