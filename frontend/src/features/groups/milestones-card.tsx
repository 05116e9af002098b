import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { putReadiness } from "@/api/generated/sdk.gen";
import type { MilestoneInRequest, ReadinessOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { readinessQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { announce } from "@/ui/toast";
import classes from "./groups.module.css";
import { MilestoneDialog } from "./milestone-dialog";
import { type Choice, choicesOf, MilestoneRow } from "./milestone-row";

/** Which milestones a group wants to reach, in which order and in whose words. */
export function MilestonesCard({ groupId }: { groupId: string }) {
  const readiness = useQuery(readinessQuery(groupId));
  return (
    <Card padded title={<Trans>Кроки готовності</Trans>}>
      <p className="v-small v-t2">
        <Trans>Зніміть позначку з того, що вам не потрібне, змініть порядок, допишіть своє.</Trans>
      </p>
      <QueryBoundary query={readiness} loading={<Trans>Завантажуємо…</Trans>}>
        {(data) => <MilestonesForm groupId={groupId} known={data} />}
      </QueryBoundary>
    </Card>
  );
}

function asked({ id, check, title, worded }: Choice): MilestoneInRequest {
  const words = { title: title.uk, title_en: title.en };
  if (id) return worded ? { id, ...words } : { id };
  return check ? { check } : words;
}

function useSaveMilestones(groupId: string, version: number, done: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (choices: Choice[], { ifMatch }) =>
      unwrap(
        putReadiness({
          path: { group_id: groupId },
          body: { items: choices.filter((one) => one.kept).map(asked) },
          headers: ifMatch,
        }),
      ),
    version,
    success: t`Збережено`,
    invalidates: [keys.readiness(groupId), keys.group(groupId)],
    onSuccess: (readiness, _, client) => {
      client.setQueryData(keys.readiness(groupId), readiness);
      done();
    },
    tellsErrors: true,
  });
}

interface MilestonesFormProps {
  groupId: string;
  known: ReadinessOut;
}

function useMilestones({ groupId, known }: MilestonesFormProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [own, setOwn] = useState<Choice[] | null>(null);
  const choices = own ?? choicesOf(known);
  const saving = useSaveMilestones(groupId, known.version, () => setOwn(null));
  const change = (next: Choice[]) => {
    saving.begin();
    setOwn(next);
  };
  const put = (choice: Choice) => {
    const there = choices.some((one) => one.key === choice.key);
    change(there ? choices.map((one) => (one.key === choice.key ? choice : one)) : [...choices, choice]);
  };
  const move = (choice: Choice, to: Choice) => {
    const rest = choices.filter((one) => one.key !== choice.key);
    const place = choices.indexOf(to);
    change([...rest.slice(0, place), choice, ...rest.slice(place)]);
    const [title, number] = [say(choice.title), place + 1];
    announce(t`${title}: тепер крок ${number}`);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate(choices);
  };
  return { choices, put, move, save, isSaving: saving.isPending };
}

function MilestonesForm(props: MilestonesFormProps) {
  const { choices, put, move, save, isSaving } = useMilestones(props);
  const word = useDialog<Choice | null>();
  return (
    <>
      <form onSubmit={save}>
        <ol className={classes.choices}>
          {choices.map((one, place) => (
            <MilestoneRow
              key={one.key}
              choice={one}
              before={choices[place - 1]}
              after={choices[place + 1]}
              onChange={put}
              onMove={(to) => move(one, to)}
              onWord={() => word.open(one)}
            />
          ))}
        </ol>
        <div className={classes.giving}>
          <Button type="submit" busy={isSaving}>
            <Trans>Зберегти</Trans>
          </Button>
          <Button kind="quiet" onClick={() => word.open(null)}>
            <Icon of={IconPlus} />
            <Trans>Додати свій крок</Trans>
          </Button>
        </div>
      </form>
      {word.render((choice, close) => (
        <MilestoneDialog choice={choice} onSay={put} onClose={close} />
      ))}
    </>
  );
}
