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
  const { ends } = curve;
  if (ends === undefined) return result;
  return (x) => result(x > ends.high ? ends.above : x < ends.low ? ends.below : x);
}
function bending(curve) {
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
