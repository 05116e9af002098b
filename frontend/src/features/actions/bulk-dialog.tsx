import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { usePriorities } from "@/modules/actions/priorities";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import { ClearableSelect } from "@/ui/clearable-select";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import classes from "./board.module.css";
import { type Bulk, useBulk } from "./use-bulk";

interface BulkDialogProps {
  items: ActionOut[];
  onClose: () => void;
  /** Those that were changed: they need not be chosen any more. */
  onChanged: (ids: string[]) => void;
}

const NOTHING = { due_on: "", reason: "", priority: null, verifier: null };

/** The same change to several items, one after the other. What is refused is named and stays chosen. */
export function BulkDialog({ items, onClose, onChanged }: BulkDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [form, setForm] = useState<Bulk>(NOTHING);
  const [tried, setTried] = useState(false);
  const bulk = useBulk(onChanged, onClose);
  const priorities = usePriorities();
  const change = (part: Partial<Bulk>) => setForm((known) => ({ ...known, ...part }));
  const past = form.due_on && form.due_on < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`;
  const why = form.due_on && !form.reason.trim() && t`Напишіть, чому змінюється строк`;
  const nothing = !form.due_on && !form.priority && !form.verifier;
  const submit = () => {
    setTried(true);
    if (!past && !why && !nothing) void bulk.run(items, form);
  };
  return (
    <Dialog
      opened
      title={t`Змінити вибрані`}
      lead={
        <Plural
          value={items.length}
          one="Вибрано # доручення. Порожнє поле лишає все як є."
          few="Вибрано # доручення. Порожнє поле лишає все як є."
          many="Вибрано # доручень. Порожнє поле лишає все як є."
          other="Вибрано # доручення. Порожнє поле лишає все як є."
        />
      }
      submit={t`Змінити`}
      busy={bulk.busy}
      onClose={onClose}
      onSubmit={submit}
    >
      <DateField
        label={t`Новий строк`}
        value={form.due_on}
        min={dates.today()}
        onChange={(due_on) => change({ due_on })}
        error={fieldError(tried && past)}
      />
      {form.due_on && (
        <Textarea
          label={t`Чому змінюється строк`}
          description={t`Побачать усі, хто бачить доручення`}
          rows={2}
          maxLength={1000}
          value={form.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
          error={fieldError(tried && why)}
        />
      )}
      <ClearableSelect
        label={t`Важливість`}
        placeholder={t`Як є`}
        data={priorities}
        value={form.priority}
        onChange={(value) =>
          change({ priority: priorities.find((one) => one.value === value)?.value ?? null })
        }
      />
      <VerifierField items={items} value={form.verifier} onChange={(verifier) => change({ verifier })} />
      {tried && nothing && <div role="alert">{fieldError(t`Виберіть, що змінити`)}</div>}
      <Progress {...bulk} />
    </Dialog>
  );
}

interface VerifierProps {
  items: ActionOut[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Of several groups there is no organisation that is certain to sit in each. */
function VerifierField({ items, value, onChange }: VerifierProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const groups = new Set(items.map(({ group }) => group.id));
  const [first] = groups;
  const organisations = useMemberOrganisations(first ?? "");
  if (groups.size !== 1) {
    return (
      <p className="v-small v-t2">
        <Trans>Хто підтверджує, змінюють у дорученнях однієї групи.</Trans>
      </p>
    );
  }
  return (
    <ClearableSelect
      label={t`Хто підтверджує`}
      description={t`Підтверджує інша організація, не виконавець`}
      placeholder={t`Як є`}
      data={organisations.map((one) => ({ value: one.id, label: say(one.short_name) }))}
      value={value}
      onChange={onChange}
    />
  );
}

function Progress({ done, total, refused, busy }: ReturnType<typeof useBulk>) {
  const { localize: say } = useLocale();
  return (
    <div role="status">
      {busy && (
        <>
          <progress className={classes.progress} value={done} max={total} aria-hidden="true" />
          <p className="v-small v-t2">
            <Trans>
              Опрацьовано {done} із {total}
            </Trans>
          </p>
        </>
      )}
      {!busy && refused.length > 0 && (
        <>
          <p className="v-b">
            <Trans>Не змінено, лишилися вибраними:</Trans>
          </p>
          <ul className={classes.refused}>
            {refused.map(({ item, why }) => (
              <li key={item.id}>
                <Trans>
                  № {item.number} {say(item.title)}: {why}
                </Trans>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
