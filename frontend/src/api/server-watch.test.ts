import { afterEach, expect, it, vi } from "vitest";
import { currentOutage, markOffline, markOnline } from "@/lib/online";
import { eventually } from "@/testing/eventually";
import { mockApi } from "@/testing/test-server";
import { watchServer } from "./server-watch";
import { unwrap } from "./unwrap";

const gateway = (status: number) => new Response("Bad Gateway", { status });
let stop = () => {};

afterEach(() => stop());

function ask(response: Response) {
  return unwrap(Promise.resolve({ response, error: "Bad Gateway" })).catch(() => undefined);
}

it("a server is down when what stands before it says so of its health, too, and up when it answers again", async () => {
  let health = 502;
  mockApi({ "GET /healthz": () => gateway(health) });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stop = watchServer();
  await ask(gateway(502));
  await eventually(() => expect(currentOutage()).toBe("server"));
  health = 200;
  await vi.advanceTimersByTimeAsync(5000);
  await eventually(() => expect(currentOutage()).toBeNull());
  vi.useRealTimers();
});

it("one address that fails is no outage", async () => {
  const { asked } = mockApi({ "GET /healthz": { status: "ok" } });
  stop = watchServer();
  await ask(gateway(504));
  await eventually(() => expect(asked).toEqual(["GET /healthz"]));
  expect(currentOutage()).toBeNull();
});

it("when a socket is lost, the server is asked whether it answers", async () => {
  mockApi({ "GET /healthz": () => gateway(503) });
  stop = watchServer();
  markOffline();
  expect(currentOutage()).toBe("connection");
  await eventually(() => expect(currentOutage()).toBe("server"));
  markOnline();
});
