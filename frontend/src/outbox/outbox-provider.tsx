import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import {
  deleteMessageReaction,
  deleteMessageSupport,
  deleteThreadDraft,
  getThreadDraft,
  postThreadMessages,
  putMessageAcknowledgement,
  putMessageReaction,
  putMessageSupport,
  putThreadDraft,
} from "@/api/generated/sdk.gen";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { type ApiProblem, NetworkError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { onAccessLost, onAccessRestricted } from "@/lib/access-events";
import { isOnline, type Outage, onConnectivityChange } from "@/lib/online";
import { registerHeldRefs } from "@/queries/access-recheck";
import { keys } from "@/queries/keys";
import type { MessageWindow } from "@/queries/message-pages";
import { applyOwnReaction } from "@/queries/optimistic-reactions";
import { appendMessage } from "@/queries/threads";
import { toast } from "@/ui/toast";
import { DraftSync, type Remote } from "./draft-sync";
import {
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
import { Outbox } from "./outbox";
import { Store } from "./store";

interface OutboxSession {
  outbox: Outbox;
  store: Store;
}

const Context = createContext<OutboxSession | null>(null);

function send(letter: OutgoingMessage): Promise<MessageOut> {
  const { client_id, thread_id, group_id, body, reply_to, on_behalf, mandate_id, confirmed } = letter;
  const { quote = null } = letter;
  const attachments = (letter.attachments ?? []).map(({ file, alt }) => ({ file_id: file.id, alt }));
  return unwrap(
    postThreadMessages({
      path: { thread_id },
      body: { client_id, group_id, body, reply_to, on_behalf, mandate_id, quote, attachments, confirmed },
    }),
  );
}

/** Does what was pressed. */
function perform({ message_id, does, on, version }: OutgoingReaction): Promise<unknown> {
  const path = { message_id };
  if (does === "acknowledge") return unwrap(putMessageAcknowledgement({ path, body: { version } }));
  if (does === "support") return unwrap(on ? putMessageSupport({ path }) : deleteMessageSupport({ path }));
  const reaction = { path: { message_id, kind: does } };
  return unwrap(on ? putMessageReaction(reaction) : deleteMessageReaction(reaction));
}

async function performShown(client: QueryClient, personId: string, one: OutgoingReaction): Promise<void> {
  await perform(one);
  applyOwnReaction(client, one, personId);
  if (one.does === "acknowledge") void client.invalidateQueries({ queryKey: keys.today });
}

/** Code that comes when there is something to send; where it cannot be had, there is no connection. */
function late<T>(code: Promise<T>): Promise<T> {
  return code.catch((error: unknown) => {
    throw new NetworkError(error);
  });
}

const onRefused = (error: ApiProblem) => toast(error.message, { kind: "failed" });

/** How what waits is sent and shown, by its kind. */
const partsFor = (client: QueryClient, personId: string) => ({
  send,
  onRefused,
  onSent: (message: MessageOut) =>
    client.setQueryData<MessageWindow>(keys.messages(message.thread_id), (window) =>
      window ? appendMessage(window, message) : window,
    ),
  act: (one: OutgoingReaction) => performShown(client, personId, one),
  answer: async (one: OutgoingAnswer) => (await late(import("./send-answer"))).sendAnswer(client, one),
  enter: async (one: OutgoingEntry) => (await late(import("./send-record"))).sendRecord(client, one),
});

/** Opens the letters of the person who is signed in, and sends them whenever there is a line. */
export function OutboxProvider({ personId, children }: { personId: string; children: ReactNode }) {
  const client = useQueryClient();
  const [desk, setDesk] = useState<OutboxSession | null>(null);

  useEffect(() => {
    let opened: OutboxSession | null = null;
    let left = false;
    let stopHolding = () => undefined as unknown;
    void Store.open(personId).then(async (store) => {
      if (left) return store.close();
      const prove = async (one: OutgoingEvidence) =>
        (await late(import("./send-evidence"))).sendEvidence(client, store.files, one);
      opened = {
        store,
        outbox: new Outbox({ ...partsFor(client, personId), store, prove }),
      };
      setDesk(opened);
      stopHolding = registerHeldRefs(() => store.refs());
      // Whoever has left meanwhile, or signed out in another page, has closed the store.
      await opened.outbox.start().catch(() => undefined);
    });
    const stopForgetting = onAccessLost((id) => {
      // A store that was wiped by a sign-out in another page has nothing left to forget.
      opened?.outbox.dropThread(id).catch(() => undefined);
    });
    const stopNarrowing = onAccessRestricted((id) => {
      opened?.store.onRestricted(id).catch(() => undefined);
    });
    const stopWatching = onConnectivityChange(() => {
      if (isOnline()) void opened?.outbox.flush();
    });
    return () => {
      left = true;
      stopHolding();
      stopWatching();
      stopForgetting();
      stopNarrowing();
      opened?.outbox.stop();
      opened?.store.close();
    };
  }, [client, personId]);

  return <Context value={desk}>{children}</Context>;
}

/** Why what waits could not be sent when it was last tried; null when that is not known, or it could. */
export function useSendingObstacle(): Outage | null {
  const desk = use(Context);
  return useSyncExternalStore(
    useCallback((listener: () => void) => desk?.outbox.subscribe(listener) ?? (() => undefined), [desk]),
    () => desk?.outbox.currentObstacle() ?? null,
  );
}

/** The server’s copy of what was begun in a thread. */
function remoteOf(threadId: string): Remote {
  const path = { thread_id: threadId };
  return {
    get: () => unwrap(getThreadDraft({ path })),
    put: ({ text, ...more }, version) =>
      unwrap(putThreadDraft({ path, body: { body: text, ...more }, headers: ifMatch(version) })),
    drop: (version) => unwrap(deleteThreadDraft({ path, headers: ifMatch(version) })),
  };
}

const NOTHING: OutboxItem[] = [];

function useItems() {
  const desk = use(Context);
  const items = useSyncExternalStore(
    useCallback((listener: () => void) => desk?.outbox.subscribe(listener) ?? (() => undefined), [desk]),
    () => desk?.outbox.current() ?? NOTHING,
  );
  return { desk, items };
}

/** Answers to a form, and their evidence, that the server does not have. */
export function useOutgoingAnswers(submissionId: string) {
  const { desk, items } = useItems();
  const outgoing = useMemo(
    () =>
      items
        .filter((one) => isAnswer(one) || isEvidence(one))
        .filter((one) => one.submission_id === submissionId),
    [items, submissionId],
  );
  return { outgoing, outbox: desk?.outbox ?? null };
}

/** What was entered at a meeting and has not reached the server. */
export function useOutgoingRecords(meetingId: string) {
  const { desk, items } = useItems();
  const records = useMemo(
    () => items.filter(isRecord).filter((one) => one.meeting_id === meetingId),
    [items, meetingId],
  );
  return { records, outbox: desk?.outbox ?? null };
}

/** Letters to one thread and acts in it that are still on their way, and what can be done with them. */
export function useOutbox(threadId: string) {
  const { desk, items } = useItems();
  const here = useMemo(
    () => ({
      letters: items.filter(isMessage).filter((one) => one.thread_id === threadId),
      acts: items.filter(isReaction).filter((one) => one.thread_id === threadId),
    }),
    [items, threadId],
  );
  return {
    ...here,
    outbox: desk?.outbox ?? null,
    /** Files that were chosen for messages. */
    files: desk?.store.files ?? null,
  };
}

/** What was begun in a thread, there again after a reload and at another device. One composer serves one thread. */
export function useDraft(thread: Pick<ThreadOut, "id" | "visibility" | "allowed" | "merged">) {
  const { id, visibility, allowed } = thread;
  const desk = use(Context);
  const [keeper] = useState(() => new DraftSync(id, remoteOf(id)));
  const shown = useSyncExternalStore(keeper.subscribe, keeper.current);
  const store = desk?.store;
  const sends = allowed.includes("post");
  const keepsQuotes = visibility === "group";

  const looks = sends || thread.merged;

  useEffect(() => keeper.setPolicy({ sends, looks, keepsQuotes }), [keeper, sends, looks, keepsQuotes]);
  useEffect(() => {
    if (!store) return;
    void keeper.open(store);
    const stopWatching = onConnectivityChange(() => {
      if (isOnline()) void keeper.pull();
    });
    const stopForgetting = onAccessLost((lost) => {
      if (lost === id) keeper.forget();
    });
    const looked = () => {
      if (document.visibilityState === "visible") void keeper.pull();
      else keeper.flush();
    };
    document.addEventListener("visibilitychange", looked);
    return () => {
      stopWatching();
      stopForgetting();
      document.removeEventListener("visibilitychange", looked);
      keeper.stop();
    };
  }, [keeper, store, id]);

  return { ...shown, keeper };
}

export type Draft = ReturnType<typeof useDraft>;
