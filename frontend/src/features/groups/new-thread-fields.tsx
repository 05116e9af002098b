import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import type { GroupOut } from "@/api/generated/types.gen";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { AnnounceField } from "@/modules/threads/asking/announce-field";
import { AudienceField, isEmptyAudience } from "@/modules/threads/audience-field";
import { FirstDayField, LastDayField } from "@/modules/threads/day-fields";
import { PurposeField } from "@/modules/threads/purpose-field";
import { TagsField } from "@/modules/threads/tags-field";
import { Disclosure } from "@/ui/disclosure";
import { fieldError } from "@/ui/field-error";
import { LeaderField } from "./leader-field";
import { hasMore, isAnnounceable, type NewThread } from "./new-thread";

interface MoreFieldsProps {
  group: GroupOut;
  form: NewThread;
  onChange: (part: Partial<NewThread>) => void;
  /** It was to be sent: what is missing is said. */
  tried: boolean;
  problem: unknown;
}

const IN_SIGHT = new Set(["/title", "/body"]);

/** What few threads need when they begin: for what, until when, who leads and who reads, and a draft. */
export function MoreFields(props: MoreFieldsProps) {
  const { group, form, onChange, tried, problem } = props;
  const { t } = useLingui();
  const nobody = tried && isEmptyAudience(form.audience);
  const refused =
    problem instanceof ApiProblem && problem.fields.some(({ pointer }) => !IN_SIGHT.has(pointer));
  return (
    <Disclosure label={<Trans>Ще</Trans>} opened={hasMore(form)} faulty={nobody || refused}>
      <PurposeField value={form.purpose} onChange={(purpose) => onChange({ purpose })} />
      <LastDayField value={form.closesOn} onChange={(closesOn) => onChange({ closesOn })} problem={problem} />
      <TagsField value={form.tags} onChange={(tags) => onChange({ tags })} problem={problem} />
      <LeaderField
        groupId={group.id}
        value={form.leader}
        onChange={(leader) => onChange({ leader })}
        ownSeat={form.mandateId}
        onOwnSeat={(mandateId) => onChange({ mandateId })}
        error={fieldErrorAt(problem, "/facilitator")}
      />
      {group.allowed.includes("start_restricted") && <Readers {...props} nobody={nobody} />}
      <TextInput
        label={t`Питання англійською`}
        maxLength={200}
        value={form.english}
        onChange={(event) => onChange({ english: event.currentTarget.value })}
        error={fieldError(fieldErrorAt(problem, "/title_en"))}
      />
      <DraftFields form={form} onChange={onChange} problem={problem} />
    </Disclosure>
  );
}

/** Who reads the thread, and whether the others know of it. */
function Readers({ group, form, onChange, problem, nobody }: MoreFieldsProps & { nobody: boolean }) {
  const { t } = useLingui();
  return (
    <>
      <AudienceField
        groupId={group.id}
        value={form.audience}
        onChange={(audience) => onChange({ audience })}
        announced={isAnnounceable(form) && form.announced}
        error={
          (nobody && t`Назвіть хоча б одну організацію чи особу`) || fieldErrorAt(problem, "/organisations")
        }
      />
      {isAnnounceable(form) && (
        <AnnounceField
          title={form.title.trim()}
          value={form.announced}
          onChange={(announced) => onChange({ announced })}
          error={fieldErrorAt(problem, "/announced")}
        />
      )}
    </>
  );
}

/** Whether it stays a draft for now, who sees that, and until when. */
function DraftFields({ form, onChange, problem }: Pick<MoreFieldsProps, "form" | "onChange" | "problem">) {
  const { t } = useLingui();
  return (
    <>
      <Checkbox
        label={t`Поки що зберегти як чернетку`}
        description={
          form.draft &&
          (form.audience.restricted
            ? t`Чернетку бачитимете лише ви. Названі побачать тему, коли ви її відкриєте.`
            : t`Чернетку бачитимуть лише ви й ті, хто веде групу, доки хтось із вас не відкриє тему.`)
        }
        checked={form.draft}
        onChange={(event) => onChange({ draft: event.currentTarget.checked })}
      />
      {form.draft && (
        <FirstDayField value={form.opensOn} onChange={(opensOn) => onChange({ opensOn })} problem={problem} />
      )}
    </>
  );
}
