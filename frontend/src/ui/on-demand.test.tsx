import { QueryClient } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { type ComponentType, useState } from "react";
import { describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { markOffline } from "@/lib/online";
import { userEvent } from "@/testing/user";
import { Dialog } from "./dialog";
import { onDemand } from "./on-demand";

interface QuestionProps {
  onClose: () => void;
}

function Question({ onClose }: QuestionProps) {
  return <Dialog opened title="Питання" submit="Так" onClose={onClose} onSubmit={onClose} />;
}

interface Load {
  resolve: (component: ComponentType<QuestionProps>) => void;
  reject: (reason: Error) => void;
}

/** A dialog whose file arrives, or fails to, when the test says so. */
function delayed() {
  const loads: Load[] = [];
  const Late = onDemand<QuestionProps>(
    () => new Promise((resolve, reject) => loads.push({ resolve, reject })),
  );
  return { Late, loads, settle: (how: (load: Load) => void) => act(async () => loads.forEach(how)) };
}

function Page({ Late }: { Late: ReturnType<typeof delayed>["Late"] }) {
  const [asked, setAsked] = useState(false);
  return (
    <Providers queryClient={new QueryClient()}>
      <button type="button" onPointerEnter={Late.preload} onClick={() => setAsked(true)}>
        Спитати
      </button>
      {asked && <Late onClose={() => setAsked(false)} />}
    </Providers>
  );
}

const opener = () => screen.getByRole("button", { name: "Спитати" });

describe("what is loaded when it is opened", () => {
  it("is loaded once, says meanwhile that it opens, and gives the focus back to where it was opened", async () => {
    const { Late, loads, settle } = delayed();
    render(<Page Late={Late} />);
    expect(loads).toHaveLength(0);
    opener().focus();
    await userEvent.keyboard("{Enter}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Відкриваємо…").getAttribute("role")).toBe("status");
    await settle(({ resolve }) => resolve(Question));
    await screen.findByRole("dialog", { name: "Питання" });
    expect(screen.queryByText("Відкриваємо…")).toBeNull();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(opener()));
    await userEvent.click(opener());
    expect(screen.queryByText("Відкриваємо…")).toBeNull();
    await screen.findByRole("dialog", { name: "Питання" });
    expect(loads).toHaveLength(1);
  });

  it("gives the focus back when what was pressed lost it meanwhile, as an item of a menu that closed", async () => {
    const { Late, settle } = delayed();
    render(<Page Late={Late} />);
    opener().focus();
    await userEvent.keyboard("{Enter}");
    opener().blur();
    await settle(({ resolve }) => resolve(Question));
    await screen.findByRole("dialog");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(opener()));
  });

  it("may be asked for before it is opened", async () => {
    const { Late, loads, settle } = delayed();
    render(<Page Late={Late} />);
    fireEvent.pointerEnter(opener());
    expect(loads).toHaveLength(1);
    await settle(({ resolve }) => resolve(Question));
    expect(screen.queryByRole("dialog")).toBeNull();
    fireEvent.click(opener());
    expect(screen.queryByText("Відкриваємо…")).toBeNull();
    await screen.findByRole("dialog");
  });

  it.each([
    [true, /Немає зв’язку/],
    [false, /Оновіть сторінку/],
  ])(
    "closes, says why, and is asked for anew where its file does not come (offline: %s)",
    async (offline, why) => {
      const { Late, loads, settle } = delayed();
      render(<Page Late={Late} />);
      await userEvent.click(opener());
      if (offline) markOffline();
      await settle(({ reject }) => reject(new TypeError("Failed to fetch")));
      await screen.findByText(why);
      expect(screen.queryByText("Відкриваємо…")).toBeNull();
      await userEvent.click(opener());
      expect(loads).toHaveLength(2);
      await settle(({ resolve }) => resolve(Question));
      await screen.findByRole("dialog");
    },
  );
});
