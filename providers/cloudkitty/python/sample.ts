import type { Properties } from "../../server";

const groupby = {
  id: "0a6e7a0e-3f5c-4a2b-9d7e-2f1c5b8d4e6a",
  project_id: "c4306072a06b4b989146ecba79ccb743",
  user_id: "5f8b1d2c3a4e46f7908a1b2c3d4e5f60",
};
const instance = { flavor_name: "m1.small", flavor_id: "1", display_name: "web" };
const volume = { volume_type: "ssd", display_name: "data" };

/** What a script is tried on where the program gives nothing: an hour of one project. */
export const SAMPLE: Properties[] = [
  { service: "instance", unit: "instance", groupby, metadata: instance },
  { service: "instance.vcpu", unit: "vcpu", quantity: "2", groupby, metadata: instance },
  { service: "instance.memory", unit: "GiB", quantity: "4", groupby, metadata: instance },
  { service: "volume.size", unit: "GiB", quantity: "10", groupby, metadata: volume },
  { service: "ip.floating", unit: "ip", groupby, metadata: {} },
];
