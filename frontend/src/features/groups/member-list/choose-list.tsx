import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useRef } from "react";
import { ApiProblem } from "@/api/problem";
import { useTransportError } from "@/kit/use-transport-error";
import { currentLanguage } from "@/lib/language";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import classes from "./member-list.module.css";

interface ChooseListProps {
  error: Error | null;
  busy: boolean;
  onChoose: (file: File) => void;
}

/** What the file is to hold, a template to fill in, and the way to bring it. */
export function ChooseList({ error, busy, onChoose }: ChooseListProps) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const input = useRef<HTMLInputElement>(null);
  const refused = error instanceof ApiProblem ? (error.field("/file") ?? error.message) : undefined;
  const problem = unheard(error) ?? refused;
  return (
    <Card title={<Trans>Список учасників</Trans>} padded>
      <div className="v-stack">
        <p>
          <Trans>
            Візьміть таблицю з людьми, яких хочете долучити. Спершу покажемо, що з кожним рядком, і нічого не
            змінимо, доки ви не підтвердите.
          </Trans>
        </p>
        <Columns />
        <Templates />
        {problem && (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={classes.buttons}>
          <Button busy={busy} onClick={() => input.current?.click()}>
            <Icon of={IconFileSpreadsheet} />
            {busy ? <Trans>Перевіряємо…</Trans> : <Trans>Вибрати файл</Trans>}
          </Button>
          <span className="v-small v-t2">
            <Trans>XLSX або CSV, до 200 людей</Trans>
          </span>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".xlsx,.csv"
          aria-label={t`Файл`}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The same file, mended, can be chosen again.
            event.currentTarget.value = "";
            if (chosen) onChoose(chosen);
          }}
        />
      </div>
    </Card>
  );
}

function Columns() {
  return (
    <dl className={classes.columns}>
      <dt>
        <Trans>Обов’язкові стовпці</Trans>
      </dt>
      <dd>
        <Trans>Електронна пошта, Організація (назва, як у реєстрі)</Trans>
      </dd>
      <dt>
        <Trans>Необов’язкові</Trans>
      </dt>
      <dd>
        <Trans>
          Ім’я та прізвище, Посада, Роль (без неї людина бере участь), Останній день, Документ про призначення
        </Trans>
      </dd>
    </dl>
  );
}

function Templates() {
  const { t } = useLingui();
  const address = (kind: string) =>
    `/api/v1/member-lists/template?kind=${kind}&language=${currentLanguage()}`;
  return (
    <p className={classes.templates}>
      <a className="v-reach" href={address("xlsx")} download>
        {t`Зразок XLSX`}
      </a>
      <a className="v-reach" href={address("csv")} download>
        {t`Зразок CSV`}
      </a>
    </p>
  );
}
