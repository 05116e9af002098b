import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { ReplyTotals } from "@/modules/public-control/reply-totals";
import { publicControlRepliesQuery } from "@/queries/controls";
import { EmptyState } from "@/ui/feedback";
import { useTitle } from "@/ui/page";
import { PublicFrame } from "./public-frame";

/** How authorities replied to the public controls that have a published edition, for everybody. */
export function PublicRepliesPage() {
  const { t } = useLingui();
  const title = t`Відповіді органів на громадський контроль`;
  useTitle(title);
  const totals = useQuery(publicControlRepliesQuery);
  return (
    <PublicFrame next="/control-replies">
      <h1>{title}</h1>
      <p className="v-t2">
        <Trans>
          Пораховано лише контролі з оприлюдненим звітом. За якими правилами лічили строк, сказано в кожному.
        </Trans>
      </p>
      <SectionCard
        label={title}
        query={totals}
        loading={<Trans>Рахуємо відповіді…</Trans>}
        empty={
          <EmptyState title={<Trans>Оприлюднених звітів ще немає</Trans>}>
            <Trans>
              Тут буде, хто з органів відповів вчасно, хто із запізненням, хто відмовив або промовчав.
            </Trans>
          </EmptyState>
        }
      >
        {(one) => <ReplyTotals key={one.authority.id} totals={one} />}
      </SectionCard>
    </PublicFrame>
  );
}
