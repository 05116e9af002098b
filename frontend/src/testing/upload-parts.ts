/** A server that takes files part by part, for tests: what it does with each request is said by the test. */
import { vi } from "vitest";

/**
 * `cut`: so many bytes arrive, and no answer; `stalled`: so many arrive, and the server waits for no more; `mute`: all
 * of them arrive, and no answer.
 */
export type Fate = "answer" | "mute" | { cut: number } | { stalled: number } | { status: number };

type Told = Record<string, string>;

export class PartsServer {
  readonly asked: string[] = [];
  readonly bytes = new Map<string, Uint8Array>();
  private readonly lengths = new Map<string, number>();

  constructor(readonly fate: (request: string, nth: number) => Fate = () => "answer") {
    const server = this;
    class Sending {
      upload: { onprogress?: (event: object) => void } = {};
      status = 0;
      responseText = "";
      onload?: () => void;
      onerror?: () => void;
      onabort?: () => void;
      onloadend?: () => void;
      private readonly headers = new Map<string, string>();
      private told: Told = {};
      private method = "";
      private address = "";
      private isOver = false;
      open(method: string, address: string) {
        [this.method, this.address] = [method, address];
      }
      setRequestHeader(name: string, value: string) {
        this.headers.set(name, value);
      }
      getResponseHeader(name: string) {
        return this.told[name] ?? null;
      }
      abort() {
        this.end(this.onabort);
      }
      send(body?: ArrayBuffer | FormData) {
        const sent = body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array();
        queueMicrotask(() => {
          const answer = server.take(this.method, this.address, this.headers, sent);
          if (!answer) return this.end(this.onerror);
          [this.status, this.told] = [Number(answer.status), answer];
          this.responseText = answer.body ?? "";
          this.end(this.onload);
        });
      }
      private end(hears?: () => void) {
        if (this.isOver) return;
        this.isOver = true;
        hears?.();
        this.onloadend?.();
      }
    }
    vi.stubGlobal("XMLHttpRequest", Sending);
  }

  private take(method: string, address: string, headers: Map<string, string>, sent: Uint8Array): Told | null {
    const request = `${method} ${address}`;
    this.asked.push(request);
    const fate = this.fate(request, this.asked.length);
    if (typeof fate === "string") {
      const answer = this.done(method, address, headers, sent);
      return fate === "answer" ? answer : null;
    }
    if ("status" in fate) return refusal(fate.status);
    const isCut = "cut" in fate;
    this.done(method, address, headers, sent.slice(0, isCut ? fate.cut : fate.stalled));
    return isCut ? null : refusal(408);
  }

  private done(method: string, address: string, headers: Map<string, string>, sent: Uint8Array): Told {
    const known = this.bytes.get(address);
    if (request(method, address) === "POST /api/v1/uploads") {
      const place = `/api/v1/uploads/${this.bytes.size + 1}`;
      this.bytes.set(place, new Uint8Array());
      this.lengths.set(place, Number(headers.get("Upload-Length")));
      return { status: "201", Location: place };
    }
    if (address.endsWith("/file")) return this.file(address.replace("/file", ""));
    if (!known) return { status: "404" };
    if (method === "PATCH") {
      if (Number(headers.get("Upload-Offset")) !== known.length) return { status: "409" };
      return this.grown(address, known, sent);
    }
    if (method === "DELETE") this.bytes.delete(address);
    return { status: method === "HEAD" ? "200" : "204", "Upload-Offset": `${known.length}` };
  }

  private grown(address: string, known: Uint8Array, sent: Uint8Array) {
    const now = new Uint8Array(known.length + sent.length);
    now.set(known);
    now.set(sent, known.length);
    this.bytes.set(address, now);
    return { status: "204", "Upload-Offset": `${now.length}` };
  }

  private file(place: string): Told {
    const known = this.bytes.get(place);
    if (!known) return { status: "404" };
    if (known.length < (this.lengths.get(place) ?? 0)) return { status: "409" };
    const media_type = "application/pdf";
    const made = { id: `file of ${place}`, name: "план.pdf", size: known.length, media_type };
    return { status: "201", body: JSON.stringify({ ...made, width: null, height: null }) };
  }
}

const refusal = (status: number) => ({ status: `${status}`, body: JSON.stringify({ status, code: "no" }) });
const request = (method: string, address: string) => `${method} ${address}`;
