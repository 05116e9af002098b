import { useLingui } from "@lingui/react/macro";
import type { QueryKey } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { postActionItemEvidence } from "@/api/generated/sdk.gen";
import type { EvidenceContentInRequest, FileOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { uploadResumable } from "@/api/upload-in-parts";
import { useFailureToast } from "@/kit/failure-toast";
import { type Attempt, useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";

/** What a person shows: a file, an address, or a number that was measured. */
export type Shown = "file" | "link" | "indicator";

export interface EvidenceDraft {
  shown: Shown;
  title: string;
  note: string;
  url: string;
  file: File | null;
  criterion: string | null;
  /** For whom it is added, where the reader has chosen. */
  mandateId: string | null;
}

function kindOf({ shown }: EvidenceDraft, stored: FileOut | null): "file" | "photo" | "link" | "indicator" {
  if (shown !== "file") return shown;
  return stored?.media_type.startsWith("image/") ? "photo" : "file";
}

function bodyOf(piece: EvidenceDraft, stored: FileOut | null): EvidenceContentInRequest {
  return {
    kind: kindOf(piece, stored),
    title: piece.title,
    ...(piece.note ? { note: piece.note } : {}),
    ...(stored ? { file: stored.id } : {}),
    ...(piece.shown === "link" ? { url: piece.url } : {}),
    ...(piece.mandateId ? { on_behalf_of: piece.mandateId } : {}),
  };
}

/** Upload a file with its progress from 0 to 1. A file that has arrived is not sent twice. */
function useEvidenceUpload() {
  const [progress, setProgress] = useState<number | null>(null);
  const arrived = useRef<{ file: File; stored: FileOut } | null>(null);
  /** Where the server takes the rest of a file that was cut off. */
  const begun = useRef<{ file: File; place: string } | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  async function upload(file: File): Promise<FileOut> {
    if (arrived.current?.file === file) return arrived.current.stored;
    setProgress(0);
    try {
      const place = begun.current?.file === file ? begun.current.place : null;
      const stored = await uploadResumable(file, {
        place,
        onPlace: (known) => (begun.current = { file, place: known }),
        onProgress: setProgress,
        signal: leaving.current.signal,
      });
      arrived.current = { file, stored };
      return stored;
    } finally {
      setProgress(null);
    }
  }

  return { upload, progress, isLeft: () => leaving.current.signal.aborted };
}

interface AddingOptions {
  /** Sends it, once its file is there. */
  send: (body: EvidenceContentInRequest, piece: EvidenceDraft, attempt: Attempt) => Promise<unknown>;
  invalidates: QueryKey[];
  onAdded: () => void;
}

/** Add a piece of evidence to something: its file is sent first. */
export function useEvidenceCommand({ send, invalidates, onAdded }: AddingOptions) {
  const { t } = useLingui();
  const failed = useFailureToast();
  const { upload, progress, isLeft } = useEvidenceUpload();
  const adding = useCommand({
    run: async (piece: EvidenceDraft, attempt) => {
      const stored = piece.shown === "file" && piece.file ? await upload(piece.file) : null;
      return send(bodyOf(piece, stored), piece, attempt);
    },
    success: t`Доказ додано`,
    onSuccess: onAdded,
    invalidates,
    tellError: (error) => {
      if (!isLeft()) failed(error);
    },
  });
  return { adding, progress };
}

/** Add a piece of evidence of an action item. */
export function useAddEvidence(actionId: string, onAdded: () => void) {
  return useEvidenceCommand({
    send: (body, { criterion }, attempt) =>
      unwrap(
        postActionItemEvidence({
          path: { action_id: actionId },
          body: criterion ? { ...body, criterion } : body,
          headers: attempt.idempotencyKey,
        }),
      ),
    onAdded,
    invalidates: [
      keys.action(actionId),
      keys.evidence(actionId),
      keys.history(actionId),
      keys.chain(actionId),
      keys.actions,
    ],
  });
}
