import type { Matrix } from "../cells";
import { rows } from "../table";

const patch = { "content-type": "application/openstack-images-v2.1-json-patch" };
const replace = (field: string, value: unknown) => [{ op: "replace", path: `/${field}`, value }];
const tenants = (all: string, own: string) => ({
  "cloud admin": all,
  "tenant admin": own,
  "tenant user": own,
  reader: own,
});

/** Glance. */
export const images: Matrix = {
  service: "image",
  lists: [
    {
      object: "image",
      path: "/images?limit=200",
      key: "images",
      sees: tenants(
        "other image, own image, system image, system tinyImage, system tinyInitramfs, system tinyKernel",
        "own image, system tinyImage, system tinyInitramfs, system tinyKernel",
      ),
    },
    {
      object: "image",
      path: "/images?visibility=public",
      key: "images",
      sees: tenants("", ""),
    },
    {
      object: "image",
      path: "/images?owner={other.project}&visibility=all",
      key: "images",
      sees: tenants("other image", ""),
    },
  ],
  rows: rows(`
    image | show           | GET /images/{image}                | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    image | show granted   | GET /images/{tinyImage}            | -               | -               | 200 200 200 200
    image | create         | POST /images                       | 201 201 201 403 | -               | -
    image | create for it  | POST /images                       | 201 201 201 403 | 201 403 403 403 | 201 403 403 403
    image | create public  | POST /images                       | -   403 403 403 | -               | -
    image | create for all to find | POST /images               | -   403 403 403 | -               | -
    image | update         | PATCH /images/{image}              | 200 200 200 403 | 200 404 404 404 | 200 404 404 404
    image | publish        | PATCH /images/{image}              | -   403 403 403 | -   404 404 404 | -   404 404 404
    image | let all find   | PATCH /images/{image}              | -   403 403 403 | -   404 404 404 | -   404 404 404
    image | give away      | PATCH /images/{image}              | -   403 403 403 | -   404 404 404 | -   404 404 404
    image | change granted | PATCH /images/{tinyImage}          | -               | -               | -   403 403 403
    image | delete granted | DELETE /images/{tinyImage}         | -               | -               | -   403 403 403
    image | delete         | DELETE /images/{fresh.image}       | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    image | upload         | PUT /images/{image}/file           | -   -   -   403 | -   404 404 404 | -   404 404 404
    image | download       | GET /images/{image}/file           | 204 204 204 403 | 204 404 404 404 | 204 404 404 404
    image | deactivate     | POST /images/{tinyImage}/actions/deactivate | -      | -               | -   403 403 403
    image | import from the web | POST /images/{image}/import | 400 400 400 400 | 400 400 400 400 | 400 400 400 400
    image | location       | POST /images/{image}/locations     | -   403 403 403 | -   404 404 404 | -   404 404 404
    member | list          | GET /images/{image}/members        | 200 200 200 200 | 200 404 404 404 | 200 404 404 404
    member | add           | POST /images/{image}/members       | 200 403 403 403 | 200 404 404 404 | 200 404 404 404
    member | add to granted | POST /images/{tinyImage}/members  | -               | -               | -   403 403 403
    member | of granted    | GET /images/{tinyImage}/members/{other.project} | -  | -               | 200 404 404 404
    task   | list          | GET /tasks                         | -               | -               | 200 403 403 403
    task   | create        | POST /tasks                        | -               | -               | -   403 403 403
    namespace | list       | GET /metadefs/namespaces           | -               | -               | 200 200 200 200
    namespace | create     | POST /metadefs/namespaces          | -               | -               | -   403 403 403
    cache  | list          | GET /cache                         | -               | -               | 404 403 403 403
    store  | list          | GET /info/stores                   | -               | -               | 200 200 200 200
    store  | detail        | GET /info/stores/detail            | -               | -               | 200 403 403 403
  `),
  bodies: {
    "image create": { name: "{name}", container_format: "bare", disk_format: "raw" },
    "image create for it": { name: "{name}", owner: "{project}" },
    "image create public": { name: "{name}", visibility: "public" },
    "image create for all to find": { name: "{name}", visibility: "community" },
    "image update": replace("min_disk", 1),
    "image publish": replace("visibility", "public"),
    "image let all find": replace("visibility", "community"),
    "image give away": replace("owner", "{system.serviceProject}"),
    "image change granted": replace("min_disk", 1),
    "image import from the web": {
      method: { name: "web-download", uri: "https://10.0.0.10:5000/" },
    },
    "image location": { url: "file:///etc/passwd", validation_data: {} },
    "member add": { member: "{system.serviceProject}" },
    "member add to granted": { member: "{system.serviceProject}" },
    "task create": { type: "import", input: {} },
    "namespace create": { namespace: "{name}" },
  },
  headers: Object.fromEntries(
    ["update", "publish", "let all find", "give away", "change granted"]
      .map((operation) => [`image ${operation}`, patch] as const)
      .concat([["image upload", { "content-type": "application/octet-stream" }]]),
  ),
};
