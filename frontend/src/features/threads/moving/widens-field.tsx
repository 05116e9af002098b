import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import type { Form } from "@/kit/use-form";

/** Confirm that more people will read the thread, where the server says so. */
export function WidensField({ checked, onChange, error }: ReturnType<Form<{ widens: boolean }>["check"]>) {
  const { t } = useLingui();
  if (!error && !checked) return null;
  return (
    <Checkbox
      label={t`Так, хай прочитають усе від початку`}
      checked={checked}
      onChange={onChange}
      error={checked ? undefined : error}
    />
  );
}
