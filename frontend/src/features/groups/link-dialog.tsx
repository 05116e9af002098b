import { Trans, useLingui } from "@lingui/react/macro";
import { IconPrinter } from "@tabler/icons-react";
import type { GroupOut, MadeInvitationOut } from "@/api/generated/types.gen";
import { CopyButton } from "@/kit/copy-button";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./joining.module.css";

interface LinkDialogProps {
  group: GroupOut;
  made: MadeInvitationOut;
  onClose: () => void;
}

/** Shows a link and its code, once: to send, to print and put on a door, or beside a letter. */
export function LinkDialog({ group, made, onClose }: LinkDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { email } = made;
  const until = useEndDateText();
  return (
    <InfoDialog once title={made.for_address ? t`Запрошення готове` : t`Посилання готове`} onClose={onClose}>
      <div className="v-stack">
        <p className="v-t2">
          {made.for_address ? (
            <Trans>
              Лист із посиланням піде на {email} за кілька секунд. Якщо він не дійде, передайте людині це
              посилання: за ним треба увійти з цією адресою. Більше ми його не покажемо.
            </Trans>
          ) : (
            <Trans>Скопіюйте або роздрукуйте його зараз: більше ми його не покажемо.</Trans>
          )}
        </p>
        <div className={classes.paper}>
          <b>{say(group.name)}</b>
          <p className="v-small">{say(made.organisation.name)}</p>
          <img
            className={classes.qr}
            src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`}
            alt={t`QR-код із цим посиланням`}
          />
          <p className="v-small">{until(made.expires_at)}</p>
        </div>
        <code className={classes.link}>{made.link}</code>
        <div className="v-row v-wrap">
          <CopyButton text={made.link} />
          <Button kind="quiet" onClick={() => window.print()}>
            <Icon of={IconPrinter} />
            <Trans>Роздрукувати</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Готово</Trans>
          </Button>
        </div>
      </div>
    </InfoDialog>
  );
}
