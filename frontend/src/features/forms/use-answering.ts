import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { GivenAnswer } from "@/outbox/items";
import { useOutgoingAnswers } from "@/outbox/outbox-provider";
import type { AskedQuestion } from "./asked-form";

export interface FormPlace {
  dossierId: string;
  submissionId: string;
}

const NOTHING: GivenAnswer = { value: null, note: "", not_applicable: false, reason: "" };

/** `version`: of the stored answer that the person had seen; by default the one that is shown. */
export type Say = (part: Partial<GivenAnswer>, version?: number) => void;

/** Say something to a question: it is kept here at once, and sent as soon as there is a line. */
export function useSay({ dossierId, submissionId }: FormPlace, { question, given }: AskedQuestion): Say {
  const { outbox } = useOutgoingAnswers(submissionId);
  // A note may be left in the moment before the answer beside it is on the page.
  const latest = useRef(given);
  useEffect(() => {
    latest.current = given;
  }, [given]);
  return (part, version = question.answer?.version ?? 0) => {
    const { value, note, not_applicable, reason } = { ...NOTHING, ...latest.current };
    const said = { value, note, not_applicable, reason, ...part };
    latest.current = said;
    const place = { dossier_id: dossierId, submission_id: submissionId, question: question.name };
    void outbox?.answer({ ...place, version, given: said });
  };
}

const PAUSE_MS = 1500;

interface TypedOptions {
  saved: string;
  /** Of the stored answer that is shown. */
  version: number;
  save: (typed: string, version: number) => void;
}

/** Keep what is typed: it is saved when the typing pauses, when the field is left, and when the page is hidden. */
export function useTyped({ saved, version, save }: TypedOptions) {
  const [own, setOwn] = useState<string | null>(null);
  const [isIn, setIn] = useState(false);
  /** The version that was shown when the typing began; null while nothing is unsaved. */
  const begun = useRef<number | null>(null);
  const flush = () => {
    if (own !== null && begun.current !== null && own.trim() !== saved) save(own.trim(), begun.current);
    begun.current = null;
  };
  const flushLatest = useEffectEvent(flush);
  useEffect(() => {
    if (own === null) return;
    const timer = setTimeout(() => flushLatest(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [own]);
  const replace = useEffectEvent(() => {
    if (begun.current === null && !(isIn && own?.trim() === saved)) setOwn(null);
  });
  // What is saved takes the place of what was typed, also where somebody else has answered since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is saved is the reason
  useEffect(() => replace(), [saved]);
  useEffect(() => {
    const hide = () => flushLatest();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      hide();
    };
  }, []);
  const change = (typed: string) => {
    begun.current ??= version;
    setOwn(typed);
  };
  const leave = () => {
    flush();
    setIn(false);
    if (own?.trim() === saved) setOwn(null);
  };
  return { value: own ?? saved, isIn, change, enter: () => setIn(true), leave };
}
