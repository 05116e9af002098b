import { useLingui } from "@lingui/react/macro";
import type { TerritoryOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { territoryPath } from "@/modules/entities/paths";
import { LEVELS } from "@/modules/registers/words";
import { ListRow } from "@/ui/list-row";

interface TerritoryRowProps {
  territory: TerritoryOut;
  /** It stands among the parts of one territory: what it lies in needs no words. */
  inside?: boolean;
}

/** One territory in a list, with what it lies in: many villages share a name. */
export function TerritoryRow({ territory, inside = false }: TerritoryRowProps) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const above = territory.above
    .slice(1)
    .reverse()
    .map((one) => say(one.name));
  return (
    <ListRow
      title={say(territory.name)}
      href={territoryPath(territory.id)}
      meta={[i18n._(LEVELS[territory.level]), ...(inside ? [] : above)].join(DOT)}
      status={<span className="v-tiny v-t2 v-num">{territory.code}</span>}
    />
  );
}
