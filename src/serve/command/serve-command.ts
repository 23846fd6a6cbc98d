import { serve } from "../node/serve.js";
import type { Terminal } from "./exit.js";
import { readModel } from "./model-file.js";

/** Options of `kindred serve`. */
export interface ServeFlags {
  readonly port: string;
  readonly host?: string;
  readonly threads?: string;
  readonly id?: readonly string[];
  readonly name?: string;
}

/** Where platforms put a model. */
const PLATFORM_MODEL = "/opt/ml/model/model.json";

/** Serves until it is stopped: SIGTERM and SIGINT end it in order, SIGHUP reads the model again. */
export async function serveCommand(path: string | undefined, flags: ServeFlags, terminal: Terminal): Promise<void> {
  const from = path ?? PLATFORM_MODEL;
  // On a platform the container is reached from outside.
  const host = flags.host ?? (path === undefined ? "0.0.0.0" : "127.0.0.1");
  const log = (entry: object): void => terminal.out(`${JSON.stringify(entry, plainErrors)}\n`);
  const server = await serve(await readModel(from), {
    port: Number(flags.port),
    host,
    ...(flags.threads === undefined ? {} : { threads: Number(flags.threads) }),
    ...(flags.id === undefined ? {} : { id: flags.id }),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    log,
  });
  const reload = (): void => {
    readModel(from)
      .then((model) => server.reload(model))
      .catch((error: unknown) =>
        log({ time: new Date().toISOString(), level: "error", event: "reload-failed", message: String(error) }),
      );
  };
  process.on("SIGHUP", reload);
  try {
    await new Promise<void>((resolve) => {
      if (terminal.signal.aborted) resolve();
      terminal.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  } finally {
    process.off("SIGHUP", reload);
    await server.close();
  }
}

/** Errors have no JSON of their own; logs tell their stacks. */
function plainErrors(_: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
