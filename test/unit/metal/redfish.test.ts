import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFaults } from "../../../embedded/metal/bmc/faults";
import { caFile, makeIdentities, readIdentity } from "../../../embedded/metal/bmc/identity";
import type { BareMachine, Room } from "../../../embedded/metal/bmc/plan";
import { serveRedfish } from "../../../embedded/metal/bmc/redfish/server";
import { Sessions } from "../../../embedded/metal/bmc/redfish/sessions";
import { readSettings } from "../../../embedded/metal/bmc/settings";

const SYSTEM = "/redfish/v1/Systems/1";
const RESET = `${SYSTEM}/Actions/ComputerSystem.Reset`;
const MEDIA = "/redfish/v1/Managers/1/VirtualMedia";
const SESSIONS = "/redfish/v1/SessionService/Sessions";

describe("a machine's Redfish service", () => {
  let folder: string;
  let room: Room;
  let machine: BareMachine;
  let password: string;
  let service: { server: { close(): void }; port: number };
  const lines: string[] = [];

  interface Reply {
    status: number;
    headers: Record<string, string | string[] | undefined>;
    body: unknown;
  }

  const ask = (
    method: string,
    path: string,
    body?: string | object,
    options: RequestOptions = { auth: `root:${password}` },
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const call = request(
        {
          host: "127.0.0.1",
          port: service.port,
          ca: readFileSync(caFile(room)),
          method,
          path,
          ...options,
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (more: string) => (text += more));
          response.on("error", reject).on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text === "" ? undefined : (JSON.parse(text) as unknown),
            }),
          );
        },
      );
      call.on("error", reject).end(typeof body === "object" ? JSON.stringify(body) : body);
    });
  const status = async (...args: Parameters<typeof ask>): Promise<number> =>
    (await ask(...args)).status;
  /** The message of an error answer, with its status. */
  const refusal = async (...args: Parameters<typeof ask>): Promise<[number, string]> => {
    const { status: code, body } = await ask(...args);
    return [code, (body as { error: { message: string } }).error.message];
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "redfish-"));
    machine = {
      name: "one",
      label: "test-one",
      bmc: "127.0.0.1",
      uuid: "6d657461-6c00-4000-8000-000000000001",
      serial: "ABC123",
      hardware: { cpus: 2, memoryGiB: 4, diskGiB: 16 },
      cards: [
        {
          device: "eno1",
          mac: "52:54:00:01:00:0b",
          cable: "t-11-mgmt",
          bridge: "t-mgmt",
          mtu: 1500,
        },
      ],
      folder: join(folder, "one"),
    };
    const network = { name: "t-bmc", cidr: "127.0.0.0/8", mtu: 1500 };
    room = { prefix: "test-", folder, network, machines: [machine] };
    await makeIdentities(room);
    const identity = await readIdentity(machine);
    password = identity.password;
    const log = (line: string) => void lines.push(line);
    service = await serveRedfish({ machine, ...identity, log, slowMs: 300 }, "127.0.0.1", 0);
  });
  after(() => {
    service.server.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => setFaults(machine, []));

  describe("who is let in", () => {
    it("shows anyone how to log in, and no more", async () => {
      assert.equal(await status("GET", "/redfish/v1/", undefined, {}), 200);
      const { status: code, headers, body } = await ask("GET", SYSTEM, undefined, {});
      assert.equal(code, 401);
      assert.equal(headers["www-authenticate"], 'Basic realm="Redfish"');
      assert.deepEqual(body, {
        error: {
          code: "Base.1.18.NoValidSession",
          message: "There is no valid session established with the implementation.",
          "@Message.ExtendedInfo": [
            {
              "@odata.type": "#Message.v1_1_2.Message",
              MessageId: "Base.1.18.NoValidSession",
              Message: "There is no valid session established with the implementation.",
              MessageArgs: [],
              MessageSeverity: "Critical",
              Resolution: "Establish a session before attempting any operations.",
            },
          ],
        },
      });
    });

    it("lets in by password, and by a session's token until it is deleted", async () => {
      assert.equal(await status("GET", SYSTEM, undefined, { auth: "root:wrong" }), 401);
      assert.equal(await status("GET", SYSTEM, undefined, { auth: `admin:${password}` }), 401);
      const credentials = { UserName: "root", Password: password };
      const session = await ask("POST", SESSIONS, credentials, {});
      const location = session.headers.location as string;
      const token = { headers: { "X-Auth-Token": session.headers["x-auth-token"] as string } };
      assert.deepEqual(
        [session.status, session.body],
        [
          201,
          {
            "@odata.id": location,
            "@odata.type": "#Session.v1_7_1.Session",
            Id: "1",
            Name: "Session 1",
            UserName: "root",
          },
        ],
      );
      assert.equal(location, `${SESSIONS}/1`);
      assert.equal(await status("GET", SYSTEM, undefined, token), 200);
      assert.equal(await status("DELETE", location, undefined, token), 204);
      assert.equal(await status("GET", SYSTEM, undefined, token), 401);
      assert.equal(await status("POST", SESSIONS, { ...credentials, Password: "no" }, {}), 401);
    });

    it("ends a session that was idle for half an hour", () => {
      let now = 0;
      const sessions = new Sessions("root", "secret", () => now);
      const { token } = sessions.create("root");
      const admitted = () => sessions.admits({ "x-auth-token": token });
      now = 1_799_000;
      assert.equal(admitted(), true);
      now += 1_800_000;
      assert.equal(admitted(), true);
      now += 1_801_000;
      assert.equal(admitted(), false);
      assert.deepEqual(sessions.list(), []);
    });

    it("keeps secrets to its owner: in its log and in its files", () => {
      assert.ok(lines.some((line) => line.includes('"Password":"***"')));
      assert.ok(!lines.some((line) => line.includes(password)));
      const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
      const secrets = ["ca.key", "one/bmc.key", "one/password"];
      assert.deepEqual(secrets.map(mode), [0o600, 0o600, 0o600]);
    });
  });

  describe("what it says", () => {
    it("describes the machine", async () => {
      const { headers, body } = await ask("GET", SYSTEM);
      assert.equal(headers.connection, "close");
      assert.equal(headers["odata-version"], "4.0");
      assert.deepEqual(body, {
        "@odata.id": SYSTEM,
        "@odata.type": "#ComputerSystem.v1_20_1.ComputerSystem",
        Id: "1",
        Name: "one",
        UUID: "6d657461-6c00-4000-8000-000000000001",
        SystemType: "Physical",
        Manufacturer: "Lab",
        Model: "Lab machine",
        SerialNumber: "ABC123",
        BiosVersion: "1.0",
        PowerState: "Off",
        Boot: {
          BootSourceOverrideTarget: "None",
          "BootSourceOverrideTarget@Redfish.AllowableValues": ["None", "Cd", "Usb", "Hdd"],
          BootSourceOverrideEnabled: "Disabled",
          "BootSourceOverrideEnabled@Redfish.AllowableValues": ["Disabled", "Once", "Continuous"],
          BootSourceOverrideMode: "UEFI",
          "BootSourceOverrideMode@Redfish.AllowableValues": ["UEFI"],
        },
        ProcessorSummary: { Count: 1, CoreCount: 2, Status: { State: "Enabled", Health: "OK" } },
        MemorySummary: { TotalSystemMemoryGiB: 4, Status: { State: "Enabled", Health: "OK" } },
        Processors: { "@odata.id": `${SYSTEM}/Processors` },
        Memory: { "@odata.id": `${SYSTEM}/Memory` },
        Storage: { "@odata.id": `${SYSTEM}/Storage` },
        EthernetInterfaces: { "@odata.id": `${SYSTEM}/EthernetInterfaces` },
        SecureBoot: { "@odata.id": `${SYSTEM}/SecureBoot` },
        Links: {
          Chassis: [{ "@odata.id": "/redfish/v1/Chassis/1" }],
          ManagedBy: [{ "@odata.id": "/redfish/v1/Managers/1" }],
        },
        Actions: {
          "#ComputerSystem.Reset": {
            target: RESET,
            "ResetType@Redfish.AllowableValues": [
              "On",
              "ForceOn",
              "ForceOff",
              "GracefulShutdown",
              "GracefulRestart",
              "ForceRestart",
              "PowerCycle",
              "PushPowerButton",
            ],
          },
        },
        Status: { State: "Enabled", Health: "OK" },
      });
    });

    it("has something at the end of every link", async () => {
      const seen = new Set<string>();
      const visit = async (path: string): Promise<void> => {
        if (seen.has(path)) return;
        seen.add(path);
        const { status: code, body } = await ask("GET", path);
        assert.equal(code, 200, path);
        const links = JSON.stringify(body).matchAll(/"@odata\.id":"([^"]+)"/g);
        for (const [, link] of links) await visit(link ?? "");
      };
      await visit("/redfish/v1");
      assert.ok(seen.has(`${SYSTEM}/EthernetInterfaces/eno1`));
      assert.ok(seen.has(`${SYSTEM}/Storage/1/Drives/Disk1`));
      assert.ok(seen.has(`${MEDIA}/Usb`));
      assert.equal(seen.size, 28);
    });

    it("refuses what is not there and what cannot be done", async () => {
      assert.deepEqual(await refusal("GET", "/redfish/v1/Systems/2"), [
        404,
        "The resource at the URI '/redfish/v1/Systems/2' was not found.",
      ]);
      assert.deepEqual(await refusal("DELETE", SYSTEM), [
        405,
        "The HTTP method DELETE is not allowed on this resource.",
      ]);
      assert.equal((await ask("DELETE", SYSTEM)).headers.allow, "GET, HEAD, PATCH");
      assert.deepEqual(await refusal("PATCH", SYSTEM, "{"), [
        400,
        "The request body submitted was malformed JSON and could not be parsed by the receiving service.",
      ]);
      assert.deepEqual(await refusal("GET", "/redfish/v1/constructor"), [
        404,
        "The resource at the URI '/redfish/v1/constructor' was not found.",
      ]);
    });
  });

  describe("booting", () => {
    const override = (boot: object) => ask("PATCH", SYSTEM, { Boot: boot });

    it("takes a target and how long it holds, and keeps what is not named", async () => {
      const both = { BootSourceOverrideTarget: "Cd", BootSourceOverrideEnabled: "Continuous" };
      assert.equal((await override(both)).status, 204);
      assert.deepEqual(readSettings(machine).boot, { target: "Cd", override: "Continuous" });
      assert.equal((await override({ BootSourceOverrideTarget: "Hdd" })).status, 204);
      assert.deepEqual(readSettings(machine).boot, { target: "Hdd", override: "Continuous" });
    });

    it("refuses the network, old firmware and what it does not know, and then changes nothing", async () => {
      const before = readSettings(machine);
      const said = async (body: object) => refusal("PATCH", SYSTEM, body);
      assert.deepEqual(await said({ Boot: { BootSourceOverrideTarget: "Pxe" } }), [
        400,
        "The value 'Pxe' for the property BootSourceOverrideTarget is not in the list of acceptable values.",
      ]);
      assert.deepEqual(await said({ Boot: { BootSourceOverrideMode: "Legacy" } }), [
        400,
        "The value 'Legacy' for the property BootSourceOverrideMode is not in the list of acceptable values.",
      ]);
      assert.deepEqual(await said({ Boot: { BootNext: "1" } }), [
        400,
        "The property Boot/BootNext is not in the list of valid properties for the resource.",
      ]);
      assert.deepEqual(await said({ IndicatorLED: "Lit" }), [
        400,
        "The property IndicatorLED is not in the list of valid properties for the resource.",
      ]);
      assert.deepEqual(readSettings(machine), before);
    });

    it("refuses ways to switch that it does not have", async () => {
      assert.deepEqual(await refusal("POST", RESET, { ResetType: "Nmi" }), [
        400,
        "The value 'Nmi' for the property ResetType is not in the list of acceptable values.",
      ]);
      assert.deepEqual(await refusal("POST", RESET, {}), [
        400,
        "The property ResetType is a required property and must be included in the request.",
      ]);
    });
  });

  describe("virtual media", () => {
    let files: Server;
    let url: string;
    const insert = (drive: string, body: object) =>
      ask("POST", `${MEDIA}/${drive}/Actions/VirtualMedia.InsertMedia`, body);
    const eject = (drive: string) =>
      status("POST", `${MEDIA}/${drive}/Actions/VirtualMedia.EjectMedia`);

    before(async () => {
      files = createServer((asked, response) => {
        if (asked.url === "/missing") return response.writeHead(404).end();
        if (asked.url === "/secret" && asked.headers.authorization !== "Basic dTpw") {
          return response.writeHead(401).end();
        }
        if (asked.url === "/half") {
          response.writeHead(200, { "Content-Length": 100 }).write("half");
          return setTimeout(() => response.destroy(), 20);
        }
        return response.end(`content of ${asked.url ?? ""}`);
      });
      await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    });
    after(() => files.close());

    it("fetches an image into a drive, shows it, and lets it go", async () => {
      assert.equal((await insert("Cd", { Image: `${url}/a.iso` })).status, 204);
      const file = join(machine.folder, "media", "Cd.iso");
      assert.equal(readFileSync(file, "utf8"), "content of /a.iso");
      assert.deepEqual((await ask("GET", `${MEDIA}/Cd`)).body, {
        "@odata.id": `${MEDIA}/Cd`,
        "@odata.type": "#VirtualMedia.v1_6_2.VirtualMedia",
        Id: "Cd",
        Name: "Virtual Cd",
        MediaTypes: ["CD", "DVD"],
        Image: `${url}/a.iso`,
        ImageName: "a.iso",
        Inserted: true,
        ConnectedVia: "URI",
        WriteProtected: true,
        Actions: {
          "#VirtualMedia.InsertMedia": { target: `${MEDIA}/Cd/Actions/VirtualMedia.InsertMedia` },
          "#VirtualMedia.EjectMedia": { target: `${MEDIA}/Cd/Actions/VirtualMedia.EjectMedia` },
        },
      });
      assert.deepEqual(
        await refusal("POST", `${MEDIA}/Cd/Actions/VirtualMedia.InsertMedia`, {
          Image: `${url}/b.iso`,
        }),
        [
          409,
          "The change to the requested resource failed because the resource is in use: Cd holds a medium.",
        ],
      );
      assert.equal(await eject("Cd"), 204);
      assert.equal(await eject("Cd"), 204);
      assert.deepEqual(readdirSync(join(machine.folder, "media")), []);
      assert.deepEqual(readSettings(machine).media, {});
    });

    it("logs in to the image's server when told to", async () => {
      const image = { Image: `${url}/secret`, UserName: "u", Password: "p" };
      assert.equal((await insert("Usb", image)).status, 204);
      assert.equal(await eject("Usb"), 204);
    });

    it("leaves the drive empty when the image cannot be had", async () => {
      const said = (path: string) =>
        refusal("POST", `${MEDIA}/Usb/Actions/VirtualMedia.InsertMedia`, { Image: path });
      const failed = (path: string, why: string) => [
        400,
        `The service failed to establish a connection with the URI '${path}': ${path} cannot be fetched: ${why}.`,
      ];
      assert.deepEqual(
        await said(`${url}/missing`),
        failed(`${url}/missing`, "the server answers 404"),
      );
      assert.deepEqual(await said(`${url}/half`), failed(`${url}/half`, "aborted"));
      assert.deepEqual(await said("ftp://127.0.0.1/x"), [
        400,
        "The value 'ftp://127.0.0.1/x' for the property Image is not in the list of acceptable values.",
      ]);
      assert.deepEqual(readSettings(machine).media, {});
      assert.deepEqual(readdirSync(join(machine.folder, "media")), []);
    });
  });

  describe("faults", () => {
    const image = `${MEDIA}/Cd/Actions/VirtualMedia.InsertMedia`;

    it("accepts a reset that does nothing", async () => {
      setFaults(machine, ["power"]);
      assert.equal(await status("POST", RESET, { ResetType: "On" }), 204);
      const { body } = await ask("GET", SYSTEM);
      assert.equal((body as { PowerState: string }).PowerState, "Off");
    });

    it("fails to fetch media", async () => {
      setFaults(machine, ["media"]);
      assert.deepEqual(await refusal("POST", image, { Image: "http://127.0.0.1/x" }), [
        400,
        "The service failed to establish a connection with the URI 'http://127.0.0.1/x': fault 'media' is switched on.",
      ]);
    });

    it("drops connections, answers 500, is slow", async () => {
      setFaults(machine, ["drop"]);
      await assert.rejects(ask("GET", SYSTEM), { code: "ECONNRESET" });
      setFaults(machine, ["error"]);
      assert.equal(await status("GET", SYSTEM), 500);
      setFaults(machine, ["slow"]);
      const began = Date.now();
      assert.equal(await status("GET", SYSTEM), 200);
      assert.ok(Date.now() - began >= 300);
    });

    it("does not know any other", () => {
      assert.throws(() => setFaults(machine, ["power", "fire"]), {
        message: `There is no fault fire. There are:
  power  the controller accepts every reset, and nothing happens
  media  inserting a medium fails
  drop   the controller drops every connection before it answers
  error  the controller answers every request with an error of its own (500)
  slow   the controller takes some seconds for each answer
  boot   the machine is on and never boots`,
      });
    });
  });

  it("needs a controller to have faults", () => {
    assert.throws(() => setFaults({ folder: join(folder, "none") }, ["power"]), {
      message:
        "The machine has no controller. Make the controllers first: node --import tsx embedded/metal/main.ts room",
    });
  });

  it("keeps subscriptions to events, and has no tasks", async () => {
    const path = "/redfish/v1/EventService/Subscriptions";
    const made = await ask("POST", path, { Destination: "https://10.0.0.1/events", Context: "c" });
    assert.deepEqual([made.status, made.headers.location], [201, `${path}/1`]);
    assert.deepEqual(made.body, (await ask("GET", `${path}/1`)).body);
    assert.equal(await status("DELETE", `${path}/1`), 204);
    assert.equal(await status("GET", `${path}/1`), 404);
    const { body } = await ask("GET", "/redfish/v1/TaskService/Tasks");
    assert.deepEqual((body as { Members: unknown[] }).Members, []);
  });
});
