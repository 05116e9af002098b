import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconMessagePlus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { MinutesLineOut, MinutesOut, RemarkOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { meetingOfMinutesQuery } from "@/queries/minutes";
import { AppLink } from "@/ui/app-link";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ChangedWords } from "./changed-words";
import { LineDialog } from "./line-dialog";
import classes from "./minutes.module.css";
import { listParts, type Part } from "./parts";
import { RemarkDialog } from "./remark-dialog";

const HEADINGS: Record<MinutesLineOut["kind"], MessageDescriptor> = {
  invited: msg`ЗАПРОШЕНІ:`,
  listened: msg`СЛУХАЛИ:`,
  spoke: msg`ВИСТУПИЛИ:`,
  resolved: msg`УХВАЛИЛИ:`,
  action: msg`ДОРУЧЕННЯ:`,
  annex: msg`ДОДАТКИ:`,
};

/** What a dialog is about: a line, a line to add to an item, or neither. */
interface Place {
  line?: MinutesLineOut;
  itemId?: string;
}

interface Asked {
  remark: (place: Place) => void;
  write: (place: Place) => void;
}

/** What was said, item by item; a remark is tied to its line by the number in the margin. */
export function LinesCard({ minutes }: { minutes: MinutesOut }) {
  const { data: meeting } = useQuery(meetingOfMinutesQuery(minutes.id, minutes.meeting_id));
  const remarking = useDialog<Place>();
  const writing = useDialog<Place>();
  const parts = listParts(minutes.lines, meeting?.agenda);
  const asked = { remark: remarking.open, write: writing.open };
  return (
    <Card title={<Trans>Що записано</Trans>}>
      <div className={classes.text}>
        {parts.map((part) => (
          <PartLines key={part.key} minutes={minutes} part={part} asked={asked} />
        ))}
        {minutes.allowed.includes("edit") && (
          <Button kind="quiet" onClick={() => writing.open({})}>
            <Icon of={IconPlus} />
            <Trans>Запрошені або додаток</Trans>
          </Button>
        )}
        {minutes.allowed.includes("remark") && (
          <Button kind="quiet" onClick={() => remarking.open({})}>
            <Icon of={IconMessagePlus} />
            <Trans>Зауваження до всього протоколу</Trans>
          </Button>
        )}
      </div>
      {remarking.render((place, close) => (
        <RemarkDialog minutes={minutes} {...place} onClose={close} />
      ))}
      {writing.render((place, close) => (
        <LineDialog minutes={minutes} {...place} onClose={close} />
      ))}
    </Card>
  );
}

interface PartProps {
  minutes: MinutesOut;
  part: Part;
  asked: Asked;
}

function PartLines({ minutes, part: { item, groups }, asked }: PartProps) {
  const { t, i18n } = useLingui();
  const number = item?.position ?? "";
  const title = item?.is_restricted ? t`Закрите питання` : item?.title;
  return (
    <section className={classes.part}>
      {item && (
        <h3 className={classes.item}>
          <Trans>Питання {number}</Trans>
          {title && `. ${title}`}
        </h3>
      )}
      {groups.map(({ kind, lines }) => (
        <div key={kind}>
          <p className={classes.kind}>{i18n._(HEADINGS[kind])}</p>
          {lines.map((line) => (
            <MinutesLine key={line.id} minutes={minutes} line={line} asked={asked} />
          ))}
        </div>
      ))}
      {item && !item.is_restricted && <AddToItem minutes={minutes} itemId={item.id} asked={asked} />}
    </section>
  );
}

function AddToItem({ minutes, itemId, asked }: Omit<PartProps, "part"> & { itemId: string }) {
  if (minutes.allowed.includes("edit")) {
    return (
      <Button kind="ghost" onClick={() => asked.write({ itemId })}>
        <Icon of={IconPlus} />
        <Trans>Додати рядок</Trans>
      </Button>
    );
  }
  if (!minutes.allowed.includes("remark")) return null;
  return (
    <Button kind="ghost" onClick={() => asked.remark({ itemId })}>
      <Icon of={IconMessagePlus} />
      <Trans>Чогось бракує</Trans>
    </Button>
  );
}

interface LineProps {
  minutes: MinutesOut;
  line: MinutesLineOut;
  asked: Asked;
}

function MinutesLine({ minutes, line, asked }: LineProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const remarks = minutes.remarks.filter(({ line_id }) => line_id === line.id);
  const waits = remarks.some(({ state }) => state === "open") && minutes.allowed.includes("decide_remark");
  const before = remarks.findLast((one) => one.before !== null)?.before;
  const text = localize(line.text);
  const look = [classes.line, remarks.length > 0 ? classes.remarked : "", waits ? classes.waits : ""];
  return (
    <div className={look.join(" ")} id={`line-${line.id}`} tabIndex={-1}>
      <p>
        {line.speaker && `${localize(line.speaker.person.name)} — `}
        {before ? <ChangedWords before={localize(before)} after={text} /> : text}
      </p>
      <span className={classes.margin}>
        {remarks.map((remark) => (
          <RemarkNumber key={remark.id} remark={remark} isWaiting={waits && remark.state === "open"} />
        ))}
        {minutes.allowed.includes("edit") && (
          <ToolButton label={t`Змінити рядок`} onClick={() => asked.write({ line })}>
            <Icon of={IconPencil} />
          </ToolButton>
        )}
        {minutes.allowed.includes("remark") && (
          <ToolButton label={t`Зауваження до рядка`} onClick={() => asked.remark({ line })}>
            <Icon of={IconMessagePlus} />
          </ToolButton>
        )}
      </span>
    </div>
  );
}

function RemarkNumber({ remark: { number }, isWaiting }: { remark: RemarkOut; isWaiting: boolean }) {
  const { t } = useLingui();
  return (
    <AppLink
      className={`${classes.number} ${isWaiting ? classes.you : ""}`}
      href={`#remark-${number}`}
      aria-label={isWaiting ? t`Зауваження ${number}, чекає на вас` : t`Зауваження ${number}`}
    >
      {number}
    </AppLink>
  );
}
