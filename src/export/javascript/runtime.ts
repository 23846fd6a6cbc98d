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
