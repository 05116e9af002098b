import { Trans, useLingui } from "@lingui/react/macro";
import { IconMicrophone, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef } from "react";
import { Button, ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { toast } from "@/ui/toast";
import type { Attaching } from "../use-attachments";
import classes from "./recorder.module.css";
import { LONGEST, type Recording, type RecordingDesk } from "./use-recording";

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
      <Icon of={IconMicrophone} />
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
  if (recording.state === "none") return null;
  const discard = () => {
    desk.discard();
    setTimeout(() => input.current?.focus());
  };
  const add = (file: File) => {
    attaching.add([file]);
    discard();
  };
  return (
    <section className={classes.recorder} aria-label={t`Запис голосу`}>
      {recording.state === "done" ? (
        <Recorded recording={recording} onAdd={add} />
      ) : (
        <RecordingTime recording={recording} onStop={desk.stop} />
      )}
      <ToolButton label={t`Відкинути запис`} onClick={discard}>
        <Icon of={IconTrash} />
      </ToolButton>
    </section>
  );
}

interface RecordedProps {
  recording: Extract<Recording, { state: "done" }>;
  onAdd: (file: File) => void;
}

function Recorded({ recording, onAdd }: RecordedProps) {
  const { t } = useLingui();
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: whoever has said it hears it */}
      <audio controls src={recording.address} aria-label={t`Записане`} />
      <Button kind="quiet" autoFocus onClick={() => onAdd(recording.file)}>
        <Trans>Додати до повідомлення</Trans>
      </Button>
    </>
  );
}

interface RecordingTimeProps {
  recording: Extract<Recording, { state: "asking" | "running" }>;
  onStop: () => void;
}

function RecordingTime({ recording, onStop }: RecordingTimeProps) {
  const isRunning = recording.state === "running";
  return (
    <>
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
        <Button kind="quiet" autoFocus onClick={onStop}>
          <Icon of={IconPlayerStop} />
          <Trans>Зупинити</Trans>
        </Button>
      )}
    </>
  );
}
