import assert from "node:assert/strict";
import { mock } from "node:test";
import { readConnection } from "../../../embedded/plugins/command/connection";
import { withClient } from "../../../embedded/plugins/command/pool";
import { SshHost } from "./support/ssh-host";

const IDLE_MILLISECONDS = 60_000;

describe("connection pool", () => {
  let host: SshHost;
  before(async () => (host = await SshHost.start(() => ({}))));
  after(() => {
    mock.timers.reset();
    host.stop();
  });

  it("closes an idle connection, but none that sessions which waited now use", async () => {
    const connection = readConnection({
      host: "127.0.0.1",
      port: host.port,
      password: "let me in",
      hostKey: host.hostKey,
    });
    const session = (work: () => Promise<void>) => withClient(connection, () => undefined, work);
    await session(() => Promise.resolve());
    mock.timers.enable({ apis: ["setTimeout"] });

    let endFirst = (): void => undefined;
    let endSecond = (): void => undefined;
    const first = new Promise<void>((resolve) => (endFirst = resolve));
    const second = new Promise<void>((resolve) => (endSecond = resolve));
    let waited = 0;
    const early = Array.from({ length: 8 }, () => session(() => first));
    const late = Array.from({ length: 8 }, () => session(() => (waited++, second)));
    await settled();
    assert.equal(waited, 0);
    endFirst();
    await Promise.all(early);
    await settled();
    assert.equal(waited, 8);

    mock.timers.tick(IDLE_MILLISECONDS);
    await settled();
    assert.equal(host.openConnections, 1);

    endSecond();
    await Promise.all(late);
    mock.timers.tick(IDLE_MILLISECONDS);
    while (host.openConnections > 0) await settled();
    assert.equal(host.connections, 1);
  });
});

/** Waits, without a timer, until what is under way on loopback has arrived. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
}
