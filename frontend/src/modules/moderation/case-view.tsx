import { Trans, useLingui } from "@lingui/react/macro";
import { IconFlag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { MessageReportOut, ModeratedOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { SafeHtml } from "@/modules/threads/safe-html";
import { meQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Icon } from "@/ui/icon";
import classes from "./moderation.module.css";
import { useModeration } from "./use-moderation";
import { type Decision, FAULTS, HIDDEN_FOR } from "./words";

interface CaseViewProps {
  case: ModeratedOut;
  /** A step that asks for words first. */
  onStep: (to: Decision) => void;
  /** A step was taken that needs none. */
  onDone: () => void;
}

/** What a message says, what is held against it, and what can be decided. */
export function CaseView({ case: held, onStep, onDone }: CaseViewProps) {
  const { i18n } = useLingui();
  return (
    <div className={classes.case}>
      {held.reports.length > 0 && (
        <ul className={classes.reports}>
          {held.reports.map((one) => (
            <Report key={one.person.id} report={one} />
          ))}
        </ul>
      )}
      {held.hidden && <p className={classes.why}>{i18n._(HIDDEN_FOR[held.hidden.fault])}</p>}
      {held.note && (
        <p className={classes.words}>
          <b>
            <Trans>Пояснення:</Trans>
          </b>{" "}
          {held.note}
        </p>
      )}
      <blockquote className={classes.said}>
        <SafeHtml html={held.html} />
        {held.attachments.length > 0 && (
          <ul className={classes.files}>
            {held.attachments.map((one) => (
              <li key={one.file_id}>
                <a className="v-tap" href={`/api/v1/files/${one.file_id}/content`} download>
                  {one.name}
                </a>
                {one.alt && <span className="v-t2"> {one.alt}</span>}
              </li>
            ))}
          </ul>
        )}
      </blockquote>
      {held.appeal && (
        <p className={classes.words}>
          <b>
            <Trans>Оскарження:</Trans>
          </b>{" "}
          {held.appeal}
        </p>
      )}
      <Decisions case={held} onStep={onStep} onDone={onDone} />
    </div>
  );
}

function Report({ report }: { report: MessageReportOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  return (
    <li>
      <Icon of={IconFlag} size={16} />
      <div>
        <b>{i18n._(FAULTS[report.fault])}</b>
        {report.note && <p className={classes.words}>{report.note}</p>}
        <ByLine className="v-tiny v-t2" actor={say(report.person.name)} at={report.at} />
      </div>
    </li>
  );
}

function Decisions({ case: held, onStep, onDone }: CaseViewProps) {
  const { moderate } = useModeration(held.message_id, onDone);
  const can = (to: Decision) => held.allowed.includes(to);
  const busy = (to: Decision) => moderate.isPending && moderate.variables.to === to;
  if (held.allowed.length === 0) return <Waiting case={held} />;
  return (
    <div className="v-row v-wrap">
      {can("appealed") && (
        <Button onClick={() => onStep("appealed")}>
          <Trans>Оскаржити…</Trans>
        </Button>
      )}
      {can("hidden") && (
        <Button kind="danger" onClick={() => onStep("hidden")}>
          <Trans>Приховати…</Trans>
        </Button>
      )}
      {can("dismissed") && held.reports.length > 0 && (
        <Button kind="quiet" busy={busy("dismissed")} onClick={() => moderate.mutate({ to: "dismissed" })}>
          <Trans>Порушення немає</Trans>
        </Button>
      )}
      {can("shown") && (
        <Button kind="quiet" busy={busy("shown")} onClick={() => moderate.mutate({ to: "shown" })}>
          <Trans>Показати знову</Trans>
        </Button>
      )}
      {can("upheld") && (
        <Button kind="quiet" onClick={() => onStep("upheld")}>
          <Trans>Лишити прихованим…</Trans>
        </Button>
      )}
    </div>
  );
}

/** Why there is nothing to decide for this reader; its author knows what they wait for. */
function Waiting({ case: { hidden, author } }: { case: ModeratedOut }) {
  const { data: me } = useQuery(meQuery);
  if (hidden?.state !== "appealed" || author.person.id === me?.id) return null;
  return (
    <p className="v-small v-t2">
      <Trans>Оскарження розгляне інша людина, яка модерує тему: це повідомлення приховали ви.</Trans>
    </p>
  );
}
