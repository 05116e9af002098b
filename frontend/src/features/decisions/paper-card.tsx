import { Trans } from "@lingui/react/macro";
import { IconFile } from "@tabler/icons-react";
import type { DecisionOut, FileRef, PaperOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useDownload } from "@/kit/use-download";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Card, CardBody } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { PaperDialog, ScanDialog, useBatchName } from "./paper-dialogs";

interface Props {
  decision: DecisionOut;
}

/** Ballots of paper: entered twice by two people, compared, with a scan. */
export function PaperCard({ decision }: Props) {
  const entering = useDialog<1 | 2>();
  const scanning = useDialog();
  const { paper, allowed } = decision;
  if (!paper || decision.state === "draft") return null;
  const mayCount = allowed.includes("count_paper");
  return (
    <Card title={<Trans>Бюлетені на папері</Trans>}>
      <CardBody>
        {decision.state === "open" && (
          <p className="v-small v-t2">
            <Trans>
              Бюлетені вписують двічі, дві людини окремо. Закрити можна, коли все збігається і є скан.
            </Trans>
          </p>
        )}
        {([1, 2] as const).map((entry) => (
          <Entry
            key={entry}
            paper={paper}
            entry={entry}
            onEnter={
              mayCount && (entry === 1 || paper.entries.length > 0) ? () => entering.open(entry) : undefined
            }
          />
        ))}
        <Differences decision={decision} paper={paper} />
        <p className={classes.note}>
          <Icon of={IconFile} size={16} />
          {paper.scan ? <Scan file={paper.scan} /> : <Trans>Скану ще немає</Trans>}
        </p>
        {mayCount && (
          <Button kind="quiet" onClick={() => scanning.open()}>
            {paper.scan ? <Trans>Замінити скан</Trans> : <Trans>Додати скан</Trans>}
          </Button>
        )}
      </CardBody>
      {entering.render((entry, close) => (
        <PaperDialog decision={decision} entry={entry} onClose={close} />
      ))}
      {scanning.render((_, close) => (
        <ScanDialog decision={decision} onClose={close} />
      ))}
    </Card>
  );
}

/** Opens the scan. */
function Scan({ file: { id, name } }: { file: FileRef }) {
  const download = useDownload();
  return (
    <Button kind="ghost" busy={download.isPending} onClick={() => download.mutate(id)}>
      {name}
    </Button>
  );
}

function Entry({ paper, entry, onEnter }: { paper: PaperOut; entry: 1 | 2; onEnter?: () => void }) {
  const { localize } = useLocale();
  const known = paper.entries.find((one) => one.entry === entry);
  const total = known?.batches.reduce((all, { number }) => all + number, 0) ?? 0;
  return (
    <div className={classes.entry}>
      <div>
        <b>{entry === 1 ? <Trans>Перше введення</Trans> : <Trans>Друге введення</Trans>}</b>
        {known ? (
          <>
            {total > 0 && (
              <p className="v-small">
                <Trans>Бюлетенів: {total}</Trans>
              </p>
            )}
            <ByLine actor={localize(known.entered_by.person.name)} at={known.at} />
          </>
        ) : (
          <p className="v-small v-t2">
            <Trans>Ще немає</Trans>
          </p>
        )}
      </div>
      {onEnter && (
        <Button kind="quiet" onClick={onEnter}>
          {known ? <Trans>Виправити</Trans> : <Trans>Вписати</Trans>}
        </Button>
      )}
    </div>
  );
}

function Differences({ decision, paper }: Props & { paper: PaperOut }) {
  const nameOf = useBatchName(decision);
  if (paper.entries.length < 2) return null;
  if (paper.differences.length === 0) {
    return (
      <p className="v-small">
        <Trans>Обидва введення збігаються.</Trans>
      </p>
    );
  }
  return (
    <div role="note">
      <p className="v-small">
        <b>
          <Trans>Введення не збігаються</Trans>
        </b>
      </p>
      <ul className={classes.differences}>
        {paper.differences.map(({ answer, ranking, first, second }) => (
          <li key={`${answer} ${ranking.join(" ")}`}>
            <Trans>
              {nameOf({ answer, ranking })}: спершу {first}, потім {second}
            </Trans>
          </li>
        ))}
      </ul>
    </div>
  );
}
