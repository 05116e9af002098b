import { Trans, useLingui } from "@lingui/react/macro";
import { NativeSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMyRefusedAddress, putMyNotificationPreferences } from "@/api/generated/sdk.gen";
import type { GroupChoice, NotificationPreferences, TopicChoice } from "@/api/generated/types.gen";
import { isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { notificationPreferencesQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { MailHoursForm } from "./mail-hours";
import { MODES, TOPICS } from "./notification-words";
import classes from "./notifications.module.css";

type Topic = TopicChoice["topic"];
type Way = "email" | "push";
type Mode = TopicChoice["email"];
type Wanted = Pick<NotificationPreferences, "topics" | "groups" | "hours">;

const BY_MAIL: Mode[] = ["at_once", "daily", "weekly", "off"];
const TO_DEVICES: Mode[] = ["at_once", "off"];
/** In place of a mode: in this group as everywhere. */
const AS_EVERYWHERE = "";

function useChoosing(version: number) {
  const { t } = useLingui();
  const queryKey = keys.notificationPreferences;
  return useCommand({
    run: ({ topics, groups, hours }: Wanted, { ifMatch }) => {
      const chosen = topics.map(({ topic, email, push }) => ({ topic, email, push }));
      return unwrap(
        putMyNotificationPreferences({ headers: ifMatch, body: { topics: chosen, groups, hours } }),
      );
    },
    version,
    success: t`Збережено`,
    invalidates: (client, error) =>
      error && !isValidationError(error) && client.invalidateQueries({ queryKey }),
    onSuccess: (chosen, _, client) => void client.setQueryData(queryKey, chosen),
  });
}

/** How a topic comes by one way everywhere, or in one group; without a mode the group has no choice of its own. */
function changed(now: Wanted, group: string | null, topic: Topic, way: Way, mode: Mode | ""): Wanted {
  if (group === null) {
    const topics = now.topics.map((one) => (one.topic === topic && mode ? { ...one, [way]: mode } : one));
    return { ...now, topics };
  }
  const isIt = (one: GroupChoice) => one.group === group && one.topic === topic;
  const known = now.groups.find(isIt) ?? { group, topic, email: null, push: null };
  const own = { ...known, [way]: mode || null };
  const others = now.groups.filter((one) => !isIt(one));
  return { ...now, groups: own.email || own.push ? [...others, own] : others };
}

/** Which news comes by which way, everywhere and in single groups. */
export function NotificationsCard() {
  const preferences = useQuery(notificationPreferencesQuery);
  return (
    <Card title={<Trans>Сповіщення</Trans>}>
      <QueryBoundary query={preferences}>{(found) => <Choices preferences={found} />}</QueryBoundary>
    </Card>
  );
}

function Choices({ preferences }: { preferences: NotificationPreferences }) {
  const [group, setGroup] = useState<string | null>(null);
  const choosing = useChoosing(preferences.version);
  const own = (topic: Topic, way: Way) =>
    preferences.groups.find((one) => one.group === group && one.topic === topic)?.[way] ?? AS_EVERYWHERE;
  return (
    <>
      {preferences.undeliverable && <Refused address={preferences.undeliverable.address} />}
      <Where group={group} onChange={setGroup} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Про що</Trans>
            </th>
            <th scope="col">
              <Trans>У Віче</Trans>
            </th>
            <th scope="col">
              <Trans>Поштою</Trans>
            </th>
            <th scope="col">
              <Trans>На пристрої</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {preferences.topics.map((row) => (
            <TopicRow
              key={row.topic}
              row={row}
              inGroup={group !== null}
              value={(way) => (group === null ? row[way] : own(row.topic, way))}
              onChange={(way, mode) => choosing.mutate(changed(preferences, group, row.topic, way, mode))}
              busy={choosing.isPending}
            />
          ))}
        </tbody>
      </table>
      <MailHoursForm
        hours={preferences.hours}
        command={{ ...choosing, mutate: (hours) => choosing.mutate({ ...preferences, hours }) }}
      />
    </>
  );
}

/** That no mail comes any more, and the way to have it back. */
function Refused({ address }: { address: string }) {
  const { t } = useLingui();
  const confirming = useCommand({
    run: () => unwrap(deleteMyRefusedAddress()),
    success: t`Знову надсилатимемо листи`,
    invalidates: [keys.notificationPreferences],
  });
  return (
    <div className={classes.refused} role="alert">
      <p>
        <Trans>
          Поштовий сервер відповів, що адреси {address} немає, тож листи ми не надсилаємо. Змініть адресу або
          підтвердьте, що вона правильна.
        </Trans>
      </p>
      <Button kind="quiet" busy={confirming.isPending} onClick={() => confirming.mutate()}>
        <Trans>Адреса правильна</Trans>
      </Button>
    </div>
  );
}

interface WhereProps {
  group: string | null;
  onChange: (group: string | null) => void;
}

/** Everywhere, or in one of the reader's groups, where another choice goes before. */
function Where({ group, onChange }: WhereProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  if (groups.length === 0) return null;
  return (
    <div className={classes.where}>
      <Select
        label={t`Для якої групи`}
        data={[
          { value: "", label: t`Усюди` },
          ...groups.map((one) => ({ value: one.id, label: say(one.name) })),
        ]}
        value={group ?? ""}
        onChange={(id) => onChange(id || null)}
      />
    </div>
  );
}

interface TopicRowProps {
  row: TopicChoice;
  inGroup: boolean;
  value: (way: Way) => Mode | "";
  onChange: (way: Way, mode: Mode | "") => void;
  busy: boolean;
}

function TopicRow({ row, inGroup, value, onChange, busy }: TopicRowProps) {
  const { i18n, t } = useLingui();
  const name = i18n._(TOPICS[row.topic].name);
  const offered = (modes: Mode[]) => {
    const named = modes.map((mode) => ({ value: mode as string, label: i18n._(MODES[mode]) }));
    return inGroup ? [{ value: AS_EVERYWHERE, label: t`Як усюди` }, ...named] : named;
  };
  const choice = (way: Way, label: string, modes: Mode[]) =>
    row.fixed ? (
      <Trans>Завжди</Trans>
    ) : (
      <NativeSelect
        aria-label={label}
        data={offered(modes)}
        value={value(way)}
        disabled={busy}
        onChange={(event) => onChange(way, event.currentTarget.value as Mode | "")}
      />
    );
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="v-small v-t2">{i18n._(TOPICS[row.topic].hint)}</span>
      </th>
      <td data-way={t`У Віче`}>
        <Trans>Завжди</Trans>
      </td>
      <td data-way={t`Поштою`}>{choice("email", t`Поштою: ${name}`, BY_MAIL)}</td>
      <td data-way={t`На пристрої`}>{choice("push", t`На пристрої: ${name}`, TO_DEVICES)}</td>
    </tr>
  );
}
