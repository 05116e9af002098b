import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problem";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { userEvent } from "@/testing/user";
import { ImportWizard } from "./import-wizard";
import { useImport } from "./use-import";

const LIST = {
  rows: [
    { number: 2, name: "Школа" },
    { number: 3, name: "Лікарня" },
  ],
  faults: [{ number: 4, column: "name", code: "blank", message: "Тут порожньо." }],
};
type Run = (rows: typeof LIST.rows, key: string) => Promise<number>;

interface SampleProps {
  preview?: (file: File) => Promise<typeof LIST>;
  run?: Run;
  onClose?: () => void;
}

function Places({ preview = async () => LIST, run = async (rows) => rows.length, onClose }: SampleProps) {
  const { done, ...steps } = useImport({ preview, run });
  if (done) return <p>{`Додано: ${done}`}</p>;
  return (
    <ImportWizard
      steps={steps}
      title="Список місць"
      lead="Візьміть таблицю."
      columns={{ required: "Назва", optional: "Адреса" }}
      limit="До 200 місць"
      columnName={() => "Назва"}
      rowName={({ name }) => name}
      row={({ name }) => <p>{name}</p>}
      rowsTitle="Можна додати"
      submit={(count) => `Додати ${count}`}
      ownWords={["too_many"]}
      onClose={onClose}
    />
  );
}

async function choose(props: SampleProps) {
  render(
    <Providers queryClient={createQueryClient({ retry: false })}>
      <Places {...props} />
    </Providers>,
  );
  await userEvent.upload(await screen.findByLabelText("Файл"), new File(["…"], "list.csv"));
}

/** Refuse with a code, and let the next attempt pass. */
function refusing(problem: ApiProblem): { run: Run; keys: string[] } {
  const keys: string[] = [];
  const run: Run = async (rows, key) => {
    keys.push(key);
    if (keys.length === 1) throw problem;
    return rows.length;
  };
  return { run, keys };
}

describe.each([
  ["on a page", undefined],
  ["in a dialog", () => undefined],
])("a table that is brought %s", (_where, onClose) => {
  it("is looked at first, and done as it was shown", async () => {
    await choose({ onClose });
    const faults = within(await screen.findByRole("region", { name: "Треба виправити" }));
    expect(faults.getByRole("listitem").textContent).toBe("Рядок 4Назва: Тут порожньо.");
    const rows = within(screen.getByRole("region", { name: "Можна додати" })).getAllByRole("listitem");
    expect(rows.map((one) => one.textContent)).toEqual(["Рядок 2Школа", "Рядок 3Лікарня"]);
    expect(screen.getByText(/1 рядок із помилкою пропустимо/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Додати 2" }));
    expect(await screen.findByText("Додано: 2")).toBeDefined();
  });

  it("gives way to another file", async () => {
    await choose({ onClose });
    await userEvent.click(await screen.findByRole("button", { name: /нший файл/ }));
    expect(await screen.findByText("Список місць")).toBeDefined();
    expect(screen.queryByRole("region", { name: "Можна додати" })).toBeNull();
  });

  it("is not done when it would be otherwise by now, until it was looked at again", async () => {
    const fields = [{ pointer: "/rows/1", code: "changed", message: "Уже є." }];
    const { run, keys } = refusing(new ApiProblem(409, "list_changed", "Дещо змінилося.", fields));
    await choose({ run, onClose });
    await userEvent.click(await screen.findByRole("button", { name: "Додати 2" }));
    const alert = within(await screen.findByRole("alert"));
    expect(alert.getByText("Дещо змінилося.")).toBeDefined();
    expect(alert.getByText("Лікарня: Уже є.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Додати 2" })).toBeNull();
    await userEvent.click(alert.getByRole("button", { name: "Перевірити ще раз" }));
    await userEvent.click(await screen.findByRole("button", { name: "Додати 2" }));
    expect(await screen.findByText("Додано: 2")).toBeDefined();
    expect(new Set(keys).size).toBe(2);
  });
});

it("is done once however often it is tried, and says a refusal of its own in the server's words", async () => {
  const { run, keys } = refusing(new ApiProblem(429, "too_many", "Сьогодні вже 200 листів."));
  await choose({ run });
  await userEvent.click(await screen.findByRole("button", { name: "Додати 2" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Сьогодні вже 200 листів.");
  await userEvent.click(screen.getByRole("button", { name: "Додати 2" }));
  expect(await screen.findByText("Додано: 2")).toBeDefined();
  expect(new Set(keys).size).toBe(1);
});

it("says why a file was not read", async () => {
  const fields = [{ pointer: "/file", code: "column_missing", message: "Бракує стовпця «Назва»." }];
  await choose({ preview: () => Promise.reject(new ApiProblem(422, "invalid", "Ні.", fields)) });
  expect((await screen.findByRole("alert")).textContent).toBe("Бракує стовпця «Назва».");
});
