import { SeenBy } from "@/design/message-view";
import { includes } from "@/lib/ranges";
import { useDeskReaders } from "./use-readers";

/** How many have seen it; nothing for a guest, who is not told. */
export function Seen({ number }: { number: number }) {
  const readers = useDeskReaders();
  if (!readers) return null;
  const seen = readers.filter((one) => includes(one.ranges, number)).length;
  return <SeenBy seen={seen} of={readers.length} />;
}
