import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMySession, deleteMySessions } from "@/api/generated/sdk.gen";
import type { SessionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { useLeft, useSignOut } from "@/modules/session/sign-out";
import { keys } from "@/queries/keys";
import { sessionsQuery } from "@/queries/me";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { deviceName } from "./device";
import classes from "./settings.module.css";

function useLeavingEverywhere() {
  const failed = useFailureToast();
  const left = useLeft();
  return useMutation({
    mutationFn: (tokens: boolean) => unwrap(deleteMySessions({ body: { tokens } })),
    onSuccess: left,
    onError: failed,
  });
}

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
    <p className={`v-small v-t2 ${classes.foot}`}>
      <Trans>
        Вхід завершується сам після {idle} без ваших дій, а цей найпізніше {end}. Надіслане збережено,
        ненадіслане чекатиме на вас тут три дні.
      </Trans>
    </p>
  );
}

/** Where this person is signed in, and how to leave. */
export function SessionsCard() {
  const { t } = useLingui();
  const sessions = useQuery(sessionsQuery);
  const everywhere = useLeavingEverywhere();
  const here = useSignOut();
  const [asking, setAsking] = useState(false);
  const [tokens, setTokens] = useState(false);
  const ask = () => {
    setTokens(false);
    setAsking(true);
  };
  return (
    <Card title={<Trans>Де ви ввійшли</Trans>}>
      <QueryBoundary query={sessions} loading={<Trans>Завантажуємо входи…</Trans>}>
        {(list) => (
          <>
            <CardList>
              {list.map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </CardList>
            {list
              .filter(({ current }) => current)
              .map((one) => (
                <Limits key={one.id} session={one} />
              ))}
          </>
        )}
      </QueryBoundary>
      <div className={classes.foot}>
        <Button kind="quiet" busy={here.busy} onClick={here.start}>
          <Trans>Вийти тут</Trans>
        </Button>
        <Button kind="ghost" onClick={ask}>
          <Trans>Вийти всюди</Trans>
        </Button>
      </div>
      {here.dialog}
      <Dialog
        opened={asking}
        title={t`Вийти на всіх пристроях?`}
        lead={
          <Trans>
            Кожна відкрита сторінка закриється тієї ж миті. Ненадіслані чернетки цього пристрою зникнуть.
          </Trans>
        }
        submit={t`Вийти всюди`}
        busy={everywhere.isPending}
        onClose={() => setAsking(false)}
        onSubmit={() => everywhere.mutate(tokens)}
      >
        <Checkbox
          label={t`Відкликати й токени API`}
          description={t`Інакше програми, яким ви дали токени, працюватимуть далі.`}
          checked={tokens}
          onChange={(event) => setTokens(event.currentTarget.checked)}
        />
      </Dialog>
    </Card>
  );
}

function Row({ session }: { session: SessionOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const client = useQueryClient();
  const failed = useFailureToast();
  const ending = useMutation({
    mutationFn: () => unwrap(deleteMySession({ path: { session_id: session.id } })),
    onSuccess: () => toast(t`Вхід завершено, доступ із того пристрою закрито`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
  const Icon = /Mobile|Android|iPhone/.test(session.user_agent) ? IconDeviceMobile : IconDeviceDesktop;
  const name = deviceName(session.user_agent) || t`Невідомий пристрій`;
  const seen = dates.full(session.last_seen_at);
  const since = dates.full(session.created_at);
  return (
    <li className={classes.session}>
      <Icon size={24} stroke={1.75} aria-hidden="true" />
      <div>
        <p className={classes.device}>
          <b>{name}</b>
          {session.current && (
            <PlainPill>
              <Trans>Цей пристрій</Trans>
            </PlainPill>
          )}
        </p>
        <p className="v-tiny v-t2">
          {[!session.current && t`Востаннє ${seen}`, t`вхід ${since}`, session.ip].filter(Boolean).join(DOT)}
        </p>
      </div>
      {!session.current && (
        <ToolButton
          label={t`Завершити вхід: ${name}`}
          disabled={ending.isPending}
          onClick={() => ending.mutate()}
        >
          <IconX size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      )}
    </li>
  );
}
