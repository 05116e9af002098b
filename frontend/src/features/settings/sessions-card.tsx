import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteMySession, deleteMySessions } from "@/api/generated/sdk.gen";
import type { SessionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { useLeft } from "@/modules/session/sign-out";
import { keys } from "@/queries/keys";
import { sessionsQuery } from "@/queries/me";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { deviceName } from "./device";
import { deviceIcon } from "./device-icon";

/** When the sign-ins of the reader end by themselves. */
function Limits({ session }: { session: SessionOut }) {
  const { dates } = useLocale();
  const end = dates.long(dates.day(session.ends_at));
  const minutes = session.idle_minutes;
  const idle =
    minutes < 60 ? (
      <Plural value={minutes} one="# хвилини" few="# хвилин" many="# хвилин" other="# хвилини" />
    ) : minutes < 48 * 60 ? (
      <Plural value={Math.floor(minutes / 60)} one="# години" few="# годин" many="# годин" other="# години" />
    ) : (
      <Plural value={Math.floor(minutes / 1440)} one="# дня" few="# днів" many="# днів" other="# дня" />
    );
  return (
    <p className="v-small v-t2">
      <Trans>
        Вхід завершується сам після {idle} без ваших дій, а цей найпізніше {end}. Надіслане збережено,
        ненадіслане чекатиме на вас тут три дні.
      </Trans>
    </p>
  );
}

/** Where this person is signed in, and how to leave. */
export function SessionsCard() {
  const sessions = useQuery(sessionsQuery);
  const here = sessions.data?.find(({ current }) => current);
  const everywhere = useDialog();
  return (
    <SectionCard
      title={<Trans>Де ви ввійшли</Trans>}
      query={sessions}
      loading={<Trans>Завантажуємо входи…</Trans>}
      empty={null}
      add={
        <>
          {here && <Limits session={here} />}
          <Button kind="ghost" onClick={() => everywhere.open()}>
            <Trans>Вийти всюди</Trans>
          </Button>
        </>
      }
      dialogs={everywhere.render((_, close) => <SignOutEverywhere onClose={close} />)}
    >
      {(session) => <Row key={session.id} session={session} />}
    </SectionCard>
  );
}

function SignOutEverywhere({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    run: (body: { tokens: boolean }) => unwrap(deleteMySessions({ body })),
    onSuccess: useLeft(),
  });
  const form = useForm({ initial: { tokens: false }, command });
  return (
    <FormDialog
      form={form}
      title={t`Вийти на всіх пристроях?`}
      lead={
        <Trans>
          Кожна відкрита сторінка закриється тієї ж миті. Ненадіслані чернетки цього пристрою зникнуть.
        </Trans>
      }
      submit={t`Вийти всюди`}
      onClose={onClose}
    >
      <Checkbox
        label={t`Відкликати й токени API`}
        description={t`Інакше програми, яким ви дали токени, працюватимуть далі.`}
        {...form.check("tokens")}
      />
    </FormDialog>
  );
}

function Row({ session }: { session: SessionOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const ending = useCommand({
    run: () => unwrap(deleteMySession({ path: { session_id: session.id } })),
    success: t`Вхід завершено, доступ із того пристрою закрито`,
    invalidates: [keys.sessions],
    tellsErrors: true,
  });
  const name = deviceName(session.user_agent) || t`Невідомий пристрій`;
  const seen = dates.full(session.last_seen_at);
  const since = dates.full(session.created_at);
  return (
    <ListRow
      icon={deviceIcon(session.user_agent)}
      title={
        <p className="v-row v-wrap">
          <b>{name}</b>
          {session.current && (
            <PlainPill>
              <Trans>Цей пристрій</Trans>
            </PlainPill>
          )}
        </p>
      }
      meta={[!session.current && t`Востаннє ${seen}`, t`вхід ${since}`, session.ip].filter(Boolean).join(DOT)}
      actions={
        !session.current && (
          <ToolButton
            label={t`Завершити вхід: ${name}`}
            disabled={ending.isPending}
            onClick={() => ending.mutate()}
          >
            <Icon of={IconX} />
          </ToolButton>
        )
      }
    />
  );
}
