import { Trans, useLingui } from "@lingui/react/macro";
import { IconDownload, IconFileText } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { MinutesOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { AccessLost } from "@/modules/access/no-access";
import { useItemNumber } from "@/modules/actions/item-number";
import type { Block } from "@/modules/editions/blocks";
import { ReportBlocks } from "@/modules/editions/report-blocks";
import { groupPath, meetingPath, minutesPath } from "@/modules/entities/paths";
import { minutesQuery } from "@/queries/minutes";
import { useTopic } from "@/realtime/realtime-provider";
import { Card, CardBody } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { NoticeState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { CorrectionsCard } from "./corrections-card";
import { LinesCard } from "./lines-card";
import classes from "./minutes.module.css";
import { MoreMenu } from "./more-menu";
import { NextCard, PublicationCard } from "./next-card";
import { RemarksPanel } from "./remarks-panel";
import { SignaturesCard } from "./signatures-card";
import { StepsLine } from "./steps-line";

/** The minutes of one meeting: from the draft, by remarks and signatures, to what everybody reads. */
export function MinutesPage() {
  const { minutesId = "" } = useParams({ strict: false });
  const minutes = useQuery(minutesQuery(minutesId));
  return (
    <Page>
      <QueryBoundary
        query={minutes}
        loading={<Trans>Завантажуємо протокол…</Trans>}
        missing={
          <NoticeState
            icon={<Icon of={IconFileText} size={24} />}
            title={<Trans>Такого протоколу немає</Trans>}
            alone
          >
            <Trans>Його немає або ви не бачите групи, чиє це засідання.</Trans>
          </NoticeState>
        }
      >
        {(data) => <MinutesView key={data.id} minutes={data} />}
      </QueryBoundary>
    </Page>
  );
}

function MinutesView({ minutes }: { minutes: MinutesOut }) {
  const lost = useTopic(`group:${minutes.group.id}`);
  if (lost) return <AccessLost title={<Trans>Ви більше не маєте доступу до цього протоколу</Trans>} />;
  const isWritten = minutes.state === "draft" || minutes.state === "remarks";
  return (
    <>
      <Header minutes={minutes} />
      <TwoColumns
        aside={
          <>
            <RemarksPanel minutes={minutes} />
            <NextCard minutes={minutes} />
            <SignaturesCard minutes={minutes} />
            <PublicationCard minutes={minutes} />
          </>
        }
      >
        {isWritten && <LinesCard minutes={minutes} />}
        <DocumentCard minutes={minutes} folded={isWritten} />
        <CorrectionsCard minutes={minutes} />
      </TwoColumns>
    </>
  );
}

function Header({ minutes }: { minutes: MinutesOut }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const numbered = useItemNumber();
  const { id, group, number, year, meeting_id, meeting_number, state, corrections } = minutes;
  const meeting = meeting_number === null ? t`Засідання` : t`Засідання № ${meeting_number}`;
  const name = state === "signed" ? t`Протокол` : t`Протокол, проєкт`;
  useTitle(t`Протокол № ${number} за ${year} рік`);
  return (
    <PageHeader
      crumbsLabel={t`Де ви`}
      crumbs={[
        { label: localize(group.name), href: groupPath(group.id) },
        { label: t`Протоколи`, href: groupPath(group.id, "minutes") },
        { label: meeting, href: meetingPath(meeting_id) },
      ]}
      title={
        <>
          <span className="v-t2">{numbered(number)}</span> {name}
        </>
      }
      actions={
        <>
          <p className={classes.papers}>
            <PaperLink minutesId={id} paper="pdf?language=uk">
              <Trans>PDF українською</Trans>
            </PaperLink>
            <PaperLink minutesId={id} paper="pdf?language=en">
              <Trans>PDF англійською</Trans>
            </PaperLink>
            {corrections.length > 0 && (
              <>
                <PaperLink minutesId={id} paper="corrections/pdf?language=uk">
                  <Trans>Виправлення: PDF українською</Trans>
                </PaperLink>
                <PaperLink minutesId={id} paper="corrections/pdf?language=en">
                  <Trans>Виправлення: PDF англійською</Trans>
                </PaperLink>
              </>
            )}
          </p>
          <MoreMenu minutes={minutes} />
        </>
      }
    >
      <StepsLine minutes={minutes} />
    </PageHeader>
  );
}

function PaperLink(props: { minutesId: string; paper: string; children: ReactNode }) {
  const { minutesId, paper, children } = props;
  return (
    <a className="v-reach" href={`/api/v1${minutesPath(minutesId)}/${paper}`} download>
      <Icon of={IconDownload} size={16} /> {children}
    </a>
  );
}

/** The whole record as it is printed, with what the meeting's own record adds: attendance, votes, actions. */
function DocumentCard({ minutes, folded }: { minutes: MinutesOut; folded: boolean }) {
  const { report, sha256 } = minutes;
  const blocks = <ReportBlocks blocks={(report.blocks ?? []) as Block[]} />;
  if (folded) {
    return (
      <div className={classes.folded}>
        <Disclosure label={<Trans>Увесь протокол, як у друку</Trans>} opened={false}>
          <div className={classes.document}>{blocks}</div>
        </Disclosure>
      </div>
    );
  }
  return (
    <Card title={<Trans>Протокол</Trans>}>
      <CardBody>
        <div className={classes.document}>{blocks}</div>
        {sha256 && <p className={classes.digest}>SHA-256 {sha256}</p>}
      </CardBody>
    </Card>
  );
}
