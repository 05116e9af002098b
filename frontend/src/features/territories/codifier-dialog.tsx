import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconFileUpload } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { postTerritoryImport } from "@/api/generated/sdk.gen";
import type { TerritoryImportOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { DOT } from "@/lib/text";
import { LEVELS } from "@/modules/registers/words";
import { invalidateRegisters } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { Icon } from "@/ui/icon";
import { toast } from "@/ui/toast";
import classes from "./codifier.module.css";

interface Sending {
  file: File;
  confirmed: boolean;
}

function useSending(onTakenIn: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ file, confirmed }: Sending, { idempotencyKey }) =>
      unwrap(
        postTerritoryImport({
          body: { file, confirmed: confirmed ? "true" : "false" },
          headers: idempotencyKey,
        }),
      ),
    onSuccess: ({ applied }, _input, client) => {
      if (!applied) return;
      invalidateRegisters(client);
      toast(t`Кодифікатор завантажено`);
      onTakenIn();
    },
  });
}

/** A list of the codifier: what it would change is said first, and nothing changes before it is confirmed. */
export function CodifierDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const looking = useSending(onClose);
  const confirming = useSending(onClose);
  const told = looking.data;
  const ready = told !== undefined && told.fault_count === 0 && told.added + told.changed > 0;
  const choose = (chosen: File) => {
    setFile(chosen);
    looking.mutate({ file: chosen, confirmed: false });
  };
  const send = () => {
    if (file && ready) confirming.mutate({ file, confirmed: true });
  };
  const problem = confirming.error ?? looking.error;
  const refused = problem instanceof ApiProblem ? problem.fields[0]?.message : undefined;
  return (
    <Dialog
      opened
      title={t`Завантажити кодифікатор`}
      lead={
        <Trans>
          Файл CSV: стовпці КАТОТТГ або code, level, name. Спершу покажемо, що зміниться; нічого не зникне.
        </Trans>
      }
      submit={t`Внести зміни`}
      busy={looking.isPending || confirming.isPending}
      waits={!ready}
      onClose={onClose}
      onSubmit={send}
    >
      <Chooser file={file} onChoose={choose} error={refused} />
      {looking.isPending && (
        <p className="v-small v-t2" role="status">
          <Trans>Читаємо файл…</Trans>
        </p>
      )}
      {told && !looking.isPending && <Preview told={told} />}
    </Dialog>
  );
}

interface ChooserProps {
  file: File | null;
  onChoose: (file: File) => void;
  error: string | undefined;
}

function Chooser({ file, onChoose, error }: ChooserProps) {
  const { t } = useLingui();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <div className={classes.file}>
        <Button kind="quiet" data-autofocus aria-describedby={id} onClick={() => input.current?.click()}>
          <Icon of={IconFileUpload} />
          {file ? t`Вибрати інший` : t`Вибрати файл`}
        </Button>
        <span id={id} className="v-small v-t2">
          {file ? file.name : <Trans>До 16 МБ, UTF-8 або Windows-1251</Trans>}
        </span>
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          hidden
          aria-label={t`Файл`}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The same file, corrected, may be chosen again.
            event.currentTarget.value = "";
            if (chosen) onChoose(chosen);
          }}
        />
      </div>
      {error && <div role="alert">{fieldError(error)}</div>}
    </div>
  );
}

function Preview({ told }: { told: TerritoryImportOut }) {
  return (
    <div aria-live="polite">
      <Figures told={told} />
      {told.fault_count > 0 ? <Faults told={told} /> : <Changes told={told} />}
    </div>
  );
}

function Figures({ told }: { told: TerritoryImportOut }) {
  const { t } = useLingui();
  const rows = [
    { count: told.added, words: t`нових` },
    { count: told.changed, words: t`змінено` },
    { count: told.unchanged, words: t`без змін` },
    { count: told.missing, words: t`немає в списку: лишаться` },
  ];
  return (
    <dl className={classes.figures}>
      {rows.map(({ count, words }) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd className="v-num">{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Faults({ told }: { told: TerritoryImportOut }) {
  const lines = plural(told.fault_count, {
    one: "# рядок треба виправити",
    few: "# рядки треба виправити",
    many: "# рядків треба виправити",
    other: "# рядка треба виправити",
  });
  return (
    <Listed title={lines} more={told.fault_count - told.faults.length}>
      {told.faults.map(({ line, message }) => (
        <li key={`${line} ${message}`}>
          <b>
            <Trans>Рядок {line}</Trans>
          </b>{" "}
          {message}
        </li>
      ))}
    </Listed>
  );
}

interface ListedProps {
  title: ReactNode;
  /** How many are not listed. */
  more: number;
  children: ReactNode;
}

function Listed({ title, more, children }: ListedProps) {
  return (
    <section className={classes.list}>
      <h3>{title}</h3>
      <ul>
        {children}
        {more > 0 && (
          <li>
            <Trans>та ще {more}</Trans>
          </li>
        )}
      </ul>
    </section>
  );
}

function Changes({ told }: { told: TerritoryImportOut }) {
  if (told.added + told.changed === 0) {
    return (
      <p className="v-small">
        <Trans>Усе це вже внесено.</Trans>
      </p>
    );
  }
  return (
    <>
      <Recoded told={told} />
      <Renamed told={told} />
    </>
  );
}

/** Territories that were added under a wrong code, or at a wrong level. */
function Recoded({ told }: { told: TerritoryImportOut }) {
  const { i18n } = useLingui();
  if (told.recoded_count === 0) return null;
  return (
    <Listed title={<Trans>Виправлено коди й рівні</Trans>} more={told.recoded_count - told.recoded.length}>
      {told.recoded.map(({ name, before, after, level_before, level }) => (
        <li key={after}>
          {name}
          {before !== after && (
            <>
              {DOT}
              {before} → <b>{after}</b>
            </>
          )}
          {level_before !== level && (
            <>
              {DOT}
              {i18n._(LEVELS[level_before])} → <b>{i18n._(LEVELS[level])}</b>
            </>
          )}
        </li>
      ))}
    </Listed>
  );
}

function Renamed({ told }: { told: TerritoryImportOut }) {
  if (told.renamed_count === 0) return null;
  return (
    <Listed title={<Trans>Перейменовано</Trans>} more={told.renamed_count - told.renamed.length}>
      {told.renamed.map(({ code, before, after }) => (
        <li key={code}>
          {before} → <b>{after}</b>
        </li>
      ))}
    </Listed>
  );
}
