import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { deleteGroupPromise, deleteGroupPublicThread } from "@/api/generated/sdk.gen";
import type { GroupOut, PublicPromiseOut, PublicThreadRow } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { NextPage } from "@/kit/paged-list";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { type Bilingual, DOT } from "@/lib/text";
import { keys } from "@/queries/keys";
import { flattenPages } from "@/queries/pages";
import { publicPromisesQuery, publicThreadsQuery } from "@/queries/public";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import classes from "./groups.module.css";
import { hasPublicPage } from "./public-page-link";

/** What the group tells everybody, for who coordinates its territory to take off the page, also when nobody
 * of the group is left.
 */
export function PublishedCard({ group }: { group: GroupOut }) {
  return group.allowed.includes("clear_page") && hasPublicPage(group) ? (
    <Published groupId={group.id} />
  ) : null;
}

/** Words of an action item, or a thread. */
type Shown = { id: string; words: Bilingual; day: string; thread: boolean };

const asPromise = ({ id, asked, published_on }: PublicPromiseOut): Shown => ({
  ...{ id, words: asked, day: published_on, thread: false },
});
const asThread = ({ id, title, public_on }: PublicThreadRow): Shown => ({
  ...{ id, words: title, day: public_on, thread: true },
});

function Published({ groupId }: { groupId: string }) {
  const { localize: say, dates } = useLocale();
  const promises = useInfiniteQuery(publicPromisesQuery(groupId));
  const threads = useInfiniteQuery(publicThreadsQuery(groupId));
  const clear = useDialog<Shown>();
  const rows = [
    ...(threads.data ? flattenPages(threads.data).map(asThread) : []),
    ...(promises.data ? flattenPages(promises.data).map(asPromise) : []),
  ];
  if (rows.length === 0) return null;
  return (
    <Card padded title={<Trans>На публічній сторінці</Trans>}>
      <p className="v-small v-t2">
        <Trans>Якщо в тексті є чиїсь персональні дані чи помилка, приберіть його зі сторінки.</Trans>
      </p>
      <ul className={classes.published}>
        {rows.map((one) => (
          <li key={one.id}>
            <div>
              <p id={`published-${one.id}`}>{say(one.words)}</p>
              <p className="v-small v-t2">
                {one.thread && <Trans>публічна тема</Trans>}
                {one.thread && DOT}
                {dates.long(one.day)}
              </p>
            </div>
            <Button kind="quiet" aria-describedby={`published-${one.id}`} onClick={() => clear.open(one)}>
              <Trans>Прибрати</Trans>
            </Button>
          </li>
        ))}
      </ul>
      <NextPage query={threads} older />
      <NextPage query={promises} older />
      {clear.render((shown, close) => (
        <ClearDialog groupId={groupId} shown={shown} onClose={close} />
      ))}
    </Card>
  );
}

interface ClearDialogProps {
  groupId: string;
  shown: Shown;
  onClose: () => void;
}

function ClearDialog({ groupId, shown, onClose }: ClearDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const command = useCommand({
    run: (): Promise<unknown> =>
      shown.thread
        ? unwrap(deleteGroupPublicThread({ path: { group_id: groupId, thread_id: shown.id } }))
        : unwrap(deleteGroupPromise({ path: { group_id: groupId, promise_id: shown.id } })),
    success: t`Прибрано: на сторінці групи цього вже немає`,
    invalidates: [keys.publicGroup(groupId)],
  });
  return (
    <ConfirmDialog
      title={t`Прибрати зі сторінки`}
      text={
        shown.thread ? (
          <Trans>Тему читатиме лише група. Що хтось уже прочитав чи скопіював, назад не забрати.</Trans>
        ) : (
          <Trans>Цього тексту більше ніхто не прочитає, і його не буде збережено. Доручення лишається.</Trans>
        )
      }
      submit={t`Прибрати зі сторінки`}
      danger
      command={command}
      onClose={onClose}
    >
      <p>{say(shown.words)}</p>
    </ConfirmDialog>
  );
}
