import type { QueryClient } from "@tanstack/react-query";
import type { Subscribed } from "@/api/generated/frames.gen";
import type { ThreadOut, VoteResultOut } from "@/api/generated/types.gen";
import { recheckAccess } from "@/queries/access-recheck";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { type AnyReducer, applyEvent, type Numbered } from "@/realtime/reducers/reducer";
import { reducersFor } from "@/realtime/reducers/registry";
import { ActionListUpdates } from "./action-list-updates";
import { backoff } from "./backoff";
import { EphemeralState } from "./ephemeral-state";
import type { ClientFrame, Frame, ServerFrame } from "./frames";
import { InvalidationBatcher } from "./invalidation-batcher";
import { changesActionCard, queriesInvalidatedBy, threadLeftGroup, voteResultOf } from "./invalidations";

type FrameId = Subscribed["id"];

/** What the hub of the page needs of a line. */
export interface Speaker {
  say: (frame: ClientFrame) => boolean;
}

interface Listening {
  /** How many parts of the page want to hear this topic. */
  wanted: number;
  /** The last event that was heard of, whether or not a state was there to be turned. */
  heard: number;
  /** Where the topic stands, as far as the server has said. */
  head: number;
  /** The server has let the reader in. */
  joined: boolean;
  /** Who is here is asked too. */
  present: boolean;
  /** How often the server could not answer since it last did. */
  faults: number;
}

/** Their states bear no number of an event, by which a gap could be seen. */
const UNNUMBERED = staleAfter(["decision", "decision-lists", "meeting", "minutes"]);

export interface RealtimeHandlers {
  /** The reader may no longer see what the topic is about. */
  onRevoked: (topic: string) => void;
  /** The topic is heard: what was lost before is open again. */
  onHeard: (topic: string) => void;
}

/**
 * Turns what the socket says into the states that the pages show. Each state carries the number of the last
 * event that it includes; a topic is heard from the earliest of its states on, so none misses anything and
 * none takes anything twice.
 */
export class Realtime {
  private readonly topics = new Map<string, Listening>();
  private readonly asked = new Map<FrameId, string>();
  private readonly stale: InvalidationBatcher;
  private readonly actionLists: ActionListUpdates;
  private readonly whispers: EphemeralState;
  private lastId = 0;
  private speaker: Speaker = { say: () => false };
  private personId = "";

  constructor(
    private readonly client: QueryClient,
    private readonly handlers: RealtimeHandlers,
  ) {
    this.stale = new InvalidationBatcher(client);
    this.actionLists = new ActionListUpdates(client, this.stale);
    this.whispers = new EphemeralState(client);
  }

  /** Who listens, and over which line. */
  speakThrough(speaker: Speaker, personId: string): void {
    this.speaker = speaker;
    this.personId = personId;
  }

  /** A line is there (again): everything that is wanted is asked for, from where its state stands. */
  opened(): void {
    this.asked.clear();
    for (const topic of this.topics.keys()) this.subscribe(topic);
  }

  /** Hears a topic until the returned function is called. */
  hear(topic: string, present = false): () => void {
    const listening = this.topics.get(topic);
    if (listening) {
      listening.wanted += 1;
    } else {
      this.topics.set(topic, { wanted: 1, heard: 0, head: 0, joined: false, present, faults: 0 });
      this.subscribe(topic);
    }
    return () => this.leave(topic);
  }

  typing(topic: string): void {
    this.speaker.say({ type: "typing", topic });
  }

  /** A state of a topic has just been loaded: has it missed what was heard while it was on its way? */
  loaded(topic: string): void {
    const listening = this.topics.get(topic);
    const position = this.position(topic);
    if (!listening || position === undefined) return;
    // Whoever was refused before has been let in since.
    const refused = !listening.joined && !this.isAsked(topic);
    if (refused || position < Math.max(listening.heard, listening.head)) this.subscribe(topic);
  }

  take(frame: ServerFrame): void {
    switch (frame.type) {
      case "event":
        this.takeEvent(frame);
        break;
      case "events":
        for (const event of frame.events) this.takeEvent(event);
        break;
      case "subscribed":
        this.subscribed(frame.id, frame.topic, frame.head);
        break;
      case "resync":
        this.asked.delete(frame.id);
        this.resync(frame.topic, frame.head);
        break;
      case "head":
        this.compare(frame.topic, frame.seq);
        break;
      case "revoked":
        this.revoke(frame.topic);
        break;
      case "error":
        this.refused(frame.id, frame.problem.status);
        break;
      default:
        this.whispers.take(frame);
    }
  }

  private leave(topic: string): void {
    const listening = this.topics.get(topic);
    if (!listening) return;
    listening.wanted -= 1;
    if (listening.wanted > 0) return;
    this.topics.delete(topic);
    this.whispers.forget(topic);
    this.speaker.say({ type: "unsubscribe", topic });
  }

  private subscribe(topic: string): void {
    this.lastId += 1;
    const frame: ClientFrame = { type: "subscribe", id: this.lastId, topic, after: this.position(topic) };
    if (!this.speaker.say(frame)) return;
    this.asked.set(this.lastId, topic);
    if (this.topics.get(topic)?.present) this.speaker.say({ type: "presence", topic });
  }

  private isAsked(topic: string): boolean {
    return [...this.asked.values()].includes(topic);
  }

  /** Ask again after a passing fault: until then nothing of the topic is heard. */
  private subscribeLater(topic: string): void {
    const listening = this.topics.get(topic);
    if (!listening) return;
    setTimeout(() => {
      if (this.topics.get(topic) === listening && !this.isAsked(topic)) this.subscribe(topic);
    }, backoff(listening.faults));
    listening.faults += 1;
  }

  private stateOf(reducer: AnyReducer): Numbered | null | undefined {
    return this.client.getQueryData<Numbered | null>(reducer.key);
  }

  private threadOf(id: string): ThreadOut | undefined {
    return this.client.getQueryData<ThreadOut>(keys.thread(id));
  }

  /** The earliest event that one of the states of a topic has not taken yet, less one. */
  private position(topic: string): number | undefined {
    const numbers = reducersFor(topic).flatMap((reducer) => this.stateOf(reducer)?.seq ?? []);
    return numbers.length > 0 ? Math.min(...numbers) : undefined;
  }

  private takeEvent(frame: Frame): void {
    const listening = this.topics.get(frame.topic);
    if (!listening) return;
    const isNews = frame.seq > listening.heard;
    listening.heard = Math.max(listening.heard, frame.seq);
    for (const reducer of reducersFor(frame.topic)) this.apply(reducer, frame);
    this.whispers.heard(frame);
    if (!isNews) return;
    this.stale.add(queriesInvalidatedBy(frame, (id) => Boolean(this.threadOf(id)?.round)));
    const vote = voteResultOf(frame);
    if (vote) void this.takeVote(vote);
    if (changesActionCard(frame)) this.actionLists.take(frame);
    const gone = threadLeftGroup(frame);
    if (gone) recheckAccess(`thread:${gone}`);
  }

  /** What takes answers is loaded where some are heard: few pages show decisions. */
  private async takeVote(vote: VoteResultOut): Promise<void> {
    const stale = await import("@/queries/vote-result").then(
      ({ applyVote }) => applyVote(this.client, vote),
      () => UNNUMBERED,
    );
    this.stale.add(stale);
  }

  private apply(reducer: AnyReducer, frame: Frame): void {
    const state = this.stateOf(reducer);
    if (!state) return;
    const turned = applyEvent(reducer, state, frame, this.personId);
    if (turned.kind === "gap") void this.client.invalidateQueries({ queryKey: reducer.key });
    else if (turned.state !== state) this.client.setQueryData(reducer.key, turned.state);
  }

  private subscribed(id: FrameId, topic: string, head: number): void {
    this.asked.delete(id);
    const listening = this.topics.get(topic);
    if (listening) {
      // What has no state of its own here may have changed while the line was away.
      if (listening.joined && this.position(topic) === undefined)
        this.stale.add([keys.linkCards, ...UNNUMBERED]);
      listening.head = head;
      listening.joined = true;
      listening.faults = 0;
    }
    this.handlers.onHeard(topic);
  }

  /** Too much is missing to be told event by event. */
  private resync(topic: string, head: number): void {
    const listening = this.topics.get(topic);
    if (listening) listening.heard = listening.head = head;
    for (const { key } of reducersFor(topic)) void this.client.invalidateQueries({ queryKey: key });
    this.stale.add([...staleAfter(["action-lists", "action-figures"]), ...UNNUMBERED]);
  }

  /** The topic stands at `seq`: when a frame was lost on the way here, it is asked for again. */
  private compare(topic: string, seq: number): void {
    const listening = this.topics.get(topic);
    const position = this.position(topic);
    if (listening && position !== undefined && position < seq) this.subscribe(topic);
  }

  private refused(id: FrameId, status: number): void {
    const topic = id === null ? undefined : this.asked.get(id);
    if (id === null || !topic) return;
    this.asked.delete(id);
    if (status >= 500) this.subscribeLater(topic);
    const refused = status === 403 || status === 404;
    // Who was never let in has lost nothing: the page itself says that there is no such thing.
    if (refused && this.topics.get(topic)?.joined) this.revoke(topic);
  }

  private revoke(topic: string): void {
    this.topics.delete(topic);
    this.whispers.forget(topic);
    this.handlers.onRevoked(topic);
  }
}
