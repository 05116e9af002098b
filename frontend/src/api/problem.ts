import type { Problem } from "./generated/types.gen";

/** The server has answered, and the answer is no. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: Problem["errors"] = [],
    readonly requestId = "",
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = "ApiProblem";
  }

  /** What is wrong with a field, by its pointer: `/title`. */
  field(pointer: string): string | undefined {
    return this.fields.find((one) => one.pointer === pointer)?.message;
  }
}

/** No answer came: there is no line, or the server does not listen. */
export class NoConnection extends Error {
  constructor(cause?: unknown) {
    super("no connection", { cause });
    this.name = "NoConnection";
  }
}

/** The page is not there, or not for this reader: the two look the same. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

/** The page is there, but this reader may not see it. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 403;
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** Signed in, but the reader's role needs a second factor that is not set up. */
export function needsSecondFactor(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "second_factor_required";
}

/** The reader has to confirm that it is still them. */
export function needsProof(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "proof_required";
}

/** Somebody else has changed it since it was read. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "status" in body;
}

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  if (!isProblem(body)) {
    return new ApiProblem(response.status, "unknown", response.statusText, [], "", retryAfter);
  }
  const words = body.detail || body.title;
  return new ApiProblem(response.status, body.code, words, body.errors, body.request_id, retryAfter);
}
