import { lazy, type ReactNode, Suspense, useState } from "react";
import { type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { FilledBefore } from "@/ui/use-filled";

// Whoever joins a group seldom meets it, and it brings all that dialogs are made of.
const PersonalDataDialog = lazy(async () => ({
  default: (await import("./personal-data-dialog")).PersonalDataDialog,
}));

interface ConcernsOfProps {
  /** What a form asks for, with the kinds of what its words are meant to tell. */
  change: { error: unknown; reset: () => void; mutate: (confirmed: PersonalDataKind[]) => void };
  /** What was to be sent, by the pointers of its fields. */
  texts: Record<string, string>;
  /** «Усе одно зберегти». */
  anyway: string;
  /** Who reads it; left out where all do who see the thread. */
  lead?: ReactNode;
}

/** Where the words of a form would give somebody away: the question whether that is meant. */
export function PersonalDataGuardFields({ change, texts, anyway, lead }: ConcernsOfProps) {
  const concerns = personalDataWarnings(change.error);
  if (!concerns) return null;
  return (
    <Suspense>
      <PersonalDataDialog
        concerns={concerns}
        texts={texts}
        anyway={anyway}
        lead={lead}
        onReword={change.reset}
        onConfirm={change.mutate}
        onClose={change.reset}
      />
    </Suspense>
  );
}

/** A dialog; in its place, where its words would give somebody away, the question whether that is meant. */
export function PersonalDataGuard({ children, ...asked }: ConcernsOfProps & { children: ReactNode }) {
  const concerned = Boolean(personalDataWarnings(asked.change.error));
  const [wasConcerned, setWasConcerned] = useState(concerned);
  if (concerned && !wasConcerned) setWasConcerned(true);
  if (concerned) return <PersonalDataGuardFields {...asked} />;
  return <FilledBefore value={wasConcerned}>{children}</FilledBefore>;
}
