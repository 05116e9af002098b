import { describe, expect, it } from "vitest";
import { ApiProblem, NetworkError } from "@/api/problem";
import { type Fate, PartsServer } from "@/testing/upload-parts";
import { abandonUpload, FileUnreadableError, uploadInParts, uploadResumable } from "./upload-in-parts";

const SIZE = 700_000;
const content = Uint8Array.from({ length: SIZE }, (_, nth) => (nth * 31) % 251);
const file = new File([content], "план.pdf", { type: "application/pdf" });

function bring(place: string | null = null, signal = new AbortController().signal) {
  const shares: number[] = [];
  const places: string[] = [];
  const onPlace = (at: string) => places.push(at);
  const sending = uploadInParts(file, {
    place,
    onPlace,
    onProgress: (share) => shares.push(share),
    signal,
  });
  return { sending, shares, places };
}

const patches = (server: PartsServer) => server.asked.filter((one) => one.startsWith("PATCH")).length;
const same = (server: PartsServer, place: string) =>
  Buffer.from(server.bytes.get(place) ?? "").equals(Buffer.from(content));

describe("a file that goes part by part", () => {
  it("arrives as it is, in parts that grow while the line is quick", async () => {
    const server = new PartsServer();
    const { sending, shares, places } = bring();
    expect(await sending).toMatchObject({ size: SIZE });
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
    expect(places).toEqual(["/api/v1/uploads/1"]);
    expect(patches(server)).toBe(3); // 128, 256 and what is left
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it("goes on where the line was cut, and sends nothing twice", async () => {
    const server = new PartsServer((_request, nth) => (nth === 3 ? { cut: 1000 } : "answer"));
    const first = bring();
    await expect(first.sending).rejects.toBeInstanceOf(NetworkError);
    expect(server.bytes.get("/api/v1/uploads/1")).toHaveLength(128 * 1024 + 1000);
    const second = bring("/api/v1/uploads/1");
    expect(await second.sending).toMatchObject({ size: SIZE });
    expect(second.shares[0]).toBeCloseTo((128 * 1024 + 1000) / SIZE);
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
    expect(second.places).toEqual([]);
  });

  it("takes a line that stood still for one that was cut: what came of the part counts", async () => {
    const server = new PartsServer((_request, nth) => (nth === 3 ? { stalled: 1000 } : "answer"));
    await expect(bring().sending).rejects.toBeInstanceOf(NetworkError);
    const second = bring("/api/v1/uploads/1");
    expect(await second.sending).toMatchObject({ size: SIZE });
    expect(second.shares[0]).toBeCloseTo((128 * 1024 + 1000) / SIZE);
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
  });

  it.each([502, 504])("takes a server that is not reached for a line that was cut (%s)", async (status) => {
    new PartsServer((_request, nth) => (nth === 2 ? { status } : "answer"));
    await expect(bring().sending).rejects.toBeInstanceOf(NetworkError);
  });

  it("asks how much is there when the server knows more than it does", async () => {
    // The answer to a part was lost, and the page has not noticed: it is as if another page had sent it.
    let others = 0;
    const server = new PartsServer((request) => {
      if (request.startsWith("PATCH") && others++ === 0) {
        server.bytes.set("/api/v1/uploads/1", content.slice(0, 5));
      }
      return "answer";
    });
    expect(await bring().sending).toMatchObject({ size: SIZE });
    expect(server.asked).toContain("HEAD /api/v1/uploads/1");
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
  });

  it.each<[string, Fate]>([
    ["POST /api/v1/uploads/1/file", "mute"],
    ["PATCH /api/v1/uploads/1", "mute"],
  ])("hears what became of it when the answer to %s was lost", async (lost, fate) => {
    let once = true;
    const server = new PartsServer((request) => {
      const isLost = once && request === lost;
      if (isLost) once = false;
      return isLost ? fate : "answer";
    });
    await expect(bring().sending).rejects.toBeInstanceOf(NetworkError);
    expect(await bring("/api/v1/uploads/1").sending).toMatchObject({ id: "file of /api/v1/uploads/1" });
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
  });

  it("begins anew where nothing is known of it any more", async () => {
    const server = new PartsServer();
    const { sending, places } = bring("/api/v1/uploads/gone");
    expect(await sending).toMatchObject({ size: SIZE });
    expect(places).toEqual(["/api/v1/uploads/1"]);
    expect(same(server, "/api/v1/uploads/1")).toBe(true);
  });

  it("does not try for ever", async () => {
    const server = new PartsServer((request) => (request.startsWith("PATCH") ? { status: 409 } : "answer"));
    await expect(bring().sending).rejects.toThrow("no progress");
    expect(patches(server)).toBe(5);
  });

  it.each([413, 415, 422, 401, 503])("is refused at once (%s)", async (status) => {
    new PartsServer((request) => (request.endsWith("/file") ? { status } : "answer"));
    const refused = await bring().sending.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({ status });
  });

  it("says so when the file has gone from the device", async () => {
    new PartsServer();
    const lost = new File([content], "план.pdf");
    lost.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error("gone")) });
    const sending = uploadInParts(lost, {
      place: null,
      onPlace: () => undefined,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    await expect(sending).rejects.toBeInstanceOf(FileUnreadableError);
  });

  it("is called off, and let go of", async () => {
    const calling = new AbortController();
    const server = new PartsServer((_request, nth) => {
      if (nth === 2) calling.abort();
      return "answer";
    });
    await expect(bring(null, calling.signal).sending).rejects.toMatchObject({ name: "AbortError" });
    abandonUpload("/api/v1/uploads/1");
    await expect.poll(() => server.bytes.size).toBe(0);
  });

  it("goes at once while it is small", async () => {
    const server = new PartsServer((request) =>
      request === "POST /api/v1/files" ? { status: 422 } : "answer",
    );
    const small = new File(["words"], "план.pdf");
    const options = { place: null, onPlace: () => undefined, onProgress: () => undefined };
    const sending = uploadResumable(small, { ...options, signal: new AbortController().signal });
    await expect(sending).rejects.toMatchObject({ status: 422 });
    expect(server.asked).toEqual(["POST /api/v1/files"]);
  });
});
