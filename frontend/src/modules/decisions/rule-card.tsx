import { Trans, useLingui } from "@lingui/react/macro";
import { IconCheck, IconCircleDashed } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DecisionOut, QuorumOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { groupPath } from "@/modules/entities/paths";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { AskDialog } from "./ask-dialog";
import classes from "./decision.module.css";
import { useRuleSentence } from "./rule-words";
import { isSectorMet } from "./seats";

interface Props {
  decision: DecisionOut;
}

/** How it is decided, in one sentence; then the same as a list of what is met. */
export function RuleCard({ decision }: Props) {
  const sentenceOf = useRuleSentence();
  const asking = useDialog();
  const { group, rule, quorum, state } = decision;
  return (
    <Card padded title={<Trans>Як ухвалюємо</Trans>}>
      <p className={classes.rule}>{sentenceOf(decision)}</p>
      {quorum && !rule.on_paper && (
        <ul className={classes.checks}>
          <Answered quorum={quorum} seated={decision.turnout.seated} />
          {quorum.sectors.map((sector) => (
            <SectorCheck key={sector.sector} sector={sector} rule={rule} />
          ))}
          <Objections decision={decision} />
        </ul>
      )}
      <RuleNotes decision={decision} />
      {state === "open" && !quorum?.is_met && (
        <p className="v-small v-t2">
          <Trans>Якщо до строку умов не виконано, рішення немає: питання можна поставити знову.</Trans>
        </p>
      )}
      <p className="v-small">
        <AppLink className="v-tap" href={groupPath(group.id, "decisions")}>
          <Trans>Правила групи</Trans>
        </AppLink>
      </p>
      {decision.allowed.includes("ask_sector") && (
        <Button kind="quiet" onClick={() => asking.open()}>
          <Trans>Запитати сектор…</Trans>
        </Button>
      )}
      {asking.render((_, close) => (
        <AskDialog decision={decision} onClose={close} />
      ))}
    </Card>
  );
}

function Check({ isMet, children }: { isMet: boolean; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <li className={isMet ? undefined : classes.unmet}>
      <Icon of={isMet ? IconCheck : IconCircleDashed} label={isMet ? t`виконано` : t`ще ні`} />
      <span>{children}</span>
    </li>
  );
}

function Answered({ quorum: { needed, answered }, seated }: { quorum: QuorumOut; seated: number }) {
  return (
    <Check isMet={answered >= needed}>
      <Trans>
        Відповіли {answered} із {seated}, потрібно {needed}
      </Trans>
    </Check>
  );
}

interface SectorCheckProps {
  sector: QuorumOut["sectors"][number];
  rule: DecisionOut["rule"];
}

function SectorCheck({ sector: standing, rule }: SectorCheckProps) {
  const { i18n } = useLingui();
  const { dates } = useLocale();
  const { sector, state, until, demand } = standing;
  const name = i18n._(SECTOR_LABELS[sector]);
  const day = until && dates.long(until);
  return (
    <Check isMet={isSectorMet(standing, rule)}>
      {state === "answered" && <Trans>{name}: є відповідь</Trans>}
      {state === "missing" && demand === "asked" && <Trans>{name}: ще не запитано</Trans>}
      {state === "missing" && demand !== "asked" && <Trans>{name}: відповіді немає</Trans>}
      {state === "asked" && (
        <Trans>
          {name}: запитано, чекаємо до {day}
        </Trans>
      )}
      {state === "silent" && (
        <Trans>
          {name}: відповіді не було до {day}
        </Trans>
      )}
    </Check>
  );
}

function Objections({ decision }: Props) {
  const { localize } = useLocale();
  if (decision.rule.method !== "consent" && decision.rule.method !== "consensus") return null;
  const objecting = decision.voters.filter(({ vote }) => vote?.answer === "object");
  if (objecting.length === 0) {
    return (
      <Check isMet>
        <Trans>Заперечень немає</Trans>
      </Check>
    );
  }
  return objecting.map(({ id, organisation }) => {
    const name = localize(organisation.short_name);
    return (
      <Check key={id} isMet={false}>
        <Trans>Заперечення в силі: {name}</Trans>
      </Check>
    );
  });
}

/** What else the rule says, where it is not the usual. */
function RuleNotes({ decision: { rule } }: Props) {
  const { t } = useLingui();
  const notes = [
    rule.unit === "organisation" && t`Один голос має організація, а не кожне місце.`,
    rule.capacity === "personal" && t`Відповідають особисто, а не від імені організації.`,
    rule.silence === "consent" && t`Мовчання запитаного сектору рахуємо як його згоду.`,
    !rule.binds && rule.method !== "advice" && t`Підрахунок на папері тут дорадчий.`,
  ].filter(Boolean);
  return notes.length > 0 && <p className="v-small v-t2">{notes.join(" ")}</p>;
}
