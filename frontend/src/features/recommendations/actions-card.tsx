import { Trans, useLingui } from "@lingui/react/macro";
import { IconInfoCircle, IconPlus } from "@tabler/icons-react";
import type { RecommendationPageOut, RelatedObject } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import { useItemNumber } from "@/modules/actions/item-number";
import { STATES, StatusPill } from "@/modules/actions/status";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** Action items that follow from it: verifying one moves nothing here by itself. */
export function ActionsCard({ recommendation }: Props) {
  const making = useDialog();
  const { actions } = recommendation;
  const mayMake = recommendation.allowed.includes("make_action");
  if (actions.length === 0 && !mayMake) return null;
  return (
    <Card
      title={<Trans>Пов’язані доручення</Trans>}
      aside={
        mayMake && (
          <Button kind="ghost" className={classes.headButton} onClick={() => making.open()}>
            <Icon of={IconPlus} />
            <Trans>Створити доручення</Trans>
          </Button>
        )
      }
    >
      <CardList>
        {actions.map((action, place) => (
          <ActionLine key={action.id ?? place} action={action} />
        ))}
      </CardList>
      <p className={classes.note}>
        <Icon of={IconInfoCircle} size={16} />
        {actions.length === 0 ? (
          <Trans>Тут будуть доручення, що випливають із рекомендації.</Trans>
        ) : (
          <Trans>Підтверджене доручення саме нічого тут не змінює: рекомендацію перевіряють окремо.</Trans>
        )}
      </p>
      {making.render((_, close) => (
        <CreateActionDialog origin={{ groupId: recommendation.group.id, recommendation }} onClose={close} />
      ))}
    </Card>
  );
}

function ActionLine({ action }: { action: RelatedObject }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  const state = STATES.find((one) => one === action.state);
  if (!action.title || !action.url) return <ListRow title={t`Доручення, якого ви не бачите`} />;
  const name = localize(action.title);
  return (
    <ListRow
      title={action.number === null ? name : `${numbered(action.number)} ${name}`}
      href={givenPath(action.url)}
      status={state && <StatusPill state={state} />}
    />
  );
}
