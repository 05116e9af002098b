import { Trans, useLingui } from "@lingui/react/macro";
import { IconClock, IconGavel, IconLock, IconScale, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { DecisionOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { AccessLost } from "@/modules/access/no-access";
import { useItemNumber } from "@/modules/actions/item-number";
import { AnswerBox } from "@/modules/decisions/answer-box";
import { DecisionPill } from "@/modules/decisions/marks";
import { ReasonsCard } from "@/modules/decisions/reasons-card";
import { RuleCard } from "@/modules/decisions/rule-card";
import { useCloseText } from "@/modules/decisions/use-close-text";
import { COUNTED, METHODS } from "@/modules/decisions/words";
import { groupPath, threadPath } from "@/modules/entities/paths";
import { useEntityTitle } from "@/modules/entities/use-entity-title";
import { decisionQuery } from "@/queries/decisions";
import { useTopic } from "@/realtime/realtime-provider";
import { NoticeState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { AnswerBar } from "./answer-bar";
import { ChainCard } from "./chain-card";
import { DissentCard } from "./dissent-card";
import { DraftBox } from "./draft-box";
import { MoreMenu } from "./more-menu";
import { OptionsCard } from "./options-card";
import { OutcomeCard } from "./outcome-card";
import { PaperCard } from "./paper-card";
import { ProposalCard } from "./proposal-card";
import { PublicationNote } from "./publication-note";
import { RemindersCard } from "./reminders-card";
import { ReviewCard } from "./review-card";
import { SeatsCard } from "./seats-card";
import { TallyCard } from "./tally-card";

/** One decision: what is proposed, who answered what, and what came of it. */
export function DecisionPage() {
  const { decisionId = "" } = useParams({ strict: false });
  const decision = useQuery(decisionQuery(decisionId));
  return (
    <Page>
      <QueryBoundary
        query={decision}
        loading={<Trans>Завантажуємо рішення…</Trans>}
        missing={
          <NoticeState
            icon={<Icon of={IconGavel} size={24} />}
            title={<Trans>Такого рішення немає</Trans>}
            alone
          >
            <Trans>Його немає або ви не бачите теми, у якій його ухвалюють.</Trans>
          </NoticeState>
        }
      >
        {(data) => <DecisionView key={data.id} decision={data} />}
      </QueryBoundary>
    </Page>
  );
}

/** Who may no longer read its thread or group does not read it either. */
function DecisionView({ decision }: { decision: DecisionOut }) {
  const { thread_id, group, number, title } = decision;
  const lost = useTopic(thread_id ? `thread:${thread_id}` : `group:${group.id}`);
  const entityTitle = useEntityTitle();
  useTitle(entityTitle({ name: title, number }));
  if (lost) return <AccessLost title={<Trans>Ви більше не маєте доступу до цього рішення</Trans>} />;
  const isCounted = COUNTED.has(decision.state);
  return (
    <>
      <Header decision={decision} />
      <TwoColumns
        aside={
          <>
            <ReviewCard decision={decision} />
            <RuleCard decision={decision} />
            <ChainCard decision={decision} />
            <RemindersCard decision={decision} />
            <PublicationNote decision={decision} />
          </>
        }
      >
        {isCounted ? <CountedParts decision={decision} /> : <OpenParts decision={decision} />}
      </TwoColumns>
      <AnswerBar decision={decision} />
    </>
  );
}

/** Nobody answers before they have read what is proposed. */
function OpenParts({ decision }: { decision: DecisionOut }) {
  return (
    <>
      <ProposalCard decision={decision} />
      <DraftBox decision={decision} />
      <AnswerBox decision={decision} />
      <PaperCard decision={decision} />
      <SeatsCard decision={decision} />
      <ReasonsCard decision={decision} />
      <OptionsCard decision={decision} />
    </>
  );
}

/** What was decided stands first; then how it came to that. */
function CountedParts({ decision }: { decision: DecisionOut }) {
  return (
    <>
      <OutcomeCard decision={decision} />
      <TallyCard decision={decision} />
      <PaperCard decision={decision} />
      <DissentCard decision={decision} />
      <ProposalCard decision={decision} />
      <SeatsCard decision={decision} />
      <ReasonsCard decision={decision} />
      <OptionsCard decision={decision} />
    </>
  );
}

function Header({ decision }: { decision: DecisionOut }) {
  const { t, i18n } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  const closeText = useCloseText();
  const { group, thread_id, number, title, rule, visibility } = decision;
  const until = closeText(decision);
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: localize(group.name), href: groupPath(group.id) },
        { label: t({ message: "Рішення", context: "many" }), href: groupPath(group.id, "decisions") },
        ...(thread_id ? [{ label: t`Тема`, href: threadPath(thread_id) }] : []),
      ]}
      title={
        <>
          {number !== null && <span className="v-t2">{numbered(number)}</span>} {localize(title)}
        </>
      }
      actions={<MoreMenu decision={decision} />}
    >
      <p className="v-meta">
        <DecisionPill decision={decision} />
        {until && <MetaItem icon={IconClock}>{until}</MetaItem>}
        <MetaItem icon={IconScale}>{i18n._(METHODS[rule.method].by)}</MetaItem>
        {rule.secret && (
          <MetaItem icon={IconLock}>
            <Trans>таємне</Trans>
          </MetaItem>
        )}
        <MetaItem icon={visibility === "group" ? IconUsersGroup : IconLock}>
          {visibility === "group" ? <Trans>Бачить уся група</Trans> : <Trans>Бачать учасники теми</Trans>}
        </MetaItem>
      </p>
    </PageHeader>
  );
}
