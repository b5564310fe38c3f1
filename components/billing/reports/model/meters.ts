/** What a meter is called in reports, and in which unit its quantity is summed up. */
export interface MeterTitle {
  title: string;
  unit: string;
  /** Of prices: for an hour of it, or for each one whenever it was used. */
  per: "hour" | "use";
}

const METERS: Record<string, MeterTitle> = {
  instance: { title: "Machines", unit: "h", per: "hour" },
  "instance.vcpus": { title: "vCPUs", unit: "vCPU h", per: "hour" },
  "instance.memory": { title: "Memory", unit: "GiB h", per: "hour" },
  "volume.size": { title: "Volumes", unit: "GiB h", per: "hour" },
  "snapshot.size": { title: "Snapshots", unit: "GiB h", per: "hour" },
  "image.size": { title: "Images", unit: "GiB h", per: "hour" },
  "ip.floating": { title: "Floating IPs", unit: "h", per: "hour" },
  router: { title: "Routers", unit: "h", per: "hour" },
  "network.incoming.bytes": { title: "Traffic in", unit: "GiB", per: "use" },
  "network.outgoing.bytes": { title: "Traffic out", unit: "GiB", per: "use" },
};

/** Fees come as frames of their own, by POST /v2/dataframes: `support.fee`. */
export const isFee = (meter: string): boolean => meter.split(".").includes("fee");

/** @param unit as CloudKitty has it, for meters that are not in the table */
export const titleOf = (meter: string, unit: string): MeterTitle =>
  METERS[meter] ??
  (isFee(meter)
    ? { title: meter, unit, per: "use" }
    : { title: meter, unit: `${unit} h`, per: "hour" });
