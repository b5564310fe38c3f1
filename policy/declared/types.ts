/** Type tokens of @pulumi/openstack (a test holds them against the package), by their short names. */
export const OPENSTACK = {
  addressScope: "openstack:networking/addressScope:AddressScope",
  aggregate: "openstack:compute/aggregateV2:AggregateV2",
  applicationCredential: "openstack:identity/applicationCredential:ApplicationCredential",
  computeQuota: "openstack:compute/quotaSetV2:QuotaSetV2",
  computeSecurityGroup: "openstack:compute/secGroup:SecGroup",
  ec2Credential: "openstack:identity/ec2CredentialV3:Ec2CredentialV3",
  endpoint: "openstack:identity/endpointV3:EndpointV3",
  flavor: "openstack:compute/flavor:Flavor",
  flavorAccess: "openstack:compute/flavorAccess:FlavorAccess",
  floatingIp: "openstack:networking/floatingIp:FloatingIp",
  floatingIpAssociate: "openstack:networking/floatingIpAssociate:FloatingIpAssociate",
  group: "openstack:identity/groupV3:GroupV3",
  image: "openstack:images/image:Image",
  imageAccess: "openstack:images/imageAccess:ImageAccess",
  inheritedRole: "openstack:identity/inheritRoleAssignment:InheritRoleAssignment",
  instance: "openstack:compute/instance:Instance",
  interface: "openstack:networking/routerInterface:RouterInterface",
  interfaceAttach: "openstack:compute/interfaceAttach:InterfaceAttach",
  keypair: "openstack:compute/keypair:Keypair",
  membership: "openstack:identity/userMembershipV3:UserMembershipV3",
  network: "openstack:networking/network:Network",
  networkQuota: "openstack:networking/quotaV2:QuotaV2",
  port: "openstack:networking/port:Port",
  portForwarding: "openstack:networking/portForwardingV2:PortForwardingV2",
  portSecurityGroups: "openstack:networking/portSecGroupAssociate:PortSecGroupAssociate",
  project: "openstack:identity/project:Project",
  qosPolicy: "openstack:networking/qosPolicy:QosPolicy",
  rbacPolicy: "openstack:networking/rbacPolicyV2:RbacPolicyV2",
  role: "openstack:identity/role:Role",
  roleAssignment: "openstack:identity/roleAssignment:RoleAssignment",
  route: "openstack:networking/routerRoute:RouterRoute",
  router: "openstack:networking/router:Router",
  securityGroup: "openstack:networking/secGroup:SecGroup",
  securityGroupRule: "openstack:networking/secGroupRule:SecGroupRule",
  serverGroup: "openstack:compute/serverGroup:ServerGroup",
  subnet: "openstack:networking/subnet:Subnet",
  subnetPool: "openstack:networking/subnetPool:SubnetPool",
  subnetRoute: "openstack:networking/subnetRoute:SubnetRoute",
  trunk: "openstack:networking/trunk:Trunk",
  user: "openstack:identity/user:User",
  volume: "openstack:blockstorage/volume:Volume",
  volumeQuota: "openstack:blockstorage/quoteSetV3:QuoteSetV3",
  volumeType: "openstack:blockstorage/volumeTypeV3:VolumeTypeV3",
  volumeTypeAccess: "openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3",
} as const;

/** Those of this repository's cloudkitty provider. */
export const RATING = {
  estimate: "cloudkitty:index:CostEstimate",
  rateField: "cloudkitty:index:HashmapField",
  rateMapping: "cloudkitty:index:HashmapMapping",
  rateService: "cloudkitty:index:HashmapService",
  rateThreshold: "cloudkitty:index:HashmapThreshold",
} as const;

export const TYPES = { ...OPENSTACK, ...RATING } as const;

export type ShortType = keyof typeof TYPES;

/** What a rule can be about: a resource of OpenStack, or a component of this program by its token. */
export type RuleType = ShortType | `openstack-environment:${string}`;

export const tokenOf = (type: RuleType): string => TYPES[type as ShortType] ?? type;
