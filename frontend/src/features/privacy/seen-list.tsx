import { Trans, useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";
import { GROUNDS, SEEN, type SeenLine, WAYS } from "./seen-words";

/** Who, for whom, what and when: one line for a person, a thing and an hour. */
export function SeenList({ lines }: { lines: SeenLine[] }) {
  return (
    <CardList>
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </CardList>
  );
}

function Line({ line }: { line: SeenLine }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const { what, ground } = line;
  const ways = [...new Set(line.ways)].map((way) => i18n._(WAYS[way])).join(", ");
  return (
    <ListRow
      title={say(line.reader.name)}
      meta={[
        ground.organisation ? say(ground.organisation) : i18n._(GROUNDS[ground.kind]),
        ...(ground.position ? [say(ground.position)] : []),
      ].join(", ")}
      status={
        <time className="v-small v-t2" dateTime={line.at}>
          {dates.full(line.at)}
        </time>
      }
    >
      <p className="v-small">
        {what.url && what.title ? (
          <AppLink href={givenPath(what.url)}>{say(what.title)}</AppLink>
        ) : (
          i18n._(SEEN[what.kind])
        )}{" "}
        <span className="v-t2">
          <Trans>({ways})</Trans>
        </span>
      </p>
    </ListRow>
  );
}
