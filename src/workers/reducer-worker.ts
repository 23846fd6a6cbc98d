import { listen } from "../engine/threads/worker-main.js";
import { TASKS, TEAM_TASKS } from "./reducer-tasks.js";

listen({ tasks: TASKS, teamTasks: TEAM_TASKS });
