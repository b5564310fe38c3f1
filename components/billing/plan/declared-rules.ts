import type * as pulumi from "@pulumi/pulumi";
import * as cloudkitty from "../../../providers/cloudkitty/sdk";
import type { HashmapRule } from "../rating/hashmap";
import { OWN_PROJECT, ruleKey } from "./rules";

/** CloudKitty's rules of a component, with the services and fields that they price, each of them once. */
export class DeclaredRules {
  private readonly services = new Map<string, cloudkitty.HashmapService>();
  private readonly fields = new Map<string, cloudkitty.HashmapField>();

  constructor(private readonly parent: pulumi.ComponentResource) {}

  /** @param projectId the only project that it holds for */
  rule(name: string, rule: HashmapRule, projectId?: pulumi.Input<string>): pulumi.Resource {
    const { parent } = this;
    const { type, cost, level } = rule;
    const priced =
      rule.field === undefined
        ? { serviceId: this.service(rule.service).id }
        : { fieldId: this.field(rule.service, rule.field).id };
    const value = rule.value === OWN_PROJECT ? projectId : rule.value;
    const of = { ...priced, type, cost, tenantId: projectId };
    const urn = `${name}.${ruleKey(rule).replace(`/${OWN_PROJECT}`, "")}`;
    return level === undefined
      ? new cloudkitty.HashmapMapping(urn, { ...of, value }, { parent })
      : new cloudkitty.HashmapThreshold(urn, { ...of, level }, { parent });
  }

  private service(name: string): cloudkitty.HashmapService {
    const { parent } = this;
    const service =
      this.services.get(name) ?? new cloudkitty.HashmapService(name, { name }, { parent });
    this.services.set(name, service);
    return service;
  }

  private field(service: string, name: string): cloudkitty.HashmapField {
    const { parent } = this;
    const key = `${service}/${name}`;
    const field =
      this.fields.get(key) ??
      new cloudkitty.HashmapField(key, { serviceId: this.service(service).id, name }, { parent });
    this.fields.set(key, field);
    return field;
  }
}
