import { useLingui } from "@lingui/react/macro";
import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { abandonUpload } from "@/api/upload-in-parts";
import type { Attached } from "@/outbox/items";
import { arrivedBefore, isRefused, keptBefore, type PendingFile, pieceOf } from "./pending-file";
import { useFilePersistence } from "./use-file-persistence";
import { type ChangeFile, useRetries, useUploads } from "./use-uploads";

/** The server takes no more with one message. */
const MAX_FILES = 10;

type SetPieces = Dispatch<SetStateAction<PendingFile[]>>;

/** Files that the next message brings: each goes to the server when it is chosen, and says how far it is. */
export function useAttachments({
  id,
  visibility,
  allowed,
}: Pick<ThreadOut, "id" | "visibility" | "allowed">) {
  const [pieces, setPieces] = useState<PendingFile[]>([]);
  const [asked, setAsked] = useState(false);
  const keeps = visibility === "group" && allowed.includes("post");
  const { keeping, change, again, ...list } = useFileList(keeps ? id : null, pieces, setPieces);
  const { refused, isWaiting, lacking, ...rest } = summaryOf(pieces, keeps);
  return {
    pieces,
    again,
    ...list,
    ...rest,
    refused,
    isWaiting,
    lacking: lacking?.key ?? null,
    describe: (key: string, alt: string) => {
      change(key, { alt });
      keeping.change(key, { alt });
    },
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
    /** Somebody has tried to send: what lacks words says so. */
    asked,
  };
}

export type Attaching = ReturnType<typeof useAttachments>;

/** Which files are there: those that are chosen, and those of before, without those that are removed. */
function useFileList(keptFor: string | null, pieces: PendingFile[], setPieces: SetPieces) {
  const { t } = useLingui();
  const change = useCallback<ChangeFile>(
    (key, part) => setPieces((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [setPieces],
  );
  const again = (piece: PendingFile) => void bring(piece);
  const keeping = useFilePersistence(keptFor, (kept) => {
    const back = kept.map(([facts, file]) => keptBefore(facts, file)).filter((one) => one !== null);
    setPieces((now) => [...back.filter(({ key }) => now.every((one) => one.key !== key)), ...now]);
    for (const piece of back) if (!piece.stored) again(piece);
  });
  const { bring, stop, tries } = useUploads(change, keeping);
  useRetries(pieces, tries, again);

  const room = Math.max(0, MAX_FILES - pieces.filter((one) => !isRefused(one)).length);
  const tooMany = t`До повідомлення можна додати щонайбільше десять файлів. Приберіть цей або інший`;
  const add = (files: Iterable<File>) => {
    const chosen = [...files].map(pieceOf);
    const fresh = chosen.slice(0, room);
    const surplus = chosen.slice(room).map((one) => ({ ...one, surplus: true, failure: tooMany }));
    setPieces((now) => [...now, ...fresh, ...surplus]);
    for (const piece of fresh) void bring(piece, true);
  };
  const remove = (...gone: PendingFile[]) => {
    for (const { key, place, stored } of gone) {
      stop(key);
      if (place && !stored) abandonUpload(place);
      keeping.drop(key);
    }
    setPieces((now) => now.filter((one) => gone.every(({ key }) => key !== one.key)));
  };
  // One that is removed makes room, and so does one that is refused.
  const next = room > 0 ? pieces.find((one) => one.surplus) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each
  useEffect(() => {
    if (next) void bring(next, true);
  }, [next?.key]);
  return { keeping, change, again, add, remove, /** How many more the message may bring. */ room };
}

function summaryOf(pieces: PendingFile[], keeps: boolean) {
  const wanted = pieces.filter((one) => !isRefused(one));
  const lasts = ({ kept }: PendingFile) => keeps && kept;
  return {
    /** Those that keep the message from being sent until they are removed. */
    refused: pieces.filter(isRefused),
    isWaiting: wanted.some((one) => !one.stored),
    /** A picture that nobody has described. */
    lacking: wanted.find((one) => one.isPicture && one.alt.trim() === ""),
    /** Names of those that whoever leaves loses: they would be sent, and the browser does not keep them. */
    fleeting: wanted.filter((one) => !lasts(one)).map(({ name }) => name),
    /** Whether some wait here for whoever leaves. */
    lasting: wanted.some(lasts),
  };
}
