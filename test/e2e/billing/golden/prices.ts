import { hoursScript } from "../../../../components/billing/plan/script";
import type { Billing, Hours, Version } from "../../../../components/billing/plan/types";
import type { Direct, Kept } from "../../../contract/providers-cloudkitty/support/direct";
import type { Properties } from "../../../../providers/server";
import { BEGIN, PRICE_CHANGE } from "./story";

/** Flat prices for an hour: of a service as a whole, or of a value of a field. */
const FLAT: [service: string, cost: string, field?: string, value?: string][] = [
  ["instance", "0.05", "flavor_name", "small"],
  ["instance", "0.11", "flavor_name", "large"],
  ["instance.vcpus", "0.004"],
  ["instance.memory", "0.0015"],
  ["volume.size", "0.0004", "volume_type", "ssd"],
  ["volume.size", "0.0001", "volume_type", "hdd"],
  ["snapshot.size", "0.00012"],
  ["image.size", "0.00005"],
  ["ip.floating", "0.005"],
  ["router", "0.01"],
  ["network.incoming.bytes", "0.01"],
  ["network.outgoing.bytes", "0.02"],
];

const NIGHTS: Hours[] = [
  {
    name: "nights",
    days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    from: 20 * 60,
    to: 6 * 60,
    factor: "0.5",
    meters: ["instance", "vcpu", "memory"],
  },
];

const version = (from: number, instance: Record<string, string>): Version => ({
  from: `${new Date(from).toISOString().slice(0, 19)}Z`,
  prices: {
    instance,
    volume: { ssd: "0.0004", hdd: "0.0001" },
    custom: {},
    vcpu: "0.004",
    memory: "0.0015",
    snapshot: "0.00012",
    image: "0.00005",
    floatingIp: "0.005",
    router: "0.01",
    bandwidthIn: "0.01",
    bandwidthOut: "0.02",
  },
  tiers: { volume: [{ from: "500", factor: "0.8" }] },
  tenants: { golden: { instance: {}, volume: { ssd: "0.00035" }, custom: {}, discount: "0.1" } },
  hours: NIGHTS,
});

/** The same prices as reports know them. */
export const BILLING: Billing = {
  period: 3600,
  currency: "EUR",
  decimals: 2,
  rounding: "half-up",
  timeZone: "Europe/Berlin",
  holidays: [],
  plan: "standard",
  plans: {
    standard: {
      versions: [
        version(BEGIN, { small: "0.05", large: "0.11" }),
        version(PRICE_CHANGE, { small: "0.06", large: "0.125" }),
      ],
    },
  },
};

const NIGHT = hoursScript({
  ...{ timeZone: BILLING.timeZone, holidays: [], plan: "standard", projects: {} },
  hours: { standard: NIGHTS },
});

/** The price list of the story, declared by the provider. */
export class PriceList {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly provider: Direct,
    /** The id of the project that has prices of its own. */
    private readonly tenant: string,
  ) {}

  async declare(): Promise<void> {
    await this.make("RatingModule", "hashmap", { moduleId: "hashmap", enabled: true, priority: 2 });
    await this.make("RatingModule", "pyscripts", {
      ...{ moduleId: "pyscripts", enabled: true, priority: 1 },
    });
    for (const [service, cost, field, value] of FLAT) {
      const serviceId = await this.service(service);
      const place: Properties =
        field && value ? { fieldId: await this.field(service, field), value } : { serviceId };
      await this.make("HashmapMapping", `${service} ${value ?? ""}`, { ...place, cost });
      // A rate on the project takes off whatever flat price there is.
      const fieldId = await this.field(service, "project_id");
      const discount = { value: this.tenant, type: "rate", cost: "0.9" };
      await this.once("HashmapMapping", `${service} discount`, { fieldId, ...discount });
    }
    await this.make("HashmapMapping", "own", {
      ...{ fieldId: await this.field("volume.size", "volume_type"), value: "ssd" },
      ...{ cost: "0.00035", tenantId: this.tenant },
    });
    await this.make("HashmapThreshold", "much", {
      ...{ serviceId: await this.service("volume.size"), level: "500", type: "rate", cost: "0.8" },
    });
    await this.make("Pyscript", "night", { name: "night", data: NIGHT });
  }

  /** The prices of machines as they are from the second day on. */
  async change(): Promise<void> {
    for (const [value, cost] of Object.entries({ small: "0.06", large: "0.125" })) {
      const name = `instance ${value}`;
      const kept = this.kept.get(`HashmapMapping ${name}`);
      if (kept === undefined) throw new Error(`there is no price of ${name}`);
      const fieldId = await this.field("instance", "flavor_name");
      const now = { fieldId, value, cost };
      this.kept.set(
        `HashmapMapping ${name}`,
        await this.provider.update("HashmapMapping", name, kept, now),
      );
    }
  }

  private service(name: string): Promise<string> {
    return this.once("HashmapService", name, { name });
  }

  private async field(service: string, name: string): Promise<string> {
    const serviceId = await this.service(service);
    return this.once("HashmapField", `${service} ${name}`, { serviceId, name });
  }

  private async once(type: string, name: string, given: Properties): Promise<string> {
    return (this.kept.get(`${type} ${name}`) ?? (await this.make(type, name, given))).id;
  }

  private async make(type: string, name: string, given: Properties): Promise<Kept> {
    const made = await this.provider.create(type, name, given);
    this.kept.set(`${type} ${name}`, made);
    return made;
  }
}
