import { type ReactNode, useState } from "react";
import { type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { ReasonDialog, type WordsDialogProps } from "@/kit/reason-dialog";

/** What somebody says, with the kinds of what it is meant to give away. */
export interface Told {
  text: string;
  confirmed?: PersonalDataKind[];
}

export interface TellingDialogProps extends Omit<WordsDialogProps, "busy" | "problem" | "onSubmit"> {
  change: {
    error: unknown;
    isPending: boolean;
    variables?: Told;
    reset: () => void;
    mutate: (told: Told) => void;
  };
  /** «Усе одно надіслати». */
  anyway: string;
  /** Who reads it; left out where all do who see the thread. */
  readers?: ReactNode;
}

/** Words that others read: where they would give somebody away, it is asked whether that is meant. */
export function PublicReasonDialog({ change, anyway, readers, begun = "", ...words }: TellingDialogProps) {
  const [start, setStart] = useState(begun);
  const { pointer = "/reason" } = words;
  const concerns = personalDataWarnings(change.error);
  if (concerns) {
    const { text = "" } = change.variables ?? {};
    const reword = () => {
      setStart(text);
      change.reset();
    };
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ [pointer]: text }}
        anyway={anyway}
        lead={readers}
        onReword={reword}
        onConfirm={(confirmed) => change.mutate({ text, confirmed })}
        onClose={reword}
      />
    );
  }
  return (
    <ReasonDialog
      {...words}
      begun={start}
      filled={start !== begun}
      busy={change.isPending}
      problem={change.error}
      onSubmit={(text) => change.mutate({ text })}
    />
  );
}
