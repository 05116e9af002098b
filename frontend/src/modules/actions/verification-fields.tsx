import { useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { useLocale } from "@/lib/locale";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import type { Organisation } from "@/queries/types";

/** What has to be so for it to be done, as the API takes it: each condition is a line of its own. */
export const criteriaIn = (lines: string): string[] =>
  lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

interface FieldProps<Value> {
  value: Value;
  onChange: (value: Value) => void;
  error: ReactNode;
}

export function CriteriaField({ value, onChange, error }: FieldProps<string>) {
  const { t } = useLingui();
  return (
    <Textarea
      label={t`Виконано, якщо`}
      description={t`Кожна умова з нового рядка: за ними перевірятимуть`}
      rows={3}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

interface VerifierFieldProps extends FieldProps<string | null> {
  groupId: string;
  /** Organisations that have another part in it. */
  apart: (string | null | undefined)[];
  /** Who is named now, whether or not they still sit in the group. */
  present?: Organisation | null;
}

/** Which organisation is to verify it; without a choice any other than the owner may. */
export function VerifierField(props: VerifierFieldProps) {
  const { groupId, apart, present, value, onChange, error } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const organisations = useMemberOrganisations(groupId, present ? [present] : []);
  const others = organisations.filter(({ id }) => !apart.includes(id));
  return (
    <Select
      label={t`Хто підтверджує`}
      description={t`Підтверджує інша організація, не виконавець`}
      data={[
        { value: "", label: t`Будь-яка інша організація` },
        ...others.map((one) => ({ value: one.id, label: say(one.short_name) })),
      ]}
      value={value ?? ""}
      onChange={(id) => onChange(id || null)}
      error={error}
    />
  );
}
