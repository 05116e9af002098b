import { IconKey } from "@tabler/icons-react";
import { render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ListRow } from "./list-row";

it("has a drawing for its kind that is not read out, and its facts smaller beside it", () => {
  render(
    <ul>
      <ListRow icon={IconKey} title="Звіт" meta="діє до 20 лютого" />
    </ul>,
  );
  const row = screen.getByRole("listitem");
  expect(row.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
  expect(row.textContent).toBe("Звітдіє до 20 лютого");
  expect(screen.getByText("діє до 20 лютого").className).toContain("v-tiny");
});

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
