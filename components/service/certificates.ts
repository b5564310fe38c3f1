import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/** The certificates of the cloud, or of another API, in PEM. */
export interface Certificates {
  /** The certificate authority, which hosts and clients trust. */
  ca: string;
  /** The certificate of the API's addresses. */
  server: string;
  serverKey: string;
}

export interface CloudCertificatesArgs {
  /** Names and addresses that clients use. */
  dnsNames: string[];
  ipAddresses: string[];
}

const TEN_YEARS = 10 * 365 * 24;
const TWO_YEARS = 2 * 365 * 24;
const THIRTY_DAYS = 30 * 24;

/** A certificate authority of one's own and the certificate of the addresses of an API: the cloud's, Ironic's. */
export class CloudCertificates extends pulumi.ComponentResource {
  readonly ca: pulumi.Output<string>;
  readonly all: pulumi.Output<Certificates>;

  constructor(name: string, args: CloudCertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("openstack-environment:service:CloudCertificates", name, {}, opts);
    const parent = { parent: this };
    const key = { algorithm: "ECDSA", ecdsaCurve: "P256" };
    const caKey = new tls.PrivateKey(`${name}-ca-key`, key, parent);
    const ca = new tls.SelfSignedCert(
      `${name}-ca`,
      {
        privateKeyPem: caKey.privateKeyPem,
        isCaCertificate: true,
        setSubjectKeyId: true,
        subject: { commonName: "OpenStack environment CA", organization: args.dnsNames[0] },
        validityPeriodHours: TEN_YEARS,
        allowedUses: ["cert_signing", "crl_signing"],
      },
      parent,
    );
    const serverKey = new tls.PrivateKey(`${name}-server-key`, key, parent);
    const request = new tls.CertRequest(
      `${name}-server-request`,
      {
        privateKeyPem: serverKey.privateKeyPem,
        subject: { commonName: args.dnsNames[0] },
        dnsNames: args.dnsNames,
        ipAddresses: args.ipAddresses,
      },
      parent,
    );
    const server = new tls.LocallySignedCert(
      `${name}-server`,
      {
        caCertPem: ca.certPem,
        caPrivateKeyPem: caKey.privateKeyPem,
        certRequestPem: request.certRequestPem,
        validityPeriodHours: TWO_YEARS,
        earlyRenewalHours: THIRTY_DAYS,
        allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
      },
      parent,
    );
    this.ca = ca.certPem;
    this.all = pulumi.secret(
      pulumi.output({
        ca: ca.certPem,
        server: server.certPem,
        serverKey: serverKey.privateKeyPem,
      }),
    );
    this.registerOutputs({});
  }
}
