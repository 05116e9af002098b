import { Trans, useLingui } from "@lingui/react/macro";
import { IconMicrophone, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef } from "react";
import { Button, ToolButton } from "@/ui/button";
import { toast } from "@/ui/toast";
import type { Attaching } from "../use-attachments";
import classes from "./recorder.module.css";
import { LONGEST, type RecordingDesk } from "./use-recording";

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

interface RecorderProps {
  desk: RecordingDesk;
  attaching: Attaching;
  input: RefObject<HTMLElement | null>;
}

/** Begins a recording. Without a line, too: it goes up when there is one. */
export function RecordButton({ desk, attaching }: Omit<RecorderProps, "input">) {
  const { t } = useLingui();
  const full = attaching.room === 0;
  const closed = full || desk.recording.state !== "none";
  const press = () => {
    if (full) toast(t`До повідомлення можна додати щонайбільше десять файлів.`);
    else if (!closed) desk.start();
  };
  return (
    <ToolButton label={t`Записати голос`} aria-disabled={closed || undefined} onClick={press}>
      <IconMicrophone size={20} stroke={1.75} aria-hidden="true" />
    </ToolButton>
  );
}

/** Above the field: how long it has been, then what was said, to be heard before it is added. */
export function Recorder({ desk, attaching, input }: RecorderProps) {
  const { t } = useLingui();
  const { recording } = desk;
  const latest = useRef(desk);
  latest.current = desk;
  useEffect(() => () => latest.current.rest(), []);
  const back = () => setTimeout(() => input.current?.focus());
  const discard = (
    <ToolButton
      label={t`Відкинути запис`}
      onClick={() => {
        desk.discard();
        back();
      }}
    >
      <IconTrash size={20} stroke={1.75} aria-hidden="true" />
    </ToolButton>
  );
  if (recording.state === "none") return null;
  if (recording.state === "done") {
    return (
      <section className={classes.recorder} aria-label={t`Запис голосу`}>
        {/* biome-ignore lint/a11y/useMediaCaption: whoever has said it hears it */}
        <audio controls src={recording.address} aria-label={t`Записане`} />
        <Button
          kind="quiet"
          autoFocus
          onClick={() => {
            attaching.add([recording.file]);
            desk.discard();
            back();
          }}
        >
          <Trans>Додати до повідомлення</Trans>
        </Button>
        {discard}
      </section>
    );
  }
  const isRunning = recording.state === "running";
  return (
    <section className={classes.recorder} aria-label={t`Запис голосу`}>
      <p className={classes.time}>
        <span className={classes.dot} aria-hidden="true" />
        <span role="status">
          {isRunning ? <Trans>Триває запис</Trans> : <Trans>Дозвольте мікрофон у вікні браузера…</Trans>}
        </span>
        {isRunning && (
          <span className="v-num v-t2" role="timer">
            {clock(recording.seconds)} / {clock(LONGEST)}
          </span>
        )}
      </p>
      {isRunning && (
        <Button kind="quiet" autoFocus onClick={desk.stop}>
          <IconPlayerStop size={20} stroke={1.75} aria-hidden="true" />
          <Trans>Зупинити</Trans>
        </Button>
      )}
      {discard}
    </section>
  );
}
