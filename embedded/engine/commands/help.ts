/** What `help` prints. */
export const HELP = `The embedded engine: runs this project's Pulumi program where \`pulumi\` cannot be had.

Usage: bin/pulumi COMMAND [flags]

  preview                  what an update would do
  up                       preview, ask, update; makes the stack when it is not there
  refresh                  read every resource and correct the state
  destroy                  delete every resource
  cancel [STACK]           remove the lock that a run left
  stack                    the current stack: resources and outputs
  stack ls | init NAME | select NAME [--create] | rm NAME [--force] [--preserve-config]
  stack output [NAME] [--json] [--show-secrets]
  stack export [--file F] [--show-secrets] | import [--file F] [--force]
  config [--show-secrets] [--json]
  config get KEY [--path] | set KEY [VALUE] [--secret] [--path] | rm KEY [--path]
  version

Everywhere: -s/--stack NAME, -C/--cwd DIR, --config-file F, --non-interactive,
  --color always|never|auto
preview, up, refresh, destroy: -y/--yes, -f/--skip-preview, --diff, -j/--json, -t/--target URN,
  -p/--parallel N, -r/--refresh, --expect-no-changes, --policy-pack DIR, --policy-pack-config F,
  --show-secrets, -m/--message TEXT; destroy: --target-dependents

The passphrase for secrets is read from PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.
Stacks are kept in ~/.local/state/openstack-environment/stacks (PULUMI_BACKEND_URL=file://PATH).
Exit codes: 0, or 255 on any error.
`;
