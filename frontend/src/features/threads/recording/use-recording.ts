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

/** Why there is no sound, in words. */
function useRefusal(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
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
  const { t } = useLingui();
  const { dates } = useLocale();
  const refusal = useRefusal();
  const [recording, setRecording] = useState<Recording>(NONE);
  /** Ends what runs; whoever has ended it is told no more. */
  const end = useRef<(() => void) | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  useEffect(() => () => end.current?.(), []);
  const address = recording.state === "done" ? recording.address : null;
  useEffect(() => (address === null ? undefined : () => URL.revokeObjectURL(address)), [address]);

  const finished = (parts: Blob[], ending: string) => {
    const type = parts[0]?.type.split(";")[0];
    const time = dates.time(new Date().toISOString()).replace(":", "-");
    const file = new File(parts, `${t`Голос`} ${time}.${ending}`, { type });
    if (file.size > 0) setRecording({ state: "done", file, address: URL.createObjectURL(file) });
    else setRecording(NONE);
  };

  const run = (stream: MediaStream, [mimeType, ending]: (typeof FORMS)[number], isOver: () => boolean) => {
    const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    const parts: Blob[] = [];
    const begun = performance.now();
    const timer = setInterval(() => {
      if (made.state !== "recording") return;
      const seconds = Math.floor((performance.now() - begun) / 1000);
      if (seconds >= LONGEST) made.stop();
      else setRecording({ state: "running", seconds });
    }, TICK_MS);
    made.ondataavailable = ({ data }) => parts.push(data);
    // Also when somebody pulls out the microphone: what was said until then is there.
    made.onstop = () => {
      clearInterval(timer);
      free(stream);
      if (!isOver()) finished(parts, ending);
    };
    try {
      made.start();
    } catch (error) {
      clearInterval(timer);
      throw error;
    }
    recorder.current = made;
    setRecording({ state: "running", seconds: 0 });
  };

  const start = async () => {
    const form = formHere();
    if (!form) {
      toast(t`Цей браузер не записує звук. Запишіть його деінде й додайте файлом.`, { kind: "failed" });
      return;
    }
    let over = false;
    end.current = () => {
      over = true;
      if (recorder.current?.state === "recording") recorder.current.stop();
    };
    setRecording({ state: "asking" });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      try {
        if (over) free(stream);
        else run(stream, form, () => over);
      } catch (error) {
        free(stream);
        throw error;
      }
    } catch (error) {
      if (over) return;
      setRecording(NONE);
      toast(refusal(error), { kind: "failed" });
    }
  };

  const stop = () => {
    if (recorder.current?.state === "recording") recorder.current.stop();
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

function free(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export type RecordingDesk = ReturnType<typeof useRecording>;
