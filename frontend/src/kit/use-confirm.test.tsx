import { render, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { axeViolations, setupPageTest } from "@/testing/test-page";
import { userEvent } from "@/testing/user";
import { useCommand } from "./use-command";
import { useConfirm } from "./use-confirm";
import { useDialog } from "./use-dialog";

setupPageTest();

function Confirmed({ run }: { run: () => Promise<unknown> }) {
  const end = useConfirm({
    title: "Вилучити?",
    text: "Цього не повернути.",
    submit: "Так, вилучити",
    cancel: "Залишити",
    danger: true,
    command: useCommand({ run }),
  });
  return (
    <>
      <button type="button" onClick={end.open}>
        Вилучити
      </button>
      {end.dialog}
    </>
  );
}

function Chosen() {
  const edit = useDialog<string>();
  return (
    <>
      <button type="button" onClick={() => edit.open("друга")}>
        Змінити
      </button>
      {edit.render((row, close) => (
        <button type="button" onClick={close}>{`Про ${row}`}</button>
      ))}
    </>
  );
}

it("a confirmation asks first, stays with what was wrong, and closes when it is done", async () => {
  const refused = new ApiProblem(422, "invalid", "", [
    { pointer: "/state", code: "x", message: "Уже вилучено" },
  ]);
  const run = vi.fn(async () => ({})).mockRejectedValueOnce(refused);
  render(
    <Providers queryClient={createQueryClient({})}>
      <Confirmed run={run} />
    </Providers>,
  );
  const open = () => userEvent.click(screen.getByRole("button", { name: "Вилучити" }));
  await open();
  const dialog = () => within(screen.getByRole("dialog", { name: "Вилучити?" }));
  expect(dialog().getByText("Цього не повернути.")).toBeDefined();
  expect(await axeViolations()).toEqual([]);
  await userEvent.click(dialog().getByRole("button", { name: "Залишити" }));
  expect(run).not.toHaveBeenCalled();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await open();
  await userEvent.click(dialog().getByRole("button", { name: "Так, вилучити" }));
  expect(await dialog().findByText("Уже вилучено")).toBeDefined();
  await userEvent.click(dialog().getByRole("button", { name: "Залишити" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await open();
  expect(dialog().queryByText("Уже вилучено")).toBeNull();
  await userEvent.click(dialog().getByRole("button", { name: "Так, вилучити" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(run).toHaveBeenCalledTimes(2);
});

it("a dialog is about what it was opened with", async () => {
  render(<Chosen />);
  expect(screen.queryByText("Про друга")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Змінити" }));
  await userEvent.click(screen.getByRole("button", { name: "Про друга" }));
  expect(screen.queryByText("Про друга")).toBeNull();
});
