import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type { SparkSourceOptions } from "../../src/spark/index.js";

/** How often the server's log has a text. */
export function logged(text: string): number {
  return readFileSync(join(inject("spark").folder, "connect.log"), "utf8").split(text).length - 1;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((go) => setTimeout(go, 100));
}

/** A process of its own that opens a query as `rows`, by the package as it is built, and runs a program. Gives the lines that it prints. */
export function startClient(
  query: string,
  options: SparkSourceOptions,
  program: string,
): { readonly process: ChildProcess; readonly lines: AsyncIterable<string> } {
  const text = `
    import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler, Schema } from "./dist/index.js";
    import { sparkSource } from "./dist/spark/index.js";
    const { schema, ...options } = ${JSON.stringify(options)};
    if (schema !== undefined) options.schema = Schema.fromJSON(schema);
    const rows = await sparkSource(${JSON.stringify(inject("spark").address)}, ${JSON.stringify(query)}, options);
    ${program}`;
  const started = spawn(process.execPath, ["--input-type=module", "-e", text], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { process: started, lines: createInterface({ input: started.stdout }) };
}
