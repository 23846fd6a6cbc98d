import { KindredError } from "../../errors/index.js";

/** Where a server of Spark Connect is, and as whom to speak to it. */
export interface SparkAddress {
  readonly host: string;
  readonly port: number;
  /** Is the connection encrypted? A token asks for it, but to this machine. */
  readonly secure: boolean;
  readonly token?: string;
  readonly userId: string;
  /** What else is sent with every request. */
  readonly headers: ReadonlyMap<string, string>;
}

const DEFAULT_PORT = 15002;
/** The variable of the environment from which Spark's clients take a token that the address does not have. */
const TOKEN_VARIABLE = "SPARK_CONNECT_AUTHENTICATE_TOKEN";

/**
 * Reads an address as Spark's own clients do: `sc://host:port/;token=…;use_ssl=true;user_id=…`. Other keys are sent as headers. A token may
 * come from the environment, too; on its way to `localhost` it is not encrypted unless the address says so.
 *
 * @throws KindredError INVALID_PARAMETER.
 */
export function readAddress(text: string): SparkAddress {
  const found = /^sc:\/\/(\[[^\]]+\]|[^:/;]+)(?::(\d+))?\/?(;.*)?$/.exec(text);
  const port = Number(found?.[2] ?? DEFAULT_PORT);
  if (found === null || port < 1 || port > 65_535)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: "sparkSource",
      problem: `the address ${JSON.stringify(withoutToken(text))} is none of a Spark Connect server`,
      fix: "Write it as sc://host:15002, with ;token=… and ;use_ssl=true behind where the server asks for them",
    });
  const pairs = new Map(
    (found[3] ?? "")
      .split(";")
      .filter((part) => part !== "")
      .map((part): [string, string] => {
        const at = part.indexOf("=");
        return at < 0 ? [part, ""] : [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
      }),
  );
  const take = (key: string): string | undefined => {
    const value = pairs.get(key);
    pairs.delete(key);
    return value;
  };
  const host = found[1]!;
  const token = take("token") ?? process.env[TOKEN_VARIABLE];
  const secure = take("use_ssl") === "true" || (token !== undefined && host !== "localhost");
  const userId = take("user_id") ?? "kindred";
  for (const key of ["user_agent", "session_id"]) pairs.delete(key);
  return { host, port, secure, userId, headers: pairs, ...(token === undefined ? {} : { token }) };
}

function withoutToken(text: string): string {
  return String(text).replace(/token=[^;]*/g, "token=…");
}
