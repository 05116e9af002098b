import { ownFetch } from "./client-config";
import { csrfToken } from "./csrf";
import { ApiProblem, NoConnection } from "./problem";

const ROOT = `${window.location.origin}/_allauth/browser/v1`;

interface FormError {
  code: string;
  message: string;
  param?: string;
}

interface FormAnswer {
  errors?: FormError[];
}

async function ask(method: string, path: string, body?: unknown): Promise<Response> {
  try {
    return await ownFetch(`${ROOT}${path}`, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    throw new NoConnection(error);
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
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  return new ApiProblem(
    response.status,
    first?.code ?? "unknown",
    first?.message ?? "",
    fields,
    "",
    retryAfter,
  );
}

/** Opens a session. Throws ApiProblem when the address or the password is wrong. */
export async function signIn(email: string, password: string): Promise<void> {
  await ensureCsrf();
  const response = await ask("POST", "/auth/login", { email, password });
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
