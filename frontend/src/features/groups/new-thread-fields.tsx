import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import type { GroupOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import type { Form } from "@/kit/use-form";
import { AudienceField, isRestricted } from "@/modules/threads/audience-field";
import { FirstDayField, LastDayField } from "@/modules/threads/day-fields";
import { PurposeField } from "@/modules/threads/purpose-field";
import { TagsField } from "@/modules/threads/tags-field";
import { Disclosure } from "@/ui/disclosure";
import { LeaderField } from "./leader-field";
import { audienceOf, hasMore, type NewThread } from "./new-thread";

interface MoreFieldsProps {
  group: GroupOut;
  form: Form<NewThread>;
}

const IN_SIGHT = new Set(["/title", "/body"]);

/** What few threads need when they begin: for what, until when, who leads and who reads, and a draft. */
export function MoreFields({ group, form }: MoreFieldsProps) {
  const { t } = useLingui();
  const problem = form.command.error;
  const restricts = group.allowed.includes("start_restricted");
  const refused =
    problem instanceof ApiProblem && problem.fields.some(({ pointer }) => !IN_SIGHT.has(pointer));
  const faulty = refused || (restricts && Boolean(form.value("audience").error));
  return (
    <Disclosure label={<Trans>Ще</Trans>} opened={hasMore(form.values)} faulty={faulty}>
      <PurposeField {...form.value("purpose")} />
      <LastDayField {...form.value("closesOn")} problem={problem} />
      <TagsField {...form.value("tags")} problem={problem} />
      <LeaderField
        groupId={group.id}
        {...form.value("leader")}
        ownSeat={form.values.mandateId}
        onOwnSeat={form.value("mandateId").onChange}
      />
      {restricts && (
        <AudienceField
          groupId={group.id}
          title={form.values.title.trim()}
          mayBeKnown={!form.values.draft}
          {...form.value("audience")}
          value={audienceOf(form.values)}
        />
      )}
      <TextInput label={t`Питання англійською`} maxLength={200} {...form.text("english")} />
      <DraftFields form={form} />
    </Disclosure>
  );
}

/** Whether it stays a draft for now, who sees that, and until when. */
function DraftFields({ form }: Pick<MoreFieldsProps, "form">) {
  const { t } = useLingui();
  const { draft, audience } = form.values;
  return (
    <>
      <Checkbox
        label={t`Поки що зберегти як чернетку`}
        description={
          draft &&
          (isRestricted(audience)
            ? t`Чернетку бачитимете лише ви. Названі побачать тему, коли ви її відкриєте.`
            : t`Чернетку бачитимуть лише ви й ті, хто веде групу, доки хтось із вас не відкриє тему.`)
        }
        {...form.check("draft")}
      />
      {draft && <FirstDayField {...form.value("opensOn")} problem={form.command.error} />}
    </>
  );
}
