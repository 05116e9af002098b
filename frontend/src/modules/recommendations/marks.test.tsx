import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { DAY_MS } from "@/lib/dates";
import { Age, countAgeCells } from "./marks";

it("an age fills one cell for each band, and the fourth after a year", () => {
  expect([0, 90, 91, 180, 181, 365, 366].map(countAgeCells)).toEqual([1, 1, 2, 2, 3, 3, 4]);
});

it.each([
  [1, "1 день від видання"],
  [3, "3 дні від видання"],
  [55, "55 днів від видання"],
])("days since it was issued agree with their number: %s", (days, words) => {
  const issuedAt = new Date(Date.now() - days * DAY_MS).toISOString();
  render(
    <Providers queryClient={createQueryClient({})}>
      <Age issuedAt={issuedAt} long />
    </Providers>,
  );
  expect(screen.getByText(words)).toBeDefined();
});
