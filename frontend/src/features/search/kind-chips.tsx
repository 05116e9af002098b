import { useLingui } from "@lingui/react/macro";
import { type HitKind, KINDS, type SearchAsked } from "@/queries/search";
import { FilterChip, FilterRow } from "@/ui/choice";

interface KindChipsProps {
  asked: SearchAsked;
  onAsk: (change: Partial<SearchAsked>) => void;
}

/** What is looked for: everything, or things of one kind. */
export function KindChips({ asked, onAsk }: KindChipsProps) {
  const { t } = useLingui();
  const names = useKindNames();
  return (
    <FilterRow label={t`Що саме`}>
      <FilterChip on={!asked.kind} onClick={() => onAsk({ kind: undefined })}>
        {t`Усе`}
      </FilterChip>
      {KINDS.map((kind) => (
        <FilterChip key={kind} on={asked.kind === kind} onClick={() => onAsk({ kind })}>
          {names[kind]}
        </FilterChip>
      ))}
    </FilterRow>
  );
}

function useKindNames(): Record<HitKind, string> {
  const { t } = useLingui();
  return {
    message: t`Повідомлення`,
    thread: t`Теми`,
    action: t`Доручення`,
    file: t`Файли`,
    person: t`Люди`,
  };
}
