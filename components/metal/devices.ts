/** A network device of a host: VLAN 100 on bond0 is called bond0.100. */
export interface Device {
  /** The device that it is, or that the VLAN is on. */
  parent: string;
  vlan?: number;
}

/** What a device's name says. */
export function readDevice(name: string): Device {
  const [, parent, vlan] = /^(.+)\.(\d+)$/.exec(name) ?? [];
  return parent === undefined ? { parent: name } : { parent, vlan: Number(vlan) };
}
