import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/api/problem";

/** What the server makes of a table: what each row would do, and what cannot be taken. */
export interface ImportList {
  rows: { number: number }[];
  faults: { number: number; column: string; code: string; message: string }[];
}

interface ImportSteps<List extends ImportList, Out> {
  /** Ask what the file would do; nothing is changed. */
  preview: (file: File) => Promise<List>;
  /** Do exactly what was shown; the key makes two attempts one. */
  run: (rows: List["rows"], key: string) => Promise<Out>;
  onDone?: (out: Out) => void;
}

/**
 * Take a table through its steps: chosen, checked, done.
 *
 * The file stays in this page and is sent anew to be checked anew. What the server would do otherwise by now
 * (`list_changed`) has to be looked at again before it is done.
 */
export function useImport<List extends ImportList, Out>({ preview, run, onDone }: ImportSteps<List, Out>) {
  const [file, setFile] = useState<File | null>(null);
  const [shown, setShown] = useState<{ list: List; key: string } | null>(null);
  const checking = useMutation({
    mutationFn: preview,
    onSuccess: (list) => setShown({ list, key: crypto.randomUUID() }),
    gcTime: 0,
  });
  const doing = useMutation({
    mutationFn: ({ list, key }: { list: List; key: string }) => run(list.rows, key),
    onSuccess: onDone,
    gcTime: 0,
  });
  const check = (chosen: File) => {
    doing.reset();
    setFile(chosen);
    checking.mutate(chosen);
  };
  return {
    checked: shown?.list ?? null,
    done: doing.data ?? null,
    isChecking: checking.isPending,
    isRunning: doing.isPending,
    /** Why the file was not read. */
    unread: checking.error,
    /** Why nothing was done. */
    undone: doing.error,
    isChanged: doing.error instanceof ApiProblem && doing.error.code === "list_changed",
    check,
    checkAgain: () => file && check(file),
    run: () => shown && doing.mutate(shown),
    chooseAnother: () => {
      doing.reset();
      checking.reset();
      setShown(null);
    },
  };
}

export type Import<List extends ImportList> = Omit<
  ReturnType<typeof useImport<List, unknown>>,
  "done" | "checked"
> & { checked: List | null };
