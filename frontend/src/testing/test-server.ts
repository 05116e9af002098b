/** A server and a socket for the tests of whole pages: answers by address, frames by hand. */
import { vi } from "vitest";
import type { Answers } from "@/api/generated/answers.gen";
import type { ServerFrame } from "@/realtime/frames";
import { faultsOfBody } from "./request-bodies";

export class ProblemResponse {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: { pointer: string; code: string; message: string; span?: number[] }[] = [],
  ) {}
}

function response(body: unknown): Response {
  if (body instanceof Response) return body;
  if (body instanceof ProblemResponse) {
    const { status, code, errors } = body;
    const problem = { type: "", title: code, status, detail: "", code, errors, request_id: "r" };
    return Response.json(problem, { status });
  }
  if (body === undefined) return new Response(null, { status: 204 });
  return Response.json(body);
}

type Next<Tree, Part> = Part extends keyof Tree ? Tree[Part] : Tree extends { "{}": infer Any } ? Any : never;
type Walk<Tree, Path> = Path extends `${infer Head}/${infer Rest}`
  ? Walk<Next<Tree, Head>, Rest>
  : Next<Tree, Path>;

/** What an address answers where all goes well, as the API describes it; nothing of one that it does not have. */
type BodyOf<Address> = Address extends `${string} /_allauth/${string}` | "GET /healthz"
  ? unknown
  : Address extends `${infer Start}?${string}`
    ? BodyOf<Start>
    : Address extends `${infer Method} /${infer Path}`
      ? Method extends keyof Walk<Answers, Path>
        ? Walk<Answers, Path>[Method]
        : never
      : never;

/** The same with fields left out that a test does not look at; a literal may have been widened on its way here. */
type Some<Body> = Body extends string
  ? string
  : Body extends (infer Row)[]
    ? readonly Some<Row>[]
    : Body extends object
      ? { readonly [Field in keyof Body]?: Some<Body[Field]> }
      : Body extends void
        ? Body | null
        : Body;

type Outcome<Body> = Body | ProblemResponse | Response | Promise<Body | ProblemResponse | Response>;
export type Answer<Address> = Outcome<Some<BodyOf<Address>>>;
type Answered<Given> = {
  [Address in keyof Given]: Given[Address] extends (request: Request) => unknown
    ? (request: Request) => Answer<Address>
    : Answer<Address>;
};

let bodyFaults: string[] = [];

/** Return what the API would have refused in what was sent since the last time. */
export function takeBodyFaults(): string[] {
  const faults = bodyFaults;
  bodyFaults = [];
  return faults;
}

/** Answers `GET /api/v1/…` and the rest by the longest beginning that fits; 404 for what is not named. */
export function mockApi<const Given extends Answered<Given>>(given: Given): { asked: string[] } {
  const answers = given as Record<string, unknown>;
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const address = `${request.method} ${pathname}${search}`;
    asked.push(address);
    if (request.method !== "GET") bodyFaults.push(...(await faultsOfBody(request)));
    const [fitting] = Object.keys(answers)
      .filter((start) => address === start || address.startsWith(`${start}?`))
      .sort((a, b) => b.length - a.length);
    const answer = fitting === undefined ? new ProblemResponse(404, "not_found") : answers[fitting];
    return response(typeof answer === "function" ? await answer(request) : answer);
  });
  return { asked };
}

/** The last socket that the page has opened. */
export class TestSocket {
  static last: TestSocket | undefined;
  static readonly OPEN = 1;
  readyState = 1;
  sent: { type: string; topic?: string; id?: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    TestSocket.last = this;
    setTimeout(() => this.onopen?.());
  }

  send(text: string): void {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    if (frame.type === "subscribe")
      this.say({ type: "subscribed", id: frame.id, topic: frame.topic, head: 0 });
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close(): void {
    this.readyState = 3;
  }
}
