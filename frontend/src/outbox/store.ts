import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { isSharedDevice } from "@/lib/shared-device";
import { ignoreFailure } from "./ignore-failure";
import {
  isAnswer,
  isEvidence,
  isMessage,
  isReaction,
  isRecord,
  type OutboxItem,
  type OutgoingAnswer,
  type OutgoingEvidence,
  type OutgoingMessage,
  type OutgoingNote,
} from "./items";
import { dropFromMemory, openInMemory } from "./memory";
import { forgetFiles, PendingFileStore } from "./pending-files";

/** What was begun in a thread and not sent. */
export interface Draft {
  thread_id: string;
  text: string;
  /** What it answers and quotes, and for whom: an earlier release kept the text alone. */
  reply_to?: string | null;
  quote?: { text: string | null; version: number } | null;
  on_behalf?: boolean;
  mandate_id?: string | null;
  /** The server’s version that is known here, and what it said. */
  version?: number;
  sent?: string;
  /** What was brought to the server without an answer. */
  unsure?: string[];
  /** By which it is the same as what the server may have, where the words that it quotes are not kept here. */
  whole?: string;
}

/** Two drafts are the same when this is; the empty ones all are. It is kept, too: no word of others is in it. */
export function keyOf({ text, reply_to = null, quote = null, on_behalf = false, ...more }: Draft): string {
  if (more.whole !== undefined) return more.whole;
  if (text.trim() === "") return "";
  const quoted = quote && [quote.version, quote.text?.length ?? null];
  return JSON.stringify([text.trim(), reply_to, quoted, on_behalf, more.mandate_id ?? null]);
}

/** A quote without its words would be one of the whole message: the server brings them again. */
export function withoutWords(draft: Draft): Draft {
  return draft.quote?.text ? { ...draft, quote: null, whole: keyOf(draft) } : draft;
}

/** Whether the server lacks something of what was begun. */
function isUnsent(draft: Draft): boolean {
  return keyOf(draft) !== (draft.sent ?? "") || Boolean(draft.unsure?.length);
}

/** Whether it goes with the access to a dossier, or to the group of a meeting. */
const isWrittenIn = (one: OutboxItem, id: string) =>
  (isAnswer(one) && one.dossier_id === id) || (isRecord(one) && one.group_id === id);

interface Schema extends DBSchema {
  letters: { key: string; value: OutboxItem; indexes: { written: string } };
  drafts: { key: string; value: Draft };
}

const nameOf = (personId: string) => `viche-${personId}`;
const LAYOUT = {
  letters: { keyPath: "client_id", indexes: { written: "written_at" } },
  drafts: { keyPath: "thread_id" },
};

/** Letters and drafts of one person in this browser. They survive a reload and a power cut, not a sign-out. */
export class Store {
  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    /** What messages and evidence will bring. */
    readonly files: PendingFileStore,
  ) {}

  static async open(personId: string): Promise<Store> {
    const files = await PendingFileStore.open(personId);
    if (isSharedDevice()) return new Store(await openInMemory(nameOf(personId), LAYOUT), files);
    const db = await openDB<Schema>(nameOf(personId), 1, {
      upgrade(fresh) {
        fresh.createObjectStore("letters", { keyPath: "client_id" }).createIndex("written", "written_at");
        fresh.createObjectStore("drafts", { keyPath: "thread_id" });
      },
      // Somebody signs out, here or in another page: the store is wiped, and must not be held open for that.
      blocking: (_old, _fresh, event) => (event.target as IDBDatabase).close(),
    });
    return new Store(db, files);
  }

  close(): void {
    this.db.close();
    this.files.close();
  }

  /** In the order in which they were written. */
  letters(): Promise<OutboxItem[]> {
    return this.db.getAllFromIndex("letters", "written");
  }

  async keep(letter: OutboxItem): Promise<void> {
    await this.db.put("letters", letter);
  }

  /** Keep an answer in place of the one that waits: its turn, and what its author had seen of others, stay the same. */
  async keepAnswer(answer: OutgoingAnswer): Promise<void> {
    const change = this.db.transaction("letters", "readwrite");
    ignoreFailure(change.done);
    const before = await change.store.get(answer.client_id);
    const waits = before && isAnswer(before) && before.refusal === null;
    const place = waits ? { version: before.version, written_at: before.written_at } : {};
    await change.store.put({ ...answer, ...place });
    await change.done;
  }

  /** Change what was sent, or drop it by null; an answer that was written meanwhile only learns the new version. */
  async settleAnswer(sent: OutgoingAnswer, change: Partial<OutgoingAnswer> | null, version = sent.version) {
    const turn = this.db.transaction("letters", "readwrite");
    ignoreFailure(turn.done);
    const kept = await turn.store.get(sent.client_id);
    if (kept && isAnswer(kept)) {
      const isSame = kept.said_at === sent.said_at;
      if (isSame && change === null) await turn.store.delete(sent.client_id);
      else await turn.store.put({ ...kept, version, ...(isSame ? change : {}) });
    }
    await turn.done;
  }

  /** Keep evidence with its file. False where the device has no room for that, or cannot read it. */
  async keepEvidence(evidence: OutgoingEvidence, file: File): Promise<boolean> {
    const { name, type, size } = file;
    const facts = { key: evidence.client_id, chosen_at: Date.now(), name, type, size, alt: "" };
    const keep = async () =>
      this.files.keep({ ...facts, place: null, stored: null }, await file.arrayBuffer());
    const isKept = await keep().catch(() => false);
    if (isKept) await this.keep(evidence);
    return isKept;
  }

  /** Evidence that is still here was refused, or is to be tried once more. */
  async settleEvidence(clientId: string, refusal: string | null): Promise<void> {
    const turn = this.db.transaction("letters", "readwrite");
    ignoreFailure(turn.done);
    const kept = await turn.store.get(clientId);
    if (kept && isEvidence(kept)) await turn.store.put({ ...kept, refusal });
    await turn.done;
  }

  /** What was entered at a meeting and is still here was refused, or is to be tried once more. */
  async settleRecord(clientId: string, change: Partial<OutgoingNote>): Promise<void> {
    const turn = this.db.transaction("letters", "readwrite");
    ignoreFailure(turn.done);
    const kept = await turn.store.get(clientId);
    if (kept && isRecord(kept)) await turn.store.put({ ...kept, ...change });
    await turn.done;
  }

  /** The threads, dossiers and groups of meetings in which something was begun or waits to be sent. */
  async refs(): Promise<string[]> {
    const [drafts, letters] = await Promise.all([this.db.getAll("drafts"), this.letters()]);
    const refs = [...drafts, ...letters].map((one) => {
      if ("meeting_id" in one) return `group:${one.group_id}`;
      return "thread_id" in one ? `thread:${one.thread_id}` : `dossier:${one.dossier_id}`;
    });
    return [...refs, ...(await this.files.threads()).map((id) => `thread:${id}`)];
  }

  /**
   * Only some may read a thread by now: what was begun there stays without the words of others, and so does what
   * was refused. What the server has lies there alone, and files nowhere.
   */
  async onRestricted(threadId: string): Promise<void> {
    await this.files.dropIn(threadId);
    const change = this.db.transaction(["letters", "drafts"], "readwrite");
    ignoreFailure(change.done);
    for await (const one of change.objectStore("letters")) {
      const kept = one.value;
      if (isMessage(kept) && kept.thread_id === threadId && kept.refusal !== null && kept.quote?.text)
        await one.update({ ...kept, quote: null });
    }
    const drafts = change.objectStore("drafts");
    const kept = await drafts.get(threadId);
    if (kept && keyOf(kept) === kept.sent && !kept.unsure?.length) await drafts.delete(threadId);
    else if (kept) await drafts.put(withoutWords(kept));
    await change.done;
  }

  /** Somebody may read a thread no more: their letters there stay without the words of others, their draft
   * goes, and so do answers and evidence in a dossier. What was sent meanwhile does not come back.
   */
  async onAccessLost(threadId: string): Promise<void> {
    await this.files.dropIn(threadId);
    for (const one of await this.letters())
      if (isEvidence(one) && one.dossier_id === threadId) await this.drop(one.client_id);
    const change = this.db.transaction(["letters", "drafts"], "readwrite");
    ignoreFailure(change.done);
    for await (const one of change.objectStore("letters")) {
      const kept = one.value;
      if (isWrittenIn(kept, threadId)) await one.delete();
      if (isMessage(kept) && kept.thread_id === threadId && kept.quote)
        await one.update({ ...kept, quote: null });
    }
    await change.objectStore("drafts").delete(threadId);
    await change.done;
  }

  /** A letter that is still here is changed; one that was sent or cancelled meanwhile does not come back. */
  async change(clientId: string, change: (letter: OutgoingMessage) => OutgoingMessage): Promise<void> {
    const turn = this.db.transaction("letters", "readwrite");
    ignoreFailure(turn.done);
    const kept = await turn.store.get(clientId);
    if (kept && isMessage(kept)) await turn.store.put(change(kept));
    await turn.done;
  }

  /** Time has ended the sign-in: what the person wrote waits, without the words of others. False: there is none. */
  async keepOwn(): Promise<boolean> {
    const change = this.db.transaction(["letters", "drafts"], "readwrite");
    ignoreFailure(change.done);
    for await (const one of change.objectStore("letters")) {
      if (isMessage(one.value) && one.value.quote?.text) await one.update({ ...one.value, quote: null });
    }
    for await (const one of change.objectStore("drafts")) {
      // What the server has is there again after the next sign-in.
      if (isUnsent(one.value)) await one.update(withoutWords(one.value));
      else await one.delete();
    }
    const [letters, drafts] = [change.objectStore("letters"), change.objectStore("drafts")];
    const left = (await letters.count()) + (await drafts.count());
    await change.done;
    return left + (await this.files.prolong()) > 0;
  }

  /** Return whether messages, answers or evidence are there that are sent as soon as the person is signed in. */
  async hasQueued(): Promise<boolean> {
    return (await this.letters()).some((one) => !isReaction(one) && one.refusal === null);
  }

  /** How many messages, answers, drafts and files of the person are nowhere but here. */
  async unsent(): Promise<number> {
    const [letters, drafts] = await Promise.all([this.letters(), this.db.getAll("drafts")]);
    const files = await this.files.unsent();
    return letters.filter((one) => !isReaction(one)).length + drafts.filter(isUnsent).length + files;
  }

  /** It is sent, or was removed; with the file of evidence. */
  async drop(clientId: string): Promise<void> {
    await this.db.delete("letters", clientId);
    await this.files.drop(clientId);
  }

  /**
   * Drop files of evidence that nothing tells of any more: a tab ended between the two databases. They are listed
   * first, since a file is kept before what tells of it.
   */
  async dropOrphans(): Promise<void> {
    const old = await this.files.oldEvidence();
    const told = new Set((await this.letters()).map(({ client_id }) => client_id));
    for (const key of old) if (!told.has(key)) await this.files.drop(key);
  }

  async draft(threadId: string): Promise<Draft | null> {
    return (await this.db.get("drafts", threadId)) ?? null;
  }

  async dropDraft(threadId: string): Promise<void> {
    await this.db.delete("drafts", threadId);
  }

  /**
   * What was written elsewhere goes on below what was begun in a thread; with the letter that it was, which is
   * gone in the same moment.
   */
  async restoreAsDraft({ thread_id, ...said }: Draft, letter?: OutgoingMessage): Promise<void> {
    if (letter?.attachments?.length) await this.files.bring(thread_id, letter.attachments);
    const change = this.db.transaction(["letters", "drafts"], "readwrite");
    ignoreFailure(change.done);
    const { whole: _whole, ...begun } = (await change.objectStore("drafts").get(thread_id)) ?? {
      thread_id,
      text: "",
    };
    const both = [begun.text, said.text].filter((one) => one.trim() !== "").join("\n\n");
    await change.objectStore("drafts").put({ ...begun, ...said, text: both });
    if (letter) await change.objectStore("letters").delete(letter.client_id);
    await change.done;
  }

  /** One that is empty is kept until the server knows, too. */
  async keepDraft(draft: Draft): Promise<void> {
    const isOver = draft.text.trim() === "" && !draft.sent && !draft.unsure?.length;
    if (isOver) await this.db.delete("drafts", draft.thread_id);
    else await this.db.put("drafts", draft);
  }
}

/**
 * Of what lies here only what the person wrote and has not sent stays, without the words of others. False when
 * there is nothing of that kind.
 */
export async function keepOwnWords(personId: string): Promise<boolean> {
  const store = await Store.open(personId);
  try {
    return await store.keepOwn();
  } finally {
    store.close();
  }
}

/** How much of what a person wrote is nowhere but here. */
export function countUnsent(personId: string): Promise<number> {
  return lookInto(personId, (store) => store.unsent());
}

/** Return whether messages of a person are sent as soon as they are signed in. */
export function hasQueued(personId: string): Promise<boolean> {
  return lookInto(personId, (store) => store.hasQueued());
}

async function lookInto<T>(personId: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await Store.open(personId);
  try {
    return await look(store);
  } finally {
    store.close();
  }
}

/** Nothing of a person stays in the browser after they sign out. */
export async function forgetPerson(personId: string): Promise<void> {
  await dropFromMemory(nameOf(personId));
  await deleteDB(nameOf(personId));
  await forgetFiles(personId);
}
