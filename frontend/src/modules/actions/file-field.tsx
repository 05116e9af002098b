import { Trans, useLingui } from "@lingui/react/macro";
import { IconPaperclip } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { fileSize } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./file-field.module.css";

interface FileFieldProps {
  file: File | null;
  /** From 0 to 1 while it is being sent. */
  progress: number | null;
  error?: ReactNode;
  onChange: (file: File) => void;
}

/** One file from the disk or the camera, and how far it has gone. */
export function FileField({ file, progress, error, onChange }: FileFieldProps) {
  const { t } = useLingui();
  const { language } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <div>
      <div className={classes.file}>
        <Button kind="quiet" aria-describedby={id} onClick={() => input.current?.click()}>
          <Icon of={IconPaperclip} />
          {file ? t`Вибрати інший` : t`Вибрати файл`}
        </Button>
        <span id={id} className="v-small v-t2">
          {file ? `${file.name}, ${fileSize(file.size, language)}` : <Trans>До 20 МБ</Trans>}
        </span>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t`Файл`}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) onChange(chosen);
          }}
        />
      </div>
      {error && (
        <div className={classes.fileError} role="alert">
          {error}
        </div>
      )}
      {progress !== null && <Progress share={progress} />}
    </div>
  );
}

function Progress({ share }: { share: number }) {
  const { t } = useLingui();
  const percent = Math.round(share * 100);
  return (
    <div className={classes.progress}>
      <progress max={100} value={percent} aria-label={t`Надсилаємо файл`} />
      <span className="v-small v-num">{percent} %</span>
    </div>
  );
}
