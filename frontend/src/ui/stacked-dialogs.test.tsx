import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { userEvent } from "@/testing/user";
import { Dialog } from "./dialog";

it("Escape closes the dialog on top alone, and the one below when that is gone", async () => {
  const closed = { below: vi.fn(), above: vi.fn() };
  const shown = (above: boolean) => (
    <Providers queryClient={createQueryClient({})}>
      <Dialog opened title="Форма" submit="Зберегти" onClose={closed.below} onSubmit={() => undefined} />
      {above && (
        <Dialog opened title="Це ви?" submit="Так" onClose={closed.above} onSubmit={() => undefined} />
      )}
    </Providers>
  );
  const { rerender } = render(shown(false));
  rerender(shown(true));
  await screen.findByRole("dialog", { name: "Це ви?" });
  await userEvent.keyboard("{Escape}");
  expect(closed.above).toHaveBeenCalledTimes(1);
  expect(closed.below).not.toHaveBeenCalled();
  rerender(shown(false));
  await userEvent.keyboard("{Escape}");
  expect(closed.below).toHaveBeenCalledTimes(1);
});
