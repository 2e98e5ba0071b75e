/** The demo's configurations: the organisation's, and repositories' own over it. */

export const ORGANISATION = `# What every repository of acme is judged by, unless its own truenorth.yml says otherwise.
version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  document: docs/north-star.md
  outcomes:
    - id: activation
      title: Clinics go live in a day
      keywords: [onboarding, sign-up, import]
      paths: ["apps/onboarding/**"]
    - id: reliability
      title: The booking page is always up
      keywords: [latency, outage, retry]
      paths: ["services/booking/**"]
    - id: patient-trust
      title: Patients decide about their data
      keywords: [consent, privacy]
  outcome:
    level: advise
    exempt: { authors: ["dependabot[bot]"], paths: ["docs/**", "**/*.md"] }
security:
  threat-model: { level: require }
resilience:
  observability: { level: advise }
# No repository can ask for less than this.
locked: [security/threat-model]
`;

export const CLINIC_WEB = `version: 1
north-star:
  outcome: { level: require }
resilience:
  observability:
    level: advise
    headings: [Observability, How we will see it]
    min-words: 8
`;

export const SCHEDULER = `version: 1
resilience:
  observability:
    level: require
    when: { paths: ["services/**"] }
technical-debt:
  budget: { level: require, points: 20 }
`;

/** What was in force in `patient-api` before somebody hurried. */
export const PATIENT_API = `version: 1
north-star:
  outcome: { level: require }
security:
  threat-model:
    level: require
    when: { paths: ["migrations/**", "src/consent/**"] }
`;

export const PATIENT_API_BROKEN = `version: 1
north-star:
  outcome: { level: require }
securty:
  threat-model:
    level: require
    when: { paths: ["migrations/**", "src/consent/**"] }
resilience:
  observability: { level: requried }
`;

export const TEMPLATE = `## What and why

<!-- Which clinic or patient is better off, and how? -->

Outcome: 

## Threat model

Describe what an attacker could do with this change, and what stops them.

## Observability

<!-- Which logs, traces or metrics will show that it works? -->
`;

/** Every guardrail, turned on. */
export const FRONT_DESK = `# Every guardrail on pull requests and issues, turned on, to look at.
version: 1
outcomes:
  measure: { level: advise }
  experiment: { level: advise }
developer-experience:
  small-batch: { level: advise, max-lines: 60 }
  paved-road: { level: require, npm: { allow: [zod, luxon], instead: { moment: luxon } } }
resilience:
  recovery: { level: advise }
  post-incident: { level: require }
security:
  privacy: { level: advise }
  ownership: { level: require }
  tests: { level: advise }
  workflow-pinning: { level: require }
technical-debt:
  budget: { level: advise, points: 10 }
  estimate: { level: advise }
  marker: { level: advise }
trust:
  mentors: acme/mentors
  shared-decision: { level: require, approvals: 2 }
alignment:
  product: acme/product
  discovery: { level: advise }
communication:
  decision-record: { level: advise }
waivers: { approvers: acme/staff, longest: 90 days }
`;
