import { listen } from "./listen.js";
import { TASKS, TEAM_TASKS } from "./tasks.js";

listen({ tasks: TASKS, teamTasks: TEAM_TASKS });
