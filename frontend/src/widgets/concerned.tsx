import type { ReactNode } from "react";
import { concernsIn, type DataKind } from "@/api/problem";
import { PersonalDataDialog } from "./personal-data-dialog";

interface ConcernedProps {
  /** What the dialog asks for, with the kinds of what its words are meant to tell. */
  change: { error: unknown; reset: () => void; mutate: (confirmed: DataKind[]) => void };
  /** What was to be sent, by the pointers of its fields. */
  texts: Record<string, string>;
  /** «Усе одно зберегти». */
  anyway: string;
  children: ReactNode;
}

/** A dialog; in its place, where its words would give somebody away, the question whether that is meant. */
export function Concerned({ change, texts, anyway, children }: ConcernedProps) {
  const concerns = concernsIn(change.error);
  if (!concerns) return children;
  return (
    <PersonalDataDialog
      concerns={concerns}
      texts={texts}
      anyway={anyway}
      onReword={change.reset}
      onConfirm={change.mutate}
      onClose={change.reset}
    />
  );
}
