import { checkLimits } from "../limits.js";
import { CsvReader } from "./csv-reader.js";
import { type Decoder, decoderFor, encodingOfMark } from "./encoding.js";
import { fileKindOf } from "./file-kind.js";
import { LineFilter } from "./line-filter.js";
import { malformed, ParseError } from "./parse-issue.js";
import type { CsvPlan } from "./plan.js";
import type { RowReader, RowReaderOptions } from "./row-reader.js";

/** Bytes that tell what a file is. */
const MAGIC_BYTES = 8;

/**
 * The way from the bytes of a file to the reader of CSV: says what a file that is no text is, decodes what is not UTF-8, and leaves lines out. Bytes of a
 * plain UTF-8 file go straight into the reader's memory.
 */
export class TextInput {
  readonly reader: CsvReader;
  readonly #plan: CsvPlan;
  readonly #filter: LineFilter;
  readonly #encoder: TextEncoder = new TextEncoder();
  #decoder: Decoder | undefined;
  /** Are the bytes to be passed on as they come? */
  #direct = false;
  #started = false;
  /** Bytes that were asked for and are not yet passed on: buffer[0, filled). */
  #buffer: Uint8Array = new Uint8Array(0);
  #filled = 0;
  #bytes = 0;

  constructor(plan: CsvPlan, extra: Pick<RowReaderOptions, "full" | "inferred"> = {}) {
    this.#plan = plan;
    this.reader = new CsvReader(plan, extra);
    this.#filter = new LineFilter(plan.skip, plan.comment, plan.quote);
  }

  /** Have enough rows been read? */
  get done(): boolean {
    return this.reader.done;
  }

  /** The size of the file, where it is known. */
  expectBytes(bytes: number): void {
    this.reader.expectBytes(bytes);
  }

  /** Room for the next bytes: fill some of it and say how many to `commit`. */
  space(bytes: number): Uint8Array {
    if (this.#direct) return this.reader.space(bytes);
    if (this.#buffer.length < this.#filled + bytes) {
      const larger = new Uint8Array(this.#filled + bytes);
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    return this.#buffer.subarray(this.#filled, this.#filled + bytes);
  }

  /** Takes the first bytes of `space`. */
  commit(bytes: number): void {
    const { where, file, limits } = this.#plan;
    this.#bytes += bytes;
    if (limits.bytes !== undefined) checkLimits(where, file, limits, { bytes: this.#bytes });
    this.#guard(() => {
      if (this.#direct) this.reader.commit(bytes);
      else {
        this.#filled += bytes;
        if (this.#filled >= MAGIC_BYTES) this.#pass();
      }
    });
  }

  /** Takes bytes from elsewhere. */
  push(bytes: Uint8Array): void {
    this.space(bytes.length).set(bytes);
    this.commit(bytes.length);
  }

  /** Ends the input. */
  finish(): RowReader {
    return this.#guard(() => {
      if (this.#filled > 0 || !this.#started) this.#pass();
      const rest = this.#decoded(() => this.#decoder?.finish() ?? "");
      if (rest !== "") this.#forward(this.#encoder.encode(rest));
      return this.reader.finish();
    });
  }

  #pass(): void {
    let bytes = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    if (!this.#started) {
      this.#started = true;
      bytes = this.#start(bytes);
    }
    if (this.#decoder === undefined) this.#forward(bytes);
    else this.#forward(this.#encoder.encode(this.#decoded(() => this.#decoder!.decode(bytes))));
    this.#direct = this.#decoder === undefined && this.#filter.idle;
    if (this.#direct) this.#buffer = new Uint8Array(0);
  }

  /** Finds out what the first bytes say; returns those behind a byte order mark. */
  #start(bytes: Uint8Array): Uint8Array {
    const mark = encodingOfMark(bytes);
    const kind = mark === undefined ? fileKindOf(bytes) : undefined;
    if (kind !== undefined)
      throw new ParseError({ problem: `this is not text: it is ${kind.name}`, fix: kind.fix, got: kind.name });
    this.#decoder = decoderFor(mark ?? this.#plan.encoding ?? "utf-8");
    return mark === undefined ? bytes : bytes.subarray(mark === "utf-8" ? 3 : 2);
  }

  #decoded(work: () => string): string {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new ParseError({
        problem: "bytes that stand for no character in the file's encoding",
        fix: "Name the right `encoding`, such as windows-1252",
      });
    }
  }

  #forward(bytes: Uint8Array): void {
    const kept = this.#filter.idle ? bytes : bytes.subarray(0, this.#filter.filter(bytes));
    if (kept.length > 0) this.reader.push(kept);
  }

  #guard<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const { issue } = error;
      const line = issue.line === undefined ? {} : { line: this.#filter.lineBefore(issue.line) };
      throw malformed(this.#plan.where, this.#plan.file, { ...issue, ...line });
    }
  }
}
