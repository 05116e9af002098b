import { useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import type { ReaderOut, ThreadOut } from "@/api/generated/types.gen";
import { readersQuery } from "@/queries/threads";

/** Who may read a thread and what each has seen; nothing for a guest, who is not told. */
export type Readers = ReaderOut[] | undefined;

/** Apart from all else that messages need: it changes as often as somebody reads. */
export const ReadersContext = createContext<Readers>(undefined);

export const useDeskReaders = (): Readers => use(ReadersContext);

export function useReaders(thread: ThreadOut): Readers {
  const told = thread.allowed.includes("see_access");
  const { data } = useQuery({ ...readersQuery(thread.id), enabled: told });
  return told ? data : undefined;
}
