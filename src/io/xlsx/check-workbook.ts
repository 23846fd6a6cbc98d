import { checkLimits, type Limits } from "../limits.js";
import { nodeModule } from "../node.js";

/** Bytes that a workbook may become where nothing else is said: a small one 16 MB, a larger one fifty times its own. */
const UNPACKED_BYTES = 2 ** 24;
const UNPACKED_RATIO = 50;
/** Cells of the rectangle that a sheet's cells lie in. */
const MAX_CELLS = 5_000_000;

/** A file in an archive, as its directory says. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Uint8Array;
  readonly size: number;
}

/**
 * Holds a workbook against its limits before it is read: what its files unpack to, and the rectangle that each sheet's cells lie in, since a
 * single cell far out makes a reader fill all before it.
 *
 * @throws RangeError where the archive is damaged; KindredError LIMIT_EXCEEDED.
 */
export function checkWorkbook(where: string, file: string, bytes: Uint8Array, limits: Limits): void {
  const { inflateRawSync } = nodeModule(where, "node:zlib");
  const most = limits.bytes ?? Math.max(UNPACKED_BYTES, UNPACKED_RATIO * bytes.length);
  const allowed = { cells: MAX_CELLS, ...limits, bytes: most };
  let total = 0;
  for (const { name, method, packed, size } of entriesOf(bytes)) {
    total += size;
    checkLimits(where, file, allowed, { bytes: total });
    if (!/(^|\/)worksheets\/[^/]*\.xml$/.test(name)) continue;
    // The directory may lie: what is unpacked is bounded too.
    const xml = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    const { rows, columns } = extentOf(xml);
    checkLimits(where, `${file}, ${name}`, allowed, { rows, columns });
  }
}

/** The last row and column that cells name. */
function extentOf(xml: Uint8Array): { rows: number; columns: number } {
  let rows = 0;
  let columns = 0;
  const text = new TextDecoder("latin1").decode(xml);
  for (const [, letters, digits] of text.matchAll(/<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,7})(\d{1,9})"/g)) {
    let column = 0;
    for (const letter of letters!) column = column * 26 + letter.charCodeAt(0) - 64;
    columns = Math.max(columns, column);
    rows = Math.max(rows, Number(digits));
  }
  return { rows, columns };
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const FILE = 0x04034b50;

function* entriesOf(bytes: Uint8Array): Generator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new RangeError("it has no directory");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let k = 0; k < count; k++) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError("its directory is damaged");
    const [packedSize, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const start = view.getUint32(at + 42, true);
    if (view.getUint32(start, true) !== FILE) throw new RangeError("a file is not where its directory says");
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packedSize > bytes.length) throw new RangeError("it is cut off");
    yield {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name!)),
      method: view.getUint16(at + 10, true),
      packed: bytes.subarray(from, from + packedSize),
      size,
    };
    at += 46 + name! + extra! + comment!;
  }
}
