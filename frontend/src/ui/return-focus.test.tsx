import { QueryClient } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { userEvent } from "@/testing/user";
import { Dialog } from "./dialog";

/** Two questions: one comes and goes as a whole, the other is always there and opens. */
function TwoQuestions() {
  const [asked, setAsked] = useState<"first" | "second" | null>(null);
  const dialog = { submit: "Так", onClose: () => setAsked(null), onSubmit: () => undefined };
  return (
    <>
      <button type="button" onClick={() => setAsked("first")}>
        Спитати
      </button>
      <button type="button" onClick={() => setAsked("second")}>
        Спитати інше
      </button>
      {asked === "first" && <Dialog opened title="Питання" {...dialog} />}
      <Dialog opened={asked === "second"} title="Інше питання" {...dialog} />
    </>
  );
}

/** What opens the dialog goes while it is there; around it may stand what takes the focus. */
function Vanishing({ around }: { around?: -1 }) {
  const [asked, setAsked] = useState(false);
  return (
    <main id="main" tabIndex={-1}>
      <section tabIndex={around} aria-label="Картка">
        {asked ? (
          <Dialog
            opened
            title="Питання"
            submit="Так"
            onClose={() => setAsked(false)}
            onSubmit={() => undefined}
          />
        ) : (
          <button type="button" onClick={() => setAsked(true)}>
            Спитати
          </button>
        )}
      </section>
    </main>
  );
}

describe("a dialog that goes", () => {
  it.each(["Спитати", "Спитати інше"])(
    "gives the keyboard back on a page that holds one that is not open: «%s»",
    async (name) => {
      render(
        <Providers queryClient={new QueryClient()}>
          <TwoQuestions />
        </Providers>,
      );
      const opener = screen.getByRole("button", { name });
      await userEvent.click(opener);
      await screen.findByRole("dialog");
      await userEvent.keyboard("{Escape}");
      await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
      await waitFor(() => expect(document.activeElement).toBe(opener));
    },
  );

  it.each([
    ["the page", "main", undefined],
    ["what stands around it", "region", -1],
  ] as const)("gives the keyboard to %s when its opener is gone", async (_where, role, around) => {
    render(
      <Providers queryClient={new QueryClient()}>
        <Vanishing around={around} />
      </Providers>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Спитати" }));
    await screen.findByRole("dialog");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole(role)));
  });
});
