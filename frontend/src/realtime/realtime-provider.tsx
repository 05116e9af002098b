import { hashKey, type QueryClient, skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import { markOffline, markOnline } from "@/lib/online";
import { keys } from "@/queries/keys";
import type { Numbered } from "@/realtime/reducers/reducer";
import { reducersFor } from "@/realtime/reducers/registry";
import type { TypingPerson } from "./ephemeral-state";
import type { PresentPerson } from "./frames";
import { purgeTopic } from "./purge-topic";
import { Realtime } from "./realtime";
import { ReconnectingSocket } from "./reconnecting-socket";

const Context = createContext<Realtime | null>(null);
const Lost = createContext<ReadonlySet<string>>(new Set());

interface RealtimeProviderProps {
  personId: string;
  /** The server has closed the line. True when the person is still signed in: then it is opened anew. */
  onSignedOut: () => Promise<boolean>;
  onFactorNeeded: () => void;
  children: ReactNode;
}

/** Before a line is opened anew that the server has closed although the person is signed in. */
const AGAIN_MS = 1000;

function address(): string {
  return `${location.origin.replace(/^http/, "ws")}/ws/v1`;
}

function without(topics: ReadonlySet<string>, topic: string): ReadonlySet<string> {
  return new Set([...topics].filter((one) => one !== topic));
}

/** The one socket of the page, for as long as the person is signed in. */
export function RealtimeProvider(props: RealtimeProviderProps) {
  const { personId, onSignedOut, onFactorNeeded, children } = props;
  const client = useQueryClient();
  const [lost, setLost] = useState<ReadonlySet<string>>(new Set());
  const [realtime] = useState(
    () =>
      new Realtime(client, {
        onRevoked: (topic) => {
          setLost((known) => new Set([...known, topic]));
          // After the page has let go of them: what may not be read is not kept either.
          setTimeout(() => purgeTopic(client, topic));
        },
        onHeard: (topic) => setLost((known) => (known.has(topic) ? without(known, topic) : known)),
      }),
  );
  const ends = useRef({ onSignedOut, onFactorNeeded });
  ends.current = { onSignedOut, onFactorNeeded };

  useEffect(() => {
    let left = false;
    const line = new ReconnectingSocket(
      {
        onOpen: () => realtime.opened(),
        onFrame: (frame) => realtime.take(frame),
        onSignedOut: async () => {
          if (await ends.current.onSignedOut()) setTimeout(() => left || line.start(), AGAIN_MS);
        },
        onFactorNeeded: () => ends.current.onFactorNeeded(),
        onLine: (up) => (up ? markOnline() : markOffline()),
      },
      { connect: () => new WebSocket(address()) },
    );
    realtime.speakThrough(line, personId);
    line.start();
    const leaveOwn = realtime.hear(`user:${personId}`);
    return () => {
      left = true;
      leaveOwn();
      line.stop();
    };
  }, [realtime, personId]);

  return (
    <Context value={realtime}>
      <Lost value={lost}>{children}</Lost>
    </Context>
  );
}

/**
 * Tells the hub when a state of a topic has come from the server, whole or a part of it: that part may be older than
 * the rest, which then goes back to where it stood.
 */
function useLoads(client: QueryClient, realtime: Realtime | null, topic: string): void {
  useEffect(() => {
    const seqs = new Map<string, number>();
    for (const { key } of reducersFor(topic))
      seqs.set(hashKey(key), client.getQueryData<Numbered | null>(key)?.seq ?? 0);
    return client.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success") return;
      const { queryHash, state } = event.query;
      const known = seqs.get(queryHash);
      if (known === undefined) return;
      const seq = (state.data as Numbered | null | undefined)?.seq ?? 0;
      seqs.set(queryHash, seq);
      if (!event.action.manual || seq < known) realtime?.loaded(topic);
    });
  }, [client, realtime, topic]);
}

/** Hears a topic while the part of the page is shown. True once the reader has lost access to it. */
export function useTopic(topic: string, options: { present?: boolean } = {}): boolean {
  const realtime = use(Context);
  const lost = use(Lost);
  const { present = false } = options;
  useLoads(useQueryClient(), realtime, topic);
  useEffect(() => realtime?.hear(topic, present), [realtime, topic, present]);
  return lost.has(topic);
}

/** Who else looks at the same page. */
export function usePresence(topic: string): PresentPerson[] {
  const { data } = useQuery<PresentPerson[]>({ queryKey: keys.presence(topic), queryFn: skipToken });
  return data ?? [];
}

export function useTypingPeople(topic: string): TypingPerson[] {
  const { data } = useQuery<TypingPerson[]>({ queryKey: keys.typing(topic), queryFn: skipToken });
  return data ?? [];
}

/** Says that the reader types, at most every three seconds. */
export function useSayTyping(topic: string): () => void {
  const realtime = use(Context);
  const saidAt = useRef(0);
  return useCallback(() => {
    if (Date.now() - saidAt.current < 3000) return;
    saidAt.current = Date.now();
    realtime?.typing(topic);
  }, [realtime, topic]);
}
