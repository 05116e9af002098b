import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { putThreadAudience } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem, isOfFields } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { toast } from "@/design/toast";
import { type Audience, AudienceField, audienceIn, namesNobody } from "@/widgets/audience-field";
import { useFailureToast } from "@/widgets/failure-toast";

function audienceOf(thread: ThreadOut): Audience {
  return {
    restricted: thread.visibility === "restricted",
    organisations: thread.audience.map(({ id }) => id),
    people: thread.people.map(({ id }) => id),
  };
}

function useChanging(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (audience: Audience) =>
      answered(
        putThreadAudience({
          path: { thread_id: thread.id },
          body: audienceIn(audience),
          headers: ifMatch(thread.version),
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(keys.thread(thread.id), changed);
      for (const queryKey of [keys.readers(thread.id), keys.access({ kind: "thread", id: thread.id })])
        void client.invalidateQueries({ queryKey });
      toast(t`Збережено`);
      onClose();
    },
    onError: (error) => {
      if (!isOfFields(error)) failed(error);
      void client.invalidateQueries({ queryKey: keys.thread(thread.id) });
    },
  });
}

/** Who reads the thread from now on: narrower, wider, or others. */
export function AudienceDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const [audience, setAudience] = useState(() => audienceOf(thread));
  const [tried, setTried] = useState(false);
  const changing = useChanging(thread, onClose);
  const refused = changing.error instanceof ApiProblem ? changing.error.fields[0]?.message : undefined;
  const submit = () => {
    setTried(true);
    if (!namesNobody(audience)) changing.mutate(audience);
  };
  return (
    <Dialog
      opened
      title={t`Хто бачить тему`}
      lead={<Consequence before={thread.visibility === "restricted"} after={audience.restricted} />}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <AudienceField
        groupId={thread.group.id}
        value={audience}
        onChange={setAudience}
        error={(tried && namesNobody(audience) && t`Назвіть хоча б одну організацію чи особу`) || refused}
      />
    </Dialog>
  );
}

function Consequence({ before, after }: { before: boolean; after: boolean }) {
  if (before && !after) return <Trans>Уся група прочитає тему від самого початку.</Trans>;
  return <Trans>Кого не названо, перестане бачити тему тієї ж миті. Прочитане раніше не забувається.</Trans>;
}
