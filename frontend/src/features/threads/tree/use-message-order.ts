import { useState } from "react";

/** How the messages of a thread stand on the page. */
export type Order = "time" | "tree";

const KEY = "viche-order";

/** As the reader left it at this device, for all threads. */
export function useMessageOrder(): [Order, () => void] {
  const [order, setOrder] = useState<Order>(() => (localStorage.getItem(KEY) === "tree" ? "tree" : "time"));
  const turn = () => {
    const next = order === "tree" ? "time" : "tree";
    if (next === "tree") localStorage.setItem(KEY, next);
    else localStorage.removeItem(KEY);
    const kept = inView();
    setOrder(next);
    // When the page has drawn it anew, what was being read is where it was.
    setTimeout(() => kept && document.getElementById(kept)?.scrollIntoView({ block: "center" }));
  };
  return [order, turn];
}

/** The id of the first message that is whole in view. */
function inView(): string | undefined {
  const shown = [...document.querySelectorAll("article[id^='message-']")].find((one) => {
    const { top } = one.getBoundingClientRect();
    return top > innerHeight / 4 && top < innerHeight;
  });
  return shown?.id;
}
