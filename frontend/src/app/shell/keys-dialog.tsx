import { Trans, useLingui } from "@lingui/react/macro";
import { Switch } from "@mantine/core";
import { setShortcuts, useShortcutsOn } from "@/lib/shortcuts";
import { AppLink } from "@/ui/app-link";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./keys-dialog.module.css";

/** Which keys do what, and a switch for those who do not want them. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const on = useShortcutsOn();
  const rows: [keys: string[], meaning: string][] = [
    [["N"], t`Наступне непрочитане`],
    [["R"], t`До поля вводу`],
    [["/"], t`До фільтра списку або до пошуку`],
    [["?"], t`Ця підказка`],
    [["↑", "↓"], t`До попереднього або наступного повідомлення`],
    [["Home", "End"], t`До першого або останнього повідомлення`],
    [["Ctrl", "Enter"], t`Надіслати повідомлення`],
    [["Esc"], t`Закрити вікно або меню`],
  ];
  return (
    <InfoDialog title={t`Клавіші`} onClose={onClose}>
      <dl className={classes.list}>
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        <AppLink className="v-reach" href="/help" onClick={onClose}>
          <Trans>Перші кроки і слова</Trans>
        </AppLink>
      </p>
      <Switch
        label={t`Вмикати дії однією клавішею`}
        checked={on}
        onChange={(event) => setShortcuts(event.currentTarget.checked)}
      />
    </InfoDialog>
  );
}
