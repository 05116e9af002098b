import { Trans, useLingui } from "@lingui/react/macro";
import { putThreadAudience } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import {
  type Audience,
  AudienceField,
  audienceIn,
  isEmptyAudience,
  isRestricted,
} from "@/modules/threads/audience-field";
import { keys } from "@/queries/keys";
import { StillRead } from "./moving/still-read";
import { UnpublishNotice } from "./publishing/unpublish-notice";

function audienceOf(thread: ThreadOut): Audience {
  return {
    reach: thread.visibility === "group" ? "group" : thread.announced ? "known" : "named",
    organisations: thread.audience.map(({ id }) => id),
    people: thread.people.map(({ id }) => id),
  };
}

interface AudienceForm {
  audience: Audience;
}

function useAudience(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: thread.version,
    run: ({ audience }: AudienceForm, { ifMatch, confirmed }) =>
      unwrap(
        putThreadAudience({
          path: { thread_id: thread.id },
          body: { ...audienceIn(audience), announced: audience.reach === "known", confirmed },
          headers: ifMatch,
        }),
      ),
    success: t`Збережено`,
    onSuccess: (changed, _form, client) => {
      client.setQueryData(keys.thread(thread.id), changed);
      onClose();
    },
    invalidates: [
      keys.thread(thread.id),
      keys.readers(thread.id),
      keys.accessRequests(thread.id),
      keys.access({ kind: "thread", id: thread.id }),
    ],
    personalData: { anyway: t`Усе одно показати групі` },
  });
  return useForm<AudienceForm>({
    initial: { audience: audienceOf(thread) },
    command,
    validate: ({ audience }) => ({
      audience: isEmptyAudience(audience) && t`Назвіть хоча б одну організацію чи особу`,
    }),
    pointers: { audience: ["/organisations", "/people"] },
  });
}

/** Who reads the thread from now on: narrower, wider, or others. */
export function AudienceDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const form = useAudience(thread, onClose);
  const restricts = isRestricted(form.values.audience);
  const { title } = thread;
  const texts = () => ({ "/title": title.uk, "/title_en": title.en ?? "" });
  return (
    <FormDialog
      form={{ ...form, texts }}
      title={t`Хто бачить тему`}
      lead={
        <>
          <Consequence before={thread.visibility === "restricted"} after={restricts} />
          {restricts && (
            <>
              {" "}
              <UnpublishNotice thread={thread} /> <StillRead thread={thread} />
            </>
          )}
        </>
      }
      submit={t`Зберегти`}
      onClose={onClose}
    >
      <AudienceField
        groupId={thread.group.id}
        title={say(title)}
        mayBeKnown={thread.state === "open" || thread.state === "summarising"}
        {...form.value("audience")}
      />
    </FormDialog>
  );
}

function Consequence({ before, after }: { before: boolean; after: boolean }) {
  if (before && !after) return <Trans>Уся група прочитає тему від самого початку.</Trans>;
  return <Trans>Кого не названо, перестане бачити тему тієї ж миті. Прочитане раніше не забувається.</Trans>;
}
