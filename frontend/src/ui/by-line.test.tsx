import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { ByLine } from "./by-line";

const Words = ({ children }: { children: ReactNode }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>;

const AT = "2020-11-02T08:00:00Z";

it("says who and when, the day first where the day matters more", () => {
  render(
    <>
      <ByLine actor="Олена Коваль" at={AT} day />
      <ByLine actor="Іван Гук" at={AT} day dayFirst />
    </>,
    { wrapper: Words },
  );
  const lines = screen.getAllByText(/2 листопада 2020/).map((one) => one.textContent);
  expect(lines).toEqual([
    expect.stringMatching(/^Олена Коваль\s· 2 листопада 2020/),
    expect.stringMatching(/^2 листопада 2020.*\s· Іван Гук$/),
  ]);
});

it("says only what is known, and nothing when that is nothing", () => {
  const { container } = render(
    <>
      <ByLine actor={null} at={null} />
      <ByLine actor="Система" at={null} />
    </>,
    { wrapper: Words },
  );
  expect([...container.querySelectorAll("p")].map((one) => one.textContent)).toEqual(["Система"]);
});
