import { lineIsUp } from "@/lib/online";
import { NoConnection, problemFrom } from "./problem";

interface Result<T> {
  data?: T;
  error?: unknown;
  response?: Response;
}

/** What the server has answered. Throws ApiProblem when it says no, NoConnection when it says nothing. */
export async function answered<T>(request: Promise<Result<T>>): Promise<T> {
  const askedAt = new Date();
  const { data, error, response } = await request;
  if (!response) throw new NoConnection(error);
  lineIsUp(askedAt);
  if (!response.ok) throw problemFrom(response, error);
  return data as T;
}
