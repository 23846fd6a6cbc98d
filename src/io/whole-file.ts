import type { FileHandle } from "node:fs/promises";
import { KindredError } from "../errors/index.js";
import { nodeModule } from "./node.js";
import { partName, removeStaleParts } from "./part-files.js";

/** Where a file goes, and what is known of the one that is there. */
interface Target {
  /** The file itself, where the path is a link to it. */
  readonly path: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** A pipe or a device: written as it is. */
  readonly special: boolean;
}

/**
 * Writes a file whole or not at all: the pieces go to a temporary file in the same folder, which takes the place of `path`
 * once everything is on the disk, and is removed if anything fails. A file that is replaced leaves its mode (and, where that is allowed, its owner) to the
 * new one; a link stays, and the file behind it is replaced. Temporary files that killed processes left are removed. A pipe or a device is written
 * directly.
 */
export async function writeWhole(
  where: string,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const { promises } = nodeModule(where, "node:fs");
  const files = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((cause: unknown) => {
      throw unwritable(where, path, cause);
    });
  signal?.throwIfAborted();
  const target = await targetOf(where, path, files);
  if (target.special) {
    const file = await files(promises.open(target.path, "w"));
    try {
      await writePieces(file, pieces, files, signal);
    } finally {
      await file.close().catch(() => undefined);
    }
    return;
  }
  await removeStaleParts(where, target.path);
  const part = partName(where, target.path);
  try {
    // What was not for everyone to read is not for a moment.
    const file = await files(promises.open(part.path, "wx", target.mode === undefined ? 0o666 : 0o600));
    try {
      try {
        await writePieces(file, pieces, files, signal);
        if (target.mode !== undefined) await keepOwner(file, target, files);
        await files(file.sync());
      } finally {
        await file.close().catch(() => undefined);
      }
      signal?.throwIfAborted();
      await files(promises.rename(part.path, target.path));
    } catch (error) {
      await promises.rm(part.path, { force: true }).catch(() => undefined);
      throw error;
    }
  } finally {
    part.release();
  }
}

async function writePieces(
  file: FileHandle,
  pieces: AsyncIterable<Uint8Array>,
  files: <Value>(work: Promise<Value>) => Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    await files(file.writeFile(piece));
  }
}

async function keepOwner(
  file: FileHandle,
  { mode, uid, gid }: Target,
  files: <Value>(work: Promise<Value>) => Promise<Value>,
): Promise<void> {
  const now = await files(file.stat());
  if (now.uid !== uid || now.gid !== gid) await file.chown(uid!, gid!).catch(() => undefined);
  await files(file.chmod(mode!));
}

async function targetOf(
  where: string,
  path: string,
  files: <Value>(work: Promise<Value>) => Promise<Value>,
): Promise<Target> {
  if (typeof path !== "string" || path === "")
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `the path must be a text that is not empty, got ${path === "" ? '""' : String(path)}`,
      fix: "Say where to write",
      got: path,
    });
  const { promises } = nodeModule(where, "node:fs");
  const { dirname, resolve } = nodeModule(where, "node:path");
  let real = path;
  // Links to links, up to the number that systems follow themselves.
  for (let k = 0; k < 40; k++) {
    const link = await promises.readlink(real).catch(() => undefined);
    if (link === undefined) break;
    real = resolve(dirname(real), link);
  }
  const stat = await promises.stat(real).catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code === "ENOENT") return undefined;
    return files(Promise.reject(cause));
  });
  if (stat?.isDirectory()) throw unwritable(where, path, { code: "EISDIR" });
  if (stat === undefined) return { path: real, special: false };
  return { path: real, mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, special: !stat.isFile() };
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  ENOENT: "its folder is not there",
  ENOTDIR: "what should be its folder is a file",
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "it may not be written: the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "its name is too long",
};

function unwritable(where: string, path: string, cause: unknown): KindredError {
  const code = String((cause as { code?: unknown }).code ?? cause);
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `${path}: ${REASONS[code] ?? "it cannot be written"} (${code})`,
    fix:
      code === "ENOSPC" || code === "EDQUOT"
        ? "Make room, or write elsewhere"
        : "Check the path and the permissions of its folder",
    cause,
  });
}
