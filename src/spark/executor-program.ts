import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { KindredError } from "../errors/index.js";
import type { SentFile } from "./connect/artifacts.js";

/** A word of a command on executors: a text, or the path there of a file that was sent. */
export type Word = string | { readonly sent: string };

/** What executors start, and what has to be sent to them for it. */
export interface ExecutorProgram {
  readonly command: readonly Word[];
  /** Reads what is to be sent. */
  readonly files?: () => Promise<readonly SentFile[]>;
}

/** What may be sent to executors. */
export type Sendable = "node" | "package";

/** The program in one file that needs no other, as the build makes it, from the folder of the package. */
const PROGRAM = "dist/node/spark-executor.js";
const NODE_NAME = "kindred-node";
const PROGRAM_NAME = "kindred-executor.mjs";

/** Node and the package as executors find them: at paths of theirs, or sent from here. */
export function executorProgram(options: {
  readonly node?: string;
  readonly package?: string;
  readonly send?: readonly Sendable[];
}): ExecutorProgram {
  const { node = process.execPath, send = [] } = options;
  const here = fileURLToPath(new URL("../..", import.meta.url));
  const program = `${(options.package ?? here).replace(/\/$/, "")}/${PROGRAM}`;
  const paths = new Map<string, string>();
  if (send.includes("node")) paths.set(NODE_NAME, node);
  if (send.includes("package")) paths.set(PROGRAM_NAME, program);
  const command: Word[] = [
    send.includes("node") ? { sent: NODE_NAME } : node,
    send.includes("package") ? { sent: PROGRAM_NAME } : program,
  ];
  if (paths.size === 0) return { command };
  return { command, files: () => Promise.all(Array.from(paths, ([name, path]) => fileToSend(name, path))) };
}

async function fileToSend(name: string, path: string): Promise<SentFile> {
  try {
    return { name, bytes: await readFile(path) };
  } catch (cause) {
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "sparkSource",
      problem: `what is to be sent to executors cannot be read: ${path}`,
      fix: "Name the Node and the folder of the package that are to be sent, as they lie here",
      cause,
    });
  }
}
