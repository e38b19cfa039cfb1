/**
 * What a raw plan name of a token means (docs/codex-protocol.md, Claims and plans). Names of the CLI that no document
 * explains (`promax`, `sci`, `sci_plus`) are not here: of those nothing is claimed.
 */
export interface Plan {
  readonly name: string;
  /** True for plans of an organisation: its admin decides what is on. */
  readonly isWorkspace: boolean;
}

const plans: Readonly<Record<string, Plan>> = {
  free: { name: 'Free', isWorkspace: false },
  go: { name: 'Go', isWorkspace: false },
  plus: { name: 'Plus', isWorkspace: false },
  pro: { name: 'Pro', isWorkspace: false },
  prolite: { name: 'Pro Lite', isWorkspace: false },
  team: { name: 'Team', isWorkspace: true },
  self_serve_business_prolite: { name: 'Business Pro Lite', isWorkspace: true },
  self_serve_business_usage_based: { name: 'Business (usage-based)', isWorkspace: true },
  business: { name: 'Business', isWorkspace: true },
  ent26: { name: 'Enterprise', isWorkspace: true },
  enterprise_cbp_automation: { name: 'Enterprise (Automation)', isWorkspace: true },
  enterprise_cbp_usage_based: { name: 'Enterprise (usage-based)', isWorkspace: true },
  enterprise: { name: 'Enterprise', isWorkspace: true },
  hc: { name: 'Enterprise', isWorkspace: true },
  edu: { name: 'Edu', isWorkspace: true },
  education: { name: 'Edu', isWorkspace: true },
  edu_plus: { name: 'Edu Plus', isWorkspace: true },
  edu_pro: { name: 'Edu Pro', isWorkspace: true },
};

/** The plan behind a raw name; undefined when we do not know it, which is shown as such and never an error. */
export function findPlan(raw: string | undefined): Plan | undefined {
  return raw !== undefined && Object.hasOwn(plans, raw) ? plans[raw] : undefined;
}
