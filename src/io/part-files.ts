import { nodeModule } from "./node.js";

/** Temporary files that this thread is writing. */
const active: Set<string> = new Set();
let written = 0;

/** The temporary name of a file while it is written: it says which process and thread of which machine writes. */
export function partName(where: string, path: string): { readonly path: string; release(): void } {
  const { threadId } = nodeModule(where, "node:worker_threads");
  const part = `${path}.${hostTag(where)}-${process.pid}-${threadId}-${written++}.part`;
  active.add(part);
  return { path: part, release: () => void active.delete(part) };
}

/** Removes temporary files of a file whose process is gone. Those of other machines stay: their processes cannot be asked for. */
export async function removeStaleParts(where: string, path: string): Promise<void> {
  const { promises } = nodeModule(where, "node:fs");
  const { basename, dirname, join } = nodeModule(where, "node:path");
  const { threadId } = nodeModule(where, "node:worker_threads");
  const folder = dirname(path);
  const start = `${basename(path)}.${hostTag(where)}-`;
  const names = await promises.readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const found = name.startsWith(start) ? /^(\d+)-(\d+)-\d+\.part$/.exec(name.slice(start.length)) : null;
    if (found === null) continue;
    const part = join(folder, name);
    const [pid, thread] = [Number(found[1]), Number(found[2])];
    // Processes in containers often have the number of the one before them.
    const own = pid === process.pid && thread === threadId;
    const stale = own ? ![...active].some((one) => basename(one) === name) : pid !== process.pid && !isRunning(pid);
    if (stale) await promises.rm(part, { force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}

/** A short mark of this machine, by its name. */
function hostTag(where: string): string {
  let hash = 0;
  for (const letter of nodeModule(where, "node:os").hostname())
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}
