import type { PostMessageInRequest, Problem } from "./generated/types.gen";

/** The code of an answer that describes no problem. */
const UNKNOWN = "unknown";

/** The server has answered, and the answer is no. */
export class ApiProblem extends Error {
  /** The pointers of the fields that were shown since: each has asked what is said of it. */
  private readonly claimed = new Set<string>();

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
    this.claimed.add(pointer);
    return this.fields.find((one) => one.pointer === pointer)?.message;
  }

  /** What is wrong with fields of which nobody has asked. */
  unclaimed(): string[] {
    return this.fields.filter(({ pointer }) => !this.claimed.has(pointer)).map(({ message }) => message);
  }
}

/** No answer came: there is no line, or the server does not listen. */
export class NetworkError extends Error {
  constructor(cause?: unknown) {
    super("no connection", { cause });
    this.name = "NoConnection";
  }
}

/** What the server says of one field. */
export function fieldErrorAt(error: unknown, pointer: string): string | undefined {
  return error instanceof ApiProblem ? error.field(pointer) : undefined;
}

/** What the server says of one field, or of a part of it: `/domains/1` of `/domains`. */
export function fieldErrorUnder(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const part = error.fields.find((one) => one.pointer.startsWith(`${pointer}/`));
  return error.field(pointer) ?? (part && error.field(part.pointer));
}

/** What the server says of fields that no form shows: whoever shows the form says it, or nobody does. */
export function unhandledFieldErrors(error: unknown): string[] {
  return error instanceof ApiProblem ? error.unclaimed() : [];
}

/** What the server holds for personal data. */
export type PersonalDataKind = NonNullable<PostMessageInRequest["confirmed"]>[number];

/** A place in a text that looks like personal data, and what the server says of it. */
export interface DataWarning {
  pointer: string;
  code: PersonalDataKind;
  message: string;
  span: number[];
}

/** What a text would give away, where it was refused for that: it is sent again as confirmed, or reworded. */
export function personalDataWarnings(error: unknown): DataWarning[] | null {
  if (!(error instanceof ApiProblem) || error.code !== "personal_data") return null;
  return error.fields.map(({ pointer, code, message, span = [] }) => ({
    pointer,
    code: code as PersonalDataKind,
    message,
    span,
  }));
}

/** The refusal is of fields: it is shown beside them, or in the form as a whole. */
export function isValidationError(error: unknown): boolean {
  return error instanceof ApiProblem && error.fields.length > 0;
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

/** The server failed, or did not answer what stands before it. */
export function isServerFailure(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 500;
}

const GATEWAY_FAILURES = new Set([502, 503, 504]);

/** A proxy has answered in place of the server: ours describes each failure as a problem with a code. */
export function isGatewayFailure(error: unknown): boolean {
  return error instanceof ApiProblem && GATEWAY_FAILURES.has(error.status) && error.code === UNKNOWN;
}

/** Signed in, but the reader's role needs a second factor that is not set up. */
export function needsSecondFactor(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "second_factor_required";
}

/** The reader has to confirm that it is still them. */
export function needsReauthentication(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "proof_required";
}

/** Somebody else has changed it since it was read. */
export function isVersionConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "status" in body;
}

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const wait = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  if (!isProblem(body)) {
    return new ApiProblem(response.status, UNKNOWN, response.statusText, [], "", retryAfter);
  }
  const words = body.detail || body.title;
  return new ApiProblem(response.status, body.code, words, body.errors, body.request_id, retryAfter);
}
