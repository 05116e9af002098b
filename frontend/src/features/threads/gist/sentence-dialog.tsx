import { useLingui } from "@lingui/react/macro";
import type { GistOut } from "@/api/generated/types.gen";
import type { WordsDialogProps } from "@/kit/reason-dialog";
import { PublicReasonDialog, type Told } from "@/modules/personal-data/public-reason-dialog";
import { useGistChange } from "./use-gist-change";

interface SentenceDialogProps extends Omit<WordsDialogProps, "busy" | "problem" | "pointer" | "onSubmit"> {
  threadId: string;
  ask: (sentence: Told) => Promise<GistOut>;
  /** What is said when it is done. */
  said: string;
}

/** A question or a statement at the head of a thread, put in words. */
export function SentenceDialog({ threadId, ask, said, ...words }: SentenceDialogProps) {
  const { t } = useLingui();
  const change = useGistChange(threadId, { ask, said, onDone: words.onClose });
  return <PublicReasonDialog {...words} pointer="/text" change={change} anyway={t`Усе одно зберегти`} />;
}
