import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Facts } from "./facts";

it("names what is known, in its order, and leaves out the rest", () => {
  render(
    <Facts
      items={[
        ["Кворум", 0],
        ["Документ", ""],
        ["Ритм", null],
        ["Сторінка", false],
        ["Стан", <b key="state">Працює</b>],
      ]}
    />,
  );
  expect(screen.getAllByRole("term").map((one) => one.textContent)).toEqual(["Кворум", "Стан"]);
  expect(screen.getAllByRole("definition").map((one) => one.textContent)).toEqual(["0", "Працює"]);
});
