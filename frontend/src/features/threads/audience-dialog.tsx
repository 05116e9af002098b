import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { putThreadAudience } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem, isValidationError, type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useLocale } from "@/lib/locale";
import { AnnounceField } from "@/modules/threads/asking/announce-field";
import { type Audience, AudienceField, audienceIn, isEmptyAudience } from "@/modules/threads/audience-field";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { StillRead } from "./moving/still-read";
import { UnpublishNotice } from "./publishing/unpublish-notice";

function audienceOf(thread: ThreadOut): Audience {
  return {
    restricted: thread.visibility === "restricted",
    organisations: thread.audience.map(({ id }) => id),
    people: thread.people.map(({ id }) => id),
  };
}

/** What else is said of a restricted one: whether its group knows that it is there. */
interface Choice {
  audience: Audience;
  announced: boolean;
  /** What its title is meant to tell. */
  confirmed?: PersonalDataKind[];
}

function useChanging(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ audience, announced, confirmed }: Choice) =>
      unwrap(
        putThreadAudience({
          path: { thread_id: thread.id },
          body: { ...audienceIn(audience), announced, confirmed },
          headers: ifMatch(thread.version),
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(keys.thread(thread.id), changed);
      const own = [keys.readers(thread.id), keys.accessRequests(thread.id)];
      for (const queryKey of [...own, keys.access({ kind: "thread", id: thread.id })])
        void client.invalidateQueries({ queryKey });
      toast(t`Збережено`);
      onClose();
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
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
  const refused =
    changing.error instanceof ApiProblem && !personalDataWarnings(changing.error)
      ? changing.error.fields[0]?.message
      : undefined;
  const [wanted, setWanted] = useState(thread.announced);
  const { localize: say } = useLocale();
  const may = audience.restricted && (thread.state === "open" || thread.state === "summarising");
  const announced = may && wanted;
  const send = (confirmed?: PersonalDataKind[]) => changing.mutate({ audience, announced, confirmed });
  const submit = () => {
    setTried(true);
    if (!isEmptyAudience(audience)) send();
  };
  const { title } = thread;
  return (
    <PersonalDataGuard
      change={{ ...changing, mutate: send }}
      texts={{ "/title": title.uk, "/title_en": title.en ?? "" }}
      anyway={t`Усе одно показати групі`}
    >
      <Dialog
        opened
        title={t`Хто бачить тему`}
        lead={
          <>
            <Consequence before={thread.visibility === "restricted"} after={audience.restricted} />
            {audience.restricted && (
              <>
                {" "}
                <UnpublishNotice thread={thread} /> <StillRead thread={thread} />
              </>
            )}
          </>
        }
        submit={t`Зберегти`}
        busy={changing.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        <AudienceField
          groupId={thread.group.id}
          value={audience}
          onChange={setAudience}
          announced={announced}
          error={
            (tried && isEmptyAudience(audience) && t`Назвіть хоча б одну організацію чи особу`) || refused
          }
        />
        {may && <AnnounceField title={say(title)} value={wanted} onChange={setWanted} />}
      </Dialog>
    </PersonalDataGuard>
  );
}

function Consequence({ before, after }: { before: boolean; after: boolean }) {
  if (before && !after) return <Trans>Уся група прочитає тему від самого початку.</Trans>;
  return <Trans>Кого не названо, перестане бачити тему тієї ж миті. Прочитане раніше не забувається.</Trans>;
}
