import { Trans, useLingui } from "@lingui/react/macro";
import { deleteOneOffice } from "@/api/generated/sdk.gen";
import type { OfficeOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useLocale } from "@/lib/locale";
import { useRegisterChange } from "./use-register-change";

/** Takes an office back: what it opened closes in the same second. */
export function EndOfficeDialog({ office, onClose }: { office: OfficeOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(office.person.name);
  const ending = useRegisterChange({
    ask: (reason: string) => unwrap(deleteOneOffice({ path: { office_id: office.id }, body: { reason } })),
    said: t`Роль припинено цієї ж миті`,
    onDone: onClose,
  });
  return (
    <ReasonDialog
      title={t`Припинити роль: ${name}`}
      lead={<Trans>Те, що ця роль відкривала, закриється одразу. Зроблене лишиться.</Trans>}
      label={t`Причина`}
      description={t`Її побачить ця особа`}
      missing={t`Поясніть причину`}
      most={1000}
      submit={t`Припинити`}
      submitKind="danger"
      busy={ending.isPending}
      problem={ending.error}
      onClose={onClose}
      onSubmit={(reason) => ending.mutate(reason)}
    />
  );
}
