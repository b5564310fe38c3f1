import assert from "node:assert/strict";
import { adviceOf } from "../../../providers/ironic/lifecycle/advice";

const BMC = "https://10.0.9.11";
/** As Ironic 29 says it of machines of the lab, shortened where it goes on. */
const SAID = {
  drop: "Failed to get power state for node N. Error: Redfish connection failed for node N: Unable to connect to https://10.0.9.11/redfish/v1/. Error: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
  certificate:
    "Failed to get power state for node N. Error: Redfish connection failed for node N: Unable to connect to https://10.0.9.11/redfish/v1/. Error: HTTPSConnectionPool(host='10.0.9.11', port=443): Max retries exceeded with url: /redfish/v1/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1029)')))",
  password:
    "Failed to get power state for node N. Error: Redfish exception occurred. Error: HTTP GET https://10.0.9.11/redfish/v1/Systems returned code 401. Base.1.18.NoValidSession: There is no valid session established with the implementation.",
  error:
    "Failed to get power state for node N. Error: HTTP GET https://10.0.9.11/redfish/v1/ returned code 500. Base.1.18.InternalError: The request failed due to an internal service error.",
  media:
    "Deploy step deploy.deploy failed: All virtual media mount attempts failed. Most recent error: Inserting virtual media into VirtualMediaType.CD failed for node N, moving to next virtual media device, if available. HTTP POST https://10.0.9.11/redfish/v1/Managers/1/VirtualMedia/Cd/Actions/VirtualMedia.InsertMedia returned code 400.",
  power: "Deploy step deploy.deploy failed: Failed to set node power state to power on..",
};

const advice = (
  said: string | null,
  info = { redfish_address: BMC } as object,
): string | undefined => adviceOf({ last_error: said, driver_info: { ...info } });

describe("ironic: advice", () => {
  it("names the BMC and what to do, by what Ironic says", () => {
    const given = Object.fromEntries(
      Object.entries(SAID).map(([name, said]) => [name, advice(said)]),
    );
    const all = (what: string) => `The machine's BMC is ${BMC}. ${what} Then run again.`;
    assert.deepEqual(given, {
      drop: all(
        "Ironic's host gets no answer of it: look at its cable, its address and whether its web server runs.",
      ),
      certificate: all(
        "Its certificate is not of the authority in redfish_verify_ca: give it one that is, or name its own authority there.",
      ),
      password: all("It refuses the user or the password in driver_info: correct them."),
      error: all(
        "It answers with an error of its own: look at its own log, and restart it if that is all it does.",
      ),
      media: all(
        "It has to fetch media from Ironic's host: look at its own log, and whether it reaches that host and port.",
      ),
      power: all(
        "It takes the command and the machine does not follow: look at its own log, then cut the machine's power and restore it.",
      ),
    });
  });

  it("is none where nothing is known, or the machine has no BMC", () => {
    const silent = [
      advice(null),
      advice("No deploy steps returned by the driver"),
      advice("Deploy step deploy.write_image failed: no space left on device"),
      advice(SAID.power, {}),
    ];
    assert.deepEqual(silent, [undefined, undefined, undefined, undefined]);
  });

  it("names a BMC that speaks IPMI, too", () => {
    assert.match(
      advice(SAID.power, { ipmi_address: "10.0.9.11" }) ?? "",
      /^The machine's BMC is 10\.0\.9\.11\. It takes the command/,
    );
  });
});
