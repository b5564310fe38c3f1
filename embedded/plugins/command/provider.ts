import type { FunctionType, Provider } from "../../../providers/server/types";
import { copyFileType, copyToRemoteType } from "./copy-types";
import { localCommand, remoteCommand } from "./command-types";
import { runLocally } from "./local";

/** The version of @pulumi/command whose properties and behaviour these are. */
const VERSION = "1.2.1";

/** Runs a command on this computer whenever the program runs, in previews as well. */
const run: FunctionType = {
  async invoke(args, context) {
    if (typeof args.command !== "string") {
      const reason = "is required: give a string";
      return { outputs: {}, failures: [{ property: "command", reason }] };
    }
    return { outputs: { ...args, ...(await runLocally(args.command, args, {}, context)) } };
  },
};

/** Commands on hosts reached by SSH and on this computer, and copies to such hosts. */
export const command: Provider = {
  name: "command",
  version: VERSION,
  resources: {
    "command:local:Command": localCommand,
    "command:remote:Command": remoteCommand,
    "command:remote:CopyFile": copyFileType,
    "command:remote:CopyToRemote": copyToRemoteType,
  },
  functions: { "command:local:run": run },
};
