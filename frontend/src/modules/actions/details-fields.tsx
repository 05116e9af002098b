import { Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, TextInput } from "@mantine/core";
import { useLocale } from "@/lib/locale";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import type { Organisation } from "@/queries/types";
import { ClearableSelect } from "@/ui/clearable-select";
import { Disclosure } from "@/ui/disclosure";
import { BUDGET_SOURCES, detailsFaults, namesOf, TARGET_GROUPS } from "./action-details";
import type { DetailsPart } from "./details-form";
import { PlaceFields } from "./place-fields";
import { RecurrenceFields } from "./recurrence-fields";

interface DetailsFieldsProps {
  groupId: string;
  /** Organisations that have another part in it. */
  apart: (string | null | undefined)[];
  /** Those that work on it now. */
  coowners?: Organisation[];
  form: DetailsPart;
  opened: boolean;
}

/** For whom it is done, where, what it takes, and the words under which it is found. */
export function DetailsFields({ groupId, apart, coowners, form, opened }: DetailsFieldsProps) {
  const { t, i18n } = useLingui();
  const { targets, source, recurrence } = form.values;
  const faulty = form.tried && Object.values(detailsFaults(form.values)).some(Boolean);
  return (
    <Disclosure label={<Trans>Для кого, де, кошти, повторення</Trans>} opened={opened} faulty={faulty}>
      <MultiSelect
        label={t`Для кого`}
        placeholder={targets.length === 0 ? t`Для всіх` : undefined}
        data={namesOf(TARGET_GROUPS).map((value) => ({ value, label: i18n._(TARGET_GROUPS[value]) }))}
        hidePickedOptions
        value={targets}
        onChange={(picked) =>
          form.change({ targets: namesOf(TARGET_GROUPS).filter((one) => picked.includes(one)) })
        }
        error={form.value("targets").error}
      />
      <CoownersField groupId={groupId} apart={apart} coowners={coowners} form={form} />
      <PlaceFields groupId={groupId} form={form} />
      <TextInput label={t`Скільки годин роботи`} inputMode="numeric" maxLength={5} {...form.text("hours")} />
      <TextInput label={t`Скільки коштує, грн`} inputMode="decimal" maxLength={20} {...form.text("budget")} />
      <ClearableSelect
        label={t`Чиї кошти`}
        placeholder={t`Ще не вирішено`}
        data={namesOf(BUDGET_SOURCES).map((value) => ({ value, label: i18n._(BUDGET_SOURCES[value]) }))}
        value={source}
        onChange={(value) =>
          form.change({ source: namesOf(BUDGET_SOURCES).find((one) => one === value) ?? null })
        }
        error={form.value("source").error}
      />
      <TextInput
        label={t`Мітки`}
        description={t`Слова через кому, щоб легше знайти доручення`}
        maxLength={450}
        {...form.text("tags")}
      />
      <RecurrenceFields
        rule={recurrence}
        onChange={(rule) => form.change({ recurrence: rule })}
        error={form.value("recurrence").error}
      />
    </Disclosure>
  );
}

/** The organisations that work on it together with the owner. */
function CoownersField({ groupId, apart, coowners, form }: Omit<DetailsFieldsProps, "opened">) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const organisations = useMemberOrganisations(groupId, coowners).filter(({ id }) => !apart.includes(id));
  return (
    <MultiSelect
      label={t`Хто ще виконує`}
      description={t`Організації, що працюють разом із виконавцем; підтверджують інші`}
      data={organisations.map((one) => ({ value: one.id, label: localize(one.short_name) }))}
      hidePickedOptions
      searchable
      {...form.value("coowners")}
    />
  );
}
