import { ZONE } from './past/weeks.ts';

/** The demo's configurations: the organisation's, and repositories' own over it. */

export const ORGANISATION = `# What every repository of acme is judged by, unless its own truenorth.yml says otherwise.
version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  document: docs/north-star.md
  outcomes:
    - id: activation
      title: Clinics go live in a day
      kpi: time-to-value
      keywords: [onboarding, sign-up, import]
      paths: ["apps/onboarding/**"]
    - id: reliability
      title: The booking page is always up
      kpi: booking-uptime
      keywords: [latency, outage, retry]
      paths: ["services/booking/**"]
    - id: patient-trust
      title: Patients decide about their data
      kpi: consent-answered
      keywords: [consent, privacy]
  outcome:
    level: advise
    exempt: { authors: ["dependabot[bot]"], paths: ["docs/**", "**/*.md"] }
outcomes:
  kpis:
    - { id: time-to-value, title: Hours from sign-up to first patient, kind: time-to-value, unit: h, direction: down, baseline: 72, target: 24 }
    - { id: booking-uptime, title: Time that the booking page is up, kind: reliability, unit: "%", direction: up, baseline: 99.5, target: 99.95 }
    - { id: consent-answered, title: Patients who answered for their data, kind: adoption, unit: "%", direction: up, baseline: 40, target: 80, stale-after: 14 days }
security:
  threat-model: { level: require }
  dependencies: { critical: 7 days, high: 30 days, medium: 90 days }
resilience:
  observability: { level: advise }
technical-debt:
  interest: { after: 4 weeks, per-week: 2% }
  reserve: { paydown: 15%, innovation: 10%, over: 4 weeks }
  refactor-window: { every: 6 weeks }
trust:
  mentors: acme/mentors
  pulse: on
  first-contribution: { level: observe }
alignment:
  product: acme/product
  engineering: acme/engineering
  rituals:
    - { id: roadmap-review, title: Roadmap review, every: 2 weeks }
    - { id: clinic-visit, title: A day in a clinic, every: 4 weeks }
communication:
  timezone: ${ZONE}
  digest: { repository: acme/engineering-health, at: monday 09:00 }
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

export const PAYMENTS = `version: 1
technical-debt:
  budget: { points: 40 }
`;

export const BOOKING = `version: 1
technical-debt:
  budget: { points: 30 }
resilience:
  post-incident: { within: 5 days }
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
  first-contribution: { level: advise }
  shared-decision: { level: require, approvals: 2 }
alignment:
  product: acme/product
  discovery: { level: advise }
communication:
  decision-record: { level: advise }
`;
