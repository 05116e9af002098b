import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { FileOut } from "@/api/generated/types.gen";
import { isSharedDevice } from "@/lib/shared-device";
import { ignoreFailure } from "./ignore-failure";
import { dropFromMemory, openInMemory } from "./memory";

/** A file that a message or a piece of evidence will bring, as it was chosen. */
export interface PendingFileRow {
  key: string;
  /** Where its message is written; none of evidence, whose file stays until that is sent or removed. */
  thread_id?: string;
  chosen_at: number;
  name: string;
  type: string;
  size: number;
  alt: string;
  /** Where the server takes the rest of it. */
  place: string | null;
  /** What has come of it: then its bytes are here no more. */
  stored: FileOut | null;
}

interface Schema extends DBSchema {
  files: { key: string; value: PendingFileRow; indexes: { thread: string } };
  bytes: { key: string; value: ArrayBuffer };
}

/** All of a person together, in bytes: phones have little room. */
const MOST_KEPT = 60 * 1024 * 1024;
const DAY_MS = 24 * 3600 * 1000;
/** What came to the server is deleted there, too, when nothing has it. */
const STORED_MS = 2 * DAY_MS;
const KEPT_MS = 3 * DAY_MS;

const isEvidence = ({ thread_id }: PendingFileRow) => thread_id === undefined;
/** Evidence may be refused after its file has come: its bytes are not lost for that. */
const hasBytes = (file: PendingFileRow) => !file.stored || isEvidence(file);

const nameOf = (personId: string) => `viche-files-${personId}`;
const LAYOUT = { files: { keyPath: "key", indexes: { thread: "thread_id" } }, bytes: {} };

/** Files that were chosen for messages and evidence of one person in this browser. They survive a reload, not a sign-out. */
export class PendingFileStore {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(personId: string): Promise<PendingFileStore> {
    if (isSharedDevice()) return new PendingFileStore(await openInMemory(nameOf(personId), LAYOUT));
    const db = await openDB<Schema>(nameOf(personId), 1, {
      upgrade(fresh) {
        fresh.createObjectStore("files", { keyPath: "key" }).createIndex("thread", "thread_id");
        fresh.createObjectStore("bytes");
      },
      // Somebody signs out, here or in another page.
      blocking: (_old, _fresh, event) => (event.target as IDBDatabase).close(),
    });
    const files = new PendingFileStore(db);
    // Whoever signs out meanwhile has closed it.
    await files.dropOld().catch(() => undefined);
    return files;
  }

  close(): void {
    this.db.close();
  }

  /** Those of a thread in the order in which they were chosen, without any that is too old. */
  async of(threadId: string): Promise<PendingFileRow[]> {
    await this.dropOld();
    const here = await this.db.getAllFromIndex("files", "thread", threadId);
    return here.sort((a, b) => a.chosen_at - b.chosen_at);
  }

  private async dropOld(): Promise<void> {
    for (const file of await this.db.getAll("files")) {
      const oldest = Date.now() - (file.stored ? STORED_MS : KEPT_MS);
      if (!isEvidence(file) && file.chosen_at < oldest) await this.drop(file.key);
    }
  }

  /** What was chosen for messages and is nowhere but here is kept as if it were chosen now; returns how many. */
  async prolong(): Promise<number> {
    const change = this.db.transaction("files", "readwrite");
    ignoreFailure(change.done);
    const files = (await change.store.getAll()).filter((file) => !isEvidence(file));
    const all = files.sort((a, b) => a.chosen_at - b.chosen_at);
    for (const [place, file] of all.entries())
      if (!file.stored) await change.store.put({ ...file, chosen_at: Date.now() + place });
    await change.done;
    return all.length;
  }

  /** How many wait for their message. */
  async unsent(): Promise<number> {
    return (await this.db.getAll("files")).filter((file) => !isEvidence(file)).length;
  }

  async get(key: string): Promise<PendingFileRow | null> {
    return (await this.db.get("files", key)) ?? null;
  }

  async bytes(key: string): Promise<ArrayBuffer | null> {
    return (await this.db.get("bytes", key)) ?? null;
  }

  /** False, or a rejection, where there is no room. */
  async keep(file: PendingFileRow, bytes: ArrayBuffer): Promise<boolean> {
    const change = this.db.transaction(["files", "bytes"], "readwrite");
    ignoreFailure(change.done);
    const all = await change.objectStore("files").getAll();
    const taken = all.filter(hasBytes).reduce((sum, { size }) => sum + size, 0);
    const fits = taken + bytes.byteLength <= MOST_KEPT;
    if (fits) {
      await change.objectStore("files").put(file);
      await change.objectStore("bytes").put(bytes, file.key);
    }
    await change.done;
    return fits;
  }

  /** One that was let go of meanwhile does not come back. */
  async change(key: string, part: Partial<PendingFileRow>): Promise<void> {
    const change = this.db.transaction(["files", "bytes"], "readwrite");
    ignoreFailure(change.done);
    const kept = await change.objectStore("files").get(key);
    const changed = kept && { ...kept, ...part };
    if (changed) await change.objectStore("files").put(changed);
    if (changed && !hasBytes(changed)) await change.objectStore("bytes").delete(key);
    await change.done;
  }

  /** They have come to the server, and wait for the next message of a thread. */
  async bring(threadId: string, arrived: { file: FileOut; alt: string }[]): Promise<void> {
    for (const { file, alt } of arrived) {
      const { id: key, name, size, media_type: type } = file;
      const place = { thread_id: threadId, chosen_at: Date.now(), place: null };
      await this.db.put("files", { key, name, type, size, alt, stored: file, ...place });
    }
  }

  async drop(key: string): Promise<void> {
    const change = this.db.transaction(["files", "bytes"], "readwrite");
    ignoreFailure(change.done);
    await change.objectStore("files").delete(key);
    await change.objectStore("bytes").delete(key);
    await change.done;
  }

  /** Evidence that was chosen over a day ago: what tells of a later one may still be on its way. */
  async oldEvidence(): Promise<string[]> {
    const oldest = Date.now() - DAY_MS;
    const files = await this.db.getAll("files");
    return files.filter((file) => isEvidence(file) && file.chosen_at < oldest).map(({ key }) => key);
  }

  async dropIn(threadId: string): Promise<void> {
    for (const key of await this.db.getAllKeysFromIndex("files", "thread", threadId)) await this.drop(key);
  }

  async threads(): Promise<string[]> {
    return [...new Set((await this.db.getAll("files")).flatMap(({ thread_id }) => thread_id ?? []))];
  }
}

export async function forgetFiles(personId: string): Promise<void> {
  await dropFromMemory(nameOf(personId));
  await deleteDB(nameOf(personId));
}
