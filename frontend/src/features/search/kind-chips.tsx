import { useLingui } from "@lingui/react/macro";
import { rootRoute } from "@/kit/routes";
import { ENTITIES } from "@/modules/entities/entities";
import type { SearchAsked } from "@/queries/search";
import { FilterChip, FilterRow } from "@/ui/choice";

interface KindChipsProps {
  asked: SearchAsked;
  onAsk: (change: Partial<SearchAsked>) => void;
}

/** What is looked for: everything, or things of one kind. */
export function KindChips({ asked, onAsk }: KindChipsProps) {
  const { t, i18n } = useLingui();
  const { searchKinds } = rootRoute.useRouteContext();
  return (
    <FilterRow label={t`Що саме`}>
      <FilterChip on={!asked.kind} onClick={() => onAsk({ kind: undefined })}>
        {t`Усе`}
      </FilterChip>
      {searchKinds.map((kind) => (
        <FilterChip key={kind} on={asked.kind === kind} onClick={() => onAsk({ kind })}>
          {i18n._(ENTITIES[kind].many)}
        </FilterChip>
      ))}
    </FilterRow>
  );
}
