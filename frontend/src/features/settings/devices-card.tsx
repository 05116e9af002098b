import { Trans, useLingui } from "@lingui/react/macro";
import { IconBell, IconBellOff, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import type { PushSubscriptionOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { usePushSwitch } from "@/modules/notifications/push-switch";
import { keys } from "@/queries/keys";
import { pushHereQuery, pushSubscriptionsQuery } from "@/queries/me";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { deviceName } from "./device";
import { deviceIcon } from "./device-icon";

type Switch = ReturnType<typeof usePushSwitch>;

/** The reader may allow it in the settings of the browser, and come back. */
function usePermissionWatch(): void {
  const client = useQueryClient();
  useEffect(() => {
    let status: PermissionStatus | undefined;
    const look = () => void client.invalidateQueries({ queryKey: keys.pushHere });
    void navigator.permissions
      ?.query({ name: "notifications" })
      .then((found) => {
        status = found;
        found.addEventListener("change", look);
      })
      .catch(() => undefined);
    return () => status?.removeEventListener("change", look);
  }, [client]);
}

/** Whether news comes to this browser, and to which others. */
export function DevicesCard({ personId }: { personId: string }) {
  const devices = useQuery(pushSubscriptionsQuery);
  const switching = usePushSwitch(personId);
  usePermissionWatch();
  return (
    <Card title={<Trans>Сповіщення на цьому пристрої</Trans>}>
      <QueryBoundary query={devices} loading={<Trans>Завантажуємо…</Trans>}>
        {({ items, key }) => (
          <CardList>
            <Here known={items.find((one) => one.current)} serverKey={key} switching={switching} />
            {items
              .filter((one) => !one.current)
              .map((one) => (
                <Other key={one.id} device={one} switching={switching} />
              ))}
          </CardList>
        )}
      </QueryBoundary>
    </Card>
  );
}

interface HereProps {
  known: PushSubscriptionOut | undefined;
  serverKey: string | null;
  switching: Switch;
}

/** This browser: what it can, what it may, and the one button that changes it. */
function Here({ known, serverKey, switching }: HereProps) {
  const { data: here } = useQuery(pushHereQuery);
  if (!serverKey) {
    return (
      <Standing off>
        <Trans>
          На цьому сервері сповіщень на пристрої немає. Новини чекають у вхідних і надходять поштою.
        </Trans>
      </Standing>
    );
  }
  if (!here) return null;
  if (here.ability !== "able") return <Unable why={here.ability} />;
  if (known && here.subscribed) {
    const off = () => switching.off.mutate({ id: known.id, here: true });
    return (
      <Standing
        detail={<DeviceFacts device={known} />}
        button={
          <Button kind="quiet" busy={switching.off.isPending} onClick={off}>
            <Trans>Вимкнути тут</Trans>
          </Button>
        }
      >
        <Trans>Новини надходять сюди, навіть коли Віче закрито.</Trans>
      </Standing>
    );
  }
  return (
    <Standing
      off
      detail={
        <Trans>
          Через службу сповіщень проходить лише те, що є новина. Текст браузер бере з Віче, доки ви не вийшли.
        </Trans>
      }
      button={
        <Button kind="quiet" busy={switching.on.isPending} onClick={() => switching.on.mutate(serverKey)}>
          <Trans>Увімкнути тут</Trans>
        </Button>
      }
    >
      <Trans>Дізнавайтеся про нове одразу, навіть коли Віче закрито.</Trans>
    </Standing>
  );
}

function Unable({ why }: { why: "denied" | "install" | "unsupported" }) {
  return (
    <Standing off>
      {why === "denied" && (
        <Trans>Браузер не дозволяє сповіщень від Віче. Дозвольте їх у налаштуваннях сайту.</Trans>
      )}
      {why === "install" && (
        <Trans>
          Щоб отримувати сповіщення, додайте Віче на початковий екран: «Поширити», далі «На початковий екран».
          Відкрийте Віче звідти.
        </Trans>
      )}
      {why === "unsupported" && <Trans>Цей браузер не показує сповіщень від сайтів.</Trans>}
    </Standing>
  );
}

interface StandingProps {
  off?: boolean;
  detail?: ReactNode;
  button?: ReactNode;
  children: ReactNode;
}

function Standing({ off = false, detail, button, children }: StandingProps) {
  return (
    <ListRow icon={off ? IconBellOff : IconBell} title={<p>{children}</p>} meta={detail} actions={button} />
  );
}

/** Since when it is on, and how that goes. */
function DeviceFacts({ device }: { device: PushSubscriptionOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const since = dates.full(device.created_at);
  const pushed = device.pushed_at && dates.full(device.pushed_at);
  const failing = device.failing_since && dates.full(device.failing_since);
  return [
    t`увімкнено ${since}`,
    pushed && t`остання новина ${pushed}`,
    failing && t`служба браузера не приймає сповіщень з ${failing}`,
  ]
    .filter(Boolean)
    .join(DOT);
}

function Other({ device, switching }: { device: PushSubscriptionOut; switching: Switch }) {
  const { t } = useLingui();
  const name = deviceName(device.user_agent) || t`Невідомий пристрій`;
  return (
    <ListRow
      icon={deviceIcon(device.user_agent)}
      title={name}
      meta={<DeviceFacts device={device} />}
      actions={
        <ToolButton
          label={t`Вимкнути сповіщення: ${name}`}
          disabled={switching.off.isPending}
          onClick={() => switching.off.mutate({ id: device.id, here: false })}
        >
          <Icon of={IconX} />
        </ToolButton>
      }
    />
  );
}
