import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DiskFull,
  realFiles,
  replaceFile,
} from "../../../../components/billing/reports/store/files";
import { aboutOf } from "../../../../components/billing/reports/store/about";
import { Store } from "../../../../components/billing/reports/store/store";
import { fullAfter, Killed, killedAt } from "./faults";
import { hourly, machine, PROJECT, reportOf, scenario } from "./support";

const small = reportOf(hourly(machine("x", "x", "small"), "2026-11-01T00:00:00Z", 1));
const large = reportOf(scenario());
const closed = (number: string) => reportOf(scenario(), { number, kind: "final" });

describe("the store of reports", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "reports-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("numbers closed reports one after the other, and never changes one", async () => {
    const store = new Store(folder);
    assert.equal(store.nextNumber(), "R-000001");
    await store.issue(closed("R-000001"));
    assert.equal(store.nextNumber(), "R-000002");
    const before = readFileSync(join(folder, "issued/R-000001/report.json"));
    await assert.rejects(store.issue({ ...small, number: "R-000001" }), {
      message: "R-000001 is there already, and a closed report is never changed.",
    });
    assert.deepEqual(readFileSync(join(folder, "issued/R-000001/report.json")), before);
    assert.deepEqual(store.issued(), [aboutOf(closed("R-000001"))]);
    assert.deepEqual(
      JSON.parse(store.document(aboutOf(closed("R-000001")), "report.json").toString()),
      closed("R-000001"),
    );
    assert.equal(statSync(join(folder, "issued/R-000001/report.json")).mode & 0o777, 0o640);
  });

  it("writes the preliminary report anew", async () => {
    const store = new Store(folder);
    for (const report of [small, large, small]) {
      await store.keepRunning(report);
      assert.deepEqual(store.running(), [aboutOf(report)]);
      assert.deepEqual(
        JSON.parse(store.document(aboutOf(report), "report.json").toString()),
        report,
      );
    }
    store.dropRunning(PROJECT, "2026-11");
    assert.deepEqual(store.running(), []);
  });

  it("takes no name for a path", () => {
    assert.throws(() => new Store(folder).day("../../etc", "2026-11-01"), {
      message: "../../etc is no name of a file here.",
    });
  });

  it("is whole, whenever it is killed while it keeps a preliminary report, and goes on", async () => {
    let step = 0;
    for (let through = false; !through;) {
      step += 1;
      const here = join(folder, String(step));
      await new Store(here).keepRunning(small);
      const { files, steps } = killedAt(step);
      await new Store(here, files).keepRunning(large).catch((error: unknown) => {
        assert.ok(error instanceof Killed);
      });
      through = steps() < step;
      const [about] = new Store(here).running();
      assert.ok(about, `nothing is left after ${step} steps`);
      // The old one or the new one: all documents of it, and none of the other.
      const whole = [small, large].find((report) => report.totals.total === about.total);
      assert.deepEqual(
        JSON.parse(new Store(here).document(about, "report.json").toString()),
        whole,
      );
      const next = new Store(here);
      next.recover();
      await next.keepRunning(large);
      assert.deepEqual(next.running(), [aboutOf(large)]);
      const left = readdirSync(join(here, "running", `${PROJECT}_2026-11`)).sort();
      assert.equal(left.length, 2, left.join());
    }
    assert.ok(step > 25, `only ${step} steps`);
  });

  it("takes a number once, whenever it is killed while it issues, and leaves no half of a report", async () => {
    let step = 0;
    for (let through = false; !through;) {
      step += 1;
      const here = join(folder, String(step));
      const { files, steps } = killedAt(step);
      await new Store(here, files).issue(closed("R-000001")).catch((error: unknown) => {
        assert.ok(error instanceof Killed);
      });
      through = steps() < step;
      const next = new Store(here);
      next.recover();
      const issued = next.issued();
      if (issued.length === 0) await next.issue(closed(next.nextNumber()));
      assert.deepEqual(next.issued(), [aboutOf(closed("R-000001"))]);
      assert.deepEqual(readdirSync(join(here, "issued")), ["R-000001"]);
      assert.equal(readdirSync(join(here, "issued/R-000001")).length, 5);
    }
    assert.ok(step > 20, `only ${step} steps`);
  });

  it("says that the disk is full, keeps what was there, and goes on when there is room", async () => {
    for (let texts = 0; texts < 5; texts++) {
      const here = join(folder, String(texts));
      await new Store(here).keepRunning(small);
      const full = new Store(here, fullAfter(texts));
      await assert.rejects(full.keepRunning(large), (error: Error) => {
        assert.ok(error instanceof DiskFull);
        assert.match(
          error.message,
          /the disk is full\. Nothing was changed; make room there, and the next run goes on\.$/,
        );
        return true;
      });
      assert.deepEqual(new Store(here).running(), [aboutOf(small)]);
      await new Store(here).keepRunning(large);
      assert.deepEqual(new Store(here).running(), [aboutOf(large)]);
    }
    await assert.rejects(
      new Store(join(folder, "n"), fullAfter(2)).issue(closed("R-000001")),
      DiskFull,
    );
    assert.deepEqual(readdirSync(join(folder, "n/issued")), []);
  });

  it("leaves the old file where the new one could not be written", () => {
    const path = join(folder, "file");
    replaceFile(realFiles, path, "old");
    assert.throws(() => replaceFile(fullAfter(0), path, "new and longer"), DiskFull);
    assert.equal(readFileSync(path, "utf8"), "old");
    assert.deepEqual(readdirSync(folder), ["file"]);
  });

  it("says which file is broken, and what to do", () => {
    const path = join(folder, "tenants.json");
    writeFileSync(path, "{");
    assert.throws(() => new Store(folder).tenants(), {
      message: `${path} is no JSON: take it away, and the next run makes it anew.`,
    });
  });
});
