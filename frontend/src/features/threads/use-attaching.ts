import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import type { FileOut } from "@/api/generated/types.gen";
import { ApiProblem, NoConnection, refusedAt } from "@/api/problem";
import { LARGEST_FILE, uploadFile } from "@/api/upload";
import { useOnline } from "@/lib/online";
import { smaller } from "@/lib/smaller-picture";
import type { Attached } from "@/outbox/store";
import { useFailureWords } from "@/widgets/failure-toast";

/** The server takes no more with one message. */
export const MOST_FILES = 10;

/** A file on its way to a message. */
export interface Piece {
  key: string;
  name: string;
  size: number;
  isPicture: boolean;
  /** What goes over the line; null of what had arrived before. */
  file: File | null;
  /** How much of it has gone, from 0 to 1. */
  share: number;
  stored: FileOut | null;
  /** Why it has not arrived. */
  failure: string | null;
  /** Whether it is worth another try; by itself, when the line is back. */
  mayRetry: boolean;
  noLine: boolean;
  /** What is in it, for whoever does not see it. */
  alt: string;
}

const isPicture = (type: string) => type.startsWith("image/");

function pieceOf(file: File): Piece {
  const { name, size, type } = file;
  const fresh = { share: 0, stored: null, failure: null, mayRetry: false, noLine: false, alt: "" };
  return { key: crypto.randomUUID(), name, size, isPicture: isPicture(type), file, ...fresh };
}

function arrivedBefore({ file, alt }: Attached): Piece {
  const { id, name, size, media_type } = file;
  const there = { share: 1, stored: file, failure: null, mayRetry: false, noLine: false };
  return { key: id, name, size, isPicture: isPicture(media_type), file: null, ...there, alt };
}

/** What the server does not take now it does not take later, unless it was busy. */
const isFinal = (error: unknown) =>
  error instanceof ApiProblem && error.status < 500 && error.retryAfter === null;

/** Files that the next message brings: each goes to the server when it is chosen, and says how far it is. */
export function useAttaching() {
  const { t } = useLingui();
  const words = useFailureWords();
  const online = useOnline();
  const [pieces, setPieces] = useState<Piece[]>([]);
  const [asked, setAsked] = useState(false);
  const running = useRef(new Map<string, AbortController>());

  const change = useCallback(
    (key: string, part: Partial<Piece>) =>
      setPieces((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );

  const bring = async (key: string, chosen: File) => {
    const calling = new AbortController();
    running.current.set(key, calling);
    change(key, { share: 0, failure: null, mayRetry: false, noLine: false });
    try {
      const file = await smaller(chosen);
      if (file.size > LARGEST_FILE) {
        change(key, { failure: t`Файл завеликий: можна до 20 МБ. Виберіть менший` });
        return;
      }
      const onProgress = (share: number) => change(key, { share });
      const stored = await uploadFile(file, { onProgress, signal: calling.signal });
      const { name, size } = stored;
      change(key, { stored, name, size, share: 1, isPicture: isPicture(stored.media_type) });
    } catch (error) {
      if (calling.signal.aborted) return;
      const noLine = error instanceof NoConnection;
      const failure = noLine
        ? t`Файли надсилаються лише зі зв’язком. Продовжимо, коли він з’явиться.`
        : (refusedAt(error, "/file") ?? words(error));
      change(key, { failure, noLine, mayRetry: !isFinal(error) });
    } finally {
      running.current.delete(key);
    }
  };

  const again = (piece: Piece) => {
    if (piece.file && !running.current.has(piece.key)) void bring(piece.key, piece.file);
  };
  const retryAll = useRef<() => void>(() => undefined);
  retryAll.current = () => pieces.filter((one) => one.noLine).forEach(again);
  useEffect(() => {
    if (online) retryAll.current();
  }, [online]);
  // Whoever leaves takes nothing further along.
  useEffect(() => {
    const open = running.current;
    return () => {
      for (const calling of open.values()) calling.abort();
    };
  }, []);

  const add = (files: Iterable<File>) => {
    const fresh = [...files].slice(0, Math.max(0, MOST_FILES - pieces.length)).map(pieceOf);
    setPieces((now) => [...now, ...fresh]);
    for (const { key, file } of fresh) if (file) void bring(key, file);
  };
  const remove = (key: string) => {
    running.current.get(key)?.abort();
    setPieces((now) => now.filter((one) => one.key !== key));
  };

  const isWaiting = pieces.some((one) => !one.stored);
  const lacking = pieces.find((one) => one.isPicture && one.alt.trim() === "");
  return {
    pieces,
    add,
    remove,
    again,
    describe: (key: string, alt: string) => change(key, { alt }),
    /** What was refused comes back. */
    restore: (attached: Attached[]) => setPieces((now) => [...now, ...attached.map(arrivedBefore)]),
    /** What the message brings; null while something is missing, which is said from then on. */
    ready: (): Attached[] | null => {
      setAsked(true);
      if (isWaiting || lacking) return null;
      return pieces.flatMap(({ stored, alt }) => (stored ? [{ file: stored, alt: alt.trim() }] : []));
    },
    clear: () => {
      setPieces([]);
      setAsked(false);
    },
    isWaiting,
    /** Somebody has tried to send: what lacks words says so. */
    asked,
    lacking: lacking?.key ?? null,
  };
}

export type Attaching = ReturnType<typeof useAttaching>;
