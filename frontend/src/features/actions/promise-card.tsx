import { Trans, useLingui } from "@lingui/react/macro";
import { IconWorld } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteActionItemPromise } from "@/api/generated/sdk.gen";
import type { ActionOut, PromiseOut, PromisePageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AttentionPill } from "@/modules/actions/status";
import { promiseQuery } from "@/queries/actions";
import { invalidateAction } from "@/queries/keys";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { MetaItem } from "@/ui/meta-item";
import classes from "./action.module.css";
import { PublishDialog } from "./publish-dialog";

/** That anybody reads of it, beside who sees the item itself. */
export function PublishedMark({ action }: { action: ActionOut }) {
  const { data } = useQuery(promiseQuery(action.id));
  if (!data?.shown) return null;
  return (
    <MetaItem icon={IconWorld}>
      <AppLink className="v-reach" href={pathTo("/public/groups/$groupId", { groupId: action.group.id })}>
        <Trans>Опубліковано</Trans>
      </AppLink>
    </MetaItem>
  );
}

/** What the group tells everybody of it: for who leads to write, for the others to know. */
export function PromiseCard({ action }: { action: ActionOut }) {
  const { data } = useQuery(promiseQuery(action.id));
  const writing = useDialog();
  const publishes = action.allowed.includes("publish");
  if (!data || (!data.promise && !publishes)) return null;
  const { promise, page_open: open } = data;
  return (
    <Card padded title={<Trans>Ви сказали — ми зробили</Trans>}>
      <div className="v-stack">
        {promise ? <Standing promise={promise} told={data} writes={publishes} /> : <Invitation open={open} />}
        <div className={classes.buttons}>
          {publishes && open && (
            <Button kind="quiet" onClick={() => writing.open()}>
              {promise ? <Trans>Змінити текст</Trans> : <Trans>Опублікувати</Trans>}
            </Button>
          )}
          {promise && action.allowed.includes("take_back") && <TakeBack action={action} />}
        </div>
        {writing.render((_, close) => (
          <PublishDialog action={action} promise={promise} onClose={close} />
        ))}
      </div>
    </Card>
  );
}

function Invitation({ open }: { open: boolean }) {
  return (
    <p className="v-small v-t2">
      {open ? (
        <Trans>
          Розкажіть на публічній сторінці групи, про що просили люди і що з того вийшло. Назва й опис
          доручення туди не потраплять.
        </Trans>
      ) : (
        <Trans>Щоб розказати про це всім, відкрийте публічну сторінку в налаштуваннях групи.</Trans>
      )}
    </p>
  );
}

interface StandingProps {
  promise: PromiseOut;
  told: PromisePageOut;
  writes: boolean;
}

/** What stands there, who wrote it, and whether it fits how things are. */
function Standing({ promise, told, writes }: StandingProps) {
  const { localize: say, dates } = useLocale();
  const at = dates.full(promise.published_at);
  const person = say(promise.published_by.name);
  return (
    <>
      {!promise.is_current && writes && (
        <p>
          <AttentionPill>
            <Trans>Стан змінився: оновіть текст</Trans>
          </AttentionPill>
        </p>
      )}
      <p className={classes.description}>{promise.asked}</p>
      <p className="v-small v-t2">
        {person}, {at}
      </p>
      {!told.shown && (
        <p className="v-small v-t2">
          <Trans>Зараз цього ніхто ззовні не бачить: публічної сторінки в групи немає.</Trans>
        </p>
      )}
      {told.shown && !promise.is_current && (
        <p className="v-small v-t2">
          <Trans>Відповідь писали для іншого стану, тож на сторінці її не видно.</Trans>
        </p>
      )}
    </>
  );
}

function TakeBack({ action }: { action: ActionOut }) {
  const { t } = useLingui();
  const taking = useCommand({
    run: () => unwrap(deleteActionItemPromise({ path: { action_id: action.id } })),
    success: t`Прибрано: на сторінці групи цього вже немає`,
    invalidates: (client) => invalidateAction(client, action.id),
    tellsErrors: true,
  });
  return (
    <Button kind="ghost" busy={taking.isPending} onClick={() => taking.mutate()}>
      <Trans>Прибрати зі сторінки</Trans>
    </Button>
  );
}
