import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GistOut } from "@/api/generated/types.gen";
import { concernsIn, type DataKind } from "@/api/problem";
import { PersonalDataDialog } from "@/widgets/personal-data-dialog";
import { WordsDialog, type WordsDialogProps } from "@/widgets/words-dialog";
import { useGistChange } from "./use-gist-change";

export interface Sentence {
  text: string;
  confirmed?: DataKind[];
}

interface SentenceDialogProps extends Omit<WordsDialogProps, "busy" | "problem" | "pointer" | "onSubmit"> {
  threadId: string;
  ask: (sentence: Sentence) => Promise<GistOut>;
  /** What is said when it is done. */
  said: string;
}

/** A question or a statement at the head of a thread, put in words. */
export function SentenceDialog({ threadId, ask, said, begun = "", ...words }: SentenceDialogProps) {
  const { t } = useLingui();
  const [start, setStart] = useState(begun);
  const writing = useGistChange(threadId, { ask, said, onDone: words.onClose });
  const concerns = concernsIn(writing.error);
  if (concerns) {
    const { text = "" } = writing.variables ?? {};
    const reword = () => {
      setStart(text);
      writing.reset();
    };
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/text": text }}
        anyway={t`Усе одно зберегти`}
        onReword={reword}
        onConfirm={(confirmed) => writing.mutate({ text, confirmed })}
        onClose={reword}
      />
    );
  }
  return (
    <WordsDialog
      {...words}
      begun={start}
      pointer="/text"
      busy={writing.isPending}
      problem={writing.error}
      onSubmit={(text) => writing.mutate({ text })}
    />
  );
}
