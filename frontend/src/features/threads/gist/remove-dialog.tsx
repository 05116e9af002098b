import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { getThreadGist } from "@/api/generated/sdk.gen";
import type { GistOut } from "@/api/generated/types.gen";
import type { ifMatch } from "@/api/headers";
import { isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useSeenVersion } from "@/kit/use-edit";
import { Dialog } from "@/ui/dialog";
import { useGistChange } from "./use-gist-change";

interface RemoveDialogProps {
  threadId: string;
  version: number;
  remove: (seen: ReturnType<typeof ifMatch>) => Promise<GistOut>;
  title: string;
  lead: ReactNode;
  /** What is said when it is done. */
  said: string;
  onClose: () => void;
  children: ReactNode;
}

/** A question or a statement that is removed is gone for everybody. */
export function RemoveDialog({ threadId, version, remove, said, children, ...rest }: RemoveDialogProps) {
  const { t } = useLingui();
  const { send } = useSeenVersion(version, true);
  const removing = useGistChange(threadId, {
    ask: (_nothing: undefined) =>
      send(remove).catch((error) => {
        if (!isNotFound(error)) throw error;
        // It is gone already: the answer to an earlier press was lost on the line.
        return unwrap(getThreadGist({ path: { thread_id: threadId } }));
      }),
    said,
    onDone: rest.onClose,
  });
  return (
    <Dialog
      opened
      submit={t`Видалити`}
      submitKind="danger"
      cancel={t`Залишити`}
      busy={removing.isPending}
      onSubmit={() => removing.mutate(undefined)}
      {...rest}
    >
      {children}
    </Dialog>
  );
}
