import { includes } from "@/lib/ranges";
import { SeenBy } from "@/modules/threads/message-view";
import { useThreadDialog } from "./active-dialog";
import { useDeskReaders } from "./use-readers";

/** How many have seen it, and who; nothing for a guest, who is not told. */
export function Seen({ number }: { number: number }) {
  const readers = useDeskReaders();
  const open = useThreadDialog();
  if (!readers) return null;
  const seen = readers.filter((one) => includes(one.ranges, number)).length;
  return (
    <SeenBy number={number} seen={seen} of={readers.length} onClick={() => open({ kind: "seen", number })} />
  );
}
