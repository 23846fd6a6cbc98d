import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";

/** A file under way: it takes its place when it is finished, and leaves nothing behind when it is given up. */
export class LineWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #stream: WriteStream;

  constructor(path: string) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.tmp`;
    this.#stream = createWriteStream(this.#temporary);
  }

  /** Writes a piece of text, and waits while the disk is behind. */
  async write(piece: string): Promise<void> {
    if (!this.#stream.write(piece)) await once(this.#stream, "drain");
  }

  async finish(): Promise<void> {
    this.#stream.end();
    await once(this.#stream, "close");
    await rename(this.#temporary, this.#path);
  }

  async giveUp(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#temporary, { force: true });
  }
}

/** Writes pieces of text into a file: whole, or not at all. */
export async function writeLines(path: string, pieces: Iterable<string>): Promise<void> {
  const writer = new LineWriter(path);
  try {
    for (const piece of pieces) await writer.write(piece);
    await writer.finish();
  } catch (error) {
    await writer.giveUp();
    throw error;
  }
}
