import type { Data } from "apache-arrow";
import { Footer } from "apache-arrow/ipc/metadata/file";
import { Message } from "apache-arrow/ipc/metadata/message";
import { Field, Schema } from "apache-arrow/schema";
import { Vector } from "apache-arrow/vector";
import { arrowSchema } from "../../table/index.js";
import { checkLimits, type Limits, unpackedLimit } from "../limits.js";
import { loadColumns } from "./load-columns.js";
import {
  type ArrowBlock,
  type ArrowMessage,
  DICTIONARY,
  footerOf,
  messageOf,
  RECORDS,
  runEndColumns,
  SCHEMA,
} from "./message.js";
import { plainField, plainValues } from "./plain-columns.js";
import { RunExpander } from "./run-ends.js";
import { unpackerOf } from "./unpack.js";

/** The bytes of a file, in memory or on a disk. */
export interface ArrowBytes {
  readonly size: number;
  /** The bytes [from, from + length), which lie in the file. */
  read(from: number, length: number): Promise<Uint8Array>;
}

/** A batch of rows as it was read. */
export interface ArrowRows {
  readonly length: number;
  readonly columns: readonly Data[];
}

const MAGIC = "ARROW1";
/** No header is as long. */
const MAX_HEADER_BYTES = 1 << 28;

/**
 * An Arrow file, or a stream of Arrow messages: its schema, and its batches one by one.
 *
 * @throws RangeError where it is damaged; UnsupportedArrow.
 */
export class IpcFile {
  /** The columns as they are given, which is not always as they are stored. */
  schema: Schema = new Schema();
  #stored: Schema = new Schema();
  readonly #bytes: ArrowBytes;
  readonly #limits: Limits;
  readonly #where: string;
  readonly #name: string;
  readonly #dictionaries: Map<number, Vector> = new Map();
  /** Where batches lie in a file; undefined for a stream. */
  #blocks: { readonly dictionaries: readonly ArrowBlock[]; readonly batches: readonly ArrowBlock[] } | undefined;
  /** Where the first message behind the schema's begins. */
  #start = 0;
  #rows = 0;
  /** Places of the columns that are run-end encoded. */
  #runs: ReadonlySet<number> = new Set();
  readonly #expander: RunExpander;

  constructor(bytes: ArrowBytes, where: string, name: string, limits: Limits) {
    this.#bytes = bytes;
    this.#where = where;
    this.#name = name;
    this.#limits = limits;
    this.#expander = new RunExpander(limits.bytes ?? unpackedLimit(bytes.size));
  }

  /** Reads the schema. */
  async open(): Promise<void> {
    const start = await this.#read(0, Math.min(8, this.#bytes.size));
    if (textOf(start).startsWith(MAGIC)) await this.#openFile();
    else await this.#openStream();
    if (this.#stored.fields.length === 0) throw new RangeError("it has no columns");
    checkLimits(this.#where, this.#name, this.#limits, { columns: this.#stored.fields.length });
    const { fields, metadata } = this.#stored;
    this.schema = arrowSchema(
      fields.map((field, j) => plainField(this.#runs.has(j) ? withValuesType(field) : field)),
      metadata,
    );
  }

  /** The batches, in order. */
  async *batches(): AsyncGenerator<ArrowRows> {
    if (this.#blocks === undefined) {
      for (let at = this.#start; ; ) {
        const found = await this.#message(at);
        if (found === undefined) return;
        at = found.end;
        const { message } = found;
        if (message.type === DICTIONARY) await this.#addDictionary(message, found.body);
        else if (message.type === RECORDS) yield await this.#batch(message, found.body);
      }
    }
    for (const block of this.#blocks.dictionaries)
      await this.#addDictionary(...(await this.#blockMessage(block, DICTIONARY)));
    for (const block of this.#blocks.batches) yield await this.#batch(...(await this.#blockMessage(block, RECORDS)));
  }

  async #openFile(): Promise<void> {
    const { size } = this.#bytes;
    const end = await this.#read(size - 10, 10);
    if (textOf(end.subarray(4)) !== MAGIC) throw new RangeError("its end is not that of an Arrow file");
    const length = new DataView(end.buffer, end.byteOffset, 4).getInt32(0, true);
    const footer = await this.#read(size - 10 - length, length);
    const own = footer.slice();
    this.#blocks = footerOf(own);
    this.#runs = runEndColumns(own, "footer");
    this.#stored = Footer.decode(own).schema;
  }

  async #openStream(): Promise<void> {
    const first = await this.#message(0);
    if (first?.message.type !== SCHEMA) throw new RangeError("it does not begin with a schema");
    const own = first.header.slice();
    this.#runs = runEndColumns(own, "message");
    this.#stored = Message.decode(own).header() as unknown as Schema;
    this.#start = first.end;
  }

  async #addDictionary(message: ArrowMessage, body: Uint8Array): Promise<void> {
    const { id, delta } = message.dictionary!;
    const type = this.#stored.dictionaries.get(id);
    if (type === undefined) throw new RangeError(`no column uses dictionary ${id}`);
    const field = new Field("words", type, true);
    const [data] = loadColumns([field], message.batch!, body, await this.#context(message));
    const words = new Vector([plainValues("words", data!)]);
    const known = this.#dictionaries.get(id);
    this.#dictionaries.set(id, delta && known !== undefined ? known.concat(words) : words);
  }

  async #batch(message: ArrowMessage, body: Uint8Array): Promise<ArrowRows> {
    const { fields } = this.#stored;
    const { length } = message.batch!;
    this.#rows += length;
    checkLimits(this.#where, this.#name, this.#limits, { rows: this.#rows, columns: fields.length });
    const context = { ...(await this.#context(message)), runs: this.#runs };
    const loaded = loadColumns(fields, message.batch!, body, context);
    const columns = loaded.map((data, j) => {
      const { name } = fields[j]!;
      if (!this.#runs.has(j)) return plainValues(name, data);
      const [ends, values] = data.children;
      return this.#expander.expand(name, ends!, plainValues(name, values!), length);
    });
    return { length, columns };
  }

  async #context(message: ArrowMessage): Promise<Parameters<typeof loadColumns>[3]> {
    const { compression } = message.batch!;
    const unpack =
      compression === undefined ? undefined : await unpackerOf(compression, this.#bytes.size, this.#limits.bytes);
    return { dictionaries: this.#dictionaries, unpack };
  }

  async #blockMessage(block: ArrowBlock, type: number): Promise<[ArrowMessage, Uint8Array]> {
    const found = await this.#message(block.offset);
    if (found?.message.type !== type) throw new RangeError("a batch is not where the footer says");
    return [found.message, found.body];
  }

  /** The message at a place; undefined at the end. */
  async #message(
    at: number,
  ): Promise<{ message: ArrowMessage; header: Uint8Array; body: Uint8Array; end: number } | undefined> {
    const { size } = this.#bytes;
    if (at + 8 > size) return undefined;
    const prefix = await this.#read(at, 8);
    const view = new DataView(prefix.buffer, prefix.byteOffset, 8);
    // Before version 0.15 the length came first.
    const marked = view.getInt32(0, true) === -1;
    const length = view.getInt32(marked ? 4 : 0, true);
    if (length === 0) return undefined;
    if (length < 8 || length > MAX_HEADER_BYTES) throw new RangeError("a message has no length that could be");
    const from = at + (marked ? 8 : 4);
    const header = await this.#read(from, length);
    const message = messageOf(header);
    const body = await this.#read(from + length, message.bodyLength);
    return { message, header, body, end: from + length + message.bodyLength };
  }

  async #read(from: number, length: number): Promise<Uint8Array> {
    if (from < 0 || length < 0 || from + length > this.#bytes.size) throw new RangeError("it is cut off");
    return this.#bytes.read(from, length);
  }
}

/** A run-end encoded column is given as a column of its values. */
function withValuesType({ name, type, metadata }: Field): Field {
  return new Field(name, type.children[1]!.type, true, metadata);
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
