import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { putReadiness } from "@/api/generated/sdk.gen";
import type { MilestoneInRequest, ReadinessOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { readinessQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { announce, toast } from "@/ui/toast";
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
        {(data) => <Chooser groupId={groupId} known={data} />}
      </QueryBoundary>
    </Card>
  );
}

function asked({ id, check, title, worded }: Choice): MilestoneInRequest {
  const words = { title: title.uk, title_en: title.en };
  if (id) return worded ? { id, ...words } : { id };
  return check ? { check } : words;
}

function useChoosing(groupId: string, done: () => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ choices, version }: { choices: Choice[]; version: number }) =>
      unwrap(
        putReadiness({
          path: { group_id: groupId },
          body: { items: choices.filter((one) => one.kept).map(asked) },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: (readiness) => {
      client.setQueryData(keys.readiness(groupId), readiness);
      void client.invalidateQueries({ queryKey: keys.group(groupId) });
      done();
    },
    onError: (error) => {
      failed(error);
      void client.invalidateQueries({ queryKey: keys.readiness(groupId) });
    },
  });
}

function Chooser({ groupId, known }: { groupId: string; known: ReadinessOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const [own, setOwn] = useState<Choice[] | null>(null);
  const [wording, setWording] = useState<Choice | "new" | null>(null);
  // The version that the person saw when they began: a change by somebody else is not overwritten unseen.
  const seen = useRef<number | null>(null);
  const choices = own ?? choicesOf(known);
  const saving = useChoosing(groupId, () => {
    setOwn(null);
    seen.current = null;
    toast(t`Збережено`);
  });
  const change = (next: Choice[]) => {
    seen.current ??= known.version;
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
  const send = (event: FormEvent) => {
    event.preventDefault();
    const version = seen.current ?? known.version;
    seen.current = null;
    if (!saving.isPending) saving.mutate({ choices, version });
  };
  return (
    <>
      <form onSubmit={send}>
        <ol className={classes.choices}>
          {choices.map((one, place) => (
            <MilestoneRow
              key={one.key}
              choice={one}
              before={choices[place - 1]}
              after={choices[place + 1]}
              onChange={put}
              onMove={(to) => move(one, to)}
              onWord={() => setWording(one)}
            />
          ))}
        </ol>
        <div className={classes.giving}>
          <Button type="submit" busy={saving.isPending}>
            <Trans>Зберегти</Trans>
          </Button>
          <Button kind="quiet" onClick={() => setWording("new")}>
            <Icon of={IconPlus} />
            <Trans>Додати свій крок</Trans>
          </Button>
        </div>
      </form>
      {wording && (
        <MilestoneDialog
          choice={wording === "new" ? null : wording}
          onSay={put}
          onClose={() => setWording(null)}
        />
      )}
    </>
  );
}
