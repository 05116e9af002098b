import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useLocale } from "@/lib/locale";
import { toast } from "@/ui/toast";

/** Seconds that a recording lasts at most. */
export const LONGEST = 300;
/** For speech; five minutes are a good megabyte. */
const BITS_A_SECOND = 32_000;
const TICK_MS = 250;
/** What browsers record, best first, with the ending by which the server knows it. */
const FORMS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/mp4", "m4a"],
] as const;
type Form = (typeof FORMS)[number];

export type Recording =
  | { state: "none" }
  | { state: "asking" }
  | { state: "running"; seconds: number }
  | { state: "done"; file: File; address: string };

const NONE: Recording = { state: "none" };

const formHere = () =>
  typeof MediaRecorder === "undefined" || !navigator.mediaDevices
    ? undefined
    : FORMS.find(([type]) => MediaRecorder.isTypeSupported(type));

/** The browser records no sound. */
class NoRecorderError extends Error {}

/** Why there is no sound, in words. */
function useRefusal(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (error instanceof NoRecorderError) {
      return t`Цей браузер не записує звук. Запишіть його деінде й додайте файлом.`;
    }
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError") {
      return t`Браузер не дає доступу до мікрофона. Дозвольте його для цього сайту в налаштуваннях браузера.`;
    }
    if (name === "NotFoundError") return t`Мікрофона не знайдено.`;
    return t`Мікрофон не відповідає: можливо, його зайняла інша програма.`;
  };
}

/** A recording for the next message. The microphone is asked for when one presses, and freed at its end. */
export function useRecording() {
  const [recording, setRecording] = useRecordingState();
  const refusal = useRefusal();
  const finish = useFinish(setRecording);
  /** Ends what runs; whoever has ended it is told no more. */
  const end = useRef<(() => void) | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  useEffect(() => () => end.current?.(), []);
  const stop = () => {
    if (recorder.current?.state === "recording") recorder.current.stop();
  };
  const start = async () => {
    let over = false;
    end.current = () => {
      over = true;
      stop();
    };
    setRecording({ state: "asking" });
    try {
      await record({
        isOver: () => over,
        onStart: (started) => {
          recorder.current = started;
        },
        onTick: (seconds) => setRecording({ state: "running", seconds }),
        onEnd: finish,
      });
    } catch (error) {
      if (over) return;
      setRecording(NONE);
      toast(refusal(error), { kind: "failed" });
    }
  };

  /** Also of one that runs, or for which the browser still asks. */
  const discard = () => {
    end.current?.();
    setRecording(NONE);
  };
  return {
    recording,
    start: () => void start(),
    stop,
    discard,
    /** Nobody sees any more that the microphone is on: what was said until now waits. */
    rest: () => (recording.state === "asking" ? discard() : stop()),
  };
}

/** The address of what was recorded is let go with it. */
function useRecordingState() {
  const [recording, setRecording] = useState<Recording>(NONE);
  const address = recording.state === "done" ? recording.address : null;
  useEffect(() => (address === null ? undefined : () => URL.revokeObjectURL(address)), [address]);
  return [recording, setRecording] as const;
}

/** What was recorded is there to be heard, in a file that is named after the time. */
function useFinish(setRecording: (recording: Recording) => void): RecordOptions["onEnd"] {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (parts, ending) => {
    const type = parts[0]?.type.split(";")[0];
    const time = dates.time(new Date().toISOString()).replace(":", "-");
    const file = new File(parts, `${t`Голос`} ${time}.${ending}`, { type });
    if (file.size > 0) setRecording({ state: "done", file, address: URL.createObjectURL(file) });
    else setRecording(NONE);
  };
}

interface RecordOptions {
  /** Nobody waits for it any more. */
  isOver: () => boolean;
  onStart: (recorder: MediaRecorder) => void;
  onTick: (seconds: number) => void;
  onEnd: (parts: Blob[], ending: string) => void;
}

/** Ask for the microphone and record it, unless that was given up meanwhile. */
async function record(options: RecordOptions): Promise<void> {
  const form = formHere();
  if (!form) throw new NoRecorderError();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  try {
    if (options.isOver()) free(stream);
    else recordStream(stream, form, options);
  } catch (error) {
    free(stream);
    throw error;
  }
}

function recordStream(stream: MediaStream, [mimeType, ending]: Form, options: RecordOptions): void {
  const { isOver, onStart, onTick, onEnd } = options;
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
  const parts: Blob[] = [];
  const begun = performance.now();
  const timer = setInterval(() => {
    if (recorder.state !== "recording") return;
    const seconds = Math.floor((performance.now() - begun) / 1000);
    if (seconds >= LONGEST) recorder.stop();
    else onTick(seconds);
  }, TICK_MS);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  // Also when somebody pulls out the microphone: what was said until then is there.
  recorder.onstop = () => {
    clearInterval(timer);
    free(stream);
    if (!isOver()) onEnd(parts, ending);
  };
  try {
    recorder.start();
  } catch (error) {
    clearInterval(timer);
    throw error;
  }
  onStart(recorder);
  onTick(0);
}

function free(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export type RecordingDesk = ReturnType<typeof useRecording>;
