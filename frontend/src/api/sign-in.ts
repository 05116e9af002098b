import { showPasskey } from "@/lib/passkeys";
import { reportUnauthenticated } from "@/lib/session-ending";
import { ownFetch } from "./client-config";
import { csrfToken } from "./csrf";
import { ApiProblem, NetworkError } from "./problem";

const ROOT = `${window.location.origin}/_allauth/browser/v1`;

interface FormError {
  code: string;
  message: string;
  param?: string;
}

interface Flow {
  id: string;
  is_pending?: boolean;
  types?: FactorKind[];
}

interface FormAnswer {
  code?: string;
  detail?: string;
  errors?: FormError[];
  data?: { flows?: Flow[]; request_options?: unknown };
}

/** What a person can prove themselves with beside the password. */
export type FactorKind = "totp" | "webauthn" | "recovery_codes";

/** `login` instead of a password, `authenticate` after it, `reauthenticate` while signed in. */
export type PasskeyStep = "login" | "authenticate" | "reauthenticate";

async function ask(method: string, path: string, body?: unknown): Promise<Response> {
  try {
    return await ownFetch(`${ROOT}${path}`, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    throw new NetworkError(error);
  }
}

/** The proof against foreign pages comes as a cookie; a page from the offline store may not have it yet. */
async function ensureCsrf(): Promise<void> {
  if (!csrfToken()) await ask("GET", "/config");
}

async function refusal(response: Response): Promise<ApiProblem> {
  const answer: FormAnswer = await response.json().catch(() => ({}));
  const errors = answer.errors ?? [];
  const fields = errors.map(({ code, message, param = "" }) => ({ code, message, pointer: `/${param}` }));
  const [first] = errors;
  if (response.status === 401) reportUnauthenticated();
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  return new ApiProblem(
    response.status,
    first?.code ?? answer.code ?? "unknown",
    first?.message ?? answer.detail ?? "",
    fields,
    "",
    retryAfter,
  );
}

/**
 * Opens a session, or says what a second step can be made with. Throws ApiProblem when the address or the
 * password is wrong.
 */
export async function signIn(email: string, password: string): Promise<FactorKind[] | null> {
  await ensureCsrf();
  return await pendingFactorsOf(await ask("POST", "/auth/login", { email, password }));
}

/** What an organisation's sign-in put into the address to which it sent the browser back. */
export interface Returned {
  provider: string;
  state: string;
  code: string;
  iss: string;
}

/** Opens a session as `signIn` does, with what was brought back. Throws ApiProblem when it is not good. */
export async function signInThrough(returned: Returned): Promise<FactorKind[] | null> {
  await ensureCsrf();
  return await pendingFactorsOf(await ask("POST", "/auth/provider", returned));
}

async function pendingFactorsOf(response: Response): Promise<FactorKind[] | null> {
  if (response.ok) return null;
  if (response.status !== 401) throw await refusal(response);
  const { data }: FormAnswer = await response.json();
  const step = data?.flows?.find((flow) => flow.is_pending && flow.id === "mfa_authenticate");
  if (!step) throw new ApiProblem(401, "signed_out", "");
  return step.types ?? [];
}

/** Proves oneself with a code of the app or a recovery code. Throws ApiProblem for a wrong one. */
export async function sendCode(step: "authenticate" | "reauthenticate", code: string): Promise<void> {
  const response = await ask("POST", `/auth/2fa/${step}`, { code });
  if (!response.ok) throw await refusal(response);
}

/** Proves oneself with a passkey. Throws ApiProblem for a wrong one, PasskeyNotGiven when none is given. */
export async function sendPasskey(step: PasskeyStep): Promise<void> {
  await ensureCsrf();
  const address = `/auth/webauthn/${step}`;
  const question = await ask("GET", address);
  if (!question.ok) throw await refusal(question);
  const { data }: FormAnswer = await question.json();
  const credential = await showPasskey(data?.request_options);
  const response = await ask("POST", address, { credential });
  if (!response.ok) throw await refusal(response);
}

/** Proves oneself with the password while signed in. Throws ApiProblem for a wrong one. */
export async function sendPassword(password: string): Promise<void> {
  const response = await ask("POST", "/auth/reauthenticate", { password });
  if (!response.ok) throw await refusal(response);
}

/** Ends the session of this browser. The server answers 401 when there is none any more: that is the aim. */
export async function signOut(): Promise<void> {
  await ensureCsrf();
  const response = await ask("DELETE", "/auth/session");
  if (!response.ok && response.status !== 401) throw await refusal(response);
}

/** Throws ApiProblem when the present password is wrong or the new one too weak. */
export async function changePassword(current: string, next: string): Promise<void> {
  const response = await ask("POST", "/account/password/change", {
    current_password: current,
    new_password: next,
  });
  if (!response.ok) throw await refusal(response);
}
