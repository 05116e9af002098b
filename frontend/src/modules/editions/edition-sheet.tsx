import { Trans } from "@lingui/react/macro";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ReportsOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Icon } from "@/ui/icon";
import type { Block } from "./blocks";
import classes from "./editions.module.css";
import { ReportBlocks } from "./report-blocks";

interface Frozen {
  number: number;
  reason: string;
  sha256: string;
  made_at: string;
  reports: ReportsOut;
}

interface EditionSheetProps {
  edition: Frozen;
  /** The address of its PDFs, without the language. */
  paper: string;
  /** What is said above its content. */
  children?: ReactNode;
}

/** A frozen report in the language of the reader, with its number, its papers and its digest at the foot. */
export function EditionSheet({ edition, paper, children }: EditionSheetProps) {
  const { language } = useLocale();
  const report = edition.reports[language];
  return (
    <article className={classes.sheet}>
      <h1 className={classes.title}>{report.title}</h1>
      {report.lead && <p className={classes.lead}>{report.lead}</p>}
      {children}
      <ReportBlocks blocks={report.blocks as Block[]} />
      <EditionFoot edition={edition} paper={paper} />
    </article>
  );
}

function EditionFoot({ edition, paper }: { edition: Frozen; paper: string }) {
  const { dates } = useLocale();
  const { number, reason, sha256 } = edition;
  const day = dates.numeric(dates.day(edition.made_at));
  const before = number - 1;
  return (
    <footer className={classes.foot}>
      <h2>
        <Trans>
          Редакція {number} від {day}
        </Trans>
      </h2>
      {reason && (
        <p>
          <Trans>
            Замінює редакцію {before}: {reason}
          </Trans>
        </p>
      )}
      <p className="v-small v-t2">
        <Trans>Обидві мови збережено разом, змінити їх неможливо.</Trans>
      </p>
      <p className={classes.digest}>SHA-256 {sha256}</p>
      <p className={classes.papers}>
        <PaperLink paper={paper} language="uk">
          <Trans>PDF українською</Trans>
        </PaperLink>
        <PaperLink paper={paper} language="en">
          <Trans>PDF англійською</Trans>
        </PaperLink>
      </p>
    </footer>
  );
}

function PaperLink({ paper, language, children }: { paper: string; language: string; children: ReactNode }) {
  return (
    <a className="v-reach" href={`${paper}?language=${language}`} download>
      <Icon of={IconDownload} size={16} /> {children}
    </a>
  );
}
