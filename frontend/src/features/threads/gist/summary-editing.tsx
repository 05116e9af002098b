import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, type RefObject, use, useMemo, useRef, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { UnsavedChangesGuard } from "@/kit/unsaved-changes-guard";
import { useStableCallbacks } from "@/lib/use-stable-callbacks";
import { gistQuery } from "@/queries/gist";
import { toast } from "@/ui/toast";
import { withCitation } from "./citing";

/** The summary of a thread that somebody is writing beside its messages. */
export interface GistDeskState {
  /** What is written so far; null while nobody writes. */
  text: string | null;
  /** Something is written that is not saved. */
  isNew: boolean;
  /** Up to which message it was read when the writing began. */
  through: number;
  input: RefObject<HTMLTextAreaElement | null>;
  begin: (text: string) => void;
  type: (text: string) => void;
  end: () => void;
}

/** What messages need of it: the same for as long as none of it changes, since hundreds are drawn with it. */
export interface GistMarks {
  /** Of which messages the point is noted. */
  points: ReadonlySet<number>;
  /** Whether the reader may note the point of a message. */
  leads: boolean;
  /** Whether the reader may say which question a message answers, and there is one. */
  asks: boolean;
  /** Puts the number of a message where the caret stands; null while nobody writes. */
  cite: ((number: number) => void) | null;
}

const GistDeskContext = createContext<GistDeskState | null>(null);
const GistMarksContext = createContext<GistMarks | null>(null);

export function useSummaryEditing(): GistDeskState {
  const desk = use(GistDeskContext);
  if (!desk) throw new Error("a message stands in a thread");
  return desk;
}

export function useGistMarks(): GistMarks {
  const marks = use(GistMarksContext);
  if (!marks) throw new Error("a message stands in a thread");
  return marks;
}

/** The text that is being written, and how a message is cited in it. */
function useSummaryText(thread: ThreadOut) {
  const { t } = useLingui();
  const [text, setText] = useState<string | null>(null);
  const [begun, setBegun] = useState("");
  const [through, setThrough] = useState(0);
  const input = useRef<HTMLTextAreaElement | null>(null);
  const { cite } = useStableCallbacks({
    cite: (number: number) => {
      const field = input.current;
      const known = text ?? "";
      const cited = withCitation(known, number, field?.selectionStart ?? known.length);
      setText(cited.text);
      // After the menu has given the focus back; on a phone the field may be out of sight, and the reader stays.
      setTimeout(() => field?.setSelectionRange(cited.caret, cited.caret));
      toast(t`У підсумок додано посилання #${number}`);
    },
  });
  const desk: GistDeskState = {
    text,
    isNew: text !== null && text.trim() !== begun.trim(),
    through,
    input,
    begin: (from) => {
      setThrough(thread.message_count);
      setBegun(from);
      setText(from);
    },
    type: setText,
    end: () => setText(null),
  };
  return { desk, cite: text === null ? null : cite };
}

function useMarks(thread: ThreadOut, cite: GistMarks["cite"]): GistMarks {
  const { data: gist } = useQuery(gistQuery(thread.id));
  const statements = gist?.statements;
  const leads = thread.allowed.includes("sum_up");
  const asks = Boolean(gist?.questions.some(({ allowed }) => allowed.includes("answered")));
  return useMemo(() => {
    const points = new Set(statements?.flatMap(({ source }) => source?.number ?? []));
    return { points, leads, asks, cite };
  }, [statements, leads, asks, cite]);
}

export function SummaryEditing({ thread, children }: { thread: ThreadOut; children: ReactNode }) {
  const { t } = useLingui();
  const { desk, cite } = useSummaryText(thread);
  return (
    <GistDeskContext value={desk}>
      <GistMarksContext value={useMarks(thread, cite)}>{children}</GistMarksContext>
      <UnsavedChangesGuard
        when={desk.isNew}
        title={t`Вийти без підсумку?`}
        lead={<Trans>Підсумок, який ви пишете, ще не збережено.</Trans>}
        leave={t`Вийти без нього`}
      />
    </GistDeskContext>
  );
}
