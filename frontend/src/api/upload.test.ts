import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, NetworkError } from "@/api/problem";
import { uploadFile } from "./upload";

/** What a browser's request does, played step by step. */
class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: Partial<ProgressEvent>) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  status = 0;
  responseText = "";
  headers: Record<string, string> = {};
  address = "";
  constructor() {
    FakeRequest.last = this;
  }
  open(_method: string, address: string) {
    this.address = address;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader() {
    return null;
  }
  send() {}
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
  answer(status: number, body: unknown) {
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.onload?.();
    this.onloadend?.();
  }
}

const file = new File(["words"], "protocol.pdf", { type: "application/pdf" });

function start(controller = new AbortController()) {
  const shares: number[] = [];
  const sending = uploadFile(file, { onProgress: (share) => shares.push(share), signal: controller.signal });
  return { shares, sending, request: FakeRequest.last };
}

describe("a file on its way", () => {
  beforeEach(() => {
    vi.stubGlobal("XMLHttpRequest", FakeRequest);
  });

  it("says how far it is, and what the server has made of it", async () => {
    const { shares, sending, request } = start();
    request.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    request.upload.onprogress?.({ lengthComputable: false, loaded: 2, total: 0 });
    request.upload.onprogress?.({ lengthComputable: true, loaded: 4, total: 4 });
    request.answer(201, { id: "f1", name: "protocol.pdf" });
    expect(await sending).toMatchObject({ id: "f1" });
    expect(shares).toEqual([0.25, 1]);
    expect(request.address).toBe("/api/v1/files");
    expect(request.headers["Accept-Language"]).toBe("uk");
  });

  it("is refused in the words of the server", async () => {
    const { sending, request } = start();
    const errors = [{ pointer: "/file", code: "kind", message: "Такі файли не приймаємо." }];
    request.answer(422, { code: "invalid", status: 422, title: "", detail: "", errors, request_id: "r" });
    const problem = await sending.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect((problem as ApiProblem).field("/file")).toBe("Такі файли не приймаємо.");
  });

  it("is refused even where something on the way answers without words", async () => {
    const { sending, request } = start();
    request.answer(413, "<html>");
    await expect(sending).rejects.toMatchObject({ status: 413 });
  });

  it("tells a cut line from a refusal", async () => {
    const { sending, request } = start();
    request.onerror?.();
    await expect(sending).rejects.toBeInstanceOf(NetworkError);
  });

  it("is called off with the dialog", async () => {
    const controller = new AbortController();
    const { sending } = start(controller);
    controller.abort();
    await expect(sending).rejects.toMatchObject({ name: "AbortError" });
  });
});
