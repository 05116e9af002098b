import { useState } from "react";
import { ApiProblem } from "@/api/problem";

/**
 * The thread is there, and the reader does not read it: they may ask. The door stays while it is asked anew
 * whether it is closed, with what somebody writes at it.
 */
export function useRestrictedThread(
  threadId: string,
  thread: { error: unknown; isPending: boolean },
): boolean {
  const { error, isPending } = thread;
  const [door, setDoor] = useState("");
  const closed =
    (error instanceof ApiProblem && error.code === "ask_for_access") || (isPending && door === threadId);
  const now = closed ? threadId : "";
  if (now !== door) setDoor(now);
  return closed;
}
