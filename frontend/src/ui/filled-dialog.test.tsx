import { onlineManager } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { markOffline, markOnline, serverIsDown } from "@/lib/online";
import { BASE, GROUP, PATH } from "@/testing/members-samples";
import { GROUP_ID } from "@/testing/realtime-samples";
import { axeViolations, EMPTY_API, renderApp, setupPageTest } from "@/testing/test-page";
import { mockApi } from "@/testing/test-server";
import { userEvent } from "@/testing/user";
import { Dialog } from "./dialog";
import { Disclosure } from "./disclosure";

const QUESTION = "Закрити? Те, що ви заповнили, зникне.";

/** A form with a field in sight, a choice, and a field that is folded away. */
function Form({ busy = false }: { busy?: boolean }) {
  const [opened, setOpened] = useState(true);
  const [words, setWords] = useState("");
  const [tags, setTags] = useState("");
  return (
    <Dialog
      opened={opened}
      title="Форма"
      submit="Зберегти"
      busy={busy}
      onClose={() => setOpened(false)}
      onSubmit={() => undefined}
    >
      <input aria-label="Слова" value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      <input aria-label="Згода" type="checkbox" />
      <input aria-label="Пароль" type="password" />
      <Disclosure label="Ще" opened={false}>
        <input aria-label="Теги" value={tags} onChange={(event) => setTags(event.currentTarget.value)} />
      </Disclosure>
    </Dialog>
  );
}

async function shown(busy?: boolean) {
  render(
    <Providers queryClient={createQueryClient({})}>
      <Form busy={busy} />
    </Providers>,
  );
  return within(await screen.findByRole("dialog"));
}

const closed = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

describe("a form that was filled in", () => {
  it("asks before Escape closes it, and a second one goes on where it was", async () => {
    const dialog = await shown();
    await userEvent.type(dialog.getByLabelText("Слова"), "Пишу");
    await userEvent.keyboard("{Escape}");
    expect(dialog.getByText(QUESTION)).toBeDefined();
    expect(document.activeElement).toBe(dialog.getByRole("button", { name: "Заповнювати далі" }));
    expect(await axeViolations()).toEqual([]);
    await userEvent.keyboard("{Escape}");
    expect(dialog.queryByText(QUESTION)).toBeNull();
    expect(document.activeElement).toBe(dialog.getByLabelText("Слова"));
    expect(dialog.getByLabelText("Слова")).toHaveProperty("value", "Пишу");
  });

  it.each(["Скасувати", "Закрити"])(
    "asks before «%s» closes it, and closes when that is meant",
    async (name) => {
      const dialog = await shown();
      await userEvent.click(dialog.getByLabelText("Згода"));
      await userEvent.click(dialog.getByRole("button", { name }));
      await userEvent.click(dialog.getByRole("button", { name: "Заповнювати далі" }));
      await userEvent.click(dialog.getByRole("button", { name }));
      await userEvent.click(dialog.getByRole("button", { name: "Закрити без збереження" }));
      await closed();
    },
  );

  it("remembers what was filled in and folded away", async () => {
    const dialog = await shown();
    await userEvent.click(dialog.getByRole("button", { name: "Ще" }));
    await userEvent.type(dialog.getByLabelText("Теги"), "укриття");
    await userEvent.click(dialog.getByRole("button", { name: "Ще" }));
    expect(dialog.queryByLabelText("Теги")).toBeNull();
    await userEvent.keyboard("{Escape}");
    expect(dialog.getByText(QUESTION)).toBeDefined();
  });

  it("says that closing does not call off what is being sent", async () => {
    const dialog = await shown(true);
    await userEvent.type(dialog.getByLabelText("Слова"), "Пишу");
    await userEvent.keyboard("{Escape}");
    expect(dialog.getByText(/Якщо закрити, воно однаково може надійти/)).toBeDefined();
  });
});

describe("a form that holds nothing of its reader", () => {
  it("closes at once: looked at, emptied again, or with a password alone", async () => {
    const dialog = await shown();
    await userEvent.click(dialog.getByRole("button", { name: "Ще" }));
    await userEvent.type(dialog.getByLabelText("Слова"), "а");
    await userEvent.clear(dialog.getByLabelText("Слова"));
    await userEvent.type(dialog.getByLabelText("Пароль"), "таємниця");
    await userEvent.keyboard("{Escape}");
    await closed();
  });
});

describe("a form without a connection", () => {
  setupPageTest();
  afterEach(() => {
    onlineManager.setOnline(true);
    markOnline();
  });

  it("says that nothing was sent, keeps what was filled in, and does nothing later by itself", async () => {
    let connected = false;
    const sent: string[] = [];
    mockApi({
      ...EMPTY_API,
      ...BASE,
      [`GET ${PATH}`]: { ...GROUP, allowed: ["read", "start"] },
      [`GET ${PATH}/threads`]: { items: [], pinned: [], next_cursor: null, seq: 0 },
      "GET /api/v1/action-items": { items: [], next_cursor: null, seq: null },
      [`POST ${PATH}/threads`]: async (request: Request) => {
        if (!connected) throw new TypeError("Failed to fetch");
        sent.push((await request.json()).title);
        return {};
      },
    });
    const client = renderApp(`/groups/${GROUP_ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Нова тема" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByLabelText(/Питання до групи/), "Укриття");
    await userEvent.type(dialog.getByLabelText("Перше повідомлення"), "Двері зачинені.");
    onlineManager.setOnline(false);
    markOffline();
    await userEvent.click(dialog.getByRole("button", { name: "Відкрити тему" }));
    expect(await dialog.findByText(/Немає зв’язку, тож нічого не надіслано/)).toBeDefined();
    expect(dialog.getByLabelText(/Питання до групи/)).toHaveProperty("value", "Укриття");
    await waitFor(() => expect(client.isMutating()).toBe(0));
    connected = true;
    onlineManager.setOnline(true);
    markOnline();
    await client.resumePausedMutations();
    expect(sent).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Відкрити тему" }));
    await waitFor(() => expect(sent).toEqual(["Укриття"]));
  });

  it("says that the server does not answer, where that is why", async () => {
    const dialog = await shown();
    serverIsDown();
    await userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
    expect(await dialog.findByText(/Сервер не відповідає/)).toBeDefined();
    expect(dialog.queryByText(/Немає зв’язку/)).toBeNull();
  });
});
