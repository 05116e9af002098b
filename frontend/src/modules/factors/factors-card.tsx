import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconDeviceMobile, IconFingerprint, IconLifebuoy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import {
  deleteMyAppCodes,
  deleteMyPasskey,
  postMyAppCodesSetup,
  postMyRecoveryCodes,
} from "@/api/generated/sdk.gen";
import type { AppCodesSetupOut, FactorsOut, PasskeyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { passkeysWork } from "@/lib/passkeys";
import { DOT } from "@/lib/text";
import { factorsQuery } from "@/queries/factors";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";
import { toast } from "@/ui/toast";
import { AppCodesDialog } from "./app-codes-dialog";
import { NewPasskeyDialog } from "./new-passkey-dialog";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import { useFactorPreset } from "./use-factor-preset";

/** How the reader proves who they are beside the password: passkeys, app codes, recovery codes. */
export function FactorsCard() {
  const factors = useQuery(factorsQuery);
  const codes = useDialog<string[]>();
  return (
    <Card title={<Trans>Захист входу</Trans>}>
      <QueryBoundary query={factors} loading={<Trans>Завантажуємо способи входу…</Trans>}>
        {(found) => (
          <CardList>
            {found.passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
            <NewPasskeyRow first={found.passkeys.length === 0} onCodes={codes.open} />
            <AppCodesRow factors={found} onCodes={codes.open} />
            {found.recovery_codes_left !== null && (
              <RecoveryRow left={found.recovery_codes_left} onCodes={codes.open} />
            )}
          </CardList>
        )}
      </QueryBoundary>
      {codes.render((shown, close) => (
        <RecoveryCodesDialog codes={shown} onClose={close} />
      ))}
    </Card>
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
  onCodes: (codes: string[]) => void;
}

function PasskeyRow({ passkey }: { passkey: PasskeyOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const used = useUsed();
  const name = passkey.name;
  const remove = useConfirm({
    title: t`Вилучити ключ доступу «${name}»`,
    text: <Trans>З ним більше не ввійти. Усі інші входи закриються.</Trans>,
    submit: t`Вилучити`,
    danger: true,
    command: useCommand({
      ...useFactorPreset(),
      run: () => unwrap(deleteMyPasskey({ path: { passkey_id: passkey.id } })),
      success: t`Ключ доступу вилучено`,
    }),
  });
  const since = dates.long(dates.day(passkey.created_at));
  return (
    <ListRow
      icon={IconFingerprint}
      title={name}
      meta={[t`ключ доступу з ${since}`, used(passkey.last_used_at)].join(DOT)}
      actions={
        <Button kind="quiet" aria-label={t`Вилучити ключ доступу «${name}»`} onClick={remove.open}>
          <Trans>Вилучити</Trans>
        </Button>
      }
    >
      {remove.dialog}
    </ListRow>
  );
}

function NewPasskeyRow({ first, onCodes }: OwnProps & { first: boolean }) {
  const { t } = useLingui();
  const making = useDialog();
  const able = passkeysWork();
  return (
    <ListRow
      icon={IconFingerprint}
      title={first ? t`Ключ доступу` : t`Ще один ключ доступу`}
      meta={
        able
          ? t`Відбиток, обличчя або PIN пристрою замість пароля. Найнадійніше.`
          : t`Цей браузер не вміє ключів доступу. Відкрийте Віче в іншому.`
      }
      actions={
        able && (
          <Button kind="quiet" aria-label={t`Додати ключ доступу`} onClick={() => making.open()}>
            <Trans>Додати</Trans>
          </Button>
        )
      }
    >
      {making.render((_, close) => (
        <NewPasskeyDialog
          onDone={(codes) => {
            close();
            if (codes) onCodes(codes);
            else toast(t`Ключ доступу додано`);
          }}
          onClose={close}
        />
      ))}
    </ListRow>
  );
}

/** Start to set up the codes of an app; its dialog opens when the server has answered. */
function useAppCodesSetup(onCodes: OwnProps["onCodes"]) {
  const { t } = useLingui();
  const setup = useDialog<AppCodesSetupOut>();
  const { isPending, mutate } = useCommand({
    ...useFactorPreset(),
    run: () => unwrap(postMyAppCodesSetup()),
    onSuccess: setup.open,
    tellsErrors: true,
  });
  const dialog = setup.render((begun, close) => (
    <AppCodesDialog
      setup={begun}
      onDone={(codes) => {
        close();
        if (codes) onCodes(codes);
        else toast(t`Коди із застосунку ввімкнено`);
      }}
      onClose={close}
    />
  ));
  return { isPending, begin: () => mutate(), dialog };
}

function AppCodesRow({ factors, onCodes }: OwnProps & { factors: FactorsOut }) {
  const { t } = useLingui();
  const used = useUsed();
  const setup = useAppCodesSetup(onCodes);
  const remove = useConfirm({
    title: t`Вимкнути коди із застосунку?`,
    text: <Trans>Коди цього застосунку більше не діятимуть. Усі інші входи закриються.</Trans>,
    submit: t`Вимкнути`,
    danger: true,
    command: useCommand({
      ...useFactorPreset(),
      run: () => unwrap(deleteMyAppCodes()),
      success: t`Коди із застосунку вимкнено`,
    }),
  });
  const on = factors.app_codes;
  return (
    <ListRow
      icon={IconDeviceMobile}
      title={t`Коди із застосунку`}
      meta={on ? used(on.last_used_at) : t`Шість цифр із телефона після пароля, навіть без мережі.`}
      actions={
        on ? (
          <Button kind="quiet" aria-label={t`Вимкнути коди із застосунку`} onClick={remove.open}>
            <Trans>Вимкнути</Trans>
          </Button>
        ) : (
          <Button
            kind="quiet"
            aria-label={t`Налаштувати коди із застосунку`}
            busy={setup.isPending}
            onClick={setup.begin}
          >
            <Trans>Налаштувати</Trans>
          </Button>
        )
      }
    >
      {setup.dialog}
      {remove.dialog}
    </ListRow>
  );
}

function RecoveryRow({ left, onCodes }: OwnProps & { left: number }) {
  const { t } = useLingui();
  const making = useCommand({
    ...useFactorPreset(),
    run: () => unwrap(postMyRecoveryCodes()),
    onSuccess: ({ recovery_codes }) => recovery_codes && onCodes(recovery_codes),
  });
  const anew = useConfirm({
    title: t`Створити нові резервні коди?`,
    text: <Trans>Попередні коди тієї ж миті перестануть діяти.</Trans>,
    submit: t`Створити нові`,
    command: making,
  });
  return (
    <ListRow
      icon={IconLifebuoy}
      title={t`Резервні коди`}
      meta={t`${plural(left, { one: "лишився # код", few: "лишилося # коди", many: "лишилося # кодів", other: "лишилося # коду" })}`}
      actions={
        <Button
          kind="quiet"
          aria-label={t`Створити нові резервні коди`}
          busy={making.isPending}
          onClick={anew.open}
        >
          <Trans>Створити нові</Trans>
        </Button>
      }
    >
      {anew.dialog}
    </ListRow>
  );
}
