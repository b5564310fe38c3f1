import { made } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";

const endpoint = (url: string) => ({
  endpoint: made("endpoint", {
    name: "nova",
    serviceId: "c0de",
    endpointRegion: "RegionOne",
    url,
  }),
});

export const endpointWithoutTls: Rule = {
  id: "IAM-23",
  title: "Every endpoint of the service catalogue has TLS",
  severity: "high",
  reason:
    "clients send their token to the address that the catalogue names: on a network that anybody " +
    "listens on, it is theirs as long as it lives",
  sources: ["OpenStack Security Guide, Check-Identity-03", "scs-0125-v1, Secure Connections"],
  remedy: "begin the url with https://",
  types: ["endpoint"],
  check: (resource) => {
    const url = text(resource, "url");
    return url !== undefined && /^http:/i.test(url) ? [`url is ${url}`] : [];
  },
  cases: {
    passes: [{ of: "https", resources: endpoint("https://10.0.1.10:8774/v2.1") }],
    fails: [
      {
        of: "http",
        resources: endpoint("http://10.0.1.10:8774/v2.1"),
        finds: { endpoint: ["url is http://10.0.1.10:8774/v2.1"] },
      },
    ],
  },
};
