import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { PagedList, shownRows } from "@/kit/paged-list";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { RecommendationColumns, RecommendationRow } from "@/modules/recommendations/recommendation-row";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";
import type { RecommendationFilter } from "@/queries/keys";
import { recommendationsQuery } from "@/queries/recommendations";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import classes from "./register.module.css";
import { ThemeDialog } from "./theme-dialog";

interface ListViewProps {
  filter: RecommendationFilter;
  empty: ReactNode;
  /** Several are chosen, to change their theme. */
  choosing: boolean;
  onChosen: () => void;
}

/** The register as a list, page by page: the only view of a phone. */
export function ListView({ filter, empty, choosing, onChosen }: ListViewProps) {
  const { t } = useLingui();
  const query = useInfiniteQuery(recommendationsQuery(filter));
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const rows = shownRows({ query }) ?? [];
  const open = rows.filter(mayChange);
  const chosen = choosing ? open.filter(({ id }) => ids.has(id)) : [];
  const toggle = (id: string) =>
    setIds((known) => new Set(known.has(id) ? [...known].filter((one) => one !== id) : [...known, id]));
  const end = () => {
    setIds(new Set());
    onChosen();
  };
  return (
    <>
      {choosing && <ChoosingBar chosen={chosen} onEnd={end} />}
      <Card label={t`Рекомендації`}>
        {!choosing && rows.length > 0 && <RecommendationColumns />}
        <PagedList query={query} loading={<Trans>Завантажуємо рекомендації…</Trans>} empty={empty}>
          {(one) => (
            <RecommendationRow
              key={one.id}
              recommendation={one}
              choice={choosing && <ChoiceBox row={one} chosen={ids.has(one.id)} onToggle={toggle} />}
            />
          )}
        </PagedList>
      </Card>
    </>
  );
}

/** Whether the reader may change its theme, and so choose it. */
const mayChange = ({ allowed }: RecommendationOut) => allowed.includes("set_theme");

interface ChoiceBoxProps {
  row: RecommendationOut;
  chosen: boolean;
  onToggle: (id: string) => void;
}

function ChoiceBox({ row, chosen, onToggle }: ChoiceBoxProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  if (!mayChange(row)) return <span className={classes.box} />;
  const name = `${numbered(row)}, ${localize(row.title)}`;
  return (
    // The whole of the strip before the row is what a thumb hits.
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
    <label className={classes.box}>
      <Checkbox aria-label={t`Вибрати: ${name}`} checked={chosen} onChange={() => onToggle(row.id)} />
    </label>
  );
}

function ChoosingBar({ chosen, onEnd }: { chosen: RecommendationOut[]; onEnd: () => void }) {
  const { t } = useLingui();
  const changing = useDialog();
  const count = chosen.length;
  return (
    <section className={classes.choosing} aria-label={t`Вибрані рекомендації`}>
      <span role="status" className="v-small v-t2">
        <Trans>Вибрано: {count}</Trans>
      </span>
      <Button kind="ghost" onClick={onEnd}>
        <Trans>Не вибирати</Trans>
      </Button>
      <Button aria-disabled={count === 0 || undefined} onClick={() => count > 0 && changing.open()}>
        <Trans context="theme">Змінити тему</Trans>
      </Button>
      {changing.render((_, close) => (
        <ThemeDialog rows={chosen} onClose={close} onChanged={onEnd} />
      ))}
    </section>
  );
}
