import { currentOutage, markOnline, onConnectivityChange, serverIsDown } from "@/lib/online";

const HEALTH = "/healthz";
const PAUSE_MS = 5000;

let running: Promise<void> | null = null;

/** Ask whether the server answers at all, and take what stands before it at its word when that says no. */
export function checkServer(): Promise<void> {
  running ??= askHealth().finally(() => {
    running = null;
  });
  return running;
}

async function askHealth(): Promise<void> {
  const askedAt = new Date();
  const answer = await fetch(`${location.origin}${HEALTH}`, { cache: "no-store" }).catch(() => null);
  if (!answer) return;
  if (answer.status >= 500) serverIsDown();
  // Where the socket alone is not opened, its own attempts tell when it is.
  else if (currentOutage() === "server") markOnline(askedAt);
}

/** Find out why the page reaches no server, and notice when one that did not answer does so again. */
export function watchServer(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    if (currentOutage() === "server") timer = setTimeout(() => void checkServer().then(wait), PAUSE_MS);
  };
  const stopListening = onConnectivityChange(() => {
    if (currentOutage() === "connection" && navigator.onLine) void checkServer();
    wait();
  });
  return () => {
    stopListening();
    clearTimeout(timer);
  };
}
