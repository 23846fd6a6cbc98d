/** What a file that is no text is, by its first bytes, and what to do about it. */
export interface FileKind {
  readonly name: string;
  readonly fix: string;
}

const KINDS: readonly (readonly [magic: readonly number[], name: string, fix: string])[] = [
  [
    [0x50, 0x4b, 3, 4],
    "a ZIP archive, such as an XLSX workbook",
    "Read a workbook with readXlsx, or unpack the archive",
  ],
  [[0x50, 0x41, 0x52, 0x31, 0x15], "a Parquet file", "Read it with readParquet"],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0], "an Arrow file", "Read it with readArrow"],
  [[0xff, 0xff, 0xff, 0xff], "an Arrow stream", "Read it with readArrow"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook (XLS)", "Save it as XLSX or CSV"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with Zstandard", "Unpack it, or use a Node that can (22.15 or later)"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "packed with xz", "Unpack it"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a 7z archive", "Unpack it"],
  [[0x1f, 0x8b], "packed with gzip twice", "Unpack it once"],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "a PDF", "Save its table as CSV"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], "an SQLite database", "Export the table as CSV"],
];

/** The kind of a file that starts with these bytes; undefined for what may be text. */
export function fileKindOf(bytes: Uint8Array): FileKind | undefined {
  const found = KINDS.find(([magic]) => magic.every((byte, i) => bytes[i] === byte));
  return found === undefined ? undefined : { name: found[1], fix: found[2] };
}
