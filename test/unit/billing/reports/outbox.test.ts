import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Outbox,
  pause,
  type Event,
  type Outcome,
} from "../../../../components/billing/reports/outbox/outbox";
import { sign, verify } from "../../../../components/billing/reports/outbox/signature";
import { post } from "../../../../components/billing/reports/outbox/webhook";
import { realFiles } from "../../../../components/billing/reports/store/files";
import { Killed, killedAt } from "./faults";

const event = (number: number): Event => ({
  id: `report.R-${number}`,
  type: "report.issued",
  created: `2026-12-01T00:00:0${number}Z`,
  data: { number },
});

describe("what reports tell others", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "outbox-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Answers in that order, and what was sent. */
  const receiver = (...outcomes: Outcome[]) => {
    const sent: string[] = [];
    const send = ({ id }: Event): Promise<Outcome> => {
      sent.push(id);
      return Promise.resolve(outcomes.shift() ?? { ok: true });
    };
    return { sent, send };
  };
  const down: Outcome = { ok: false, reason: "answered 503" };

  it("is sent once, oldest first, though it is put in again and again", async () => {
    const outbox = new Outbox(folder, realFiles);
    const { sent, send } = receiver();
    for (const number of [2, 1, 2]) outbox.put(event(number));
    await outbox.deliver(send, 3, () => 0);
    outbox.put(event(1));
    await outbox.deliver(send, 3, () => 100);
    assert.deepEqual(sent, ["report.R-1", "report.R-2"]);
    assert.deepEqual(outbox.waiting(), []);
  });

  it("is tried again after longer and longer pauses, over restarts, and put aside in the end", async () => {
    const { sent, send } = receiver(down, down, down);
    new Outbox(folder, realFiles).put(event(1));
    const at = async (now: number) => {
      const outbox = new Outbox(folder, realFiles);
      await outbox.deliver(send, 3, () => now);
      return [sent.length, outbox.waiting().length, outbox.failed().length];
    };
    assert.deepEqual(await at(0), [1, 1, 0]);
    assert.deepEqual(await at(29), [1, 1, 0]);
    assert.deepEqual(await at(30), [2, 1, 0]);
    assert.deepEqual(await at(89), [2, 1, 0]);
    assert.deepEqual(await at(90), [3, 0, 1]);
    assert.equal(new Outbox(folder, realFiles).failed()[0]?.last, "answered 503");
    assert.equal(new Outbox(folder, realFiles).retry(), 1);
    assert.deepEqual(await at(91), [4, 0, 0]);
    assert.deepEqual([1, 2, 3, 10, 11, 100].map(pause), [30, 60, 120, 15360, 21600, 21600]);
  });

  it("is put aside at once where the receiver will never take it", async () => {
    const outbox = new Outbox(folder, realFiles);
    outbox.put(event(1));
    await outbox.deliver(
      receiver({ ok: false, reason: "answered 410", final: true }).send,
      12,
      () => 0,
    );
    assert.deepEqual([outbox.waiting().length, outbox.failed().length], [0, 1]);
  });

  it("is neither lost nor sent under another key, whenever the service is killed", async () => {
    let twice = 0;
    for (let step = 1, through = false; !through; step++) {
      const here = join(folder, String(step));
      const { sent, send } = receiver();
      const { files, steps } = killedAt(step);
      const killed = new Outbox(here, files);
      try {
        killed.put(event(1));
        await killed.deliver(send, 3, () => 0);
      } catch (error) {
        assert.ok(error instanceof Killed);
      }
      through = steps() < step;
      const next = new Outbox(here, realFiles);
      next.recover();
      // The run that comes next puts in again what it finds issued.
      next.put(event(1));
      await next.deliver(send, 3, () => 0);
      assert.ok(sent.length === 1 || sent.length === 2, `sent ${sent.length} times`);
      assert.deepEqual([...new Set(sent)], ["report.R-1"]);
      twice += sent.length - 1;
      assert.deepEqual([next.waiting(), next.failed()], [[], []]);
    }
    // Only between the answer and the note of it.
    assert.ok(twice > 0 && twice < 8, `${twice} times`);
  });

  it("is signed so that the receiver can tell who sent it, and when", () => {
    const header = sign("key", 1764115200, "body");
    const digest = createHmac("sha256", "key").update("1764115200.body").digest("hex");
    assert.equal(header, `t=1764115200,v1=${digest}`);
    assert.equal(verify("key", header, "body", 1764115400), true);
    assert.equal(verify("other", header, "body", 1764115400), false);
    assert.equal(verify("key", header, "other", 1764115400), false);
    assert.equal(verify("key", header, "body", 1764115501), false);
    assert.equal(verify("key", "t=1764115200", "body", 1764115200), false);
  });

  describe("by webhook", () => {
    let server: Server;
    let status = 204;
    const got: { headers: IncomingHttpHeaders; body: string }[] = [];
    before((done) => {
      server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          got.push({ headers: request.headers, body });
          response.writeHead(status, { location: "/elsewhere" }).end("thanks");
        });
      }).listen(0, "127.0.0.1", done);
    });
    after(() => server.close());
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const to = (answer: number) => {
      status = answer;
      return post({ url: url(), key: "key" }, event(1), () => 1764115200);
    };

    it("is posted with its key and signature", async () => {
      assert.deepEqual(await to(204), { ok: true });
      const [{ headers, body } = assert.fail("nothing came")] = got;
      assert.deepEqual(JSON.parse(body), event(1));
      assert.equal(headers["idempotency-key"], "report.R-1");
      assert.ok(verify("key", String(headers["x-signature"]), body, 1764115200));
    });

    it("tells what came back, and follows nobody elsewhere", async () => {
      assert.deepEqual(await to(500), { ok: false, reason: "answered 500", final: false });
      assert.deepEqual(await to(410), { ok: false, reason: "answered 410", final: true });
      const before = got.length;
      assert.deepEqual(await to(307), { ok: false, reason: "answered 307", final: false });
      assert.equal(got.length, before + 1);
      const nobody = await post({ url: "http://127.0.0.1:1/", key: "key" }, event(1), () => 0);
      assert.ok(!nobody.ok && nobody.reason !== "", "no reason");
    });
  });
});
