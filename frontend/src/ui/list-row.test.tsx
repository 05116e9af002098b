import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ListRow } from "./list-row";

it("leads where it can be opened, and is words elsewhere", () => {
  render(
    <ul>
      <ListRow title="Лікарня" href="/organisations" meta="Охорона здоров’я" status={<i>є</i>} />
      <ListRow title="Рада" actions={<button type="button">Змінити</button>}>
        <p>Ще один рядок</p>
      </ListRow>
    </ul>,
  );
  const [open, shut] = screen.getAllByRole("listitem");
  expect(screen.getAllByRole("link").map((one) => one.getAttribute("href"))).toEqual(["/organisations"]);
  expect(open?.textContent).toBe("ЛікарняОхорона здоров’яє");
  expect(within(shut as HTMLElement).getByText("Рада").tagName).toBe("B");
  expect(within(shut as HTMLElement).getByRole("button", { name: "Змінити" })).toBeDefined();
});
