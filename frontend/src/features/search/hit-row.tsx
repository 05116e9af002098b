import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import type { HitOut, Piece } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { ItemNumber } from "@/modules/actions/item-number";
import { StatusPill } from "@/modules/actions/status";
import { ENTITIES } from "@/modules/entities/entities";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./search.module.css";

type Known = (typeof ENTITIES)[HitOut["kind"]];

/**
 * One thing that was found: what it is, where the words stand in it, and where it belongs.
 *
 * Of a kind that this page does not know, since the server is newer, it shows the link alone.
 */
export function HitRow({ hit }: { hit: HitOut }) {
  const { i18n } = useLingui();
  const { dates, language } = useLocale();
  const known: Known | undefined = ENTITIES[hit.kind];
  const about = useId();
  const title = hit.title[language];
  return (
    <li className={classes.hit}>
      <span className={classes.icon}>{known && <Icon of={known.icon} size={24} />}</span>
      <div>
        <AppLink className={`v-reach ${classes.link}`} href={givenPath(hit.url)} aria-describedby={about}>
          {hit.kind === "action" && hit.number !== null && (
            <>
              <ItemNumber number={hit.number} />{" "}
            </>
          )}
          <Marked pieces={title.length > 0 ? title : hit.title.uk} />
        </AppLink>
        {/* Ten messages of one thread have one title: what tells them apart is said with each. */}
        <div id={about}>
          {known && hit.state && <StatusPill state={hit.state} />}
          {hit.snippet.length > 0 && (
            <p className={`v-small ${classes.snippet}`}>
              <Marked pieces={hit.snippet} />
            </p>
          )}
          <p className={`v-tiny ${classes.about}`}>
            <About hit={hit} kind={known && i18n._(known.one)} />
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

/** What it is, whose, and where: what is known of these. */
function About({ hit, kind }: { hit: HitOut; kind: string | undefined }) {
  const { localize: say } = useLocale();
  const isPerson = hit.kind === "person";
  const named = isPerson ? [hit.group] : [hit.person, hit.organisation, hit.group];
  const words = [kind, ...named.map((one) => one && say(one.name))];
  return words.filter(Boolean).join(" · ");
}

/** A text with what was looked for marked as with a pen. */
function Marked({ pieces }: { pieces: Piece[] }) {
  // Pieces have no names of their own, and never change their order.
  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the name
  return pieces.map(({ text, hit }, place) => (hit ? <mark key={place}>{text}</mark> : text));
}
