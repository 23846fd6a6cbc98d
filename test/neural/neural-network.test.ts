import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { load, loadEstimator, Pipeline, rocAuc, Scaler } from "../../src/index.js";
import { type NetworkLayer, NeuralNetwork } from "../../src/neural/index.js";
import { lossOf } from "../../src/neural/network/loss.js";

/** Two classes that no straight line parts. */
function rings(rows: number, seed: number): { x: number[][]; y: string[] } {
  const random = new Random(seed);
  const x = Array.from({ length: rows }, () => [random.normal(), random.normal()]);
  return { x, y: x.map(([a, b]) => (a! * a! + b! * b! > 1.4 ? "out" : "in")) };
}

const train = rings(600, 1);
const test = rings(300, 2);
const options = { hidden: [24], epochs: 60, batchSize: 32, learningRate: 0.01, seed: 3 } as const;

const FUNCTIONS = {
  relu: (value: number) => Math.max(0, value),
  tanh: Math.tanh,
  sigmoid: (value: number) => 1 / (1 + Math.exp(-value)),
};

/** The mean log loss of the training rows, written out. */
function meanLoss(layers: readonly NetworkLayer[], activation: keyof typeof FUNCTIONS): number {
  const losses = train.x.map((row, i) => {
    let values = row;
    layers.forEach(({ weights, bias }, l) => {
      const sums = Array.from(bias, (b, k) =>
        values.reduce((sum, value, j) => sum + value * weights[j * bias.length + k]!, b),
      );
      values = l === layers.length - 1 ? sums : sums.map(FUNCTIONS[activation]);
    });
    return Math.log1p(Math.exp(train.y[i] === "out" ? -values[0]! : values[0]!));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe("NeuralNetwork", () => {
  it.each(["cpu", "wasm"] as const)("learns what no line parts, on the backend %s", async (backend) => {
    const fitted = await new NeuralNetwork({ ...options, backend }).fit(train.x, train.y);
    expect(fitted.history.backend).toBe(backend);
    const scores = fitted.predictProbabilities(test.x).column("out");
    expect(rocAuc(test.y, scores, { positive: "out" })).toBeGreaterThan(0.97);
    expect(fitted.history.loss.at(-1)!).toBeLessThan(fitted.history.loss[0]! / 2);
  });

  it.each(["relu", "tanh", "sigmoid"] as const)(
    "moves every weight against its derivative, with %s",
    async (activation) => {
      const step = { hidden: [3, 2], activation, epochs: 1, batchSize: 600, backend: "cpu" } as const;
      // Too small a step to change a float32: the first weights.
      const first = (await new NeuralNetwork({ ...step, learningRate: 1e-30 }).fit(train.x, train.y)).state.layers;
      const moved = (await new NeuralNetwork({ ...step, learningRate: 1e-3 }).fit(train.x, train.y)).state.layers;
      const found: number[] = [];
      first.forEach(({ weights }, l) => {
        weights.forEach((weight, k) => {
          const at = (value: number): number =>
            meanLoss(
              first.map((layer, m) => (m === l ? { ...layer, weights: layer.weights.with(k, value) } : layer)),
              activation,
            );
          const slope = (at(weight + 1 / 256) - at(weight - 1 / 256)) * 128;
          // Adam's first step is as long whatever the derivative is, so its direction says all. A kink of relu may turn a slope near zero.
          if (Math.abs(slope) > 1e-3) found.push(Math.sign(slope) * (moved[l]!.weights[k]! - weight));
        });
      });
      expect(found.length).toBeGreaterThan(5);
      for (const move of found) expect(move).toBeCloseTo(-1e-3, 5);
    },
  );

  it("knows several classes", async () => {
    const labels = train.x.map(([a, b]) => (a! > 0.3 ? 2 : b! > 0 ? 1 : 0));
    const fitted = await new NeuralNetwork({ ...options, backend: "cpu" }).fit(train.x, labels);
    const right = fitted.predict(train.x).filter((label, i) => label === labels[i]).length;
    expect(right / labels.length).toBeGreaterThan(0.95);
    const [row] = fitted.predictProbabilities([[2, 2]]).toRows();
    expect(row!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it("gives the same weights for the same seed, others for another", async () => {
    const weights = async (seed: number): Promise<Float32Array> => {
      const fitted = await new NeuralNetwork({ ...options, epochs: 3, dropout: 0.2, backend: "cpu", seed }).fit(
        train.x,
        train.y,
      );
      return fitted.state.layers[0]!.weights;
    };
    expect([...(await weights(1))]).toEqual([...(await weights(1))]);
    expect([...(await weights(2))]).not.toEqual([...(await weights(1))]);
  });

  it("leaves no tensor behind, also where it is stopped", async () => {
    await new NeuralNetwork({ ...options, epochs: 1, backend: "cpu" }).fit(train.x, train.y);
    const { numTensors } = tf.memory();
    await new NeuralNetwork({ ...options, epochs: 3, dropout: 0.5, earlyStopping: true, backend: "cpu" }).fit(
      train.x,
      train.y,
    );
    expect(tf.memory().numTensors).toBe(numTensors);
    const stop = new AbortController();
    const fitting = new NeuralNetwork({ ...options, backend: "cpu" }).fit(train.x, train.y, {
      signal: stop.signal,
      onProgress: ({ step, done }) => {
        if (step === "NeuralNetwork" && done === 2) stop.abort(new Error("enough"));
      },
    });
    await expect(fitting).rejects.toThrow("enough");
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it("stops where held-out rows are scored no better, and keeps the best weights", async () => {
    const noise = new Random(9);
    const labels = train.x.map(() => noise.below(2));
    const stopping = { patience: 3, share: 0.25 };
    const fitted = await new NeuralNetwork({ ...options, epochs: 200, earlyStopping: stopping, backend: "cpu" }).fit(
      train.x,
      labels,
    );
    const { watched, best } = fitted.history;
    expect(watched.length).toBe(best + 1 + stopping.patience);
    expect(Math.max(...watched)).toBe(watched[best]);
  });

  it.each([
    { earlyStopping: { metric: "logLoss", patience: 3 } },
    { earlyStopping: { metric: "rocAuc", patience: 3 } },
    { earlyStopping: false },
  ] as const)("says that its loss is no number, with %j", async (stopping) => {
    const diverging = { hidden: [4], epochs: 3, learningRate: 1e30, backend: "cpu", ...stopping } as const;
    const large = train.x.map((row) => row.map((value) => value * 1e20));
    await expect(new NeuralNetwork(diverging).fit(large, train.y)).rejects.toThrow(
      /NeuralNetwork.fit: the weights left the numbers in epoch 1: the loss is NaN. Put a Scaler before it/,
    );
  });

  it("watches the validation rows that it is given", async () => {
    const watching = {
      ...options,
      epochs: 8,
      backend: "cpu",
      earlyStopping: { patience: 8, metric: "logLoss" },
    } as const;
    const fitted = await new NeuralNetwork(watching).fit(train.x, train.y, { validation: { X: test.x, y: test.y } });
    const { watched, best } = fitted.history;
    const p = fitted.predictProbabilities(test.x).column("out");
    const loss = test.y.reduce((sum, label, i) => sum - Math.log(label === "out" ? p[i]! : 1 - p[i]!), 0) / p.length;
    // Watched in float32, predicted in float64.
    expect(loss).toBeCloseTo(watched[best]!, 5);
  });

  it("lets classes weigh, and rows", async () => {
    const rare = train.y.map((label, i) => (label === "out" && i % 10 !== 0 ? "in" : label));
    const shares = async (more: object, sampleWeight?: number[]): Promise<number> => {
      const fitted = await new NeuralNetwork({ ...options, epochs: 20, backend: "cpu", ...more }).fit(
        train.x,
        rare,
        sampleWeight ? { sampleWeight } : {},
      );
      return fitted.predict(train.x).filter((label) => label === "out").length / rare.length;
    };
    const plain = await shares({});
    expect(await shares({ classWeight: "balanced" })).toBeGreaterThan(plain + 0.1);
    expect(
      await shares(
        {},
        rare.map((label) => (label === "out" ? 10 : 1)),
      ),
    ).toBeGreaterThan(plain + 0.1);
  });

  it("loads from a Pipeline's document without training again, and predicts the same bits by row", async () => {
    const pipeline = new Pipeline([
      ["scale", new Scaler()],
      ["network", new NeuralNetwork({ ...options, hidden: [8, 4], epochs: 5, activation: "tanh", backend: "cpu" })],
    ]);
    const fitted = await pipeline.fit(train.x, train.y);
    const again = load(JSON.stringify(fitted), { as: pipeline });
    const expected = fitted.predictProbabilities(test.x).toRows();
    expect(again.predictProbabilities(test.x).toRows()).toEqual(expected);
    const row = again.row("predictProbabilities");
    expect([...row(test.x[7]!)]).toEqual(expected[7]);
    expect(loadEstimator(JSON.stringify(pipeline)).params).toEqual(pipeline.params);
  });

  it("refuses what it cannot learn from, and documents whose layers do not fit", async () => {
    await expect(new NeuralNetwork().fit([[1], [Number.NaN]], ["a", "b"])).rejects.toThrow(
      'NeuralNetwork.fit: column "x0" has 1 missing value. Put an Imputer before it.',
    );
    await expect(
      new NeuralNetwork({ earlyStopping: { metric: "rocAuc" } }).fit([[1], [2], [3]], ["a", "b", "c"]),
    ).rejects.toThrow('the metric "rocAuc" is for two classes, and there are 3. Watch the "logLoss".');
    await expect(new NeuralNetwork({ backend: "webgpu" }).fit([[1], [2]], ["a", "b"])).rejects.toThrow(
      'the backend "webgpu" needs the package @tensorflow/tfjs-backend-webgpu, which is not installed',
    );
    expect(() => new NeuralNetwork({ dropout: 1 })).toThrow("dropout");
    const fitted = await new NeuralNetwork({ hidden: [2], epochs: 1, backend: "cpu" }).fit(train.x, train.y);
    const { checksum: _, ...document } = JSON.parse(JSON.stringify(fitted));
    expect(() => load({ ...document, params: { ...document.params, hidden: [3] } })).toThrow();
  });
});

describe("the network's loss", () => {
  it.each([1, 3])("has the derivatives that finite differences have, with %i outputs", (outputs) => {
    const random = new Random(5);
    const scores = Float32Array.from({ length: 4 * outputs }, () => 2 * random.normal());
    const labels = Float64Array.from({ length: 4 }, () => random.below(outputs === 1 ? 2 : outputs));
    const weights = Float64Array.of(1, 2, 0.5, 3);
    const { derivatives } = lossOf(scores, outputs, labels, weights);
    const step = 1 / 128;
    scores.forEach((score, k) => {
      const at = (value: number): number =>
        lossOf(
          scores.map((s, i) => (i === k ? value : s)),
          outputs,
          labels,
          weights,
        ).loss;
      // A central difference of a step of 1/128 errs by about its square.
      expect((at(score + step) - at(score - step)) / (2 * step) / 6.5).toBeCloseTo(derivatives[k]!, 4);
    });
  });
});
