import type { Matrix } from "../cells";
import { rows } from "../table";

/** Placement: of the cloud as a whole, but for what a project uses. */
export const placement: Matrix = {
  service: "placement",
  rows: rows(`
    resource provider | list        | GET /resource_providers                              | - | - | 200 403 403 403
    resource provider | show        | GET /resource_providers/{provider}                   | - | - | 200 403 403 403
    resource provider | create      | POST /resource_providers                             | - | - | -   403 403 403
    resource provider | delete      | DELETE /resource_providers/{provider}                | - | - | -   403 403 403
    resource provider | inventories | GET /resource_providers/{provider}/inventories       | - | - | 200 403 403 403
    resource provider | allocations | GET /resource_providers/{provider}/allocations       | - | - | 200 403 403 403
    resource provider | usages      | GET /resource_providers/{provider}/usages            | - | - | 200 403 403 403
    resource class    | list        | GET /resource_classes                                | - | - | 200 403 403 403
    trait             | list        | GET /traits                                          | - | - | 200 403 403 403
    trait             | create      | PUT /traits/CUSTOM_PERSONAS                          | - | - | -   403 403 403
    allocation        | show        | GET /allocations/{own.server}                        | 200 403 403 403 | - | -
    allocation        | delete      | DELETE /allocations/{server}                         | -   403 403 403 | - 403 403 403 | -
    candidate         | list        | GET /allocation_candidates?resources=VCPU:1          | - | - | 200 403 403 403
    usage             | show        | GET /usages?project_id={project}                     | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
  `),
  bodies: { "resource provider create": { name: "{name}" } },
  headers: Object.fromEntries(
    ["resource class list", "trait list", "trait create", "candidate list", "usage show"].map(
      (key) => [key, { "openstack-api-version": "placement 1.36" }],
    ),
  ),
};
