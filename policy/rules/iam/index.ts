import type { Rule } from "../../rule";
import { adminAssignment } from "./01-admin-assignment";
import { adminCredential } from "./02-admin-credential";
import { roleNotAllowed } from "./03-role-not-allowed";
import { credentialRoleNotAllowed } from "./04-credential-role-not-allowed";
import { userInsteadOfGroup } from "./05-user-instead-of-group";
import { crossDomain } from "./06-cross-domain";
import { inherited } from "./07-inherited";
import { domainWide } from "./08-domain-wide";
import { defaultDomain } from "./09-default-domain";
import { unrestrictedCredential } from "./10-unrestricted-credential";
import { credentialWithoutEnd } from "./11-credential-without-end";
import { credentialWithAllRoles } from "./12-credential-with-all-roles";
import { shortCredentialSecret } from "./13-short-credential-secret";
import { exemptUser } from "./14-exempt-user";
import { secretInExtra } from "./15-secret-in-extra";
import { weakPassword } from "./16-weak-password";
import { localUserInLdapDomain } from "./17-local-user-in-ldap-domain";
import { defaultProject } from "./18-default-project";
import { membershipAcrossDomains } from "./19-membership-across-domains";
import { roleTakenForAdmin } from "./20-role-taken-for-admin";
import { ec2Credential } from "./21-ec2-credential";
import { nestedProject } from "./22-nested-project";
import { endpointWithoutTls } from "./23-endpoint-without-tls";
import { uncheckedLogin } from "./24-unchecked-login";
import { mfaWithoutEffect } from "./25-mfa-without-effect";

/** Identity and access. */
export const IAM: Rule[] = [
  adminAssignment,
  adminCredential,
  roleNotAllowed,
  credentialRoleNotAllowed,
  userInsteadOfGroup,
  crossDomain,
  inherited,
  domainWide,
  defaultDomain,
  unrestrictedCredential,
  credentialWithoutEnd,
  credentialWithAllRoles,
  shortCredentialSecret,
  exemptUser,
  secretInExtra,
  weakPassword,
  localUserInLdapDomain,
  defaultProject,
  membershipAcrossDomains,
  roleTakenForAdmin,
  ec2Credential,
  nestedProject,
  endpointWithoutTls,
  uncheckedLogin,
  mfaWithoutEffect,
];
