/** A server that keeps a form, for the tests of its pages. */
import { act, waitFor } from "@testing-library/react";
import { openDB } from "idb";
import { expect, vi } from "vitest";
import type { FormOut, FormQuestionOut } from "@/api/generated/types.gen";
import { markOffline, markOnline } from "@/lib/online";
import { PATH, page } from "./dossier-samples";
import { aForm, anAnswer, FORM_ID } from "./form-samples";
import { ME } from "./test-page";
import { ProblemResponse } from "./test-server";

export const FORM = `${PATH}/forms/${FORM_ID}`;

/** A socket that finds no server. */
class SilentSocket {
  static readonly OPEN = 1;
  readyState = 0;
  close() {}
}

/** From now on nothing answers, as for a page that is opened without a line. */
export function cutEverything(): void {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("WebSocket", SilentSocket);
}

/** Wait until the form lies on the device. */
export async function formStored(): Promise<void> {
  await waitFor(async () => expect(await storedKeys()).toContain("form"));
}

async function storedKeys(): Promise<unknown[]> {
  const db = await openDB(`viche-copies-${ME.id}`);
  const copies = db.objectStoreNames.contains("copies") ? await db.getAll("copies") : [];
  db.close();
  return copies.map(({ key }) => key[0]);
}

interface Put {
  question: string;
  match: string | null;
  value: unknown;
  [more: string]: unknown;
}

/** It refuses an answer to another version than the present one. */
export function serveForm(form: FormOut = aForm()) {
  const puts: Put[] = [];
  const line = { cut: false };
  const all = () => form.sections.flatMap(({ questions }) => questions);
  const put = async (request: Request) => {
    if (line.cut) throw new TypeError("Failed to fetch");
    const question = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const asked = all().find(({ name }) => name === question) as FormQuestionOut;
    const body = await request.json();
    const match = request.headers.get("If-Match");
    puts.push({ question, match, ...body });
    const version = asked.answer?.version ?? 0;
    if (match !== `"${version}"`) return new ProblemResponse(412, "stale");
    const answered_by = { id: ME.id, name: ME.name, gender: "feminine" as const };
    asked.answer = { ...anAnswer(null), ...body, version: version + 1, answered_by };
    return asked.answer as never;
  };
  const answers = Object.fromEntries(all().map(({ name }) => [`PUT ${FORM}/answers/${name}`, put] as const));
  const api = {
    ...page({ visibility: "participants" }),
    [`GET ${FORM}`]: () => structuredClone(form),
    ...answers,
  };
  const cut = () => {
    line.cut = true;
    act(() => markOffline());
  };
  const mend = () => {
    line.cut = false;
    act(() => markOnline());
  };
  return { api, puts, cut, mend, find: (name: string) => all().find((one) => one.name === name) };
}
