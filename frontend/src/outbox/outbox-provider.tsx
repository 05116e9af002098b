import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { answered } from "@/api/answered";
import {
  deleteMessageReaction,
  deleteMessageSupport,
  postThreadMessages,
  putMessageAcknowledgement,
  putMessageReaction,
  putMessageSupport,
} from "@/api/generated/sdk.gen";
import type { MessageOut } from "@/api/generated/types.gen";
import type { ApiProblem } from "@/api/problem";
import { showDone } from "@/data/done";
import { keys } from "@/data/keys";
import { type MessageWindow, withNext } from "@/data/threads";
import { toast } from "@/design/toast";
import { onForgotten } from "@/lib/forgotten";
import { isOnline, onLineChange } from "@/lib/online";
import { Outbox } from "./outbox";
import { type Act, isAct, type Letter, Store, type Waiting } from "./store";

interface Desk {
  outbox: Outbox;
  store: Store;
}

const Context = createContext<Desk | null>(null);

function send(letter: Letter): Promise<MessageOut> {
  const { client_id, thread_id, body, reply_to, on_behalf, mandate_id, quote = null, confirmed } = letter;
  const attachments = (letter.attachments ?? []).map(({ file, alt }) => ({ file_id: file.id, alt }));
  return answered(
    postThreadMessages({
      path: { thread_id },
      body: { client_id, body, reply_to, on_behalf, mandate_id, quote, attachments, confirmed },
    }),
  );
}

/** Does what was pressed. */
function perform({ message_id, does, on, version }: Act): Promise<unknown> {
  const path = { message_id };
  if (does === "acknowledge") return answered(putMessageAcknowledgement({ path, body: { version } }));
  if (does === "support") return answered(on ? putMessageSupport({ path }) : deleteMessageSupport({ path }));
  const reaction = { path: { message_id, kind: does } };
  return answered(on ? putMessageReaction(reaction) : deleteMessageReaction(reaction));
}

/** Opens the letters of the person who is signed in, and sends them whenever there is a line. */
export function OutboxProvider({ personId, children }: { personId: string; children: ReactNode }) {
  const client = useQueryClient();
  const [desk, setDesk] = useState<Desk | null>(null);

  useEffect(() => {
    let opened: Desk | null = null;
    let left = false;
    const onSent = (message: MessageOut) =>
      client.setQueryData<MessageWindow>(keys.messages(message.thread_id), (window) =>
        window ? withNext(window, message) : window,
      );
    const act = async (one: Act) => {
      await perform(one);
      showDone(client, one, personId);
      if (one.does === "acknowledge") void client.invalidateQueries({ queryKey: keys.today });
    };
    const onRefused = (error: ApiProblem) => toast(error.message, { kind: "failed" });
    void Store.open(personId).then(async (store) => {
      if (left) return store.close();
      opened = { store, outbox: new Outbox({ store, send, onSent, act, onRefused }) };
      setDesk(opened);
      await opened.outbox.start();
    });
    const stopForgetting = onForgotten((id) => {
      // A store that was wiped by a sign-out in another page has nothing left to forget.
      opened?.outbox.forgetQuotes(id).catch(() => undefined);
    });
    const stopWatching = onLineChange(() => {
      if (isOnline()) void opened?.outbox.flush();
    });
    return () => {
      left = true;
      stopWatching();
      stopForgetting();
      opened?.outbox.stop();
      opened?.store.close();
    };
  }, [client, personId]);

  return <Context value={desk}>{children}</Context>;
}

const NOTHING: Waiting[] = [];

/** Letters to one thread and acts in it that are still on their way, and what can be done with them. */
export function useOutbox(threadId: string) {
  const desk = use(Context);
  const letters = useSyncExternalStore(
    useCallback((listener: () => void) => desk?.outbox.subscribe(listener) ?? (() => undefined), [desk]),
    () => desk?.outbox.current() ?? NOTHING,
  );
  const here = letters.filter((one) => one.thread_id === threadId);
  return {
    letters: here.filter((one) => !isAct(one)) as Letter[],
    acts: here.filter(isAct),
    outbox: desk?.outbox ?? null,
  };
}

const SAVE_AFTER_MS = 400;

/**
 * What was begun in a thread: kept while it is typed, there again after a reload. One composer serves one
 * thread; what was typed before the store is open stays.
 */
export function useDraft(threadId: string) {
  const desk = use(Context);
  const [text, setText] = useState("");
  const [saved, setSaved] = useState(false);
  const typed = useRef(false);
  const unsaved = useRef<(() => void) | null>(null);

  useEffect(() => {
    let left = false;
    desk?.store.draft(threadId).then(
      (draft) => {
        if (!left && draft) setText((now) => now || draft);
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [desk, threadId]);

  useEffect(() => {
    if (!desk || !typed.current) return;
    const save = () => {
      unsaved.current = null;
      desk.store.keepDraft(threadId, text).then(
        () => setSaved(text.trim() !== ""),
        () => undefined, // The person has signed out in another page: their drafts are gone with the store.
      );
    };
    unsaved.current = save;
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [desk, threadId, text]);

  // Whoever leaves at once has lost nothing.
  useEffect(() => () => unsaved.current?.(), []);

  const type = (next: string) => {
    typed.current = true;
    setSaved(false);
    setText(next);
  };
  return { text, type, saved };
}

export type Draft = ReturnType<typeof useDraft>;
