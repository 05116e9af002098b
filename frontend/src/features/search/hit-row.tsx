import { useLingui } from "@lingui/react/macro";
import { IconChecklist, IconFile, IconMessage, IconMessages, IconUser } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import type { HitOut, Piece } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { ItemNumber } from "@/modules/actions/item-number";
import { StatusPill } from "@/modules/actions/status";
import type { HitKind } from "@/queries/search";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./search.module.css";

const ICONS: Record<HitKind, ReactNode> = {
  message: <Icon of={IconMessage} size={24} />,
  thread: <Icon of={IconMessages} size={24} />,
  action: <Icon of={IconChecklist} size={24} />,
  file: <Icon of={IconFile} size={24} />,
  person: <Icon of={IconUser} size={24} />,
};

/** One thing that was found: what it is, where the words stand in it, and where it belongs. */
export function HitRow({ hit }: { hit: HitOut }) {
  const { dates, language } = useLocale();
  const kinds = useKinds();
  const about = useId();
  const title = hit.title[language];
  return (
    <li className={classes.hit}>
      <span className={classes.icon}>{ICONS[hit.kind]}</span>
      <div>
        <AppLink className={`v-reach ${classes.link}`} href={hit.url} aria-describedby={about}>
          {hit.kind === "action" && hit.number !== null && (
            <>
              <ItemNumber number={hit.number} />{" "}
            </>
          )}
          <Marked pieces={title.length > 0 ? title : hit.title.uk} />
        </AppLink>
        {/* Ten messages of one thread have one title: what tells them apart is said with each. */}
        <div id={about}>
          {hit.state && <StatusPill state={hit.state} />}
          {hit.snippet.length > 0 && (
            <p className={`v-small ${classes.snippet}`}>
              <Marked pieces={hit.snippet} />
            </p>
          )}
          <p className={`v-tiny ${classes.about}`}>
            <About hit={hit} kind={kinds[hit.kind]} />
          </p>
        </div>
      </div>
      {hit.kind !== "person" && (
        <p className={classes.when}>
          {hit.kind === "message" && hit.number !== null && <>#{hit.number} · </>}
          <time dateTime={hit.at}>{dates.full(hit.at)}</time>
        </p>
      )}
    </li>
  );
}

function useKinds(): Record<HitKind, string> {
  const { t } = useLingui();
  return {
    message: t({ message: "Повідомлення", context: "one" }),
    thread: t`Тема`,
    action: t({ message: "Доручення", context: "one" }),
    file: t`Файл`,
    person: t`Людина`,
  };
}

/** What it is, whose, and where: what is known of these. */
function About({ hit, kind }: { hit: HitOut; kind: string }) {
  const { localize: say } = useLocale();
  const isPerson = hit.kind === "person";
  const named = isPerson ? [hit.group] : [hit.person, hit.organisation, hit.group];
  const words = [kind, ...named.flatMap((one) => (one ? [say(one.name)] : []))];
  return words.join(" · ");
}

/** A text with what was looked for marked as with a pen. */
function Marked({ pieces }: { pieces: Piece[] }) {
  // Pieces have no names of their own, and never change their order.
  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the name
  return pieces.map(({ text, hit }, place) => (hit ? <mark key={place}>{text}</mark> : text));
}
