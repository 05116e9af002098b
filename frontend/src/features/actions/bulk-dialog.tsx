import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import type { ActionOut } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { type FormCommand, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { usePriorities } from "@/modules/actions/priorities";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import { ClearableSelect } from "@/ui/clearable-select";
import { DateField } from "@/ui/date-field";
import { fieldError } from "@/ui/field-error";
import classes from "./board.module.css";
import { type Bulk, useBulk } from "./use-bulk";

interface BulkDialogProps {
  items: ActionOut[];
  onClose: () => void;
  /** Those that were changed: they need not be chosen any more. */
  onChanged: (ids: string[]) => void;
}

const NOTHING: Bulk = { due_on: "", reason: "", priority: null, verifier: null };

function useBulkForm(command: FormCommand<Bulk>) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useForm<Bulk>({
    initial: NOTHING,
    command,
    validate: ({ due_on, reason }) => ({
      due_on: due_on !== "" && due_on < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
      reason: due_on !== "" && !reason && t`Напишіть, чому змінюється строк`,
    }),
  });
  const { due_on, priority, verifier } = form.values;
  return { form, empty: !due_on && !priority && !verifier };
}

/** The same change to several items, one after the other. What is refused is named and stays chosen. */
export function BulkDialog({ items, onClose, onChanged }: BulkDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { command, done } = useBulk(items, onChanged, onClose);
  const { form, empty } = useBulkForm(command);
  const priorities = usePriorities();
  return (
    <FormDialog
      form={form}
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
      onClose={onClose}
      onSubmit={() => form.submit((bulk) => !empty && command.mutate(bulk))}
    >
      <DateField label={t`Новий строк`} min={dates.today()} {...form.value("due_on")} />
      {form.values.due_on && (
        <Textarea
          label={t`Чому змінюється строк`}
          description={t`Побачать усі, хто бачить доручення`}
          rows={2}
          maxLength={1000}
          {...form.text("reason")}
        />
      )}
      <ClearableSelect
        label={t`Важливість`}
        placeholder={t`Як є`}
        data={priorities}
        value={form.values.priority}
        onChange={(value) =>
          form.change({ priority: priorities.find((one) => one.value === value)?.value ?? null })
        }
      />
      <VerifierField items={items} {...form.value("verifier")} />
      {form.tried && empty && <div role="alert">{fieldError(t`Виберіть, що змінити`)}</div>}
      <Progress command={command} done={done} total={items.length} />
    </FormDialog>
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

interface ProgressProps {
  command: ReturnType<typeof useBulk>["command"];
  done: number;
  total: number;
}

function Progress({ command, done, total }: ProgressProps) {
  const busy = command.isPending;
  const refused = command.data?.refused ?? [];
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
