import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { putDecisionPaper, putDecisionScan } from "@/api/generated/sdk.gen";
import type { DecisionOut, PaperBatchOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { uploadFile } from "@/api/upload";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { FileField } from "@/modules/actions/file-field";
import classes from "@/modules/decisions/decision.module.css";
import { RankingField } from "@/modules/decisions/ranking-field";
import { type DecisionDialogProps, useDecisionCommand } from "@/modules/decisions/use-decision-command";
import { useOptionName } from "@/modules/decisions/use-option-name";
import { ballotOf, choosesOne, listChoices, optionOf } from "@/modules/decisions/vote-form";
import { ANSWERS } from "@/modules/decisions/words";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { WholeNumberField } from "@/ui/whole-number-field";

type Named = Pick<PaperBatchOut, "answer" | "ranking">;

/** Return how equal ballots are called: their answer, or their options in order. */
export function useBatchName({ options }: DecisionOut): (batch: Named) => string {
  const { i18n } = useLingui();
  const nameOf = useOptionName(options);
  return ({ answer, ranking }) =>
    answer === "choose" ? ranking.map(nameOf).join(" > ") : i18n._(ANSWERS[answer].name);
}

interface Batch {
  key: number;
  choice: string;
  ranking: string[];
  number: number;
}

/** What the entry holds so far; the other entry stays unseen, or there would be no second pair of eyes. */
function batchesOf(decision: DecisionOut, entry: 1 | 2): Batch[] {
  const known = decision.paper?.entries.find((one) => one.entry === entry);
  return (known?.batches ?? []).map(({ answer, ranking, number }, key) => ({
    key,
    choice: answer === "choose" && choosesOne(decision) ? `choose:${ranking[0]}` : answer,
    ranking,
    number,
  }));
}

const FIRST: Batch = { key: 0, choice: "", ranking: [], number: 0 };
const EMPTY = { harm: "", condition: "", reason: "", wantsName: false };

const isWhole = ({ choice, ranking, number }: Batch) =>
  number > 0 && choice !== "" && (choice !== "choose" || ranking.length > 0);

type EntryProps = DecisionDialogProps & { entry: 1 | 2 };

function useBatchesForm({ decision, entry, onClose }: EntryProps) {
  const { t } = useLingui();
  const command = useDecisionCommand<{ batches: Batch[] }>(decision, {
    run: ({ batches }) =>
      unwrap(
        putDecisionPaper({
          path: { decision_id: decision.id },
          body: {
            entry,
            batches: batches.map(({ number, ...one }) => ({ ...ballotOf({ ...EMPTY, ...one }), number })),
          },
        }),
      ),
    success: t`Бюлетені вписано`,
    onSuccess: onClose,
  });
  const known = batchesOf(decision, entry);
  return useForm({
    initial: { batches: known.length > 0 ? known : [FIRST] },
    command: { ...command, begin: () => undefined },
    validate: ({ batches }) => ({
      batches: !batches.every(isWhole) && t`Для кожної стопки вкажіть відповідь і кількість`,
    }),
  });
}

/** Enter paper ballots in batches of equal ones. */
export function PaperDialog(props: EntryProps) {
  const { decision, entry, onClose } = props;
  const { t } = useLingui();
  const form = useBatchesForm(props);
  const { value: batches, onChange, error } = form.value("batches");
  const total = batches.reduce((all, { number }) => all + number, 0);
  const change = (key: number, part: Partial<Batch>) =>
    onChange(batches.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const next = Math.max(-1, ...batches.map(({ key }) => key)) + 1;
  return (
    <FormDialog
      form={form}
      title={entry === 1 ? t`Перше введення` : t`Друге введення`}
      lead={<Trans>Складіть однакові бюлетені в стопки. Разом: {total}.</Trans>}
      submit={t`Зберегти`}
      onClose={onClose}
    >
      {batches.map((batch, place) => (
        <BatchFields
          key={batch.key}
          decision={decision}
          batch={batch}
          place={place + 1}
          onChange={(part) => change(batch.key, part)}
          onRemove={() => onChange(batches.filter(({ key }) => key !== batch.key))}
        />
      ))}
      <Button kind="quiet" onClick={() => onChange([...batches, { ...FIRST, key: next }])}>
        <Icon of={IconPlus} />
        <Trans>Ще стопка</Trans>
      </Button>
      {error && <div role="alert">{error}</div>}
    </FormDialog>
  );
}

interface BatchFieldsProps {
  decision: DecisionOut;
  batch: Batch;
  place: number;
  onChange: (part: Partial<Batch>) => void;
  onRemove: () => void;
}

function BatchFields({ decision, batch, place, onChange, onRemove }: BatchFieldsProps) {
  const { t, i18n } = useLingui();
  const { localize } = useLocale();
  const nameOf = (choice: string) => {
    const option = decision.options.find(({ id }) => id === optionOf(choice));
    if (option) return localize(option.label);
    return choice === "choose" ? t`За порядком` : i18n._(ANSWERS[choice as keyof typeof ANSWERS].name);
  };
  return (
    <fieldset className={classes.batch}>
      <legend>
        <Trans>Стопка {place}</Trans>
      </legend>
      <Select
        label={t`Відповідь у стопці ${place}`}
        data={listChoices(decision).map((value) => ({ value, label: nameOf(value) }))}
        allowDeselect={false}
        value={batch.choice || null}
        onChange={(choice) => choice && onChange({ choice })}
      />
      {batch.choice === "choose" && (
        <RankingField
          options={decision.options}
          value={batch.ranking}
          onChange={(ranking) => onChange({ ranking })}
        />
      )}
      <WholeNumberField
        label={t`Скільки бюлетенів у стопці ${place}`}
        maxLength={5}
        value={batch.number}
        onChange={(number) => onChange({ number })}
      />
      <ToolButton label={t`Прибрати стопку ${place}`} onClick={onRemove}>
        <Icon of={IconX} />
      </ToolButton>
    </fieldset>
  );
}

/** The scan of the ballots: all who read the decision may read it. */
export function ScanDialog({ decision, onClose }: DecisionDialogProps) {
  const { t } = useLingui();
  const [progress, setProgress] = useState<number | null>(null);
  const command = useDecisionCommand<{ file: File | null }>(decision, {
    run: async ({ file }) => {
      const stored = await uploadFile(file as File, {
        onProgress: setProgress,
        signal: new AbortController().signal,
      });
      return unwrap(putDecisionScan({ path: { decision_id: decision.id }, body: { file_id: stored.id } }));
    },
    success: t`Скан додано`,
    onSuccess: onClose,
  });
  const form = useForm<{ file: File | null }>({
    initial: { file: null },
    command,
    required: { file: t`Виберіть файл` },
    pointers: { file: ["/file_id"] },
  });
  const { value, onChange, error } = form.value("file");
  return (
    <FormDialog
      form={form}
      title={t`Скан бюлетенів`}
      lead={<Trans>Його побачать усі, хто бачить рішення. Бюлетені мають бути без підписів.</Trans>}
      submit={t`Додати`}
      onClose={onClose}
    >
      <FileField
        file={value}
        progress={command.isPending ? progress : null}
        error={error}
        onChange={onChange}
      />
    </FormDialog>
  );
}
