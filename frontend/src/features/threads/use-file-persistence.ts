import { useEffect, useRef } from "react";
import { useOutbox } from "@/outbox/outbox-provider";
import type { PendingFileRow, PendingFileStore } from "@/outbox/pending-files";

/** A page that was left a moment ago may still be letting go. */
const PATIENCE_MS = 2_000;

/** Several pages may show one thread: one of them keeps its files, and what others bring is theirs alone. */
function claimed(threadId: string, left: AbortSignal): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  const signal = AbortSignal.any([left, AbortSignal.timeout(PATIENCE_MS)]);
  return new Promise((tell) => {
    const held = () => {
      tell(true);
      return new Promise<void>((end) => left.addEventListener("abort", () => end()));
    };
    navigator.locks.request(`viche-files-${threadId}`, { signal }, held).catch(() => tell(false));
  });
}

type Found = [PendingFileRow, File | null];

/** Where files are kept, as soon as that is known: what is chosen meanwhile waits for it. */
class DeferredStore {
  stand: (store: PendingFileStore | null) => void = () => undefined;
  private readonly store = new Promise<PendingFileStore | null>((stand) => {
    this.stand = stand;
  });

  /** Nothing where it takes too long. */
  get(): Promise<PendingFileStore | null> {
    const enough = new Promise<null>((end) => setTimeout(end, PATIENCE_MS, null));
    return Promise.race([this.store, enough]);
  }
}

async function foundIn(store: PendingFileStore, threadId: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const kept of await store.of(threadId)) {
    const bytes = kept.stored ? null : await store.bytes(kept.key);
    found.push([kept, bytes && new File([bytes], kept.name, { type: kept.type })]);
  }
  return found;
}

/**
 * Keeps files of a thread in this browser until they are sent, and brings back those of before. Of a thread that is
 * not for its whole group (null) it keeps none. What the browser does not keep goes all the same.
 */
export function useFilePersistence(threadId: string | null, onFound: (found: Found[]) => void) {
  const { files } = useOutbox(threadId ?? "");
  const shelf = useRef<DeferredStore | null>(null);
  shelf.current ??= new DeferredStore();
  const heard = useRef(onFound);
  heard.current = onFound;

  useEffect(() => {
    if (!files || !threadId) return;
    const left = new AbortController();
    const begin = async () => {
      if (!(await claimed(threadId, left.signal)) || left.signal.aborted) return null;
      const found = await foundIn(files, threadId);
      if (left.signal.aborted) return null;
      if (found.length > 0) heard.current(found);
      return files;
    };
    const own = shelf.current;
    begin()
      .catch(() => null)
      .then(own?.stand);
    return () => {
      left.abort();
      shelf.current = new DeferredStore();
    };
  }, [files, threadId]);

  return {
    /** Whether it lies here from now on. */
    keep: async (key: string, file: File): Promise<boolean> => {
      const kept = threadId && (await shelf.current?.get());
      if (!kept) return false;
      const { name, type, size } = file;
      const facts = { key, thread_id: threadId, chosen_at: Date.now(), name, type, size, alt: "" };
      const put = async () => kept.keep({ ...facts, place: null, stored: null }, await file.arrayBuffer());
      return put().catch(() => false);
    },
    change: (key: string, part: Partial<PendingFileRow>) => {
      files?.change(key, part).catch(() => undefined);
    },
    drop: (key: string) => {
      files?.drop(key).catch(() => undefined);
    },
  };
}
