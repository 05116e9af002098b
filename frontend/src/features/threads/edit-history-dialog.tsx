import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { SafeHtml } from "@/modules/threads/safe-html";
import { flattenPages } from "@/queries/pages";
import { earlierQuery } from "@/queries/threads";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./thread.module.css";

interface EarlierDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** What a message says, and what it said before: the latest wording first. */
export function EditHistoryDialog({ message, onClose }: EarlierDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const earlier = useInfiniteQuery(earlierQuery(message));
  const now = { version: message.version, html: message.html, written_at: message.edited_at ?? "" };
  return (
    <InfoDialog title={t`Як це повідомлення змінювали`} onClose={onClose}>
      <QueryBoundary query={earlier} loading={t`Завантажуємо попередні версії…`}>
        {(data) => (
          <ol className={classes.wordings} reversed>
            {[now, ...flattenPages(data)].map((one) => (
              <li key={one.version}>
                <p className="v-t2">
                  {one === now && (
                    <>
                      <Trans>Тепер</Trans>
                      {DOT}
                    </>
                  )}
                  <time dateTime={one.written_at}>{dates.full(one.written_at)}</time>
                </p>
                <SafeHtml html={one.html} />
              </li>
            ))}
          </ol>
        )}
      </QueryBoundary>
      <NextPage query={earlier} older />
    </InfoDialog>
  );
}
