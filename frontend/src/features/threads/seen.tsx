import { useState } from "react";
import { includes } from "@/lib/ranges";
import { SeenBy } from "@/modules/threads/message-view";
import { SeenDialog } from "./on-demand";
import { useDeskReaders } from "./use-readers";

/** How many have seen it, and who; nothing for a guest, who is not told. */
export function Seen({ number }: { number: number }) {
  const readers = useDeskReaders();
  const [opened, setOpened] = useState(false);
  if (!readers) return null;
  const seen = readers.filter((one) => includes(one.ranges, number)).length;
  return (
    <>
      <SeenBy number={number} seen={seen} of={readers.length} onClick={() => setOpened(true)} />
      {opened && <SeenDialog number={number} readers={readers} onClose={() => setOpened(false)} />}
    </>
  );
}
