import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ApprovalOut } from "@/api/generated/types.gen";
import type { RowsQuery } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { Count } from "@/modules/actions/status";
import { approvalHistoryQuery, waitingApprovalsQuery } from "@/queries/approvals";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { ConfirmApprovalDialog, DeclineDialog, WithdrawDialog } from "./approval-dialogs";
import { HistoryRow, WaitingRow } from "./approval-rows";

export type ApprovalStep = "confirm" | "decline" | "withdraw";

const DIALOGS = { confirm: ConfirmApprovalDialog, decline: DeclineDialog, withdraw: WithdrawDialog };

interface Chosen {
  step: ApprovalStep;
  approval: ApprovalOut;
}

/** Steps that take two people: what waits for the reader, and what the reader requested or decided. */
export function ApprovalsPage() {
  const { t } = useLingui();
  useTitle(t`Рішення вдвох`);
  const waiting = useQuery(waitingApprovalsQuery);
  const history = useInfiniteQuery(approvalHistoryQuery);
  const chosen = useDialog<Chosen>();
  return (
    <Page>
      <PageHeader
        title={t`Рішення вдвох`}
        lead={
          <Trans>Дещо ніхто не вирішує сам: одна людина просить, інша підтверджує, і лише тоді це діє.</Trans>
        }
      />
      <QueryBoundary query={waiting} loading={<Trans>Завантажуємо запити…</Trans>}>
        {() => (
          <div className="v-stack">
            <WaitingCard onStep={chosen.open} />
            <HistoryCard query={history} onStep={chosen.open} />
          </div>
        )}
      </QueryBoundary>
      {chosen.render(({ step, approval }, close) => {
        const Dialog = DIALOGS[step];
        return <Dialog approval={approval} onClose={close} />;
      })}
    </Page>
  );
}

interface CardProps {
  onStep: (chosen: Chosen) => void;
}

function WaitingCard({ onStep }: CardProps) {
  const waiting = useQuery(waitingApprovalsQuery);
  const oldest = waiting.data?.[0];
  return (
    <SectionCard
      title={<Trans>Чекають на вас</Trans>}
      count={oldest && <Count value={waiting.data?.length ?? 0} />}
      query={waiting}
      empty={
        <EmptyState title={<Trans>Підтверджувати нічого</Trans>}>
          <Trans>Щойно хтось попросить про те, що можете підтвердити ви, це з’явиться тут.</Trans>
        </EmptyState>
      }
    >
      {(one) => (
        <WaitingRow
          key={one.id}
          approval={one}
          first={one === oldest}
          onStep={(step) => onStep({ step, approval: one })}
        />
      )}
    </SectionCard>
  );
}

function HistoryCard({ query, onStep }: CardProps & { query: RowsQuery<ApprovalOut> }) {
  return (
    <SectionCard
      title={<Trans>Ваші запити й рішення</Trans>}
      query={query}
      loading={<Trans>Завантажуємо запити…</Trans>}
      empty={<EmptyState title={<Trans>Запитів ще не було</Trans>} />}
      older
    >
      {(one) => (
        <HistoryRow
          key={one.id}
          approval={one}
          onWithdraw={() => onStep({ step: "withdraw", approval: one })}
        />
      )}
    </SectionCard>
  );
}
