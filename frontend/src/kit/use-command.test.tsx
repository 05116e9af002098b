import { render, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { postThreadQuestions } from "@/api/generated/sdk.gen";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { setupPageTest } from "@/testing/test-page";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { userEvent } from "@/testing/user";
import { type Command, useCommand } from "./use-command";

const PATH = "POST /api/v1/threads/t/questions";

setupPageTest();

type UseCommand = () => Command<string, unknown>;

function Page({ useIt, input }: { useIt: UseCommand; input: string }) {
  const command = useIt();
  return (
    <>
      <button type="button" onClick={() => command.mutate(input)}>
        {command.status}
      </button>
      <button type="button" onClick={() => command.confirm(["phone"])}>
        Усе одно
      </button>
      <button type="button" onClick={command.begin}>
        Почати
      </button>
    </>
  );
}

/** Show a button that runs a command, and how it went. */
function show(useIt: UseCommand, input = "Оксана") {
  const client = createQueryClient({});
  const shown = () => (
    <Providers queryClient={client}>
      <Page useIt={useIt} input={input} />
    </Providers>
  );
  const { rerender, unmount } = render(shown());
  const run = async (status: string) => {
    await userEvent.click(screen.getByRole("button", { name: /idle|error|success/ }));
    await screen.findByRole("button", { name: status });
  };
  return { run, again: () => rerender(shown()), unmount, client };
}

const send = (text: string, headers: Record<string, string> = {}, confirmed?: PersonalDataKind[]) =>
  unwrap(postThreadQuestions({ path: { thread_id: "t" }, body: { text, confirmed }, headers }));

/** Answer in turn, and keep what was asked. */
function answers(...turns: unknown[]) {
  const asked: Request[] = [];
  mockApi({
    [PATH]: (request: Request) => {
      asked.push(request);
      return turns.shift() ?? {};
    },
    "POST /_allauth/browser/v1/auth/reauthenticate": {},
    "GET /api/v1/me/factors": { app_codes: null, passkeys: [], recovery_codes_left: null, demands: [] },
  });
  return { asked, header: (name: string) => asked.map(({ headers }) => headers.get(name)) };
}

const invalid = (code: string) =>
  new ProblemResponse(422, code, [{ pointer: "/text", code: "phone", message: "Схоже на телефон" }]);

describe("a command", () => {
  it("keeps its idempotency key until it is carried out, and has another for another input", async () => {
    const { header } = answers(new ProblemResponse(503, "unknown"), {}, {});
    const { run } = show(() => useCommand({ run: (text, { idempotencyKey }) => send(text, idempotencyKey) }));
    await run("error");
    await run("success");
    await run("success");
    const [first, repeated, another] = header("Idempotency-Key");
    expect(first).toBeTruthy();
    expect(repeated).toBe(first);
    expect(another).not.toBe(first);
  });

  it("overwrites the version that was seen when it was begun, and after a refusal the one that is shown", async () => {
    let version = 1;
    const { header } = answers(new ProblemResponse(412, "version_conflict"), {});
    const { run, again } = show(() =>
      useCommand({ run: (text, { ifMatch }) => send(text, ifMatch), version }),
    );
    await userEvent.click(screen.getByRole("button", { name: "Почати" }));
    version = 2;
    again();
    await run("error");
    expect(await screen.findByText(/Хтось уже змінив це/)).toBeDefined();
    await run("success");
    expect(header("If-Match")).toEqual(['"1"', '"2"']);
  });

  it("is sent again as confirmed, under another key", async () => {
    const { asked, header } = answers(invalid("personal_data"), {});
    const { run } = show(() =>
      useCommand({
        run: (text, { idempotencyKey, confirmed }) => send(text, idempotencyKey, confirmed),
      }),
    );
    await run("error");
    await userEvent.click(screen.getByRole("button", { name: "Усе одно" }));
    await screen.findByRole("button", { name: "success" });
    expect(await asked[1]?.json()).toMatchObject({ text: "Оксана", confirmed: ["phone"] });
    const [first, second] = header("Idempotency-Key");
    expect(second).not.toBe(first);
  });

  it("asks for a fresh proof and goes on, and says nothing when that is closed", async () => {
    const { asked } = answers(
      new ProblemResponse(403, "proof_required"),
      new ProblemResponse(403, "proof_required"),
    );
    const { run } = show(() => useCommand({ run: (text) => send(text) }));
    await userEvent.click(screen.getByRole("button", { name: "idle" }));
    const proof = within(await screen.findByRole("dialog"));
    await userEvent.click(proof.getByRole("button", { name: "Скасувати" }));
    await screen.findByRole("button", { name: "error" });
    expect(screen.queryByText("Не вдалося. Спробуйте ще.")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "error" }));
    const second = within(await screen.findByRole("dialog"));
    await userEvent.type(second.getByLabelText("Пароль"), "x{Enter}");
    await screen.findByRole("button", { name: "success" });
    expect(asked).toHaveLength(3);
    await run("success");
  });

  it("loads anew what it changes, also when it was refused, and says what was done", async () => {
    answers(new ProblemResponse(500, "failed"), {});
    const { run, client } = show(() =>
      useCommand({ run: (text) => send(text), success: "Зроблено", invalidates: [["people"]] }),
    );
    const stale = () => client.getQueryState(["people"])?.isInvalidated;
    client.setQueryData(["people"], []);
    await run("error");
    expect(await screen.findByText("failed")).toBeDefined();
    expect(stale()).toBe(true);
    client.setQueryData(["people"], []);
    await run("success");
    expect(await screen.findByText("Зроблено")).toBeDefined();
    expect(stale()).toBe(true);
  });

  it.each([
    [undefined, false],
    [true, true],
    [false, false],
  ])("with tellsErrors %s tells what is wrong with a field by toast: %s", async (tellsErrors, told) => {
    answers(invalid("invalid"));
    const { run } = show(() => useCommand({ run: (text) => send(text), tellsErrors }));
    await run("error");
    await waitFor(() => expect(screen.queryByText("invalid") !== null).toBe(told));
  });

  it("keeps nothing of what it took and gave", async () => {
    answers({ secret: "s" });
    const { run, client, unmount } = show(() => useCommand({ run: (text) => send(text) }), "пароль");
    await run("success");
    expect(client.getMutationCache().getAll()).toHaveLength(1);
    unmount();
    await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
  });
});
