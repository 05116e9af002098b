import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { FormOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { formPath } from "@/modules/entities/paths";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";

/** Forms that lie on this device, shown where there is no line: their dossiers may not lie here. */
export function KeptForms() {
  const { t } = useLingui();
  const { localize } = useLocale();
  const kept = useQueryClient().getQueriesData<FormOut>({ queryKey: ["form"] });
  const open = kept.flatMap(([key, form]) =>
    form?.allowed.includes("answer") ? [{ form, dossierId: String(key[1]) }] : [],
  );
  if (open.length === 0) return null;
  return (
    <Card title={t`Заповнюєте на цьому пристрої`}>
      <CardList>
        {open.map(({ form, dossierId }) => (
          <ListRow key={form.id} title={localize(form.title)} href={formPath(dossierId, form.id)} />
        ))}
      </CardList>
    </Card>
  );
}
