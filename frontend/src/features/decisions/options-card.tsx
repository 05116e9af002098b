import { Trans } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";

/** The options, each with its explanation. */
export function OptionsCard({ decision: { options } }: { decision: DecisionOut }) {
  const { localize } = useLocale();
  if (options.length === 0) return null;
  return (
    <Card title={<Trans>Варіанти</Trans>}>
      <CardList>
        {options.map(({ id, label, text }) => (
          <ListRow key={id} title={localize(label)}>
            {text && <p className={`v-small ${classes.said}`}>{text}</p>}
          </ListRow>
        ))}
      </CardList>
    </Card>
  );
}
