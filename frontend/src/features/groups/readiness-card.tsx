import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDashed } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { patchReadinessMilestone } from "@/api/generated/sdk.gen";
import type { MilestoneOut, ReadinessOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { readinessQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { DateField } from "@/ui/date-field";
import { Icon } from "@/ui/icon";
import type { Tab } from "@/ui/page";
import classes from "./groups.module.css";

interface ReadinessCardProps {
  groupId: string;
  /** Where something is done about a check that is not met yet, if the reader may. */
  wayTo?: (check: string) => Way | undefined;
}

export type Way = Pick<Tab, "href" | "label">;

/** What a working group needs to stand on its feet, and what of it is there. */
export function ReadinessCard({ groupId, wayTo }: ReadinessCardProps) {
  const readiness = useQuery(readinessQuery(groupId));
  const version = readiness.data?.version ?? 0;
  const tell = useDialog<MilestoneOut>();
  return (
    <Card padded title={<Trans>Готовність групи</Trans>}>
      <QueryBoundary query={readiness} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => <Milestones data={data} onTell={tell.open} wayTo={wayTo} />}
      </QueryBoundary>
      {tell.render((milestone, close) => (
        <ReachedDialog groupId={groupId} version={version} milestone={milestone} onClose={close} />
      ))}
    </Card>
  );
}

interface MilestonesProps {
  data: ReadinessOut;
  onTell: (milestone: MilestoneOut) => void;
  wayTo: ReadinessCardProps["wayTo"];
}

function Milestones({ data, onTell, wayTo }: MilestonesProps) {
  const [reached, all] = [data.reached, data.items.length];
  if (all === 0) {
    return (
      <p className="v-small v-t2">
        <Trans>Кроків готовності ще не вибрано.</Trans>
      </p>
    );
  }
  return (
    <>
      <p className="v-small v-t2">
        <Trans>
          {reached} з {all}
        </Trans>
      </p>
      <ul className={classes.milestones}>
        {data.items.map((one) => (
          <Line
            key={one.id}
            milestone={one}
            way={one.reached ? undefined : wayTo?.(one.check)}
            onTell={!one.looks && data.allowed.includes("reach_milestone") ? onTell : undefined}
          />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  milestone: MilestoneOut;
  way: Way | undefined;
  onTell?: (one: MilestoneOut) => void;
}

function Line({ milestone, way, onTell }: LineProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const title = say(milestone.title);
  const told = [milestone.reached_on && dates.numeric(milestone.reached_on), milestone.note];
  return (
    <li>
      <Icon
        of={milestone.reached ? IconCircleCheckFilled : IconCircleDashed}
        className={milestone.reached ? classes.reached : classes.awaited}
        label={milestone.reached ? t`Є` : t`Ще ні`}
      />
      <div>
        {title}
        <p className="v-tiny v-t3">{told.filter(Boolean).join(DOT)}</p>
      </div>
      {way && (
        <ButtonLink kind="ghost" href={way.href}>
          {way.label}
        </ButtonLink>
      )}
      {onTell && (
        <Button
          kind="ghost"
          aria-label={milestone.reached ? t`Змінити: ${title}` : t`Позначити: ${title}`}
          onClick={() => onTell(milestone)}
        >
          {milestone.reached ? <Trans>Змінити</Trans> : <Trans>Позначити</Trans>}
        </Button>
      )}
    </li>
  );
}

interface ReachedDialogProps {
  groupId: string;
  version: number;
  milestone: MilestoneOut;
  onClose: () => void;
}

function useReaching({ groupId, version, milestone, onClose }: ReachedDialogProps) {
  return useCommand({
    run: ({ reached_on: day, note }: { reached_on: string; note: string }, { ifMatch }) =>
      unwrap(
        patchReadinessMilestone({
          path: { group_id: groupId, milestone_id: milestone.id },
          body: { reached_on: day || null, note },
          headers: ifMatch,
        }),
      ),
    version,
    invalidates: [keys.readiness(groupId)],
    onSuccess: (readiness, _, client) => {
      client.setQueryData(keys.readiness(groupId), readiness);
      onClose();
    },
  });
}

/** When it was reached, and what says so. An empty day: it is not reached any more. */
function ReachedDialog(props: ReachedDialogProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const { milestone, onClose } = props;
  const form = useForm({
    initial: { reached_on: milestone.reached_on ?? dates.today(), note: milestone.note },
    command: useReaching(props),
  });
  return (
    <FormDialog
      form={form}
      title={say(milestone.title)}
      submit={form.values.reached_on ? t`Позначити` : t`Зняти позначку`}
      onClose={onClose}
    >
      <DateField label={t`Коли`} description={t`Порожньо — ще ні`} {...form.value("reached_on")} />
      <TextInput
        label={t`Що це підтверджує (необов’язково)`}
        placeholder={t`Протокол № 3`}
        maxLength={300}
        {...form.text("note")}
      />
    </FormDialog>
  );
}
