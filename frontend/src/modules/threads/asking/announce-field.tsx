import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";

interface AnnounceFieldProps {
  title: string;
  value: boolean;
  onChange: (value: boolean) => void;
  error?: ReactNode;
}

/** Whether the group knows that a restricted thread is there, with what it will know. */
export function AnnounceField({ title, value, onChange, error }: AnnounceFieldProps) {
  const { t } = useLingui();
  return (
    <Checkbox
      label={t`Група знає, що тема є, і може попросити доступ`}
      description={value && <Known title={title} />}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
      error={error}
    />
  );
}

function Known({ title }: { title: string }) {
  if (!title) {
    return (
      <Trans>
        Кожен у групі побачить назву, хто веде тему і що вона не для всіх. Не побачить ні повідомлень, ні їх
        кількості, ні коли пишуть, ні хто читає. Ви побачите, хто просить доступ і чому.
      </Trans>
    );
  }
  return (
    <Trans>
      Кожен у групі побачить назву «{title}», хто веде тему і що вона не для всіх. Не побачить ні повідомлень,
      ні їх кількості, ні коли пишуть, ні хто читає. Ви побачите, хто просить доступ і чому.
    </Trans>
  );
}
