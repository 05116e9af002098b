import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { MinutesOut, RemarkOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ChangedWords } from "./changed-words";
import { AnswerDialog, useAccept } from "./decide-remark";
import classes from "./minutes.module.css";

/** The remarks beside the text; on a phone they follow it. */
export function RemarksPanel({ minutes }: { minutes: MinutesOut }) {
  const { remarks, allowed } = minutes;
  const open = remarks.filter(({ state }) => state === "open");
  if (remarks.length === 0) return null;
  const decides = allowed.includes("decide_remark");
  const words = decides
    ? plural(open.length, {
        one: "# чекає на вас",
        few: "# чекають на вас",
        many: "# чекають на вас",
        other: "# чекає на вас",
      })
    : plural(open.length, {
        one: "# без відповіді",
        few: "# без відповіді",
        many: "# без відповіді",
        other: "# без відповіді",
      });
  const { length } = remarks;
  return (
    <Card
      title={<Trans>Зауваження: {length}</Trans>}
      aside={open.length > 0 && <span className="v-small v-t2">{words}</span>}
    >
      <ul>
        {remarks.map((remark) => (
          <Remark
            key={remark.id}
            minutes={minutes}
            remark={remark}
            isNext={decides && remark.id === open[0]?.id}
          />
        ))}
      </ul>
    </Card>
  );
}

interface RemarkProps {
  minutes: MinutesOut;
  remark: RemarkOut;
}

function Remark({ minutes, remark, isNext }: RemarkProps & { isNext: boolean }) {
  const { localize, dates } = useLocale();
  const { number, author, at, text, state } = remark;
  const decides = state === "open" && minutes.allowed.includes("decide_remark");
  return (
    <li
      id={`remark-${number}`}
      tabIndex={-1}
      className={`${classes.remark} ${isNext ? classes.remarkWaits : ""}`}
    >
      <p className={classes.remarkHead}>
        <span className={`${classes.number} ${decides ? classes.you : ""}`}>
          <span className="v-hidden">
            <Trans>Зауваження</Trans>
          </span>{" "}
          {number}
        </span>
        <span>
          <b>{localize(author.person.name)}</b>
          <br />
          {author.organisation && (
            <SectorLabel sector={author.organisation.sector}>
              {localize(author.organisation.short_name)}
            </SectorLabel>
          )}
        </span>
        <time className="v-tiny v-t2" dateTime={at}>
          {dates.dayAndMonth(dates.day(at))}
        </time>
      </p>
      <p className={classes.said}>{text}</p>
      {state === "open" && <Proposed minutes={minutes} remark={remark} />}
      <Outcome remark={remark} />
      {decides && <Buttons minutes={minutes} remark={remark} isNext={isNext} />}
    </li>
  );
}

/** How the line will read: shown before anybody accepts it. */
function Proposed({ minutes, remark }: RemarkProps) {
  const { localize } = useLocale();
  const line = minutes.lines.find(({ id }) => id === remark.line_id);
  if (!remark.proposed) return null;
  return (
    <p className={classes.proposed}>
      <span className="v-t2">{line ? <Trans>Стане:</Trans> : <Trans>Додасться:</Trans>}</span>
      <br />
      <ChangedWords before={line ? localize(line.text) : ""} after={localize(remark.proposed)} />
    </p>
  );
}

function Outcome({ remark: { state, answer, before, proposed } }: { remark: RemarkOut }) {
  if (state === "open") return null;
  const isAccepted = state === "accepted";
  const isChanged = isAccepted && (before !== null || proposed !== null);
  return (
    <p className={classes.outcome}>
      <Icon of={isAccepted ? IconCheck : IconX} size={16} />
      <span>
        <b>
          {isChanged ? (
            <Trans>Прийнято, текст виправлено</Trans>
          ) : isAccepted ? (
            <Trans>Прийнято</Trans>
          ) : (
            <Trans>Відхилено</Trans>
          )}
        </b>
        {answer && `: ${answer}`}
      </span>
    </p>
  );
}

function Buttons({ minutes, remark, isNext }: RemarkProps & { isNext: boolean }) {
  const answering = useDialog<boolean>();
  const accepting = useAccept(minutes, remark);
  // Without words for the line there is nothing to show, so that the answer says what becomes of it.
  const accept = remark.proposed ? () => accepting.mutate() : () => answering.open(true);
  return (
    <div className={classes.buttons}>
      <Button kind={isNext ? "call" : "quiet"} busy={accepting.isPending} onClick={accept}>
        {remark.proposed ? <Trans>Прийняти правку</Trans> : <Trans>Прийняти…</Trans>}
      </Button>
      <Button kind="quiet" onClick={() => answering.open(false)}>
        <Trans>Відхилити…</Trans>
      </Button>
      {answering.render((isAccepted, close) => (
        <AnswerDialog minutes={minutes} remark={remark} accept={isAccepted} onClose={close} />
      ))}
    </div>
  );
}
