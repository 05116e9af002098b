import { Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, TextInput } from "@mantine/core";
import { fieldErrorAt } from "@/api/problem";
import { useLocale } from "@/lib/locale";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import type { Organisation } from "@/queries/types";
import { ClearableSelect } from "@/ui/clearable-select";
import { Disclosure } from "@/ui/disclosure";
import { fieldError } from "@/ui/field-error";
import { BUDGET_SOURCES, type DetailsForm, detailsFaults, namesOf, TARGET_GROUPS } from "./action-details";
import { PlaceFields } from "./place-fields";
import { RecurrenceFields } from "./recurrence-fields";

interface DetailsFieldsProps {
  groupId: string;
  /** Organisations that have another part in it. */
  apart: (string | null | undefined)[];
  /** Those that work on it now. */
  coowners?: Organisation[];
  form: DetailsForm;
  opened: boolean;
  /** Whether somebody tried to send it. */
  tried: boolean;
  onChange: (part: Partial<DetailsForm>) => void;
  /** What the server said of the last attempt. */
  problem: unknown;
}

/** For whom it is done, where, what it takes, and the words under which it is found. */
export function DetailsFields(props: DetailsFieldsProps) {
  const { groupId, apart, coowners, form, opened, tried, onChange, problem } = props;
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const organisations = useMemberOrganisations(groupId, coowners).filter(({ id }) => !apart.includes(id));
  const faults = detailsFaults(form);
  const faulty = tried && Object.values(faults).some(Boolean);
  const refused = (pointer: string) => fieldErrorAt(problem, pointer);
  const text = (name: "tags" | "hours" | "budget", pointer: string, fault?: string | false) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
    error: fieldError(fault || refused(pointer)),
  });
  return (
    <Disclosure label={<Trans>Для кого, де, кошти, повторення</Trans>} opened={opened} faulty={faulty}>
      <MultiSelect
        label={t`Для кого`}
        placeholder={form.targets.length === 0 ? t`Для всіх` : undefined}
        data={namesOf(TARGET_GROUPS).map((value) => ({ value, label: i18n._(TARGET_GROUPS[value]) }))}
        hidePickedOptions
        value={form.targets}
        onChange={(chosen) =>
          onChange({ targets: namesOf(TARGET_GROUPS).filter((one) => chosen.includes(one)) })
        }
        error={fieldError(refused("/target_groups"))}
      />
      <MultiSelect
        label={t`Хто ще виконує`}
        description={t`Організації, що працюють разом із виконавцем; підтверджують інші`}
        data={organisations.map((one) => ({ value: one.id, label: say(one.short_name) }))}
        hidePickedOptions
        searchable
        value={form.coowners}
        onChange={(chosen) => onChange({ coowners: chosen })}
        error={fieldError(refused("/coowners"))}
      />
      <PlaceFields groupId={groupId} form={form} onChange={onChange} tried={tried} problem={problem} />
      <TextInput
        label={t`Скільки годин роботи`}
        inputMode="numeric"
        maxLength={5}
        {...text("hours", "/effort_hours", faults.hours && t`Впишіть ціле число годин`)}
      />
      <TextInput
        label={t`Скільки коштує, грн`}
        inputMode="decimal"
        maxLength={20}
        {...text("budget", "/budget", faults.budget && t`Впишіть суму числом, наприклад 12500`)}
      />
      <ClearableSelect
        label={t`Чиї кошти`}
        placeholder={t`Ще не вирішено`}
        data={namesOf(BUDGET_SOURCES).map((value) => ({ value, label: i18n._(BUDGET_SOURCES[value]) }))}
        value={form.source}
        onChange={(value) =>
          onChange({ source: namesOf(BUDGET_SOURCES).find((one) => one === value) ?? null })
        }
      />
      <TextInput
        label={t`Мітки`}
        description={t`Слова через кому, щоб легше знайти доручення`}
        maxLength={450}
        {...text("tags", "/tags")}
      />
      <RecurrenceFields
        rule={form.recurrence}
        onChange={(recurrence) => onChange({ recurrence })}
        refused={refused("/recurrence")}
      />
    </Disclosure>
  );
}
