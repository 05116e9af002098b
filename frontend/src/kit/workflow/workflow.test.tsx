import { msg } from "@lingui/core/macro";
import { Menu } from "@mantine/core";
import { render, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { axeViolations, setupPageTest } from "@/testing/test-page";
import { userEvent } from "@/testing/user";
import { TransitionDialog, type TransitionWords } from "./transition-dialog";
import { type Transition, workflow } from "./workflow";
import { WorkflowButtons } from "./workflow-buttons";
import { WorkflowItems } from "./workflow-items";

setupPageTest();

interface Step extends Transition {
  name: "open" | "close" | "note";
}

const FLOW = workflow<Step, Step["name"] | "read">([
  { name: "open", label: msg`Почати роботу` },
  {
    name: "close",
    label: msg`Закрити доручення`,
    lead: msg`Доручення закрито`,
    keep: msg`Не скасовувати`,
    reason: { label: msg`Причина`, missing: msg`Напишіть причину` },
    danger: true,
  },
  { name: "note", label: msg`Відхилити`, reason: { label: msg`Примітка` } },
]);

const show = (children: ReactNode) =>
  render(<Providers queryClient={createQueryClient({})}>{children}</Providers>);

type Run = (words: TransitionWords) => Promise<unknown>;

function Asked({ run }: { run: Run }) {
  const asked = useDialog<Transition>();
  return (
    <>
      <WorkflowButtons transitions={FLOW.openTo(["read", "note", "close"])} onChoose={asked.open} />
      {asked.render((transition, close) => (
        <Sample transition={transition} run={run} onClose={close} />
      ))}
    </>
  );
}

function Sample({ transition, run, onClose }: { transition: Transition; run: Run; onClose: () => void }) {
  const command = useCommand({ run, onSuccess: onClose });
  return <TransitionDialog transition={transition} command={command} onClose={onClose} />;
}

it("those that the server allows are open, in the order of the workflow", () => {
  expect(FLOW.openTo(["note", "read", "close"]).map(({ name }) => name)).toEqual(["close", "note"]);
  // @ts-expect-error: the server knows nothing of that name
  expect(FLOW.openTo(["lost"])).toEqual([]);
  // @ts-expect-error: nor is there such a transition
  expect(() => FLOW.get("lost")).toThrow();
});

it("a dialog asks for the reason that a transition needs, and says what the server has against it", async () => {
  const refused = new ApiProblem(422, "invalid", "", [
    { pointer: "/reason", code: "short", message: "Замало слів" },
    { pointer: "/state", code: "over", message: "Уже закрито" },
  ]);
  const run = vi.fn(async (_words: TransitionWords) => ({})).mockRejectedValueOnce(refused);
  show(<Asked run={run} />);
  await userEvent.click(screen.getByRole("button", { name: "Закрити доручення" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Закрити доручення" }));
  const submit = () => userEvent.click(dialog.getByRole("button", { name: "Закрити доручення" }));
  expect(dialog.getByText("Доручення закрито")).toBeDefined();
  expect(dialog.getByRole("button", { name: "Не скасовувати" })).toBeDefined();
  await submit();
  expect(dialog.getByText("Напишіть причину")).toBeDefined();
  expect(run).not.toHaveBeenCalled();
  await userEvent.type(dialog.getByLabelText("Причина"), " Зроблено ");
  await submit();
  expect(await dialog.findByText("Замало слів")).toBeDefined();
  expect(dialog.getByText("Уже закрито")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await submit();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(run.mock.calls[1]?.[0]).toEqual({ reason: "Зроблено" });
});

it("a reason that may be left out is left out", async () => {
  const run = vi.fn(async (_words: TransitionWords) => ({}));
  show(<Asked run={run} />);
  await userEvent.click(screen.getByRole("button", { name: "Відхилити" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Відхилити" }));
  expect(dialog.getByLabelText("Примітка")).toBeDefined();
  await userEvent.click(dialog.getByRole("button", { name: "Відхилити" }));
  await waitFor(() => expect(run.mock.calls[0]?.[0]).toEqual({ reason: "" }));
});

it("in a menu they are chosen from the keyboard", async () => {
  const choose = vi.fn();
  show(
    <Menu opened>
      <Menu.Target>
        <button type="button">Дії</button>
      </Menu.Target>
      <Menu.Dropdown>
        <WorkflowItems transitions={FLOW.transitions} onChoose={choose} />
      </Menu.Dropdown>
    </Menu>,
  );
  const [first, second] = await screen.findAllByRole("menuitem", { hidden: true });
  first?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(second);
  await userEvent.keyboard("{Enter}");
  expect(choose).toHaveBeenCalledWith(FLOW.get("close"));
});

it("none that are open are no empty row of buttons", () => {
  show(<WorkflowButtons className="row" transitions={[]} onChoose={() => undefined} />);
  expect(document.querySelector(".row")).toBeNull();
});

it("a button with a short text has the whole label as its name", () => {
  const [close] = FLOW.openTo(["close"]).map((one) => ({ ...one, short: msg`Закрити` }));
  show(<WorkflowButtons transitions={close ? [close] : []} onChoose={() => undefined} />);
  expect(screen.getByRole("button", { name: "Закрити доручення" }).textContent).toBe("Закрити");
});
