import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCircleCheck, IconHelp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Figures, SystemHealthOut, VitalOut } from "@/api/generated/types.gen";
import { isForbidden } from "@/api/problem";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import { systemQuery } from "@/queries/system";
import { Card, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { length } from "./length";
import { RequirementsCard } from "./requirements-card";
import { ResetCard } from "./reset-card";
import classes from "./system.module.css";
import { PARTS, VITALS } from "./words";

/** How the machine is: for those who run it. It shows nothing of what people write. */
export function SystemPage() {
  const { t } = useLingui();
  useTitle(t`Стан системи`);
  const health = useQuery(systemQuery);
  if (isForbidden(health.error)) {
    return (
      <Page>
        <NoSuchPage />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title={t`Стан системи`}
        lead={t`Числа оновлюються кожні п’ять секунд. Змісту розмов тут немає.`}
      />
      <QueryBoundary query={health}>{(found) => <Found health={found} />}</QueryBoundary>
    </Page>
  );
}

function Found({ health }: { health: SystemHealthOut }) {
  return (
    <TwoColumns aside={<Parts parts={health.parts} />}>
      <Card title={<Trans>Що чекає</Trans>}>
        <CardList>
          {health.vitals.map((vital) => (
            <Vital key={vital.name} vital={vital} />
          ))}
        </CardList>
      </Card>
      <Card title={<Trans>Вебпроцеси</Trans>}>
        {health.processes.length === 0 ? (
          <EmptyState title={<Trans>Жодного процесу ще не видно</Trans>}>
            <Trans>
              Процес з’явиться тут, коли хтось відкриє Віче, і далі нагадуватиме про себе кожні п’ять секунд.
            </Trans>
          </EmptyState>
        ) : (
          <CardList>
            {health.processes.map((process) => (
              <Process key={process.process} process={process} />
            ))}
          </CardList>
        )}
      </Card>
      <RequirementsCard />
      <ResetCard />
    </TwoColumns>
  );
}

function Parts({ parts }: { parts: SystemHealthOut["parts"] }) {
  return (
    <Card title={<Trans>Частини</Trans>}>
      <CardList>
        {Object.entries(parts).map(([name, state]) => (
          <Part key={name} name={name} state={state} />
        ))}
      </CardList>
    </Card>
  );
}

function Part({ name, state }: { name: string; state: string }) {
  const { i18n, t } = useLingui();
  const words = state === "ok" ? t`Працює` : state === "failed" ? t`Не працює` : t`Не відповідає`;
  return (
    <Row title={PARTS[name] ? i18n._(PARTS[name]) : name} state={state === "ok" ? "well" : "worrying"}>
      {words}
    </Row>
  );
}

function Vital({ vital }: { vital: VitalOut }) {
  const { i18n, t } = useLingui();
  const value = useValue();
  const known = VITALS[vital.name];
  const worrying = vital.state === "worrying";
  return (
    <Row
      title={known ? i18n._(known.title) : vital.name}
      hint={known && worrying ? i18n._(known.hint) : undefined}
      state={vital.state}
    >
      {value(vital)}
      <span className="v-hidden"> {worrying ? t`погляньте сюди` : t`добре`}</span>
    </Row>
  );
}

/** A number in words: what waits is told as a length of time. */
function useValue(): (vital: VitalOut) => string {
  const { t } = useLingui();
  const { language } = useLocale();
  return ({ name, value }) => {
    if (value === null) return t`Невідомо`;
    if (!name.endsWith("_seconds")) return new Intl.NumberFormat(language).format(value);
    return value < 1 ? t`Нічого не чекає` : length(value, language);
  };
}

function Process({ process }: { process: Figures }) {
  const { t } = useLingui();
  const { language } = useLocale();
  const count = new Intl.NumberFormat(language);
  const confirmed = process.unconfirmed < 1;
  const held = length(process.unconfirmed, language);
  return (
    <Row
      title={process.process}
      hint={confirmed ? undefined : t`Доступ не звірено: ${held}. Доставку призупинено.`}
      state={confirmed ? "well" : "worrying"}
    >
      <dl className={classes.figures}>
        <Figure name={<Trans>З’єднань</Trans>}>{count.format(process.sockets)}</Figure>
        <Figure name={<Trans>Людей</Trans>}>{count.format(process.people)}</Figure>
        <Figure name={<Trans>Тем</Trans>}>{count.format(process.topics)}</Figure>
        <Figure name={<Trans>Надіслано</Trans>}>{count.format(process.frames)}</Figure>
      </dl>
    </Row>
  );
}

function Figure({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="v-tiny v-t2">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const ICONS = { well: IconCircleCheck, worrying: IconAlertTriangle, unknown: IconHelp };

interface RowProps {
  title: string;
  hint?: string;
  state: keyof typeof ICONS;
  children: ReactNode;
}

function Row({ title, hint, state, children }: RowProps) {
  return (
    <ListRow
      icon={ICONS[state]}
      className={classes[state]}
      title={title}
      meta={hint}
      status={<div className={classes.value}>{children}</div>}
    />
  );
}
