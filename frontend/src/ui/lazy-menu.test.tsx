import { MantineProvider, Menu } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { userEvent } from "@/testing/user";
import { LazyMenu } from "./lazy-menu";
import { OpenMenu } from "./open-menu";

function Page() {
  const [times, setTimes] = useState(0);
  return (
    <MantineProvider env="test">
      <LazyMenu button={<button type="button">Дії</button>}>
        {(place) => (
          <OpenMenu {...place}>
            <Menu.Item onClick={() => setTimes(times + 1)}>Натиснуто {times}</Menu.Item>
          </OpenMenu>
        )}
      </LazyMenu>
    </MantineProvider>
  );
}

describe("a menu that is drawn late", () => {
  it("opens by the keys, gives the focus back, and says the same to a screen reader before", async () => {
    render(<Page />);
    const before = screen.getByRole("button", { name: "Дії" });
    expect(before.getAttribute("aria-haspopup")).toBe("menu");
    expect(before.getAttribute("aria-expanded")).toBe("false");
    before.focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("menuitem", { name: "Натиснуто 0" });
    const button = screen.getByRole("button", { name: "Дії" });
    expect(button).toBe(before);
    expect(document.getElementById(button.getAttribute("aria-controls") ?? "")).toBe(
      screen.getByRole("menu", { name: "Дії" }),
    );
    expect(button.getAttribute("aria-expanded")).toBe("true");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(screen.queryByRole("menuitem")).toBeNull();
  });

  it("is closed by its button, and by a press beside it", async () => {
    render(<Page />);
    const button = screen.getByRole("button", { name: "Дії" });
    for (const beside of [button, document.body]) {
      await userEvent.click(button);
      await screen.findByRole("menuitem");
      await userEvent.click(beside);
      await waitFor(() => expect(screen.queryByRole("menuitem")).toBeNull());
      expect(button.getAttribute("aria-expanded")).toBe("false");
    }
    expect(screen.getByRole("button", { name: "Дії" })).toBe(button);
  });

  it("offers what is true when it is opened, each time", async () => {
    render(<Page />);
    for (const times of [0, 1]) {
      await userEvent.click(screen.getByRole("button", { name: "Дії" }));
      await userEvent.click(await screen.findByRole("menuitem", { name: `Натиснуто ${times}` }));
      await waitFor(() => expect(screen.queryByRole("menuitem")).toBeNull());
    }
  });
});
