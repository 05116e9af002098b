import { Trans, useLingui } from "@lingui/react/macro";
import { deleteOneSummary } from "@/api/generated/sdk.gen";
import type { SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { Dialog } from "@/ui/dialog";
import { useGistChange } from "./use-gist-change";

interface WithdrawSummaryDialogProps {
  thread: ThreadOut;
  summary: SummaryOut;
  onClose: () => void;
}

/** Words that must not stay go with everything that the summary said before. */
export function WithdrawSummaryDialog({ thread, summary, onClose }: WithdrawSummaryDialogProps) {
  const { t } = useLingui();
  const withdrawing = useGistChange(thread.id, {
    ask: () =>
      unwrap(
        deleteOneSummary({
          path: { thread_id: thread.id },
          headers: { ...ifMatch(summary.version), ...idempotencyKey() },
        }),
      ),
    said: t`Підсумок видалено`,
    onDone: onClose,
  });
  return (
    <Dialog
      opened
      title={t`Видалити підсумок`}
      lead={
        <Trans>
          Його більше ніхто не прочитає, і попередніх версій теж. Щоб лише змінити, перепишіть його.
        </Trans>
      }
      submit={t`Видалити`}
      submitKind="danger"
      cancel={t`Залишити`}
      busy={withdrawing.isPending}
      onClose={onClose}
      onSubmit={() => withdrawing.mutate(undefined)}
    />
  );
}
