import { listen } from "../engine/threads/worker-main.js";
import { GROUP_TASKS, TASKS } from "./reducer-tasks.js";

listen({ tasks: TASKS, groupTasks: GROUP_TASKS });
