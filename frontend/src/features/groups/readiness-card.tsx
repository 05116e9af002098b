import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDashed } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patchReadinessMilestone } from "@/api/generated/sdk.gen";
import type { MilestoneOut, ReadinessOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { readinessQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import classes from "./groups.module.css";

interface ReadinessCardProps {
  groupId: string;
  /** Where something is done about a check that is not met yet, if the reader may. */
  wayTo?: (check: string) => Way | undefined;
}

export interface Way {
  href: string;
  label: string;
}

/** What a working group needs to stand on its feet, and what of it is there. */
export function ReadinessCard({ groupId, wayTo }: ReadinessCardProps) {
  const readiness = useQuery(readinessQuery(groupId));
  const version = readiness.data?.version ?? 0;
  const [telling, setTelling] = useState<MilestoneOut | null>(null);
  return (
    <Card padded title={<Trans>Готовність групи</Trans>}>
      <QueryBoundary query={readiness} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => <Milestones data={data} onTell={setTelling} wayTo={wayTo} />}
      </QueryBoundary>
      {telling && (
        <ReachedDialog
          groupId={groupId}
          version={version}
          milestone={telling}
          onClose={() => setTelling(null)}
        />
      )}
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
  const Icon = milestone.reached ? IconCircleCheckFilled : IconCircleDashed;
  const told = [milestone.reached_on && dates.numeric(milestone.reached_on), milestone.note];
  return (
    <li>
      <Icon
        size={20}
        stroke={1.75}
        className={milestone.reached ? classes.reached : classes.awaited}
        role="img"
        aria-label={milestone.reached ? t`Є` : t`Ще ні`}
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
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (body: { reached_on: string | null; note: string }) =>
      unwrap(
        patchReadinessMilestone({
          path: { group_id: groupId, milestone_id: milestone.id },
          body,
          headers: ifMatch(version),
        }),
      ),
    onSuccess: (readiness) => {
      client.setQueryData(keys.readiness(groupId), readiness);
      onClose();
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
}

/** When it was reached, and what says so. An empty day: it is not reached any more. */
function ReachedDialog(props: ReachedDialogProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const { milestone, onClose } = props;
  const [day, setDay] = useState(milestone.reached_on ?? dates.today());
  const [note, setNote] = useState(milestone.note);
  const reaching = useReaching(props);
  const refused = (pointer: string) => fieldErrorAt(reaching.error, pointer);
  return (
    <Dialog
      opened
      title={say(milestone.title)}
      submit={day ? t`Позначити` : t`Зняти позначку`}
      busy={reaching.isPending}
      onClose={onClose}
      onSubmit={() => reaching.mutate({ reached_on: day || null, note: note.trim() })}
    >
      <DateField
        label={t`Коли`}
        description={t`Порожньо — ще ні`}
        value={day}
        onChange={setDay}
        error={fieldError(refused("/reached_on"))}
      />
      <TextInput
        label={t`Що це підтверджує (необов’язково)`}
        placeholder={t`Протокол № 3`}
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={fieldError(refused("/note"))}
      />
      <FormErrors error={reaching.error} />
    </Dialog>
  );
}
