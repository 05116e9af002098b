import { Trans, useLingui } from "@lingui/react/macro";
import { IconLink, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ActionOut, RelationOut, RelationsOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { StatusPill, TERMINAL_STATES } from "@/modules/actions/status";
import { actionPath } from "@/modules/entities/paths";
import { relationsQuery } from "@/queries/actions";
import { AppLink } from "@/ui/app-link";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";
import { RelateDialog } from "./relate-dialog";
import { useUnrelating } from "./use-relating";

/** Of what it is a part, what its parts are, for what it waits and what waits for it. */
export function RelationsCard({ action }: { action: ActionOut }) {
  const relations = useQuery(relationsQuery(action.id));
  const relating = useDialog();
  const relates = action.allowed.includes("relate");
  if (!relates && (!relations.data || isEmpty(relations.data))) return null;
  return (
    <Card
      padded
      title={<Trans>Пов’язані доручення</Trans>}
      aside={
        relates && (
          <Button kind="ghost" className={classes.headButton} onClick={() => relating.open()}>
            <Icon of={IconLink} />
            <Trans>Пов’язати</Trans>
          </Button>
        )
      }
    >
      <QueryBoundary query={relations} loading={<Trans>Завантажуємо зв’язки…</Trans>}>
        {(known) => <Sides action={action} known={known} relates={relates} />}
      </QueryBoundary>
      {relating.render((_, close) => (
        <RelateDialog action={action} onClose={close} />
      ))}
    </Card>
  );
}

function isEmpty({ parent, previous, following, parts, blocked_by, blocks }: RelationsOut): boolean {
  const ones = [parent, previous, following].filter(Boolean);
  return ones.length + parts.length + blocked_by.length + blocks.length === 0;
}

interface SidesProps {
  action: ActionOut;
  known: RelationsOut;
  relates: boolean;
}

function Sides({ action, known, relates }: SidesProps) {
  const { parts, parent, blocked_by, blocks, previous, following } = known;
  const unrelate = useUnrelating(action);
  const done = parts.filter(({ state }) => TERMINAL_STATES.has(state)).length;
  const count = parts.length;
  if (isEmpty(known)) {
    return (
      <p className="v-small v-t2">
        <Trans>Позначте, на що це доручення чекає або частиною чого воно є.</Trans>
      </p>
    );
  }
  return (
    <div className={classes.relations}>
      <Side
        title={<Trans>Частина доручення</Trans>}
        items={parent ? [parent] : []}
        onRemove={relates ? () => unrelate.mutate(null) : undefined}
      />
      <Side
        title={
          <Trans>
            Частини: завершено {done} із {count}
          </Trans>
        }
        items={parts}
      />
      <Side
        title={<Trans>Чекає на</Trans>}
        items={blocked_by}
        onRemove={relates ? ({ id }) => unrelate.mutate(id) : undefined}
      />
      <Side title={<Trans>На нього чекають</Trans>} items={blocks} />
      <Side title={<Trans>Попереднє</Trans>} items={previous ? [previous] : []} />
      <Side title={<Trans>Наступне</Trans>} items={following ? [following] : []} />
    </div>
  );
}

interface SideProps {
  title: ReactNode;
  items: RelationOut[];
  onRemove?: (item: RelationOut) => void;
}

function Side({ title, items, onRemove }: SideProps) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="v-tiny v-t2">{title}</h3>
      <ul>
        {items.map((item) => (
          <Other key={item.id} item={item} onRemove={onRemove} />
        ))}
      </ul>
    </section>
  );
}

function Other({ item, onRemove }: { item: RelationOut; onRemove?: (item: RelationOut) => void }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const numbered = useItemNumber();
  const name = `${numbered(item.number)} ${say(item.title)}`;
  return (
    <li>
      <div>
        <AppLink href={actionPath(item.id)}>{name}</AppLink>
        <div className="v-meta">
          <StatusPill state={item.state} />
          <span>{dates.long(item.due_on)}</span>
        </div>
      </div>
      {onRemove && (
        <ToolButton label={t`Прибрати зв’язок із ${name}`} onClick={() => onRemove(item)}>
          <Icon of={IconX} />
        </ToolButton>
      )}
    </li>
  );
}
