import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import type { FileOut, ThreadOut } from "@/api/generated/types.gen";
import { ApiProblem, fieldErrorAt, NetworkError } from "@/api/problem";
import { LARGEST_FILE } from "@/api/upload";
import { abandonUpload, FileUnreadableError, uploadResumable } from "@/api/upload-in-parts";
import { useFailureWords } from "@/kit/failure-toast";
import { isOnline, onConnectivityChange } from "@/lib/online";
import { shrinkImage } from "@/lib/shrink-image";
import type { PendingFileRow } from "@/outbox/pending-files";
import type { Attached } from "@/outbox/store";
import { useFilePersistence } from "./use-file-persistence";

/** The server takes no more with one message. */
const MAX_FILES = 10;
/** Seconds after which a file goes on by itself where the browser knows of no cut; twice as many each time. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

/** A file on its way to a message. */
export interface PendingFile {
  key: string;
  name: string;
  size: number;
  isPicture: boolean;
  /** What goes over the line; null of what had arrived before. */
  file: File | null;
  /** Where the server takes it, once some of it has gone. */
  place: string | null;
  /** How much of it has gone, from 0 to 1. */
  share: number;
  stored: FileOut | null;
  /** Why it has not arrived. */
  failure: string | null;
  /** Whether it is worth another try. */
  mayRetry: boolean;
  /** The message brings as many as it may without it: it goes when another one makes room. */
  surplus: boolean;
  /** There is no line: it goes on by itself when there is one. */
  waits: boolean;
  /** The browser keeps it until the message is sent. */
  kept: boolean;
  /** What is in it, for whoever does not see it. */
  alt: string;
}

const isPicture = (type: string) => type.startsWith("image/");
const FRESH = {
  place: null,
  share: 0,
  stored: null,
  failure: null,
  mayRetry: false,
  surplus: false,
  waits: false,
  kept: false,
  alt: "",
};

/** Return whether the message cannot bring it, whatever is tried: it is to be removed. */
export const isRefused = ({ failure, mayRetry }: PendingFile) => failure !== null && !mayRetry;

function pieceOf(file: File): PendingFile {
  const { name, size, type } = file;
  return { ...FRESH, key: crypto.randomUUID(), name, size, isPicture: isPicture(type), file };
}

function arrivedBefore({ file, alt }: Attached, key = file.id): PendingFile {
  const { name, size, media_type } = file;
  const there = { share: 1, stored: file, file: null, alt };
  return { ...FRESH, key, name, size, isPicture: isPicture(media_type), ...there };
}

function keptBefore({ key, place, alt, stored }: PendingFileRow, file: File | null): PendingFile | null {
  if (stored) return { ...arrivedBefore({ file: stored, alt }, key), kept: true };
  return file && { ...pieceOf(file), key, place, alt, kept: true };
}

/** What the server says of the file itself. All else may pass: a sign-in that ended, a busy moment, a proxy. */
const REFUSED = new Set([400, 413, 415, 422]);
const isFinal = (error: unknown) =>
  error instanceof FileUnreadableError || (error instanceof ApiProblem && REFUSED.has(error.status));

/** Files that the next message brings: each goes to the server when it is chosen, and says how far it is. */
export function useAttachments({
  id,
  visibility,
  allowed,
}: Pick<ThreadOut, "id" | "visibility" | "allowed">) {
  const { t } = useLingui();
  const words = useFailureWords();
  const [pieces, setPieces] = useState<PendingFile[]>([]);
  const [asked, setAsked] = useState(false);
  const running = useRef(new Map<string, AbortController>());
  const pauses = useRef(new Map<string, number>());

  const change = useCallback(
    (key: string, part: Partial<PendingFile>) =>
      setPieces((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );

  /** Why it has not arrived. The server keeps nothing of what it will not take. */
  const failed = (key: string, error: unknown, place: string | null) => {
    if (error instanceof NetworkError) return change(key, { waits: true, place });
    const isLost = error instanceof FileUnreadableError;
    const failure = isLost ? t`Файл змінився або його більше немає на пристрої. Виберіть його знову.` : null;
    const mayRetry = !isFinal(error);
    change(key, {
      failure: failure ?? fieldErrorAt(error, "/file") ?? words(error),
      mayRetry,
      place: mayRetry ? place : null,
    });
    if (mayRetry) return;
    keeping.drop(key);
    if (place) abandonUpload(place);
  };

  const send = async ({ key, place: known }: PendingFile, file: File, signal: AbortSignal) => {
    let place = known;
    const onPlace = (at: string) => {
      place = at;
      change(key, { place });
      keeping.change(key, { place });
    };
    const onProgress = (share: number) => {
      pauses.current.delete(key);
      change(key, { share });
    };
    try {
      const stored = await uploadResumable(file, { place, onPlace, onProgress, signal });
      const { name, size } = stored;
      change(key, { stored, name, size, share: 1, isPicture: isPicture(stored.media_type) });
      keeping.change(key, { stored });
    } catch (error) {
      if (!signal.aborted) failed(key, error, place);
    }
  };

  /** The file as it is sent, kept here; null where it is too large. */
  const prepared = async (key: string, chosen: File) => {
    const file = await shrinkImage(chosen);
    change(key, { file });
    if (file.size > LARGEST_FILE) {
      change(key, { failure: t`Файл завеликий: можна до 20 МБ. Виберіть менший` });
      return null;
    }
    change(key, { kept: await keeping.keep(key, file) });
    return file;
  };

  const bring = async (piece: PendingFile, isFresh = false) => {
    const { key } = piece;
    if (!piece.file || running.current.has(key)) return;
    const calling = new AbortController();
    running.current.set(key, calling);
    change(key, { failure: null, mayRetry: false, surplus: false, waits: false });
    const file = isFresh ? await prepared(key, piece.file) : piece.file;
    if (file && !calling.signal.aborted) await send(piece, file, calling.signal);
    running.current.delete(key);
  };

  const again = (piece: PendingFile) => void bring(piece);
  const keeps = visibility === "group" && allowed.includes("post");
  const keeping = useFilePersistence(keeps ? id : null, (kept) => {
    const back = kept.map(([facts, file]) => keptBefore(facts, file)).filter((one) => one !== null);
    setPieces((now) => [...back.filter(({ key }) => now.every((one) => one.key !== key)), ...now]);
    for (const piece of back) if (!piece.stored) again(piece);
  });

  const goOn = useRef<() => void>(() => undefined);
  goOn.current = () => pieces.filter((one) => one.waits).forEach(again);
  useEffect(() => onConnectivityChange(() => isOnline() && goOn.current()), []);
  // Where the browser knows of no cut, nothing says when the line is back: it is tried.
  const waiting = pieces.filter((one) => one.waits).map((one) => one.key);
  const stopped = waiting.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew with each that stops
  useEffect(() => {
    if (!stopped) return;
    const tries = Math.max(...waiting.map((key) => pauses.current.get(key) ?? 0));
    for (const key of waiting) pauses.current.set(key, tries + 1);
    const pause = Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE);
    const alarm = setTimeout(() => isOnline() && goOn.current(), pause * 1000);
    return () => clearTimeout(alarm);
  }, [stopped]);
  // Whoever leaves takes nothing further along.
  useEffect(() => {
    const open = running.current;
    return () => {
      for (const calling of open.values()) calling.abort();
    };
  }, []);

  const refused = pieces.filter(isRefused);
  const room = Math.max(0, MAX_FILES - (pieces.length - refused.length));
  const tooMany = t`До повідомлення можна додати десять файлів. Приберіть цей або інший`;
  const add = (files: Iterable<File>) => {
    const chosen = [...files].map(pieceOf);
    const fresh = chosen.slice(0, room);
    const surplus = chosen.slice(room).map((one) => ({ ...one, surplus: true, failure: tooMany }));
    setPieces((now) => [...now, ...fresh, ...surplus]);
    for (const piece of fresh) void bring(piece, true);
  };
  const remove = (...gone: PendingFile[]) => {
    for (const { key, place, stored } of gone) {
      running.current.get(key)?.abort();
      if (place && !stored) abandonUpload(place);
      keeping.drop(key);
    }
    setPieces((now) => now.filter((one) => gone.every(({ key }) => key !== one.key)));
    const isRoomMade = gone.some((one) => !isRefused(one));
    const next = isRoomMade && pieces.find((one) => one.surplus);
    if (next) void bring(next, true);
  };
  const describe = (key: string, alt: string) => {
    change(key, { alt });
    keeping.change(key, { alt });
  };

  const wanted = pieces.filter((one) => !isRefused(one));
  const lasts = ({ kept }: PendingFile) => keeps && kept;
  const isWaiting = wanted.some((one) => !one.stored);
  const lacking = wanted.find((one) => one.isPicture && one.alt.trim() === "");
  return {
    pieces,
    /** Those that keep the message from being sent until they are removed. */
    refused,
    /** How many more the message may bring. */
    room,
    add,
    remove,
    again,
    describe,
    /** What was refused comes back. */
    restore: (attached: Attached[]) =>
      setPieces((now) => [...now, ...attached.map((one) => arrivedBefore(one))]),
    /** What the message brings; null while something is missing, which is said from then on. */
    ready: (): Attached[] | null => {
      setAsked(true);
      if (isWaiting || lacking || refused.length > 0) return null;
      return pieces.flatMap(({ stored, alt }) => (stored ? [{ file: stored, alt: alt.trim() }] : []));
    },
    clear: () => {
      for (const { key } of pieces) keeping.drop(key);
      setPieces([]);
      setAsked(false);
    },
    isWaiting,
    /** Names of those that whoever leaves loses: they would be sent, and the browser does not keep them. */
    fleeting: wanted.filter((one) => !lasts(one)).map(({ name }) => name),
    /** Whether some wait here for whoever leaves. */
    lasting: wanted.some(lasts),
    /** Somebody has tried to send: what lacks words says so. */
    asked,
    lacking: lacking?.key ?? null,
  };
}

export type Attaching = ReturnType<typeof useAttachments>;
