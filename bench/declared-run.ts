/**
 * The rules of as many tenants as asked for, 50 of each, declared by the engine in a CloudKitty that
 * answers at once; then a preview of a version with one other price. Prints what it measured as JSON.
 */
import { join } from "node:path";
import type { Deployment, EngineEvent } from "../embedded/engine/types";
import { FakeCloudKitty } from "../test/contract/providers-cloudkitty/support/fake-cloudkitty";
import { FakeHashmap, type Kind } from "../test/contract/providers-cloudkitty/support/hashmap";
import type { Json } from "../test/contract/plugins-openstack/fake-openstack";
import { runEngine } from "../test/support/engine";
import { MemoryWatch } from "./memory";
import { projectOf } from "./price-list";

/** Has its rules by tenant, so that what it looks for does not count. */
class ManyRules extends FakeHashmap {
  private readonly byTenant = new Map<unknown, Json[]>();

  protected override among(_kind: Kind, tenant: unknown): Json[] {
    return this.byTenant.get(tenant ?? null) ?? [];
  }

  protected override keep(kind: Kind, made: Json): void {
    super.keep(kind, made);
    const tenant = made.tenant_id ?? null;
    const rows = this.byTenant.get(tenant) ?? [];
    this.byTenant.set(tenant, rows);
    rows.push(made);
  }
}

const tenants = Number(process.argv[2]);

async function main(): Promise<void> {
  const fake = new FakeCloudKitty(new ManyRules());
  await fake.start();
  for (let n = 0; n < tenants; n++) fake.meet(projectOf(n));
  const measured = async (command: "up" | "preview", changed: boolean, deployment: Deployment) => {
    const ops: Record<string, number> = {};
    const errors: string[] = [];
    const emit = (event: EngineEvent): void => {
      if (event.kind === "step-done") ops[event.step.op] = (ops[event.step.op] ?? 0) + 1;
      if (event.kind === "step-failed") errors.push(event.message);
      if (event.kind === "diagnostic" && event.severity === "error") errors.push(event.message);
    };
    const watch = new MemoryWatch(process.pid);
    const began = performance.now();
    const ran = await runEngine(deployment, {
      command,
      projectDir: join(__dirname, "declared"),
      project: {
        ...{ name: "program", main: "index.ts", nodeargs: ["--import", "tsx"] },
        providers: [{ name: "cloudkitty", path: "../../providers/cloudkitty" }],
      },
      config: {
        "program:tenants": String(tenants),
        "program:changed": String(changed),
        "program:provider": JSON.stringify(fake.login),
      },
      emit,
    });
    const seconds = (performance.now() - began) / 1000;
    if (errors.length > 0) throw new Error(errors.slice(0, 5).join("\n"));
    return { seconds, memory: watch.stop(), ops, deployment: ran.deployment };
  };
  const up = await measured("up", false, { resources: [], pendingOperations: [] });
  const preview = await measured("preview", true, up.deployment);
  if (preview.ops.update !== 1 || preview.ops.create !== 2)
    throw new Error(JSON.stringify(preview.ops));
  const { mappings } = fake.hashmap.tables;
  await fake.stop();
  const { seconds, memory } = preview;
  process.stdout.write(
    JSON.stringify({ rules: mappings.length, made: up.seconds, previewed: seconds, memory }),
  );
}

void main();
