import type { ThreadDraftOut } from "@/api/generated/types.gen";
import { isVersionConflict } from "@/api/problem";
import { type Draft, keyOf, type Store, withoutWords } from "./store";

/** What a message that is being written answers and quotes, and for whom it speaks. */
export type DraftContext = Pick<ThreadDraftOut, "reply_to" | "quote" | "on_behalf" | "mandate_id">;

/** What was begun in a thread. */
export interface DraftContent extends DraftContext {
  text: string;
}

export const EMPTY_DRAFT: DraftContent = {
  text: "",
  reply_to: null,
  quote: null,
  on_behalf: false,
  mandate_id: null,
};

/** The server’s copy of it. */
export interface Remote {
  get: () => Promise<ThreadDraftOut>;
  put: (said: DraftContent, version: number) => Promise<ThreadDraftOut>;
  drop: (version: number) => Promise<ThreadDraftOut>;
}

export interface DraftView {
  said: DraftContent;
  /** What came from the store or another device, until something else comes from there. */
  opened: DraftContent | null;
  saved: boolean;
  /** What another device wrote meanwhile: the writer chooses between it and `said`. */
  other: DraftContent | null;
}

/** What is done with what is written: brought to the server, and words of others kept in the browser. */
export interface Allowed {
  sends: boolean;
  /** Of a thread that went on in another one what the server still has is looked at, and nothing brought. */
  looks?: boolean;
  keepsQuotes: boolean;
}

/** Milliseconds: kept here after a pause, on the server after a longer one, and no oftener than that. */
export const PAUSES = { here: 400, there: 3000, between: 6000 };

const isEmpty = ({ text }: DraftContent) => text.trim() === "";
const saidIn = ({ body, reply_to, quote, on_behalf, mandate_id }: ThreadDraftOut): DraftContent => ({
  text: body,
  reply_to,
  quote,
  on_behalf,
  mandate_id,
});

/**
 * Keeps what is being written in one thread: in the browser at once, and on the server after a pause. What
 * another device wrote meanwhile is taken over where nothing new was written here; else the writer is asked.
 */
export class DraftSync {
  private shown: DraftView = { said: EMPTY_DRAFT, opened: null, saved: false, other: null };
  private store: Store | null = null;
  /** The server’s version that is known here, and what it said. */
  private version = 0;
  private sent = "";
  /** See `Draft`: of what was opened here, as long as nothing was typed and the server was not asked. */
  private whole: string | undefined;
  /** What was put and not answered: the server may have it. */
  private unsure: string[] = [];
  private offered: ThreadDraftOut | null = null;
  private allowed: Allowed = { sends: false, keepsQuotes: false };
  private typed = false;
  private met = false;
  private stopped = false;
  private pushedAt = 0;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  private pushing: ReturnType<typeof setTimeout> | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly threadId: string,
    private readonly remote: Remote,
    private readonly pauses = PAUSES,
  ) {}

  /** The same until something changes, as React wants it. */
  readonly current = (): DraftView => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What was typed before the store is open stays. */
  async open(store: Store): Promise<void> {
    this.stopped = false;
    this.store = store;
    const kept = await store.draft(this.threadId).catch(() => null);
    if (kept) {
      this.version = kept.version ?? 0;
      this.sent = kept.sent ?? "";
      this.unsure = kept.unsure ?? [];
      const { text, reply_to = null, quote = null, on_behalf = false, mandate_id = null } = kept;
      const said = { text, reply_to, quote, on_behalf, mandate_id };
      if (!this.typed) this.whole = kept.whole;
      if (!this.typed) this.show({ said, opened: isEmpty(said) ? null : said });
    }
    if (this.typed) this.keepSoon();
    await this.pull();
  }

  /** Whoever leaves at once has lost nothing. */
  stop(): void {
    this.flush();
    this.stopped = true;
  }

  /** Keeps now what waits: the page may be frozen as soon as it is out of sight. */
  flush(): void {
    clearTimeout(this.pushing);
    if (this.stopped) return;
    if (this.keeping !== undefined) void this.saveLocally();
    if (this.met && !this.offered) void this.inTurn(() => this.push());
  }

  /** The thread was opened, closed, widened or restricted. */
  setPolicy(allowed: Allowed): void {
    const now = (allowed.sends && !this.allowed.sends) || (allowed.looks && !this.allowed.looks);
    const before = this.allowed;
    this.allowed = allowed;
    if (before.keepsQuotes && !allowed.keepsQuotes && this.store) void this.saveLocally();
    // Before the store is there `open` looks by itself.
    if (now && this.store) void this.pull();
  }

  /** The writer may not read the thread any more: nothing of it stays here. */
  forget(): void {
    clearTimeout(this.pushing);
    clearTimeout(this.keeping);
    this.keeping = undefined;
    this.stopped = true;
    this.store = null;
    this.show({ said: EMPTY_DRAFT, opened: null, saved: false, other: null });
  }

  type(text: string, more: DraftContext): void {
    this.typed = true;
    this.whole = undefined;
    this.show({ said: text.trim() === "" ? { ...EMPTY_DRAFT, text } : { text, ...more }, saved: false });
    this.keepSoon();
    this.pushSoon();
  }

  /** What was on its way comes back, below what is written here. */
  bring(letter: DraftContent): void {
    const begun = this.shown.said.text.trim();
    const said = { ...letter, text: begun ? `${begun}\n\n${letter.text}` : letter.text };
    this.type(said.text, said);
    this.show({ opened: said });
  }

  /** It answers something else, or is said for somebody else. */
  setContext(more: Partial<DraftContext>): void {
    if (!isEmpty(this.shown.said)) this.type(this.shown.said.text, { ...this.shown.said, ...more });
  }

  /** Looks what the server has: when the thread is opened, when the line or the reader is back. */
  pull(): Promise<void> {
    return this.inTurn(async () => {
      const { sends, looks = sends } = this.allowed;
      if (!looks || !this.store || this.stopped) return;
      const there = await this.remote.get();
      this.met = true;
      this.compare(there);
    });
  }

  /** The writer has seen both. */
  choose(which: "here" | "other"): void {
    const there = this.offered;
    if (!there) return;
    this.offered = null;
    if (which === "other") this.replaceWithRemote(there);
    else {
      this.markSynced(there);
      this.show({ other: null });
      void this.saveLocally();
      this.pushSoon(0);
    }
  }

  private compare(there: ThreadDraftOut): void {
    const here = this.whole ?? this.keyOf(this.shown.said);
    const theirs = this.keyOf(saidIn(there));
    const isNew = here !== this.sent;
    const isKnown = theirs === here || this.unsure.includes(theirs);
    if (isKnown || (isNew && there.version === this.version)) {
      this.acceptRemote(there, theirs === here);
    } else if (!isNew) this.replaceWithRemote(there);
    else if (there.version === 0) {
      // It was sent or given up elsewhere, and goes on here.
      this.markSynced(there);
      this.pushSoon();
    } else {
      this.offered = there;
      this.show({ other: saidIn(there) });
    }
  }

  /** What is there is known here; words of others that the browser does not keep come with it. */
  private acceptRemote(there: ThreadDraftOut, same: boolean): void {
    this.markSynced(there);
    this.offered = null;
    const said = same && !this.typed && this.sent !== "" ? saidIn(there) : null;
    this.show(said ? { said, opened: said, other: null } : { other: null });
    if (this.keyOf(this.shown.said) !== this.sent) this.pushSoon();
  }

  private markSynced(there: ThreadDraftOut): void {
    this.version = there.version;
    this.sent = this.keyOf(saidIn(there));
    this.unsure = [];
    this.whole = undefined;
  }

  private replaceWithRemote(there: ThreadDraftOut): void {
    this.markSynced(there);
    const said = saidIn(there);
    this.show({ said, opened: said, other: null });
    void this.saveLocally();
  }

  private keepSoon(): void {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => void this.saveLocally(), this.pauses.here);
  }

  private async saveLocally(): Promise<void> {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    const { said } = this.shown;
    try {
      if (this.liesElsewhere(said)) await this.store?.dropDraft(this.threadId);
      else await this.store?.keepDraft(this.asKept(said));
      if (this.shown.said === said) this.show({ saved: !isEmpty(said) });
    } catch {
      // The person has signed out in another page: their drafts are gone with the store.
    }
  }

  /** What only some may read lies in the browser until the server has it. */
  private liesElsewhere(said: DraftContent): boolean {
    const key = this.whole ?? this.keyOf(said);
    return !this.allowed.keepsQuotes && key === this.sent && this.unsure.length === 0;
  }

  /** Of a thread that not everybody reads no word of others lies in the browser: the server brings them again. */
  private asKept(said: DraftContent): Draft {
    const { threadId: thread_id, version, sent, unsure, whole } = this;
    const kept = { ...said, thread_id, version, sent, unsure, ...(whole === undefined ? {} : { whole }) };
    return this.allowed.keepsQuotes ? kept : withoutWords(kept);
  }

  private keyOf(said: DraftContent): string {
    return keyOf({ ...said, thread_id: this.threadId });
  }

  /** What is sent or emptied goes at once, so that it comes up nowhere again. */
  private pushSoon(pause = isEmpty(this.shown.said) ? 0 : this.pauses.there): void {
    clearTimeout(this.pushing);
    const rest = pause === 0 ? 0 : this.pushedAt + this.pauses.between - Date.now();
    this.pushing = setTimeout(() => this.inTurn(() => this.push()), Math.max(pause, rest));
  }

  private async push(): Promise<void> {
    if (!this.allowed.sends || !this.store || this.offered) return;
    // Nothing goes over what an answer that was lost on the line may have left there.
    if (this.unsure.length > 0) this.compare(await this.remote.get());
    const { said } = this.shown;
    const key = this.keyOf(said);
    if (this.offered || key === this.sent) return;
    this.pushedAt = Date.now();
    try {
      this.markSynced(await (key === "" ? this.remote.drop(this.version) : this.put(said, key)));
    } catch (error) {
      if (!isVersionConflict(error)) throw error;
      this.compare(await this.remote.get());
    }
    await this.saveLocally();
  }

  private async put(said: DraftContent, key: string): Promise<ThreadDraftOut> {
    this.unsure = [...this.unsure, key];
    await this.saveLocally();
    return this.remote.put(said, this.version);
  }

  /** One after the other: a slow writing never comes behind the end of what it wrote. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    // Without a line, or where the server will not have it, it stays in the browser.
    this.turn = this.turn.then(work).catch(() => undefined);
    return this.turn;
  }

  private show(change: Partial<DraftView>): void {
    this.shown = { ...this.shown, ...change };
    for (const listener of this.listeners) listener();
  }
}
