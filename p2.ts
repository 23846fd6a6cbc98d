import { readCsv, readDictionary } from "kindred/io";
import { ColumnFilter, FeatureEncoder, Imputer, Pipeline, Scaler, Schema, UnknownCodes } from "kindred";
const f="/tmp/kindred-bench/demographics-891221/";
const raw=await readCsv(f+"population.csv",{separator:";"});
const dictionary=await readDictionary(f+"dictionary.csv",{suffixes:["_RZ"]});
const table=Schema.infer(raw,dictionary).with({LNR:{role:"id"}}).attach(raw);
let last="", t0=performance.now();
const t=performance.now();
const p = new Pipeline([
    ["unknown", new UnknownCodes({ dictionary })],
    ["filter", new ColumnFilter({ maxMissing: 0.3 })],
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder({ minFrequency: 0.01 })],
    ["scale", new Scaler()],
  ]);
const fitted = await p.fit(table, {onProgress({step}){ if(step!==last){ console.log(last, ((performance.now()-t0)/1000).toFixed(1)); last=step; t0=performance.now(); } }});
console.log(last, ((performance.now()-t0)/1000).toFixed(1));
console.log("fit", performance.now()-t);
const t2=performance.now(); const out=fitted.transform(table); console.log("transform", performance.now()-t2, out.columns.length, process.memoryUsage().rss/1e6);
