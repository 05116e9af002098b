import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FileOut, FormOut } from "@/api/generated/types.gen";
import { NetworkError } from "@/api/problem";
import { keys } from "@/queries/keys";
import { DOSSIER_ID, PATH } from "@/testing/dossier-samples";
import { aForm, anAnswer, BUTTON, FORM_ID } from "@/testing/form-samples";
import { mockApi, ProblemResponse } from "@/testing/test-server";
import { takeFiles } from "@/testing/uploads";
import type { OutgoingEvidence } from "./items";
import { forgetFiles, PendingFileStore } from "./pending-files";
import { sendEvidence } from "./send-evidence";

const PERSON = "person";
const EVIDENCE: OutgoingEvidence = {
  ...{ client_id: "key-1", dossier_id: DOSSIER_ID, submission_id: FORM_ID, evidence_of: "button" },
  ...{ title: "Фото: кнопка", name: "a.jpg", size: 3, refusal: null, written_at: "2026-12-02T12:00:00Z" },
};
const STORED = { id: "file-1", name: "a.jpg", size: 3, media_type: "image/jpeg" } as FileOut;
const FORM = `${PATH}/forms/${FORM_ID}`;
const EVIDENCE_PATH = `POST ${PATH}/evidence`;

let files: PendingFileStore;
let client: QueryClient;

beforeEach(async () => {
  client = new QueryClient();
  files = await PendingFileStore.open(PERSON);
  const facts = { name: "a.jpg", type: "image/jpeg", size: 3, alt: "", place: null, stored: null };
  await files.keep({ key: "key-1", chosen_at: 0, ...facts }, new ArrayBuffer(3));
});

afterEach(async () => {
  files.close();
  await forgetFiles(PERSON);
  vi.unstubAllGlobals();
});

/** A server that has an answer to the question, and takes evidence as `post` says. */
function serve(post: () => unknown, answer: ReturnType<typeof anAnswer> | null = anAnswer("some")) {
  const posts: unknown[] = [];
  const items: unknown[] = [];
  const form = aForm([{ ...BUTTON, answer }]);
  mockApi({
    [`GET ${FORM}`]: form,
    [`GET ${PATH}/evidence`]: () => ({ items }) as never,
    [EVIDENCE_PATH]: async (request: Request) => {
      posts.push([request.headers.get("Idempotency-Key"), await request.json()]);
      return post() as never;
    },
  });
  return { posts, items, form };
}

const BODY = { kind: "photo", title: "Фото: кнопка", file: "file-1", subject: "answer:answer-1" };

describe("a file that proves an answer", () => {
  it("is sent once though the word of that is lost, and its evidence by one key", async () => {
    const sent = takeFiles(() => STORED);
    let isLost = true;
    const { posts, form } = serve(() => {
      if (!isLost) return { id: "piece-1" };
      isLost = false;
      throw new TypeError("Failed to fetch");
    });
    client.setQueryData(keys.form(DOSSIER_ID, FORM_ID), form);
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toBeInstanceOf(NetworkError);
    await sendEvidence(client, files, EVIDENCE);
    expect(sent).toEqual(["a.jpg"]);
    expect(posts).toEqual([
      ["key-1", BODY],
      ["key-1", BODY],
    ]);
    const shown = client.getQueryData<FormOut>(keys.form(DOSSIER_ID, FORM_ID));
    expect(shown?.sections[0]?.questions[0]?.answer?.evidence_count).toBe(1);
  });

  it.each([
    ["is in the dossier", [{ file: STORED }], 1],
    ["was added by this key", [], 2],
  ])("is not added twice where it %s", async (_why, there, tries) => {
    takeFiles(() => STORED);
    const fates = [new TypeError("Failed to fetch"), new ProblemResponse(409, "answer_forgotten")];
    const { posts, items } = serve(() => {
      const fate = fates.shift();
      if (fate instanceof TypeError) throw fate;
      return fate;
    });
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toBeInstanceOf(NetworkError);
    items.push(...there);
    await sendEvidence(client, files, EVIDENCE);
    expect(posts).toHaveLength(tries);
  });

  it("goes on after the line was cut", async () => {
    let isCut = true;
    takeFiles(() => (isCut ? "cut" : STORED));
    const { posts } = serve(() => ({ id: "piece-1" }));
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toBeInstanceOf(NetworkError);
    expect(posts).toEqual([]);
    isCut = false;
    await sendEvidence(client, files, EVIDENCE);
    expect(posts).toHaveLength(1);
  });

  it("is sent again where the server has forgotten it meanwhile", async () => {
    const sent = takeFiles(() => STORED);
    const errors = [{ pointer: "/file", code: "unknown", message: "Спершу завантажте файл" }];
    serve(() => new ProblemResponse(422, "invalid", errors));
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toMatchObject({ status: 422 });
    const { posts } = serve(() => ({ id: "piece-1" }));
    await sendEvidence(client, files, EVIDENCE);
    expect(sent).toEqual(["a.jpg", "a.jpg"]);
    expect(posts).toHaveLength(1);
  });

  it("is not sent without its answer or its bytes, nor once it was removed", async () => {
    const sent = takeFiles(() => STORED);
    serve(() => ({ id: "piece-1" }), null);
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toMatchObject({ code: "no_answer" });
    expect(sent).toEqual([]);
    const { posts } = serve(() => ({ id: "piece-1" }));
    takeFiles(() => {
      void files.drop("key-1");
      return STORED;
    });
    await sendEvidence(client, files, EVIDENCE);
    expect(posts).toEqual([]);
    await expect(sendEvidence(client, files, EVIDENCE)).rejects.toMatchObject({ code: "no_file" });
  });
});
