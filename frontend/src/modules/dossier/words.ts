import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import type { DossierOut, ParticipantRoleOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import { programmesQuery } from "@/queries/dossiers";

export type Phase = DossierOut["phase"];

/** In the order in which a dossier goes through them. */
export const PHASES = [
  "preparation",
  "fieldwork",
  "review",
  "follow_up",
  "closed",
] as const satisfies readonly Phase[];

export const PHASE_LABELS: Record<Phase, MessageDescriptor> = {
  preparation: msg({ message: "Підготовка", context: "phase" }),
  fieldwork: msg({ message: "Робота", context: "phase" }),
  review: msg({ message: "Розгляд", context: "phase" }),
  follow_up: msg({ message: "Виконання", context: "phase" }),
  closed: msg({ message: "Закрито", context: "phase" }),
};

/** What each kind of dossier calls itself and what is in it; nothing of a kind until its words are there. */
export interface ProgrammeWords {
  noun: (kind: string) => string;
  state: (kind: string, name: string) => string;
  transition: (kind: string, name: string) => string;
  role: (kind: string, name: string) => string;
  roles: (kind: string) => ParticipantRoleOut[];
  /** `own`: it is begun by a dialog of its own. */
  kinds: { value: string; label: string; own: boolean }[];
}

export function useProgrammeWords(): ProgrammeWords {
  const { localize } = useLocale();
  const { data: programmes = [] } = useQuery(programmesQuery);
  const find = (kind: string) => programmes.find((one) => one.kind === kind);
  const say = (text: Bilingual | undefined) => (text ? localize(text) : "");
  return {
    noun: (kind) => say(find(kind)?.noun),
    state: (kind, name) => say(find(kind)?.states.find((one) => one.name === name)?.label),
    transition: (kind, name) => say(find(kind)?.transitions.find((one) => one.to === name)?.label),
    role: (kind, name) => say(find(kind)?.roles.find((one) => one.name === name)?.label),
    roles: (kind) => find(kind)?.roles ?? [],
    kinds: programmes.map(({ kind, noun, own_begin: own }) => ({
      value: kind,
      label: localize(noun),
      own,
    })),
  };
}
