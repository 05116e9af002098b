import { QueryClient } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { axeViolations, setupPageTest } from "@/testing/test-page";
import { userEvent } from "@/testing/user";
import { InfoDialog } from "./info-dialog";

setupPageTest();

function Page({ once }: { once?: "always" }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpened(true)}>
        Показати
      </button>
      {opened && (
        <InfoDialog title="Код" once={once} onClose={() => setOpened(false)}>
          <p>123456</p>
        </InfoDialog>
      )}
    </>
  );
}

async function open(once?: "always") {
  render(
    <Providers queryClient={new QueryClient()}>
      <Page once={once} />
    </Providers>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Показати" }));
  await screen.findByRole("dialog", { name: "Код" });
  return user;
}

it("is closed by Escape, and gives the focus back", async () => {
  const user = await open();
  expect(await axeViolations()).toEqual([]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Показати"));
});

it("what is shown once alone is closed by its button alone", async () => {
  const user = await open("always");
  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog", { name: "Код" })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Закрити" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
