import type { Provider } from "../../../providers/server/types";
import { bytes, id } from "./bytes";
import { integer, shuffle } from "./choices";
import { pet } from "./pet";
import { password, string } from "./text";
import { timedUuid, uuid } from "./uuid";

/** The version of @pulumi/random whose properties and behaviour these are. */
const VERSION = "4.21.2";

/** Random values that are made once and kept in the state: whatever changes makes a new one. */
export const random: Provider = {
  name: "random",
  version: VERSION,
  resources: {
    "random:index/randomBytes:RandomBytes": bytes,
    "random:index/randomId:RandomId": id,
    "random:index/randomInteger:RandomInteger": integer,
    "random:index/randomPassword:RandomPassword": password,
    "random:index/randomPet:RandomPet": pet,
    "random:index/randomShuffle:RandomShuffle": shuffle,
    "random:index/randomString:RandomString": string,
    "random:index/randomUuid4:RandomUuid4": uuid,
    "random:index/randomUuid7:RandomUuid7": timedUuid,
    "random:index/randomUuid:RandomUuid": uuid,
  },
};
