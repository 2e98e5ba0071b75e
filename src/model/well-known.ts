/** Where the configuration is, in every repository, and its address in what people read. */
export const POLICY_PATH = '.github/truenorth.yml';

/** The repository that holds the organisation's configuration. */
export const ORGANISATION_REPOSITORY = '.github';

/** Where readings of KPIs are. */
export const KPI_PATH = '.github/truenorth/kpis.csv';

/** Where GitHub looks for CODEOWNERS; the first that is there counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** The label of issues in which what comes again and again is held. */
export const CALENDAR_LABEL = 'truenorth-calendar';

/** Where GitHub sends webhooks to. */
export const WEBHOOK_PATH = '/api/github/webhooks';
