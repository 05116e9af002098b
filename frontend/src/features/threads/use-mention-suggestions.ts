import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useId, useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { fits, type MentionQuery } from "@/lib/mentions";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { useReaders } from "./use-readers";

/** Somebody who can be named: «Оксана Мельничук», of the lyceum. */
export interface MentionCandidate {
  key: string;
  name: string;
  /** What tells two of one name apart. */
  hint: string;
  sector: Sector | null;
}

const MOST = 6;

/** Everybody who reads the thread, with the organisations and sectors that they sit for, and who leads. */
function useNameables(thread: ThreadOut): MentionCandidate[] {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const readers = useReaders(thread) ?? [];
  const found = new Map<string, MentionCandidate>();
  for (const { person, organisation } of readers) {
    const key = `person:${person.id}`;
    const hint = organisation ? say(organisation.short_name) : t`особисто`;
    found.set(key, { key, name: say(person.name), hint, sector: organisation?.sector ?? null });
  }
  for (const { organisation } of readers) {
    if (!organisation) continue;
    const { sector } = organisation;
    const key = `organisation:${organisation.id}`;
    found.set(key, { key, name: say(organisation.short_name), hint: t`усі від організації`, sector });
    const label = i18n._(SECTOR_LABELS[sector]);
    found.set(`sector:${sector}`, { key: `sector:${sector}`, name: label, hint: t`увесь сектор`, sector });
  }
  if (found.size === 0) return [];
  const leads = { key: "role:facilitator", name: t`Фасилітатор`, hint: t`хто веде групу`, sector: null };
  return [...found.values(), leads];
}

/** Shift leads back, and whoever composes a letter has not chosen. */
function isPlain({ shiftKey, ctrlKey, metaKey, nativeEvent }: KeyboardEvent): boolean {
  return !(shiftKey || ctrlKey || metaKey || nativeEvent.isComposing);
}

interface NamingProps {
  thread: ThreadOut;
  /** What is being looked for at the caret. */
  sought: MentionQuery | null;
  onPick: (one: MentionCandidate, sought: MentionQuery) => void;
}

/** Suggestions behind an at sign: what is offered, and how it is picked with the keys or a press. */
export function useMentionSuggestions({ thread, sought, onPick }: NamingProps) {
  const all = useNameables(thread);
  const id = useId();
  const [nth, setNth] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const open = sought !== null && sought.from !== closedAt;
  const offered = open ? all.filter((one) => fits(one.name, sought.words)).slice(0, MOST) : [];
  const chosen = Math.min(nth, offered.length - 1);

  const pick = (one: MentionCandidate) => {
    if (!sought) return;
    onPick(one, sought);
    setClosedAt(sought.from);
    setNth(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const one = offered[chosen];
    if (!one || !isPlain(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setNth((chosen + step + offered.length) % offered.length);
    else if (event.key === "Escape") setClosedAt(sought?.from ?? null);
    else if (["Enter", "Tab"].includes(event.key)) pick(one);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    offered,
    chosen,
    pick,
    onKeyDown,
    /** The caret stands elsewhere, or something was typed. */
    look: (next: MentionQuery | null) => {
      if (next?.words !== sought?.words) setNth(0);
      if (next?.from !== closedAt) setClosedAt(null);
    },
    close: () => setClosedAt(sought?.from ?? null),
    listId: `${id}list`,
    optionId: (one: MentionCandidate) => `${id}${one.key}`,
  };
}

export type Naming = ReturnType<typeof useMentionSuggestions>;
