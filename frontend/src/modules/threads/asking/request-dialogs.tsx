import { Trans, useLingui } from "@lingui/react/macro";
import type { AccessRequestOut, AnnouncedThreadOut } from "@/api/generated/types.gen";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { PublicReasonDialog } from "@/modules/personal-data/public-reason-dialog";
import { useAskForAccess, useTakeBack } from "./use-asking";

export function AskDialog({ card, onClose }: { card: AnnouncedThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const asking = useAskForAccess(card.id, onClose);
  const title = say(card.title);
  return (
    <PublicReasonDialog
      title={t`Попросити доступ: ${title}`}
      lead={
        <Trans>
          Прохання, ваше ім’я й місце в групі побачать ті, хто веде тему. Якщо погодяться, ви прочитаєте її
          від початку.
        </Trans>
      }
      label={t`Чому вам потрібна ця тема`}
      missing={t`Напишіть кілька слів: їх прочитають ті, хто веде тему`}
      most={1000}
      submit={t`Надіслати прохання`}
      change={asking}
      anyway={t`Усе одно надіслати`}
      readers={<Trans>Це прочитають ті, хто веде тему. Перефразуйте, якщо комусь це може зашкодити.</Trans>}
      onClose={onClose}
    />
  );
}

export function TakeBackDialog({ request, onClose }: { request: AccessRequestOut; onClose: () => void }) {
  const { t } = useLingui();
  const command = useTakeBack(request);
  return (
    <ConfirmDialog
      title={t`Відкликати прохання?`}
      text={
        <Trans>
          Ті, хто веде тему, більше не побачать його серед тих, що чекають. Попросити ще раз можна за добу.
        </Trans>
      }
      submit={t`Відкликати прохання`}
      command={command}
      onClose={onClose}
    />
  );
}
