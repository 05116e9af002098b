/** Whether what a page sends is what the API takes: unknown fields are refused there, and missing ones as well. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}
interface Operation {
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const FILE = join(import.meta.dirname, "../../../docs/openapi.json");
const read = (): Description => JSON.parse(readFileSync(FILE, "utf8"));
let described: Description | undefined;

function schemaOf(ref: string): Schema {
  return described?.components.schemas[ref.replace("#/components/schemas/", "")] ?? {};
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Return what is wrong with a value, each with where that is. */
function faultsOf(schema: Schema, value: unknown, at = ""): string[] {
  if (schema.$ref) return faultsOf(schemaOf(schema.$ref), value, at);
  if (schema.oneOf) {
    const faults = schema.oneOf.map((one) => faultsOf(one, value, at));
    return faults.some((found) => found.length === 0) ? [] : faults.flat();
  }
  const types = [schema.type ?? []].flat().map((type) => (type === "integer" ? "number" : type));
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type)) return [`${at || "/"} is of the type ${type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at || "/"} is none of its values`];
  return faultsInside(schema, value, at);
}

function faultsInside({ items, properties, required }: Schema, value: unknown, at: string): string[] {
  if (items && Array.isArray(value)) return value.flatMap((one, nth) => faultsOf(items, one, `${at}/${nth}`));
  return properties && value instanceof Object ? faultsOfFields({ properties, required }, value, at) : [];
}

function faultsOfFields({ properties = {}, required = [] }: Schema, value: object, at: string): string[] {
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`);
  const others = Object.entries(value).flatMap(([name, inner]) => {
    const schema = properties[name];
    return schema ? faultsOf(schema, inner, `${at}/${name}`) : [`${at}/${name} is unknown`];
  });
  return [...missing, ...others];
}

/** Return the operation at an address; words of an address go before ids. */
function operationAt(method: string, pathname: string): Operation | undefined {
  described ??= read();
  const fitting = Object.keys(described.paths)
    .filter((path) => new RegExp(`^${path.replaceAll(/{\w+}/g, "[^/]+")}$`).test(pathname))
    .toSorted((a, b) => a.split("{").length - b.split("{").length);
  return described.paths[fitting[0] ?? ""]?.[method.toLowerCase()];
}

/** Return what the API would refuse in the body of a request; files go unread, and what is not of the API. */
export async function faultsOfBody(request: Request): Promise<string[]> {
  const { pathname } = new URL(request.url);
  const operation = operationAt(request.method, pathname);
  const isFile = /multipart|octet-stream/.test(request.headers.get("Content-Type") ?? "");
  if (!operation || isFile) return [];
  const { content, required } = operation.requestBody ?? {};
  const schema = content?.["application/json"]?.schema;
  const text = await request.clone().text();
  const tell = (fault: string) => `${request.method} ${pathname}: ${fault}`;
  if (text === "") return schema && required ? [tell("the body is missing")] : [];
  return (schema ? faultsOf(schema, JSON.parse(text)) : ["no body is taken"]).map(tell);
}
