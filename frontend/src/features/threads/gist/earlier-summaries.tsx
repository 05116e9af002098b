import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SummaryOut, ThreadOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { SafeHtml } from "@/modules/threads/safe-html";
import { earlierSummariesQuery } from "@/queries/gist";
import { flattenPages } from "@/queries/pages";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "../thread.module.css";
import own from "./gist.module.css";

interface EarlierSummariesProps {
  thread: ThreadOut;
  summary: SummaryOut;
  onClose: () => void;
}

/** What the summary says, and what it said before: the latest wording first. */
export function EarlierSummaries({ thread, summary, onClose }: EarlierSummariesProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const earlier = useInfiniteQuery(earlierSummariesQuery(thread.id, summary.version));
  return (
    <InfoDialog title={t`Як підсумок змінювали`} onClose={onClose}>
      <QueryBoundary query={earlier} loading={t`Завантажуємо попередні версії…`}>
        {(data) => (
          <ol className={classes.wordings} reversed start={summary.earlier + 1}>
            {[summary, ...flattenPages(data)].map(({ version, author, written_at, html }) => (
              <li key={version}>
                <p className="v-t2">
                  {version === summary.version && (
                    <>
                      <Trans>Тепер</Trans>
                      {DOT}
                    </>
                  )}
                  {author && say(author.person.name)}
                  {DOT}
                  <time dateTime={written_at ?? ""}>{written_at && dates.full(written_at)}</time>
                </p>
                <div className={own.cited}>
                  <SafeHtml html={html} />
                </div>
              </li>
            ))}
          </ol>
        )}
      </QueryBoundary>
      <NextPage query={earlier} older />
    </InfoDialog>
  );
}
