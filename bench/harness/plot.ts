/** Points of one curve: what was varied, and the seconds that it took. */
export type Curve = readonly (readonly [x: number, seconds: number])[];

/** A small diagram: what is varied, and a curve for each kind of work. */
export interface Panel {
  readonly title: string;
  readonly curves: Readonly<Record<string, Curve>>;
}

const WIDTH = 380;
const HEIGHT = 280;
const LEFT = 56;
const TOP = 34;
const COLORS = ["#1b6ca8", "#c2571a", "#3b7d3b", "#7b4f9d"];

/** Panels side by side, two a line, on logarithmic axes of equal decades: a slope of one is growth in proportion. */
export function plot(panels: readonly Panel[]): string {
  const lines = Math.ceil(panels.length / 2);
  const [width, height] = [2 * WIDTH, lines * HEIGHT];
  const drawn = panels.map((panel, p) => drawPanel(panel, (p % 2) * WIDTH, Math.floor(p / 2) * HEIGHT));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ title, curves }: Panel, left: number, top: number): string {
  const points = Object.values(curves).flat();
  const across = axis(
    points.map(([x]) => x),
    left + LEFT,
    left + WIDTH - 16,
  );
  const up = axis(
    points.map(([, seconds]) => seconds),
    top + HEIGHT - 34,
    top + TOP,
  );
  const parts = [`<text x="${left + LEFT}" y="${top + 18}" font-weight="bold">${title}</text>`];
  for (const x of across.ticks)
    parts.push(
      line(across.at(x), top + TOP, across.at(x), top + HEIGHT - 34),
      text(across.at(x), top + HEIGHT - 18, short(x), "middle"),
    );
  for (const y of up.ticks)
    parts.push(
      line(left + LEFT, up.at(y), left + WIDTH - 16, up.at(y)),
      text(left + LEFT - 6, up.at(y) + 4, `${short(y)} s`, "end"),
    );
  Object.entries(curves).forEach(([name, curve], c) => {
    const color = COLORS[c % COLORS.length]!;
    const path = curve.map(([x, seconds]) => `${across.at(x).toFixed(1)},${up.at(seconds).toFixed(1)}`);
    parts.push(`<polyline points="${path.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>`);
    for (const at of path) {
      const [x, y] = at.split(",");
      parts.push(`<circle cx="${x}" cy="${y}" r="3" fill="${color}"/>`);
    }
    parts.push(`<text x="${left + LEFT + 8}" y="${top + TOP + 14 * (c + 1)}" fill="${color}">${name}</text>`);
  });
  return parts.join("\n");
}

interface Axis {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** A logarithmic axis from the 1, 2 or 5 of a decade below the values to the one above them. */
function axis(values: readonly number[], from: number, to: number): Axis {
  const ticks: number[] = [];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  for (let decade = Math.floor(Math.log10(least)); decade <= Math.ceil(Math.log10(most)); decade++)
    for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${decade}`));
  const first = ticks.findLastIndex((tick) => tick <= least);
  const last = ticks.findIndex((tick) => tick >= most);
  const shown = ticks.slice(first, last + 1);
  const [low, high] = [Math.log(shown[0]!), Math.log(shown.at(-1)!)];
  return { ticks: shown, at: (value) => from + ((Math.log(value) - low) / (high - low || 1)) * (to - from) };
}

function short(value: number): string {
  return value >= 1000 ? `${value / 1000}k` : String(value);
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map((at) => at.toFixed(1));
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="#dddddd"/>`;
}

function text(x: number, y: number, words: string, anchor: "middle" | "end"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#555555">${words}</text>`;
}
