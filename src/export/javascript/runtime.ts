import type { Operation } from "../program.js";

/** What each kind of operation does to a row, word for word as the row functions of `engine/program` do it. */
export const RUNTIME: { readonly [K in Exclude<Operation["op"], "opaque" | "neighbors">]: string } = {
  select: `({ positions }) => (v) => positions.map((j) => v[j])`,
  affine: `({ center, scale }) => (v) => v.map((x, j) => (x - center[j]) * scale[j])`,
  curve: `({ curves, center, scale, single }) => {
    const bends = curves.map((curve, j) => scaledBending(curve, center[j], scale[j], single));
    return (v) => v.map((x, j) => bends[j](x));
  }`,
  fill: `({ values, before, shifts }) => (v) => v.map((x, j) => {
    if (Number.isNaN(x)) return values[j];
    return x >= before[j] ? x + shifts[j] : x;
  })`,
  regressions: `({ filled, chained, guesses, bounds, targets, intercepts, coefficients }) => {
    const width = chained.length;
    const clamped = (value, place, guess) =>
      bounds === undefined ? value : Math.min(bounds[2 * place + 1] - guess, Math.max(bounds[2 * place] - guess, value));
    const places = new Map(chained.map((position, place) => [position, place]));
    return (v) => {
      if (!filled.some(({ position }) => Number.isNaN(v[position]))) return v;
      const missing = chained.map((position) => Number.isNaN(v[position]));
      const away = chained.map((position, place) => (missing[place] ? 0 : v[position] - guesses[place]));
      for (let turn = 0; turn < targets.length; turn++) {
        const target = targets[turn];
        if (!missing[target]) continue;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += coefficients[turn * width + j] * away[j];
        away[target] = clamped(intercepts[turn] + sum, target, guesses[target]);
      }
      const out = v.slice();
      for (const { position, storage, codes } of filled) {
        const place = places.get(position);
        if (!missing[place]) continue;
        let value = clamped(away[place] + guesses[place], place, 0);
        if (codes !== undefined) {
          let best = codes[0];
          for (const code of codes) if (Math.abs(code - value) < Math.abs(best - value)) best = code;
          value = best;
        }
        out[position] = storage === "float32" ? Math.fround(value) : value;
      }
      return out;
    };
  }`,
  nullify: `({ values }) => {
    const sets = values.map((list) => new Set(list));
    return (v) => v.map((x, j) => (sets[j].has(x) ? NaN : x));
  }`,
  recode: `({ columns }) => {
    const runs = columns.map(recoding);
    return (v) => columns.map(({ from }, j) => runs[j](v[from]));
  }`,
  encode: `({ codes, single }) => {
    const round = (x) => (single ? Math.fround(x) : x);
    const large = (x) => (x > 16777216 || x < -16777216) && Number.isInteger(x);
    const lookups = codes.map(({ values }) => new Map((values ?? []).map((value, k) => [value, k])));
    return (v) => codes.flatMap((code, c) => {
      const x = v[code.from];
      if (code.kind === "pass") return [large(x) ? x : round(x)];
      if (code.kind === "days") return [Math.floor(x / 86400000)];
      const at = Number.isNaN(x) ? -1 : lookups[c].get(x) ?? -2;
      if (code.kind === "oneHot") {
        const output = at === -1 ? code.missing : at === -2 ? code.other : code.outputs[at];
        if (output === -2) throw unseen(code);
        return Array.from({ length: code.width }, (_, k) => (k === output ? 1 : 0));
      }
      if (at === -2 && code.refuseOther) throw unseen(code);
      const numbers = at === -1 ? code.missing : at === -2 ? code.other : code.numbers;
      const from = at < 0 ? 0 : at * code.width;
      return Array.from({ length: code.width }, (_, k) => round(numbers[from + k]));
    });
  }`,
  combine: `({ keep, columns }) => {
    const runs = columns.map(({ combination }) => combined(combination));
    return (v) => {
      const all = v.slice();
      columns.forEach(({ parts }, k) => { all.push(runs[k](parts.map((j) => all[j]))); });
      return [...keep.map((j) => all[j]), ...all.slice(v.length)];
    };
  }`,
  indicators: `({ positions }) => (v) => [...v, ...positions.map((j) => (Number.isNaN(v[j]) ? 1 : 0))]`,
  project: `({ weights, bias, center, single, singleSums }) => {
    const outputs = bias.length;
    const start = singleSums ? bias.map(Math.fround) : bias;
    const by = singleSums ? weights.map(Math.fround) : weights;
    return (v) => {
      const sums = start.slice();
      for (let j = 0; j < v.length; j++) {
        const x = v[j] - (center === undefined ? 0 : center[j]);
        if (singleSums) {
          const rounded = Math.fround(x);
          for (let c = 0; c < outputs; c++) sums[c] = Math.fround(sums[c] + Math.fround(rounded * by[j * outputs + c]));
        } else for (let c = 0; c < outputs; c++) sums[c] += x * by[j * outputs + c];
      }
      return single && !singleSums ? sums.map(Math.fround) : sums;
    };
  }`,
  distances: `({ centroids, clusters, single }) => (v) => Array.from({ length: clusters }, (_, c) => {
    const distance = Math.sqrt(squaredDistance(v, centroids, c * v.length));
    return single ? Math.fround(distance) : distance;
  })`,
  gaussians: `({ means, factors, diagonal, constants }) => (v) => constants.map((constant, k) => {
    const width = v.length;
    let sum = 0;
    for (let c = 0; c < width; c++) {
      let y = 0;
      if (diagonal) y = (v[c] - means[k * width + c]) * factors[k * width + c];
      else for (let j = 0; j <= c; j++) y += (v[j] - means[k * width + j]) * factors[(k * width + j) * width + c];
      sum += y * y;
    }
    return constant + 0.5 * sum;
  })`,
  argmin: `() => (v) => {
    let best = 0;
    for (let j = 0; j < v.length; j++) {
      if (Number.isNaN(v[j])) return [NaN];
      if (v[j] < v[best]) best = j;
    }
    return [best];
  }`,
  activate: `({ activation }) => {
    const run = activation === "relu" ? (x) => (x > 0 ? x : x * 0) : activation === "tanh" ? tanh : sigmoid;
    return (v) => v.map(run);
  }`,
  link: `({ link }) => (v) => {
    if (link === "softmax") return softmax(v);
    const score = v[0];
    const small = exp(score < 0 ? score : -score);
    const likely = 1 / (1 + small);
    const unlikely = small / (1 + small);
    return score < 0 ? [likely, unlikely] : [unlikely, likely];
  }`,
  calibrate: `({ curves }) => {
    const bends = curves.map(calibration);
    return (v) => {
      if (bends.length > 1) return normalized(bends.map((bend, k) => bend(v[k])));
      const p = bends[0](v[0]);
      return [1 - p, p];
    };
  }`,
  blend: `({ weights, classes }) => (v) => {
    const out = new Array(classes).fill(0);
    for (let m = 0; m < weights.length; m++) for (let k = 0; k < classes; k++) out[k] += weights[m] * v[m * classes + k];
    return out;
  }`,
  reweigh: `({ factors }) => (v) => normalized(v.map((x, k) => x * factors[k]))`,
  naiveBayes: `({ priors, columns }) => {
    const terms = columns.map(evidence);
    return (v) => {
      const scores = priors.slice();
      for (let j = 0; j < terms.length; j++) terms[j](v[j], scores);
      return softmax(scores);
    };
  }`,
  trees: `({ trees, base, divisor }) => (v) => {
    const { roots, feature, threshold, left, missingLeft, set, values, width } = trees;
    const out = base.slice();
    for (let t = 0; t < roots.length; t++) {
      let node = roots[t];
      for (let column = feature[node]; column >= 0; column = feature[node]) {
        const x = v[column];
        const goesLeft = set[node] >= 0 ? inSet(trees, node, column, x) : x <= threshold[node] || (missingLeft[node] === 1 && Number.isNaN(x));
        node = left[node] + (goesLeft ? 0 : 1);
      }
      if (width === 1) out[t % out.length] += values[node];
      else for (let k = 0; k < width; k++) out[k] += values[node * width + k];
    }
    return divisor === 1 ? out : out.map((x) => x / divisor);
  }`,
  union: `({ branches }) => {
    const runs = branches.map(compile);
    return (v) => runs.flatMap((run) => run(v.slice()));
  }`,
};

/** What those functions share. */
export const HELPERS: string = `function squaredDistance(v, points, from) {
  let sum = 0;
  for (let j = 0; j < v.length; j++) {
    const d = v[j] - points[from + j];
    sum += d * d;
  }
  return sum;
}
function unseen({ name }) { return new Error("column " + JSON.stringify(name) + " holds a value that was not there at fit"); }
function softmax(scores) {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  let total = 0;
  const out = scores.map((score) => { const power = exp(score - largest); total += power; return power; });
  return out.map((power) => power / total);
}
function normalized(values) {
  let total = 0;
  for (const value of values) total += value;
  return values.map((value) => (total === 0 ? 1 / values.length : value / total));
}
function calibration(curve) {
  if (curve.kind === "sigmoid") return (score) => {
    const z = curve.slope * score + curve.intercept;
    const small = exp(z > 0 ? -z : z);
    return z > 0 ? small / (1 + small) : 1 / (1 + small);
  };
  const { x, y } = curve;
  return (score) => {
    if (Number.isNaN(score)) return score;
    const last = x.length - 1;
    if (score <= x[0]) return y[0];
    if (score >= x[last]) return y[last];
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (x[middle] <= score) low = middle;
      else high = middle;
    }
    return y[low] + ((score - x[low]) / (x[high] - x[low])) * (y[high] - y[low]);
  };
}
function evidence(own) {
  if (own.kind === "none") return () => {};
  if (own.kind === "gaussian") {
    const { means, variances } = own;
    const constants = variances.map((variance) => -0.5 * log(2 * Math.PI * variance));
    return (x, scores) => {
      if (!Number.isFinite(x)) return;
      for (let k = 0; k < scores.length; k++) {
        const apart = x - means[k];
        scores[k] += constants[k] - (0.5 * apart * apart) / variances[k];
      }
    };
  }
  const { values, logs } = own;
  const positions = new Map(values.map((value, at) => [value, at]));
  return (x, scores) => {
    const at = positions.get(x);
    if (at === undefined) return;
    for (let k = 0; k < scores.length; k++) scores[k] += logs[at * scores.length + k];
  };
}
function inSet({ categories, sets, set }, node, column, x) {
  const known = categories.find((one) => one.column === column).values;
  const found = Number.isNaN(x) ? -1 : known.indexOf(x);
  const bit = found < 0 ? known.length : found;
  return ((sets[8 * set[node] + (bit >> 5)] >>> (bit & 31)) & 1) === 1;
}
function scaledBending(curve, center, scale, single) {
  if (curve.kind === "identity") return (x) => x;
  const bend = bending(curve);
  const result = single ? (x) => Math.fround((bend(x) - center) * scale) : (x) => (bend(x) - center) * scale;
  const { seen } = curve;
  if (seen === undefined) return result;
  return (x) => {
    const found = result(x);
    return Number.isFinite(found) || Number.isNaN(x) ? found : result(Math.min(seen[1], Math.max(seen[0], x)));
  };
}
function bending(curve) {
  const bend = unlimited(curve);
  if (curve.seen === undefined) return bend;
  const [low, high] = curve.seen;
  return (x) => {
    const bent = bend(x);
    return Number.isFinite(bent) || Number.isNaN(x) ? bent : bend(Math.min(high, Math.max(low, x)));
  };
}
function unlimited(curve) {
  if (curve.kind === "log1p") return log1p;
  if (curve.kind === "yeoJohnson") {
    const { lambda } = curve;
    return (x) => {
      if (x >= 0) return lambda === 0 ? log1p(x) : (pow(1 + x, lambda) - 1) / lambda;
      return lambda === 2 ? -log1p(-x) : -(pow(1 - x, 2 - lambda) - 1) / (2 - lambda);
    };
  }
  const { quantiles } = curve;
  const last = quantiles.length - 1;
  const first = (x, past) => {
    let low = 0;
    let high = quantiles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (quantiles[middle] < x || (past && quantiles[middle] === x)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (x) => {
    if (Number.isNaN(x)) return x;
    if (x <= quantiles[0]) return 0;
    if (x >= quantiles[last]) return 1;
    const above = first(x, false);
    const upper = first(x, true);
    const step = quantiles[above] - quantiles[above - 1];
    const from = step > 0 ? (above - 1 + (x - quantiles[above - 1]) / step) / last : above / last;
    return (from + (upper > above ? (upper - 1) / last : from)) / 2;
  };
}
function combined(how) {
  const finite = (x) => (Number.isFinite(x) ? x : NaN);
  const { kind, skip, by } = how;
  if (kind === "difference") return ([a, b]) => finite((a - b) / how.unit);
  if (kind === "ratio") return ([a, b]) => (b === 0 ? (Number.isNaN(a) ? NaN : how.zero ?? NaN) : finite(a / b));
  if (kind === "compare") return ([a, b]) => {
    if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
    const holds = by === "<" ? a < b : by === "<=" ? a <= b : by === "=" ? a === b : by === "!=" ? a !== b : by === ">=" ? a >= b : a > b;
    return Number(holds);
  };
  if (kind === "any" || kind === "all") return (parts) => {
    const known = parts.filter((x) => !Number.isNaN(x));
    const decisive = kind === "any";
    if (known.some((x) => (x !== 0) === decisive)) return Number(decisive);
    return known.length === parts.length || (skip && known.length > 0) ? Number(!decisive) : NaN;
  };
  return (parts) => {
    const known = parts.filter((x) => !Number.isNaN(x));
    if (known.length === 0 || (!skip && known.length < parts.length)) return NaN;
    let result = known[0];
    for (const x of known.slice(1)) {
      if (kind === "min") result = x < result ? x : result;
      else if (kind === "max") result = x > result ? x : result;
      else result += x;
    }
    return finite(kind === "mean" ? result / known.length : result);
  };
}
function recoding({ rule, refuse, name }) {
  if (rule === undefined) return (x) => x;
  const run = ruleOf(rule);
  return (x) => {
    if (Number.isNaN(x)) return x;
    const result = run(x);
    if (result === undefined && refuse) throw unseen({ name });
    return result ?? NaN;
  };
}
function ruleOf(rule) {
  switch (rule.kind) {
    case "table": {
      const results = new Map(rule.values.map((value, k) => [value, rule.results[k]]));
      return rule.keep ? (x) => results.get(x) ?? x : (x) => results.get(x);
    }
    case "ranges": return (x) => {
      const at = rule.results.findIndex((_, k) => x >= rule.from[k] && x <= rule.to[k]);
      return at < 0 ? undefined : rule.results[at];
    };
    case "number": return (x) => x;
    case "tens": return (x) => (Number.isInteger(x) && x >= 0 ? Math.floor(x / 10) : undefined);
    case "units": return (x) => (Number.isInteger(x) && x >= 0 ? x % 10 : undefined);
    case "reverse": return (x) => (x >= rule.from && x <= rule.to ? rule.from + rule.to - x : undefined);
    case "recency": return (x) => {
      if (rule.never.includes(x)) return 0;
      return x >= 1 && x <= rule.oldest ? rule.oldest + 1 - x : undefined;
    };
    case "datePart": return (x) => {
      const date = new Date(x);
      if (rule.part === "year") return date.getUTCFullYear();
      if (rule.part === "quarter") return Math.floor(date.getUTCMonth() / 3) + 1;
      if (rule.part === "month") return date.getUTCMonth() + 1;
      return rule.part === "day" ? date.getUTCDate() : date.getUTCDay() || 7;
    };
    case "daysBefore": return (x) => rule.day - Math.floor(x / 86400000);
  }
}
`;
