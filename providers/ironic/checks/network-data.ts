import type { CheckFailure, Properties, Value } from "../../server";
import { containsUnknown, isObject } from "../../server";
import { addressMistake, cidrMistake, macMistake } from "./values";
import { textOf } from "../../fields/text";

/**
 * Mistakes in network data, the format of OpenStack's `network_data.json`: cloud-init passes over
 * what it does not understand, and a host without a network cannot be asked what is wrong.
 * @param path of the network data among the inputs
 */
export function networkDataMistakes(data: Value | undefined, path: string): CheckFailure[] {
  if (!isObject(data)) return [];
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string | undefined): void => {
    if (reason !== undefined) failures.push({ property: `${path}.${property}`, reason });
  };
  const links = maps(data.links);
  const ids = links.map((link) => link.id);
  links.forEach((link, at) => {
    const mac = link.ethernet_mac_address;
    fail(`links[${at}].id`, present(link.id, "the link's own name, such as nic0"));
    if (known(mac)) fail(`links[${at}].ethernet_mac_address`, macMistake(mac));
    const repeated = known(link.id) && ids.indexOf(link.id) !== at;
    if (repeated)
      fail(`links[${at}].id`, `${JSON.stringify(link.id)} is another link's id already`);
  });
  maps(data.networks).forEach((network, at) => {
    const where = `networks[${at}]`;
    fail(`${where}.link`, present(network.link, "the id of a link"));
    if (known(network.link) && !containsUnknown(ids as Value[]) && !ids.includes(network.link)) {
      const has = ids.length > 0 ? ids.map(textOf).join(", ") : "no link";
      fail(`${where}.link`, `there is no link ${JSON.stringify(network.link)}; links has: ${has}`);
    }
    const address = network.ip_address;
    if (known(address)) {
      const plain = network.netmask !== undefined && !textOf(address).includes("/");
      fail(`${where}.ip_address`, plain ? addressMistake(address) : cidrMistake(address));
    }
    if (known(network.netmask)) fail(`${where}.netmask`, addressMistake(network.netmask));
    maps(network.routes).forEach((route, index) => {
      for (const key of ["network", "gateway"]) {
        const value = route[key];
        const check = textOf(value).includes("/") ? cidrMistake : addressMistake;
        if (known(value)) fail(`${where}.routes[${index}].${key}`, check(value));
      }
    });
  });
  maps(data.services).forEach((service, at) => {
    const address = service.address;
    if (known(address)) fail(`services[${at}].address`, addressMistake(address));
  });
  return failures;
}

function maps(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function known(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && !containsUnknown(value);
}

function present(value: Value | undefined, what: string): string | undefined {
  return value === undefined || value === null ? `is required: ${what}` : undefined;
}
