import { crc32 } from "node:zlib";

/** A file that a session sends. Executors find it under its name where Spark keeps files of the session. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What Spark's own clients send at a time. */
const CHUNK_BYTES = 32 * 1024;

/** The messages that send files, each in chunks: the first says how many there are. */
export function* artifactRequests(who: object, files: readonly SentFile[]): Generator<object> {
  for (const { name, bytes } of files) {
    const numChunks = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
    for (let k = 0; k < numChunks; k++) {
      const data = bytes.subarray(k * CHUNK_BYTES, (k + 1) * CHUNK_BYTES);
      const chunk = { data, crc: crc32(data) };
      const beginChunk = { name: `files/${name}`, totalBytes: bytes.length, numChunks, initialChunk: chunk };
      yield { ...who, ...(k === 0 ? { beginChunk } : { chunk }) };
    }
  }
}

/** The server's answer. */
export interface ArtifactsResponse {
  readonly serverSideSessionId?: string;
  readonly artifacts?: readonly { readonly name?: string; readonly isCrcSuccessful?: boolean }[];
}
