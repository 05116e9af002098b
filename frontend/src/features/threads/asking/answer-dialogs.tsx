import { Trans, useLingui } from "@lingui/react/macro";
import type { AccessRequestOut } from "@/api/generated/types.gen";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { PublicReasonDialog } from "@/modules/personal-data/public-reason-dialog";
import { AnswerReaders } from "@/modules/threads/asking/answer-readers";
import { useAnswerAccess } from "@/modules/threads/asking/use-asking";

interface AnswerProps {
  request: AccessRequestOut;
  name: string;
  onClose: () => void;
}

export function GrantDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const granting = useAnswerAccess(request, t`Доступ надано`, onClose);
  return (
    <ConfirmDialog
      title={t`Дати доступ: ${name}`}
      text={
        <Trans>
          Тема назве цю людину поіменно. Вона прочитає все від самого початку й зможе писати, якщо її роль у
          групі це дозволяє.
        </Trans>
      }
      submit={t`Дати доступ`}
      command={{ ...granting, mutate: () => granting.mutate(null) }}
      onClose={onClose}
    />
  );
}

export function DeclineDialog({ request, name, onClose }: AnswerProps) {
  const { t } = useLingui();
  const declining = useAnswerAccess(request, t`Відповідь надіслано`, onClose);
  return (
    <PublicReasonDialog
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й за тиждень зможе попросити ще раз.</Trans>}
      label={t`Причина`}
      missing={t`Напишіть причину: її прочитає людина`}
      most={1000}
      submit={t`Відмовити`}
      submitKind="danger"
      change={{ ...declining, variables: declining.variables ?? undefined }}
      anyway={t`Усе одно надіслати`}
      readers={<AnswerReaders />}
      onClose={onClose}
    />
  );
}
