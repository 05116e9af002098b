import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef } from "react";
import { fieldErrorAt, NetworkError } from "@/api/problem";
import { LARGEST_FILE } from "@/api/upload";
import { abandonUpload, FileUnreadableError, uploadResumable } from "@/api/upload-in-parts";
import { useFailureWords } from "@/kit/failure-toast";
import { isOnline, onConnectivityChange } from "@/lib/online";
import { shrinkImage } from "@/lib/shrink-image";
import { isFinal, isPicture, type PendingFile } from "./pending-file";
import type { useFilePersistence } from "./use-file-persistence";

/** Seconds after which a file goes on by itself where the browser knows of no cut; twice as many each time. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

type Keeping = ReturnType<typeof useFilePersistence>;
export type ChangeFile = (key: string, part: Partial<PendingFile>) => void;

/** How often each file was tried in vain since something of it went. */
type Tries = RefObject<Map<string, number>>;

/** Send files to the server, one request after another for each, until they are there or are refused. */
export function useUploads(change: ChangeFile, keeping: Keeping) {
  const running = useRef(new Map<string, AbortController>());
  const tries = useRef(new Map<string, number>());
  const prepare = usePreparation(change, keeping);
  const send = useSending(change, keeping, tries);

  const bring = async (piece: PendingFile, isFresh = false) => {
    const { key } = piece;
    if (!piece.file || running.current.has(key)) return;
    const calling = new AbortController();
    running.current.set(key, calling);
    change(key, { failure: null, mayRetry: false, surplus: false, waits: false });
    const file = isFresh ? await prepare(key, piece.file) : piece.file;
    if (file && !calling.signal.aborted) await send(piece, file, calling.signal);
    running.current.delete(key);
  };

  // Whoever leaves takes nothing further along.
  useEffect(() => {
    const open = running.current;
    return () => {
      for (const calling of open.values()) calling.abort();
    };
  }, []);
  return { bring, tries, stop: (key: string) => running.current.get(key)?.abort() };
}

/** The file as it is sent, kept here; null where it is too large. */
function usePreparation(change: ChangeFile, keeping: Keeping) {
  const { t } = useLingui();
  return async (key: string, chosen: File) => {
    const file = await shrinkImage(chosen);
    change(key, { file });
    if (file.size > LARGEST_FILE) {
      change(key, { failure: t`Файл завеликий: можна до 20 МБ. Виберіть менший` });
      return null;
    }
    change(key, { kept: await keeping.keep(key, file) });
    return file;
  };
}

function useSending(change: ChangeFile, keeping: Keeping, tries: Tries) {
  const fail = useFailure(change, keeping);
  return async ({ key, place: known }: PendingFile, file: File, signal: AbortSignal) => {
    let place = known;
    const onPlace = (at: string) => {
      place = at;
      change(key, { place });
      keeping.change(key, { place });
    };
    const onProgress = (share: number) => {
      tries.current.delete(key);
      change(key, { share });
    };
    try {
      const stored = await uploadResumable(file, { place, onPlace, onProgress, signal });
      const { name, size } = stored;
      change(key, { stored, name, size, share: 1, isPicture: isPicture(stored.media_type) });
      keeping.change(key, { stored });
    } catch (error) {
      if (!signal.aborted) fail(key, error, place);
    }
  };
}

/** Why it has not arrived. The server keeps nothing of what it will not take. */
function useFailure(change: ChangeFile, keeping: Keeping) {
  const { t } = useLingui();
  const words = useFailureWords();
  return (key: string, error: unknown, place: string | null) => {
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
}

/** Go on with what waits for a line: when the browser says that it is back, or from time to time. */
export function useRetries(pieces: PendingFile[], tries: Tries, again: (piece: PendingFile) => void) {
  const goOn = useRef<() => void>(() => undefined);
  goOn.current = () => pieces.filter((one) => one.waits).forEach(again);
  useEffect(() => onConnectivityChange(() => isOnline() && goOn.current()), []);
  // Where the browser knows of no cut, nothing says when the line is back: it is tried.
  const waiting = pieces.filter((one) => one.waits).map((one) => one.key);
  const stopped = waiting.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew with each that stops
  useEffect(() => {
    if (!stopped) return;
    const most = Math.max(...waiting.map((key) => tries.current.get(key) ?? 0));
    for (const key of waiting) tries.current.set(key, most + 1);
    const pause = Math.min(FIRST_PAUSE * 2 ** most, LONGEST_PAUSE);
    const alarm = setTimeout(() => isOnline() && goOn.current(), pause * 1000);
    return () => clearTimeout(alarm);
  }, [stopped]);
}
