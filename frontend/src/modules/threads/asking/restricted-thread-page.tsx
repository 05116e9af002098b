import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { AnnouncedThreadOut } from "@/api/generated/types.gen";
import { isNotFound } from "@/api/problem";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { NoSuchPage, ToHome } from "@/modules/access/no-access";
import classes from "@/modules/asking/asking.module.css";
import { groupPath } from "@/modules/entities/paths";
import { BackBar } from "@/modules/layout/app-layout";
import { cardQuery } from "@/queries/announced";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Card } from "@/ui/card";
import { useTitle } from "@/ui/page";
import { AnnouncedRow } from "./announced-row";

/** The page of a restricted thread of which the reader knows, and which they do not read. */
export function RestrictedThreadPage({ threadId }: { threadId: string }) {
  const card = useQuery(cardQuery(threadId));
  if (card.data && !isNotFound(card.error)) return <Door card={card.data} />;
  return (
    <main id="main" tabIndex={-1}>
      <QueryBoundary
        query={card}
        missing={<NoSuchPage />}
        onward={<ToHome />}
        loading={<Trans>Завантажуємо тему…</Trans>}
      >
        {() => null}
      </QueryBoundary>
    </main>
  );
}

function Door({ card }: { card: AnnouncedThreadOut }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const title = say(card.title);
  useTitle(title);
  // Whether it is still announced is told there.
  useTopic(`group:${card.group.id}`);
  return (
    <main id="main" tabIndex={-1}>
      {!wide && (
        <BackBar
          href={groupPath(card.group.id, "threads")}
          label={t`Назад до тем`}
          title={title}
          note={say(card.group.name)}
        />
      )}
      <div className={classes.page}>
        <h1>{title}</h1>
        <p>
          <Trans>
            Цю тему читають лише ті, кого в ній названо. Групі відомо тільки, що вона є: її назва й хто її
            веде.
          </Trans>
        </p>
        <Card label={title}>
          <AnnouncedRow card={card} titled={false} />
        </Card>
        {wide && (
          <p>
            <AppLink className="v-reach" href={groupPath(card.group.id, "threads")}>
              {say(card.group.name)}
            </AppLink>
          </p>
        )}
      </div>
    </main>
  );
}
