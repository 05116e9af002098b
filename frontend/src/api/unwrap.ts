import { markOnline } from "@/lib/online";
import { reportUnauthenticated } from "@/lib/session-ending";
import { isGatewayFailure, isSignedOut, NetworkError, problemFrom } from "./problem";
import { checkServer } from "./server-watch";

interface Result<T> {
  data?: T;
  error?: unknown;
  response?: Response;
}

/** What the server has answered. Throws ApiProblem when it says no, NoConnection when it says nothing. */
export async function unwrap<T>(request: Promise<Result<T>>): Promise<T> {
  const askedAt = new Date();
  const { data, error, response } = await request;
  if (!response) throw new NetworkError(error);
  const problem = response.ok ? null : problemFrom(response, error);
  if (isGatewayFailure(problem)) void checkServer();
  else markOnline(askedAt);
  if (isSignedOut(problem)) reportUnauthenticated();
  if (problem) throw problem;
  return data as T;
}
