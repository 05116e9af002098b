import { afterEach, expect, it } from "vitest";
import type { FileOut } from "@/api/generated/types.gen";
import { forgetFiles, type PendingFileRow, PendingFileStore } from "./pending-files";

const PERSON = "person";
const DAY_MS = 24 * 3600 * 1000;

function chosen(key: string, days: number, size = 3): PendingFileRow {
  const chosen_at = Date.now() - days * DAY_MS;
  const facts = { name: `${key}.txt`, type: "text/plain", alt: "", place: null, stored: null };
  return { key, thread_id: `thread of ${key}`, chosen_at, size, ...facts };
}

afterEach(() => forgetFiles(PERSON));

it("forgets what is older than three days when it is opened, or than two where the server has it", async () => {
  const before = await PendingFileStore.open(PERSON);
  await before.keep(chosen("old", 3.1), new ArrayBuffer(3));
  await before.keep(chosen("new", 2.9), new ArrayBuffer(3));
  await before.keep({ ...chosen("stored", 2.1), stored: { id: "stored" } as FileOut }, new ArrayBuffer(3));
  before.close();
  const files = await PendingFileStore.open(PERSON);
  expect(await files.threads()).toEqual(["thread of new"]);
  expect(await files.bytes("old")).toBeNull();
  expect(await files.bytes("new")).not.toBeNull();
  files.close();
});

it("says of what there is no room for that it is not kept", async () => {
  const files = await PendingFileStore.open(PERSON);
  const most = 60 * 1024 * 1024;
  expect(await files.keep(chosen("large", 0, most), new ArrayBuffer(3))).toBe(true);
  expect(await files.keep(chosen("small", 0), new ArrayBuffer(3))).toBe(false);
  expect(await files.threads()).toEqual(["thread of large"]);
  files.close();
});
