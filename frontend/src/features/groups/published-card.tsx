import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteGroupPromise } from "@/api/generated/sdk.gen";
import type { GroupOut, PublicPromiseOut } from "@/api/generated/types.gen";
import { publicPromisesQuery } from "@/data/groups";
import { keys } from "@/data/keys";
import { rowsOf } from "@/data/pages";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { NextPage } from "@/widgets/paged-list";
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

function Published({ groupId }: { groupId: string }) {
  const { say, dates } = useReader();
  const promises = useInfiniteQuery(publicPromisesQuery(groupId));
  const [cleared, setCleared] = useState<PublicPromiseOut>();
  const rows = promises.data ? rowsOf(promises.data) : [];
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
              <p id={`published-${one.id}`}>{say(one.asked)}</p>
              <p className="v-small v-t2">{dates.long(one.published_on)}</p>
            </div>
            <Button kind="quiet" aria-describedby={`published-${one.id}`} onClick={() => setCleared(one)}>
              <Trans>Прибрати</Trans>
            </Button>
          </li>
        ))}
      </ul>
      <NextPage query={promises} older />
      {cleared && <ClearDialog groupId={groupId} promise={cleared} onClose={() => setCleared(undefined)} />}
    </Card>
  );
}

interface ClearDialogProps {
  groupId: string;
  promise: PublicPromiseOut;
  onClose: () => void;
}

function ClearDialog({ groupId, promise, onClose }: ClearDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const clearing = useMutation({
    mutationFn: () => answered(deleteGroupPromise({ path: { group_id: groupId, promise_id: promise.id } })),
    onSuccess: () => {
      toast(t`Прибрано: на сторінці групи цього вже немає`);
      onClose();
    },
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.publicPromises(groupId) }),
  });
  return (
    <Dialog
      opened
      title={t`Прибрати зі сторінки`}
      lead={
        <Trans>Цього тексту більше ніхто не прочитає, і його не буде збережено. Доручення лишається.</Trans>
      }
      submit={t`Прибрати зі сторінки`}
      submitKind="danger"
      busy={clearing.isPending}
      onClose={onClose}
      onSubmit={() => clearing.mutate()}
    >
      <p>{say(promise.asked)}</p>
    </Dialog>
  );
}
