import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import type { NotificationOut } from "@/api/generated/types.gen";
import { handFocus } from "@/lib/hand-focus";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Disclosure } from "@/ui/disclosure";
import { listItems, type NotificationGroup } from "./groups";
import classes from "./inbox.module.css";
import { Offers } from "./offers";
import type { InboxMarks } from "./use-marks";

interface GroupRowProps {
  group: NotificationGroup;
  /** It waits for the reader: the only use of honey here. */
  waits: boolean;
  marks: InboxMarks;
}

/** Show the newest notification about one thing, with the older ones folded below. */
export function GroupRow({ group, waits, marks }: GroupRowProps) {
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const link = useRef<HTMLAnchorElement>(null);
  const { newest, older } = group;
  const items = listItems(group);
  const unread = items.some((item) => item.read_at === null);
  const markGroup = () => {
    if (unread) marks.group.mutate(newest.id);
  };
  const offering = items.find(({ offers }) => offers.length > 0);
  const title = localize(newest.title);
  return (
    <li className={`${classes.row} ${unread ? "" : classes.read} ${waits ? classes.waits : ""}`}>
      {unread ? <span className={classes.dot} role="img" aria-label={t`Нове`} /> : <span />}
      <div>
        <AppLink
          ref={link}
          className={`v-reach ${classes.link}`}
          href={givenPath(newest.url)}
          onClick={markGroup}
        >
          {title}
        </AppLink>
        <p className="v-small v-t2">{localize(newest.body)}</p>
        <p className={`v-tiny ${classes.reason}`}>{localize(newest.reason)}</p>
        {offering && <Offers item={offering} onDone={markGroup} />}
        {(older.length > 0 || unread) && (
          <div className={classes.foot}>
            {older.length > 0 && <Older items={older} marks={marks} />}
            {unread && (
              <MarkButton
                command={marks.row}
                id={newest.id}
                title={title}
                onMarked={(button) => handFocus(button, link.current)}
              />
            )}
          </div>
        )}
      </div>
      <time dateTime={newest.created_at}>{dates.full(newest.created_at)}</time>
    </li>
  );
}

interface MarkButtonProps {
  command: InboxMarks["row"];
  id: string;
  title: string;
  /** The button goes when the row is loaded anew. */
  onMarked: (button: HTMLButtonElement | null) => void;
}

function MarkButton({ command, id, title, onMarked }: MarkButtonProps) {
  const { t } = useLingui();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Button
      ref={button}
      kind="ghost"
      busy={command.isPending && command.variables === id}
      aria-label={t`Позначити прочитаним: ${title}`}
      onClick={() => command.mutate(id, { onSuccess: () => onMarked(button.current) })}
    >
      <Trans>Позначити прочитаним</Trans>
    </Button>
  );
}

/** The older notifications of a group, unfolded on demand. */
function Older({ items, marks }: { items: NotificationOut[]; marks: InboxMarks }) {
  const { localize, dates } = useLocale();
  const count = items.length;
  const label = plural(count, {
    one: "Ще # сповіщення",
    few: "Ще # сповіщення",
    many: "Ще # сповіщень",
    other: "Ще # сповіщення",
  });
  return (
    <Disclosure label={label} opened={false}>
      <ul className={classes.older}>
        {items.map((item) => (
          <li key={item.id} className={item.read_at === null ? "" : classes.read}>
            <AppLink
              className={`v-reach ${classes.olderLink}`}
              href={givenPath(item.url)}
              onClick={() => item.read_at === null && marks.one.mutate(item.id)}
            >
              {localize(item.title)}
            </AppLink>
            <p className="v-tiny v-t2">
              <time dateTime={item.created_at}>{dates.full(item.created_at)}</time>
            </p>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
