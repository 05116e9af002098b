import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { FloorStepOut, ThreadOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { paceOf } from "@/modules/threads/slow-mode-options";
import { floorQuery } from "@/queries/floor";
import { flattenPages } from "@/queries/pages";
import { InfoDialog } from "@/ui/info-dialog";
import { MergeRecord, MoveRecord, SplitRecord } from "../moving/move-record";
import classes from "./floor.module.css";
import { RecordLine } from "./record-line";
import { StateRecord } from "./state-record";

/** Who opened and closed the thread and why, who decided who speaks and leads. */
export function FloorRecordDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const threadId = thread.id;
  const { t } = useLingui();
  return (
    <InfoDialog title={t`Як вели обговорення`} onClose={onClose}>
      <MoveRecord threadId={threadId} />
      <SplitRecord threadId={threadId} />
      <MergeRecord threadId={threadId} />
      <StateRecord threadId={threadId} />
      <FloorRecord threadId={threadId} />
    </InfoDialog>
  );
}

function FloorRecord({ threadId }: { threadId: string }) {
  const steps = useInfiniteQuery(floorQuery(threadId));
  return (
    <QueryBoundary query={steps} loading={<Trans>Завантажуємо…</Trans>}>
      {(data) =>
        flattenPages(data).length === 0 ? (
          <p className="v-t2">
            <Trans>Досі ніхто нічого не обмежував: пишуть усі, хто має голос у темі.</Trans>
          </p>
        ) : (
          <>
            <ul className={classes.record}>
              {flattenPages(data).map((step) => (
                <RecordLine key={step.id} step={step} why={step.why}>
                  <What step={step} />
                </RecordLine>
              ))}
            </ul>
            <NextPage query={steps} older />
          </>
        )
      }
    </QueryBoundary>
  );
}

function What({ step }: { step: FloorStepOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const heir = step.successor ? say(step.successor.person.name) : "";
  if (step.what === "handed_over") return <Trans>Ведення теми передано. Тепер тему веде {heir}.</Trans>;
  if (step.what === "locked") return <Trans>Обговорення поставлено на паузу.</Trans>;
  if (step.what === "unlocked") return <Trans>Обговорення продовжено.</Trans>;
  if (!step.seconds) return <Trans>Повільний режим вимкнено.</Trans>;
  const often = i18n._(paceOf(step.seconds)?.often ?? { id: "" });
  return <Trans>Повільний режим: не частіше ніж {often}.</Trans>;
}
