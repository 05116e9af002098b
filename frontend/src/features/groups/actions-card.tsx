import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ActionOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { pathTo } from "@/lib/paths";
import { ActionRow } from "@/modules/actions/action-card";
import { ActionMenu } from "@/modules/actions/action-menu";
import { useActionView } from "@/modules/actions/action-views";
import { DownloadMenu } from "@/modules/actions/download-menu";
import { ImportItemsButton } from "@/modules/actions/import-items/import-items-button";
import { TERMINAL_STATES } from "@/modules/actions/status";
import { useSteps } from "@/modules/actions/use-steps";
import { actionsQuery } from "@/queries/actions";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";

/** What waits for the reader, then what is open, then what has ended; each by its day, as it came. */
function inOrder(actions: ActionOut[]): ActionOut[] {
  const rank = ({ waits_for_me, state }: ActionOut) =>
    waits_for_me ? 0 : TERMINAL_STATES.has(state) ? 2 : 1;
  return [...actions].sort((a, b) => rank(a) - rank(b));
}

/** Everything that this group has taken on. */
export function ActionsCard({ groupId }: { groupId: string }) {
  const actions = useQuery(actionsQuery({ group: groupId }));
  const view = useActionView();
  const steps = useSteps();
  return (
    <SectionCard
      query={actions}
      select={inOrder}
      loading={<Trans>Завантажуємо доручення…</Trans>}
      empty={
        <EmptyState title={<Trans>Доручень ще немає</Trans>}>
          <Trans>Доручення народжується з повідомлення в темі або з рішення групи.</Trans>
        </EmptyState>
      }
      dialogs={steps.dialog}
      list={(items) => (
        <ul>
          {items.map((action) => (
            <ActionRow
              key={action.id}
              action={view(action)}
              withState
              menu={<ActionMenu action={action} vertical onStep={(step) => steps.take(action, step)} />}
            />
          ))}
        </ul>
      )}
      title={<Trans>Доручення</Trans>}
      aside={
        <div className="v-row v-wrap">
          <AppLink className="v-tiny v-reach" href={pathTo("/actions", {}, { group: groupId })}>
            <Trans>На дошці</Trans>
          </AppLink>
          <ImportItemsButton groupId={groupId} />
          <DownloadMenu groupId={groupId} />
        </div>
      }
    />
  );
}
