import type { MessageOut } from "@/api/generated/types.gen";
import {
  ApiProblem,
  isServerFailure,
  NetworkError,
  type PersonalDataKind,
  personalDataWarnings,
} from "@/api/problem";
import type { Outage } from "@/lib/online";
import {
  type EntryContent,
  isAnswer,
  isEvidence,
  isMessage,
  isReaction,
  isRecord,
  type OutboxItem,
  type OutgoingAnswer,
  type OutgoingEntry,
  type OutgoingEvidence,
  type OutgoingMessage,
  type OutgoingReaction,
} from "./items";
import { nextOf, RATE_LIMIT_CODES } from "./next-item";
import type { Draft, Store } from "./store";

export interface OutboxParts {
  store: Store;
  send: (letter: OutgoingMessage) => Promise<MessageOut>;
  /** The message is stored: the page shows it before the letter disappears. */
  onSent: (message: MessageOut) => void;
  /** Does something small on the server, and shows that it is done. */
  act?: (act: OutgoingReaction) => Promise<void>;
  /** Brings an answer to a form; returns its version there. */
  answer?: (answer: OutgoingAnswer) => Promise<number>;
  /** Brings evidence of an answer, its file first. */
  prove?: (evidence: OutgoingEvidence) => Promise<void>;
  /** Brings what was entered at a meeting. */
  enter?: (record: OutgoingEntry) => Promise<void>;
  /** The server does not let somebody do it: it is not tried again. */
  onRefused?: (error: ApiProblem) => void;
  /** Runs the work in one page at a time, when several are open. */
  withOutboxLock?: (work: () => Promise<void>) => Promise<void>;
  wait?: (ms: number) => Promise<void>;
}

/** What the server may still take when it is asked again. */
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const PAUSE_MS = 3000;
const SIGNED_OUT = 401;
const OVER = 409;
/** Somebody else has answered the question since. */
const CHANGED = 412;
/** To ask again changes nothing: another message of this id is there. */
const TAKEN = "client_id_reused";
/** The thread is read by another group than the one for which the letter was written: that is for its writer. */
const MOVED = "thread_moved";

/** The server is still busy with what was sent before, whose answer was lost. */
const IN_FLIGHT = "in_flight";

/** Whether the server may still take it when it is asked again. */
function passes(waiting: OutboxItem, { status, code }: ApiProblem): boolean {
  const over = status === OVER && (!isMessage(waiting) || code === TAKEN || code === MOVED);
  return PASSING.has(status) && (!over || code === IN_FLIGHT);
}

/** A quote by its place alone. */
const withoutWords = ({ quote }: OutgoingMessage) => (quote?.text ? null : (quote ?? null));

type Outcome = "sent" | "refused" | "paced" | "later" | "signed-out";

/** The store was closed for a sign-out, or the browser clears the data of this site at this moment. */
const CLOSED = new Set(["InvalidStateError", "AbortError", "UnknownError"]);
const isClosed = (error: unknown) => error instanceof DOMException && CLOSED.has(error.name);

const CHANNEL = "viche-outbox";

function withOutboxLock(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request(CHANNEL, work) : work();
}

/**
 * Sends what people wrote, in order and once. A letter leaves the store only when the server has the message;
 * one that the server refuses is kept with the reason, and does not hold up the others.
 */
export class Outbox {
  private letters: OutboxItem[] = [];
  private readonly listeners = new Set<() => void>();
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private lastStamp = 0;
  private obstacle: Outage | null = null;
  private alarm: ReturnType<typeof setTimeout> | undefined;
  /** When the letters were last looked at: what is due later than that needs an alarm. */
  private checkedAt = 0;
  private readonly channel: BroadcastChannel | null;
  /** Versions of answers that were sent from here: whoever goes on writing has seen them. */
  private readonly ownVersions = new Map<string, number>();

  constructor(private readonly parts: OutboxParts) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
    if (this.channel) this.channel.onmessage = () => void this.reload().catch(() => undefined);
  }

  async start(): Promise<void> {
    await this.reload();
    // Whoever signs out meanwhile has closed it.
    await this.parts.store.dropOrphans().catch(() => undefined);
    void this.flush();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.alarm);
    this.channel?.close();
  }

  /** The moment of writing, later than each before: what is written in one millisecond keeps its order. */
  private stamp(): string {
    this.lastStamp = Math.max(Date.now(), this.lastStamp + 1);
    return new Date(this.lastStamp).toISOString();
  }

  /** The same array until something changes, as React wants it. */
  readonly current = (): OutboxItem[] => this.letters;

  /** Why the last attempt failed in a way that passes; null when it did not. */
  readonly currentObstacle = (): Outage | null => this.obstacle;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async enqueue(letter: Omit<OutgoingMessage, "written_at" | "refusal">): Promise<void> {
    await this.parts.store.keep({ ...letter, written_at: this.stamp(), refusal: null });
    // It is kept: whatever fails from here on, it is sent, and must not be written a second time.
    void this.changed()
      .then(() => this.flush())
      .catch(() => undefined);
  }

  /** Something small is done now, or when there is a line; by the same id, once. */
  async act(act: Omit<OutgoingReaction, "written_at" | "refusal">): Promise<void> {
    await this.parts.store.keep({ ...act, written_at: this.stamp(), refusal: null });
    await this.changed();
    void this.flush();
  }

  /** An answer to a question of a form, in place of the one that waits. */
  async answer(
    answer: Omit<OutgoingAnswer, "client_id" | "said_at" | "written_at" | "refusal">,
  ): Promise<void> {
    const client_id = `answer ${answer.submission_id} ${answer.question}`;
    const version = Math.max(answer.version, this.ownVersions.get(client_id) ?? 0);
    const now = this.stamp();
    const place = { said_at: now, written_at: now, refusal: null };
    await this.parts.store.keepAnswer({ ...answer, version, client_id, ...place });
    await this.changed();
    void this.flush();
  }

  /** A file that proves an answer. False where the device has no room for it. */
  async addEvidence(
    evidence: Pick<OutgoingEvidence, "dossier_id" | "submission_id" | "evidence_of" | "title">,
    file: File,
  ): Promise<boolean> {
    const facts = { client_id: crypto.randomUUID(), name: file.name, size: file.size };
    const place = { written_at: this.stamp(), refusal: null };
    const isKept = await this.parts.store.keepEvidence({ ...evidence, ...facts, ...place }, file);
    if (!isKept) return false;
    await this.changed();
    void this.flush();
    return true;
  }

  /** What is entered at a meeting; its time is that of the entry. */
  async enter(record: Pick<OutgoingEntry, "meeting_id" | "group_id"> & EntryContent): Promise<void> {
    const at = this.stamp();
    const place = { at, written_at: at, refusal: null };
    await this.parts.store.keep({ ...record, client_id: crypto.randomUUID(), ...place });
    await this.changed();
    void this.flush();
  }

  /** The writer has thought better of it. */
  async cancel(clientId: string): Promise<void> {
    await this.parts.store.drop(clientId);
    await this.changed();
    // Evidence may have waited for the answer that it proves.
    void this.flush();
  }

  /** What was written goes on as what was begun in another thread; with the letter that it was. */
  async moveToThread(draft: Draft, letter?: OutgoingMessage): Promise<void> {
    await this.parts.store.restoreAsDraft(draft, letter);
    await this.changed();
  }

  /** The writer wants a refused letter tried once more. */
  async retry(clientId: string): Promise<void> {
    const letter = this.letters.find((one) => one.client_id === clientId);
    if (!letter) return;
    if (isAnswer(letter)) await this.parts.store.settleAnswer(letter, { refusal: null });
    else if (isEvidence(letter)) await this.parts.store.settleEvidence(clientId, null);
    else if (isRecord(letter)) await this.parts.store.settleRecord(clientId, { refusal: null });
    else await this.parts.store.change(clientId, (one) => ({ ...one, refusal: null }));
    await this.changed();
    void this.flush();
  }

  /** The writer means to tell what a letter would give away. */
  async confirm(clientId: string, kinds: PersonalDataKind[]): Promise<void> {
    const letter = this.letters.find((one) => one.client_id === clientId);
    if (!letter || !(isMessage(letter) || isRecord(letter))) return;
    const meant = { refusal: null, concerns: [], confirmed: kinds };
    if (isRecord(letter)) await this.parts.store.settleRecord(clientId, meant);
    else await this.parts.store.change(clientId, (one) => ({ ...one, ...meant }));
    await this.changed();
    void this.flush();
  }

  /** The pace of a thread has changed: the server says anew for what its letters wait. */
  async clearRateLimit(threadId: string): Promise<void> {
    const paced = this.letters.filter(
      (one) => isMessage(one) && one.thread_id === threadId && one.retryAfter,
    );
    if (paced.length === 0) return;
    for (const { client_id } of paced)
      await this.parts.store.change(client_id, ({ retryAfter: _waits, ...one }) => one);
    await this.changed();
    void this.flush();
  }

  /** The writer may no longer read a thread: what waits to be sent stays, without the words of others. */
  async dropThread(threadId: string): Promise<void> {
    await this.parts.store.onAccessLost(threadId);
    await this.changed();
  }

  /** Sends what waits, as far as the line allows. Called when the line is back. */
  flush(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      await (this.parts.withOutboxLock ?? withOutboxLock)(() => this.sendAll()).catch((error: unknown) => {
        if (!isClosed(error)) throw error;
      });
    }
  }

  private async sendAll(): Promise<void> {
    // Its turn may come when the page was left, and the store with it.
    while (!this.stopped) {
      const letters = await this.parts.store.letters();
      this.checkedAt = Date.now();
      const letter = nextOf(letters, this.checkedAt);
      if (this.stopped) return;
      if (!letter) {
        this.wakeFor(letters);
        return;
      }
      const outcome = await this.sendOne(letter);
      if (outcome === "later" || outcome === "signed-out") return;
    }
  }

  private async sendOne(letter: OutboxItem): Promise<Outcome> {
    try {
      const version = await this.bring(letter);
      this.obstacle = null;
      // The store is closed: what stays there is sent again, and stored once.
      if (this.stopped) return "later";
      if (version !== undefined) this.ownVersions.set(letter.client_id, version);
      if (isAnswer(letter)) await this.parts.store.settleAnswer(letter, null, version);
      else await this.parts.store.drop(letter.client_id);
      await this.changed();
      return "sent";
    } catch (error) {
      this.note(error);
      return await this.failed(letter, error);
    }
  }

  /** Returns the version that an answer has by that. */
  private async bring(letter: OutboxItem): Promise<number | undefined> {
    if (isAnswer(letter)) return await this.parts.answer?.(letter);
    if (isReaction(letter)) await this.parts.act?.(letter);
    else if (isEvidence(letter)) await this.parts.prove?.(letter);
    else if (isRecord(letter)) await this.parts.enter?.(letter);
    else this.parts.onSent(await this.parts.send(letter));
    return undefined;
  }

  private note(error: unknown): void {
    const before = this.obstacle;
    if (error instanceof NetworkError) this.obstacle = "connection";
    else this.obstacle = isServerFailure(error) ? "server" : null;
    if (this.obstacle !== before) for (const listener of this.listeners) listener();
  }

  private async failed(letter: OutboxItem, error: unknown): Promise<Outcome> {
    if (error instanceof NetworkError || this.stopped) return "later";
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === SIGNED_OUT) return "signed-out";
    if (RATE_LIMIT_CODES.has(error.code) && isMessage(letter)) return await this.paced(letter, error);
    if (passes(letter, error)) {
      await this.pause((error.retryAfter ?? 0) * 1000 || PAUSE_MS);
      this.again = true;
      return "later";
    }
    return isMessage(letter) ? await this.refused(letter, error) : await this.refusedOther(letter, error);
  }

  /** An act is given up; an answer or evidence waits with the reason. */
  private async refusedOther(
    letter: Exclude<OutboxItem, OutgoingMessage>,
    error: ApiProblem,
  ): Promise<Outcome> {
    const refusal = error.fields[0]?.message ?? error.message;
    const conflict = error.status === CHANGED;
    if (isAnswer(letter)) await this.parts.store.settleAnswer(letter, { refusal, conflict });
    else if (isEvidence(letter)) await this.parts.store.settleEvidence(letter.client_id, refusal);
    else if (isRecord(letter)) {
      const concerns = personalDataWarnings(error) ?? [];
      await this.parts.store.settleRecord(letter.client_id, { refusal, concerns });
    } else {
      await this.parts.store.drop(letter.client_id);
      this.parts.onRefused?.(error);
    }
    await this.changed();
    return "refused";
  }

  private async paced(letter: OutgoingMessage, { code, retryAfter }: ApiProblem): Promise<Outcome> {
    const until = new Date(Date.now() + ((retryAfter ?? 0) * 1000 || PAUSE_MS)).toISOString();
    await this.parts.store.change(letter.client_id, (one) => ({ ...one, retryAfter: { until, by: code } }));
    await this.changed();
    return "paced";
  }

  private async refused(letter: OutgoingMessage, error: ApiProblem): Promise<Outcome> {
    const refusal = error.fields[0]?.message ?? error.message;
    const concerns = personalDataWarnings(error) ?? [];
    // What others said does not stay here for longer than it takes to send it: what waits for a word of its
    // writer is still on its way.
    const quoteOf = (one: OutgoingMessage) => (concerns.length ? one.quote : withoutWords(one));
    await this.parts.store.change(letter.client_id, (one) => ({
      ...one,
      quote: quoteOf(one),
      refusal,
      concerns,
      // Who sends it once more by then knows that others read it.
      group_id: error.code === MOVED ? undefined : one.group_id,
    }));
    await this.changed();
    return "refused";
  }

  /** Letters that wait for their time are sent when the first of them may be. */
  private wakeFor(letters: OutboxItem[]): void {
    clearTimeout(this.alarm);
    const moments = letters.flatMap((one) =>
      isMessage(one) && one.retryAfter ? Date.parse(one.retryAfter.until) : [],
    );
    const first = Math.min(...moments.filter((one) => one > this.checkedAt));
    if (!this.stopped && Number.isFinite(first))
      this.alarm = setTimeout(() => void this.flush(), Math.max(0, first - Date.now()));
  }

  private pause(ms: number): Promise<void> {
    return this.parts.wait ? this.parts.wait(ms) : new Promise((done) => setTimeout(done, ms));
  }

  private async changed(): Promise<void> {
    await this.reload();
    this.channel?.postMessage("changed");
  }

  private async reload(): Promise<void> {
    if (this.stopped) return;
    this.letters = await this.parts.store.letters();
    // Also what another page has put off: that one may be closed by then.
    this.wakeFor(this.letters);
    for (const listener of this.listeners) listener();
  }
}
