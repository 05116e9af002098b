import { Trans, useLingui } from "@lingui/react/macro";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { EvidenceOut } from "@/api/generated/types.gen";
import { isNotFound } from "@/api/problem";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import pieceClasses from "@/modules/evidence/evidence.module.css";
import { EVIDENCE_ICONS, evidenceAnchor } from "@/modules/evidence/evidence-kinds";
import { EvidenceTombstone } from "@/modules/evidence/evidence-tombstone";
import { evidenceQuery } from "@/queries/actions";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { PageHeader, useTitle } from "@/ui/page";
import classes from "./action.module.css";
import { HideActionEvidence, RestoreEvidence } from "./evidence-removal";

/**
 * An item that the reader does not see. The data protection officer of its territory is shown that there is
 * evidence, and none of its content, so that they can hide a piece; for anybody else there is no such page.
 */
export function OfficerEvidence({ actionId }: { actionId: string }) {
  const evidence = useQuery({ ...evidenceQuery(actionId), retry: false });
  if (isNotFound(evidence.error)) return <NoSuchPage />;
  return (
    <QueryBoundary query={evidence} loading={<Trans>Завантажуємо докази…</Trans>}>
      {() => <OfficerView actionId={actionId} evidence={evidence} />}
    </QueryBoundary>
  );
}

interface OfficerViewProps {
  actionId: string;
  evidence: UseQueryResult<EvidenceOut[]>;
}

function OfficerView({ actionId, evidence }: OfficerViewProps) {
  const { t } = useLingui();
  useTitle(t`Докази доручення`);
  return (
    <>
      <PageHeader title={<Trans>Докази доручення</Trans>}>
        <p className={classes.description}>
          <Trans>
            Ви відповідаєте за захист персональних даних на цій території. Тому можете приховати доказ, не
            бачачи його змісту й самого доручення. Номер доказу є в скарзі чи посиланні.
          </Trans>
        </p>
      </PageHeader>
      <SectionCard
        title={<Trans>Докази</Trans>}
        query={evidence}
        empty={<EmptyState title={<Trans>Доказів ще немає</Trans>} />}
      >
        {(piece) => <OfficerPiece key={piece.id} actionId={actionId} piece={piece} />}
      </SectionCard>
    </>
  );
}

function OfficerPiece({ actionId, piece }: { actionId: string; piece: EvidenceOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const asking = useDialog();
  const { number, added_at, hidden, withdrawn_at } = piece;
  const added = dates.full(added_at);
  const Glyph = EVIDENCE_ICONS[piece.kind];
  return (
    <li id={evidenceAnchor(number)} className={pieceClasses.piece} tabIndex={-1}>
      {hidden || withdrawn_at ? (
        <EvidenceTombstone piece={piece}>
          <RestoreEvidence actionId={actionId} piece={piece} />
        </EvidenceTombstone>
      ) : (
        <>
          <span className={pieceClasses.thumbnail}>
            <Icon of={Glyph} size={24} />
          </span>
          <div>
            <p className="v-b">
              <Trans>Доказ {number}</Trans>
            </p>
            <p className="v-tiny v-t2">
              <Trans>Додано: {added}</Trans>
            </p>
          </div>
        </>
      )}
      {piece.allowed.includes("hide") && (
        <Button kind="quiet" aria-label={t`Приховати доказ ${number}`} onClick={() => asking.open()}>
          <Trans>Приховати…</Trans>
        </Button>
      )}
      {asking.render((_, close) => (
        <HideActionEvidence actionId={actionId} piece={piece} onClose={close} />
      ))}
    </li>
  );
}
