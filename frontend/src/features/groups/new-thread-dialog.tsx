import { useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postGroupThreads } from "@/api/generated/sdk.gen";
import type { GroupOut, OpenThreadInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { type DataKind, isOfFields, refusedAt } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { English } from "@/design/english";
import { fieldError } from "@/design/field-error";
import { AnnounceField } from "@/widgets/asking/announce-field";
import { AudienceField, audienceIn, namesNobody, WHOLE_GROUP } from "@/widgets/audience-field";
import { Concerned } from "@/widgets/concerned";
import { FirstDayField, LastDayField } from "@/widgets/day-fields";
import { useFailureToast } from "@/widgets/failure-toast";
import { PurposeField } from "@/widgets/purpose-field";
import { tagsTyped } from "@/widgets/tags";
import { TagsField } from "@/widgets/tags-field";
import { Unclaimed } from "@/widgets/unclaimed";
import { LeaderField } from "./leader-field";

interface Form {
  title: string;
  purpose: OpenThreadInRequest["purpose"];
  english: string;
  opensOn: string;
  closesOn: string;
  tags: string;
  facilitator: string | null;
  announced: boolean;
  draft: boolean;
}

/** What was filled in, as the API takes it. */
function bodyOf({ title, purpose, english, tags, ...rest }: Form) {
  return {
    title: title.trim(),
    purpose,
    title_en: english.trim() || undefined,
    tags: tags.trim() ? tagsTyped(tags) : undefined,
    opens_on: rest.opensOn || undefined,
    closes_on: rest.closesOn || undefined,
    facilitator: rest.facilitator ?? undefined,
    announced: rest.announced || undefined,
    draft: rest.draft || undefined,
  };
}

/** One question is put to the group. */
export function NewThreadDialog({ group, onClose }: { group: GroupOut; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  const [title, setTitle] = useState("");
  const [purpose, setPurpose] = useState<OpenThreadInRequest["purpose"]>("consult");
  const [english, setEnglish] = useState("");
  const [opensOn, setOpensOn] = useState("");
  const [closesOn, setClosesOn] = useState("");
  const [tags, setTags] = useState("");
  const [audience, setAudience] = useState(WHOLE_GROUP);
  const [announced, setAnnounced] = useState(false);
  const [draft, setDraft] = useState(false);
  const [mandateId, setMandateId] = useState<string | null>(null);
  const [leader, setLeader] = useState("");
  const [tried, setTried] = useState(false);
  /** Of a draft nobody is to know. */
  const announceable = audience.restricted && !draft;
  const form: Form = {
    title,
    purpose,
    english,
    closesOn,
    tags,
    facilitator: leader || mandateId,
    opensOn: draft ? opensOn : "",
    announced: announceable && announced,
    draft,
  };
  const opening = useMutation({
    mutationFn: (confirmed?: DataKind[]) =>
      answered(
        postGroupThreads({
          path: { group_id: group.id },
          body: { ...bodyOf(form), ...audienceIn(audience), confirmed },
          headers: once(),
        }),
      ),
    onSuccess: (thread) => {
      void client.invalidateQueries({ queryKey: keys.threadsOfGroup(group.id) });
      void router.navigate({ href: `/threads/${thread.id}` });
    },
    onError: (error) => {
      if (!isOfFields(error)) failed(error);
    },
  });
  const refused = (pointer: string) => refusedAt(opening.error, pointer);
  const submit = () => {
    setTried(true);
    if (title.trim() && !namesNobody(audience)) opening.mutate(undefined);
  };
  return (
    <Concerned
      change={opening}
      texts={{ "/title": title, "/title_en": english }}
      anyway={draft ? t`Усе одно зберегти` : t`Усе одно відкрити`}
    >
      <Dialog
        opened
        title={t`Нова тема`}
        submit={draft ? t`Зберегти чернетку` : t`Відкрити тему`}
        busy={opening.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        <TextInput
          label={t`Питання до групи`}
          description={t`Одне питання, на яке можна відповісти`}
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={fieldError((tried && !title.trim() && t`Напишіть питання`) || refused("/title"))}
        />
        <PurposeField value={purpose} onChange={setPurpose} />
        <LastDayField value={closesOn} onChange={setClosesOn} problem={opening.error} />
        <TagsField value={tags} onChange={setTags} problem={opening.error} />
        <LeaderField
          groupId={group.id}
          value={leader}
          onChange={setLeader}
          ownSeat={mandateId}
          onOwnSeat={setMandateId}
          error={refused("/facilitator")}
        />
        {group.allowed.includes("start_restricted") && (
          <AudienceField
            groupId={group.id}
            value={audience}
            onChange={setAudience}
            announced={announced}
            error={
              (tried && namesNobody(audience) && t`Назвіть хоча б одну організацію чи особу`) ||
              refused("/organisations")
            }
          />
        )}
        {announceable && (
          <AnnounceField
            title={title.trim()}
            value={announced}
            onChange={setAnnounced}
            error={refused("/announced")}
          />
        )}
        <English opened={false}>
          <TextInput
            label={t`Питання англійською`}
            maxLength={200}
            value={english}
            onChange={(event) => setEnglish(event.currentTarget.value)}
          />
        </English>
        <DraftFields
          draft={draft}
          onDraft={setDraft}
          restricted={audience.restricted}
          opensOn={opensOn}
          onOpensOn={setOpensOn}
          problem={opening.error}
        />
        <Unclaimed error={opening.error} />
      </Dialog>
    </Concerned>
  );
}

interface DraftFieldsProps {
  draft: boolean;
  onDraft: (draft: boolean) => void;
  restricted: boolean;
  opensOn: string;
  onOpensOn: (day: string) => void;
  problem: unknown;
}

/** Whether it stays a draft for now, who sees that, and until when. */
function DraftFields({ draft, onDraft, restricted, opensOn, onOpensOn, problem }: DraftFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <Checkbox
        label={t`Поки що зберегти як чернетку`}
        description={
          draft &&
          (restricted
            ? t`Чернетку бачитимете лише ви. Названі побачать тему, коли ви її відкриєте.`
            : t`Чернетку бачитимуть лише ви й ті, хто веде групу, доки хтось із вас не відкриє тему.`)
        }
        checked={draft}
        onChange={(event) => onDraft(event.currentTarget.checked)}
      />
      {draft && <FirstDayField value={opensOn} onChange={onOpensOn} problem={problem} />}
    </>
  );
}
