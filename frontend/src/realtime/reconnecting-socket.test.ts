import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "./backoff";
import { ReconnectingSocket } from "./reconnecting-socket";

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  fall(code: number) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const handlers = {
  onOpen: vi.fn(),
  onFrame: vi.fn(),
  onSignedOut: vi.fn(),
  onFactorNeeded: vi.fn(),
  onLine: vi.fn(),
};
let line: ReconnectingSocket;
const last = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  for (const handler of Object.values(handlers)) handler.mockClear();
  line = new ReconnectingSocket(handlers, {
    connect: () => new FakeSocket() as unknown as WebSocket,
    random: () => 0.5,
  });
  line.start();
});

afterEach(() => {
  line.stop();
  vi.useRealTimers();
});

describe("the line", () => {
  it("says and hears frames while it is open", () => {
    expect(line.say({ type: "ping" })).toBe(false);
    last().open();
    expect(line.say({ type: "ping" })).toBe(true);
    last().onmessage?.({ data: '{"type":"head","topic":"t","seq":1}' });
    last().onmessage?.({ data: "not json" });
    expect(handlers.onFrame).toHaveBeenCalledExactlyOnceWith({ type: "head", topic: "t", seq: 1 });
  });

  it("comes back by itself and asks for everything anew", async () => {
    last().open();
    last().fall(4413);
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
    last().open();
    expect(handlers.onOpen).toHaveBeenCalledTimes(2);
  });

  it("says that there is no connection only when an attempt to come back has failed", async () => {
    last().open();
    last().fall(1006);
    expect(handlers.onLine).not.toHaveBeenCalledWith(false);
    await vi.advanceTimersByTimeAsync(1000);
    last().fall(1006);
    expect(handlers.onLine).toHaveBeenCalledWith(false);
  });

  it("ends when the session has ended", async () => {
    last().open();
    last().fall(4401);
    expect(handlers.onSignedOut).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("ends when a second factor has to be set up first", async () => {
    last().open();
    last().fall(4423);
    expect(handlers.onFactorNeeded).toHaveBeenCalledOnce();
    expect(handlers.onSignedOut).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("stays away for a while after flooding", async () => {
    last().open();
    last().fall(4429);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("gives up a line that has died without a word", async () => {
    last().open();
    await vi.advanceTimersByTimeAsync(70_000);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
  });

  it("follows the network of the device", () => {
    last().open();
    window.dispatchEvent(new Event("offline"));
    expect(handlers.onLine).toHaveBeenLastCalledWith(false);
    expect(line.isOpen).toBe(false);
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.all).toHaveLength(2);
  });
});

it("waits longer after each failure, but not too long, and never in step with others", () => {
  expect(backoff(0, () => 0)).toBe(250);
  expect(backoff(0, () => 1)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4000);
  expect(backoff(20, () => 1)).toBe(30_000);
});
