/** What is wrong with how a page is laid out, one line a fault. */
export interface LayoutFaults {
  readonly overflow: readonly string[];
  readonly clipped: readonly string[];
  readonly intersecting: readonly string[];
  readonly texts: number;
}

/**
 * Looks at every text of the page in the browser: none may be wider than the page, cut off by an element around it, or lie over another.
 * Runs inside the page, so it uses nothing from outside.
 */
export function layoutFaults(): LayoutFaults {
  const page = document.documentElement;
  const overflow = page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} wide`] : [];
  const clipped: string[] = [];
  const boxes: { text: string; left: number; right: number; top: number; bottom: number }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  /** What may cut an element's text off; nothing where it is for those who listen alone, and is there to be clipped. */
  const around = new Map<Element, readonly DOMRect[] | "heard only">();
  const clippersOf = (element: Element): readonly DOMRect[] | "heard only" => {
    if (element === document.body) return [];
    const known = around.get(element);
    if (known !== undefined) return known;
    const { clipPath, overflowX, overflowY } = getComputedStyle(element);
    const above = clipPath === "none" ? clippersOf(element.parentElement!) : "heard only";
    const clips = overflowX !== "visible" || overflowY !== "visible";
    const answer = above === "heard only" || !clips ? above : [...above, element.getBoundingClientRect()];
    around.set(element, answer);
    return answer;
  };
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    const text = node.textContent!.trim();
    // What is folded away is no text to look at.
    if (text === "" || !element.checkVisibility()) continue;
    const clippers = clippersOf(element);
    if (clippers === "heard only") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
      if (width === 0 || height === 0) continue;
      if (left < -0.5 || right > page.clientWidth + 0.5) overflow.push(`${text.slice(0, 40)} from ${left} to ${right}`);
      const cut = (box: DOMRect): boolean =>
        left < box.left - 0.5 || right > box.right + 0.5 || top < box.top - 0.5 || bottom > box.bottom + 0.5;
      if (clippers.some(cut)) clipped.push(text.slice(0, 40));
      boxes.push({ text: text.slice(0, 40), left, right, top, bottom });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const intersecting: string[] = [];
  // Glyphs have room above and below them in their boxes: a fifth of the lower box's height may be shared by lines.
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i]!;
    for (let j = i + 1; j < boxes.length && boxes[j]!.top < a.bottom; j++) {
      const b = boxes[j]!;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 0.5 && down > 0.2 * Math.min(a.bottom - a.top, b.bottom - b.top))
        intersecting.push(`${a.text} | ${b.text}`);
    }
  }
  return { overflow, clipped, intersecting, texts: boxes.length };
}
