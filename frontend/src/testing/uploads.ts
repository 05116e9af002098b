/** A server that takes files, for the tests of whole pages: what becomes of each is said by the test. */
import { vi } from "vitest";
import type { FileOut } from "@/api/generated/types.gen";
import { ProblemResponse } from "./test-server";

type Outcome = FileOut | ProblemResponse | "cut" | "goes on";
type Take = (file: File, progress: (share: number) => void) => Outcome;

/** From now on every file goes here; returns the names of those that were sent. */
export function takeFiles(take: Take): string[] {
  const sent: string[] = [];
  class Sending {
    upload: { onprogress?: (event: object) => void } = {};
    status = 0;
    responseText = "";
    onload?: () => void;
    onerror?: () => void;
    onloadend?: () => void;
    open() {}
    setRequestHeader() {}
    getResponseHeader() {
      return null;
    }
    abort() {}
    send(form: FormData) {
      const file = form.get("file") as File;
      sent.push(file.name);
      queueMicrotask(() => this.end(take(file, (share) => this.progress(share))));
    }
    private progress(share: number) {
      this.upload.onprogress?.({ lengthComputable: true, loaded: share, total: 1 });
    }
    private end(outcome: Outcome) {
      if (outcome === "goes on") return;
      if (outcome === "cut") this.onerror?.();
      else this.answer(outcome);
      this.onloadend?.();
    }
    private answer(outcome: FileOut | ProblemResponse) {
      const refused = outcome instanceof ProblemResponse;
      this.status = refused ? outcome.status : 201;
      this.responseText = JSON.stringify(
        refused ? { ...outcome, title: outcome.code, detail: outcome.code, request_id: "r" } : outcome,
      );
      this.onload?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Sending);
  return sent;
}
