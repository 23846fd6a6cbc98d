/** Why bytes are not text. */
export type TextIssue = "utf-8" | "nul";

/**
 * Why bytes[start, end) are not text, or undefined where they are. Strict UTF-8: no overlong forms, no surrogates,
 * nothing above U+10FFFF (Unicode 15.0, table 3-7).
 */
export function textIssueOf(bytes: Uint8Array, start: number, end: number, nul = false): TextIssue | undefined {
  let i = start;
  while (i < end) {
    const first = bytes[i++]!;
    if (first === 0 && !nul) return "nul";
    if (first < 0x80) continue;
    const more =
      first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
    if (more === 0 || i + more > end) return "utf-8";
    const second = bytes[i]!;
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return "utf-8";
    for (let k = 1; k < more; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return "utf-8";
    i += more;
  }
  return undefined;
}
