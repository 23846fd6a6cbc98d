import { load } from "../registry.js";
import { type ScoreJob, type ScoreResult, scoreTask } from "../serve/node/score-task.js";

/** A worker that scores requests with the model that it was started with. */
const task: (job: ScoreJob) => Promise<ScoreResult> = scoreTask(load);
export default task;
