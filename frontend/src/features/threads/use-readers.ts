import { useQuery } from "@tanstack/react-query";
import type { ReaderOut, ThreadOut } from "@/api/generated/types.gen";
import { readersQuery } from "@/data/threads";

/** Who may read a thread and what each has seen; nothing for a guest, who is not told. */
export function useReaders(thread: ThreadOut): ReaderOut[] | undefined {
  const told = thread.allowed.includes("see_access");
  const { data } = useQuery({ ...readersQuery(thread.id), enabled: told });
  return told ? data : undefined;
}
