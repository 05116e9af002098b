import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RoleStepOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { continued } from "@/lib/text";
import { useRoleName } from "@/modules/groups/words";
import { roleHistoryQuery } from "@/queries/mandates";
import { HistoryList } from "@/ui/history-list";

/** Who came to the table, changed their role or left, by whom and why: the latest first. */
export function RoleHistoryCard({ groupId }: { groupId: string }) {
  const history = useInfiniteQuery(roleHistoryQuery(groupId));
  const title = useStepTitle();
  return (
    <SectionCard
      title={<Trans>Історія ролей</Trans>}
      query={history}
      older
      list={(steps) => (
        <HistoryList
          items={steps}
          tell={(step) => ({ title: title(step), details: <Details step={step} /> })}
        />
      )}
    />
  );
}

function useStepTitle(): (step: RoleStepOut) => string {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  return ({ person, before, after }) => {
    const name = say(person.name);
    const [was, is] = [before, after].map((role) => role && continued(roleName(role, person.gender)));
    if (!is) return t`Більше не за столом: ${name}, ${was}`;
    return was ? t`Нова роль: ${name}, ${is} (раніше ${was})` : t`За столом: ${name}, ${is}`;
  };
}

function Details({ step }: { step: RoleStepOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const from = step.taken_over_from && say(step.taken_over_from.name);
  const by = step.by && say(step.by.name);
  const { reason } = step;
  return (
    <>
      <p className="v-t2">
        {say(step.position)}&nbsp;· {say(step.organisation.short_name)}
      </p>
      {from && (
        <p className="v-t2">
          <Trans>Посада перейшла від: {from}</Trans>
        </p>
      )}
      {reason && (
        <p>
          <Trans>Причина: {reason}</Trans>
        </p>
      )}
      <p className="v-tiny v-t3">{by ? t`Хто вніс зміну: ${by}` : t`Зміну внесла система`}</p>
    </>
  );
}
