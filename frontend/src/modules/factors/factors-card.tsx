import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconDeviceMobile, IconFingerprint, IconLifebuoy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  deleteMyAppCodes,
  deleteMyPasskey,
  postMyAppCodesSetup,
  postMyRecoveryCodes,
} from "@/api/generated/sdk.gen";
import type { AppCodesSetupOut, FactorsOut, PasskeyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { passkeysWork } from "@/lib/passkeys";
import { factorsQuery } from "@/queries/factors";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { AppCodesDialog } from "./app-codes-dialog";
import classes from "./factors.module.css";
import { NewPasskeyDialog } from "./new-passkey-dialog";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import { useFactorChange } from "./use-factor-change";

const ICON = { size: 24, stroke: 1.75, "aria-hidden": true } as const;

/** How the reader proves who they are beside the password: passkeys, app codes, recovery codes. */
export function FactorsCard() {
  const factors = useQuery(factorsQuery);
  const { confirmed, dialog } = useConfirmation();
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Card title={<Trans>Захист входу</Trans>}>
      <QueryBoundary query={factors} loading={<Trans>Завантажуємо способи входу…</Trans>}>
        {(found) => (
          <CardList>
            {found.passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} confirmed={confirmed} />
            ))}
            <NewPasskeyRow first={found.passkeys.length === 0} confirmed={confirmed} onCodes={setCodes} />
            <AppCodesRow factors={found} confirmed={confirmed} onCodes={setCodes} />
            {found.recovery_codes_left !== null && (
              <RecoveryRow left={found.recovery_codes_left} confirmed={confirmed} onCodes={setCodes} />
            )}
          </CardList>
        )}
      </QueryBoundary>
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {dialog}
    </Card>
  );
}

interface RowProps {
  icon: ReactNode;
  title: ReactNode;
  children: ReactNode;
  button: ReactNode;
}

function Row({ icon, title, children, button }: RowProps) {
  return (
    <li className={classes.row}>
      {icon}
      <div>
        <b>{title}</b>
        <p className="v-tiny v-t2">{children}</p>
      </div>
      {button}
    </li>
  );
}

function useUsed(): (at: string | null) => string {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (at) => {
    const used = at && dates.full(at);
    return used ? t`востаннє ${used}` : t`ще не користувалися`;
  };
}

interface OwnProps {
  confirmed: Confirmed;
  onCodes: (codes: string[] | null) => void;
}

function PasskeyRow({ passkey, confirmed }: { passkey: PasskeyOut; confirmed: Confirmed }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const used = useUsed();
  const [asking, setAsking] = useState(false);
  const removing = useFactorChange({
    work: () => unwrap(deleteMyPasskey({ path: { passkey_id: passkey.id } })),
    confirmed,
    onDone: () => toast(t`Ключ доступу вилучено`),
  });
  const name = passkey.name;
  const since = dates.long(dates.day(passkey.created_at));
  return (
    <Row
      icon={<IconFingerprint {...ICON} />}
      title={name}
      button={
        <Button kind="quiet" aria-label={t`Вилучити ключ доступу «${name}»`} onClick={() => setAsking(true)}>
          <Trans>Вилучити</Trans>
        </Button>
      }
    >
      {t`ключ доступу з ${since}`}&nbsp;· {used(passkey.last_used_at)}
      <Dialog
        opened={asking}
        title={t`Вилучити ключ доступу «${name}»`}
        lead={<Trans>З ним більше не ввійти. Усі інші входи закриються.</Trans>}
        submit={t`Вилучити`}
        submitKind="danger"
        onClose={() => setAsking(false)}
        onSubmit={() => {
          setAsking(false);
          removing.mutate();
        }}
      />
    </Row>
  );
}

function NewPasskeyRow({ first, confirmed, onCodes }: OwnProps & { first: boolean }) {
  const { t } = useLingui();
  const [making, setMaking] = useState(false);
  const able = passkeysWork();
  return (
    <Row
      icon={<IconFingerprint {...ICON} />}
      title={first ? <Trans>Ключ доступу</Trans> : <Trans>Ще один ключ доступу</Trans>}
      button={
        able && (
          <Button kind="quiet" aria-label={t`Додати ключ доступу`} onClick={() => setMaking(true)}>
            <Trans>Додати</Trans>
          </Button>
        )
      }
    >
      {able ? (
        <Trans>Відбиток, обличчя або PIN пристрою замість пароля. Найнадійніше.</Trans>
      ) : (
        <Trans>Цей браузер не вміє ключів доступу. Відкрийте Віче в іншому.</Trans>
      )}
      {making && (
        <NewPasskeyDialog
          confirmed={confirmed}
          onDone={(codes) => {
            setMaking(false);
            if (codes) onCodes(codes);
            else toast(t`Ключ доступу додано`);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </Row>
  );
}

function AppCodesRow({ factors, confirmed, onCodes }: OwnProps & { factors: FactorsOut }) {
  const { t } = useLingui();
  const used = useUsed();
  const [setup, setSetup] = useState<AppCodesSetupOut | null>(null);
  const [asking, setAsking] = useState(false);
  const beginning = useFactorChange({
    work: () => unwrap(postMyAppCodesSetup()),
    confirmed,
    onDone: setSetup,
  });
  const removing = useFactorChange({
    work: () => unwrap(deleteMyAppCodes()),
    confirmed,
    onDone: () => toast(t`Коди із застосунку вимкнено`),
  });
  const on = factors.app_codes;
  return (
    <Row
      icon={<IconDeviceMobile {...ICON} />}
      title={<Trans>Коди із застосунку</Trans>}
      button={
        on ? (
          <Button kind="quiet" aria-label={t`Вимкнути коди із застосунку`} onClick={() => setAsking(true)}>
            <Trans>Вимкнути</Trans>
          </Button>
        ) : (
          <Button
            kind="quiet"
            aria-label={t`Налаштувати коди із застосунку`}
            busy={beginning.isPending}
            onClick={() => beginning.mutate()}
          >
            <Trans>Налаштувати</Trans>
          </Button>
        )
      }
    >
      {on ? used(on.last_used_at) : <Trans>Шість цифр із телефона після пароля, навіть без мережі.</Trans>}
      {setup && (
        <AppCodesDialog
          setup={setup}
          confirmed={confirmed}
          onDone={(codes) => {
            setSetup(null);
            if (codes) onCodes(codes);
            else toast(t`Коди із застосунку ввімкнено`);
          }}
          onClose={() => setSetup(null)}
        />
      )}
      <Dialog
        opened={asking}
        title={t`Вимкнути коди із застосунку?`}
        lead={<Trans>Коди цього застосунку більше не діятимуть. Усі інші входи закриються.</Trans>}
        submit={t`Вимкнути`}
        submitKind="danger"
        onClose={() => setAsking(false)}
        onSubmit={() => {
          setAsking(false);
          removing.mutate();
        }}
      />
    </Row>
  );
}

function RecoveryRow({ left, confirmed, onCodes }: OwnProps & { left: number }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const making = useFactorChange({
    work: () => unwrap(postMyRecoveryCodes()),
    confirmed,
    onDone: (made) => onCodes(made.recovery_codes),
  });
  return (
    <Row
      icon={<IconLifebuoy {...ICON} />}
      title={<Trans>Резервні коди</Trans>}
      button={
        <Button
          kind="quiet"
          aria-label={t`Створити нові резервні коди`}
          busy={making.isPending}
          onClick={() => setAsking(true)}
        >
          <Trans>Створити нові</Trans>
        </Button>
      }
    >
      {t`${plural(left, { one: "лишився # код", few: "лишилося # коди", many: "лишилося # кодів", other: "лишилося # коду" })}`}
      <Dialog
        opened={asking}
        title={t`Створити нові резервні коди?`}
        lead={<Trans>Попередні коди тієї ж миті перестануть діяти.</Trans>}
        submit={t`Створити нові`}
        onClose={() => setAsking(false)}
        onSubmit={() => {
          setAsking(false);
          making.mutate();
        }}
      />
    </Row>
  );
}
