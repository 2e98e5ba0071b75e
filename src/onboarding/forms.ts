/** An issue form as a file, for what it is, and the key that tells whether a repository has one like it. */
export interface IssueForm {
  file: string;
  about: string;
  alike: RegExp;
  text: string;
}

/** The forms of `docs/how-to/issue-forms.md`, word for word. */
export const FORMS: readonly IssueForm[] = [
  {
    file: '.github/ISSUE_TEMPLATE/debt.yml',
    about: 'technical debt',
    alike: /debt/i,
    text: `name: Technical debt
description: Something we will have to come back to
labels: [tech-debt]
body:
  - type: textarea
    attributes: { label: What it is, description: "What is it, and what does it cost while it stays?" }
    validations: { required: true }
  - type: dropdown
    attributes: { label: Debt, description: "Points: how much would it take to pay?", options: ["1", "2", "3", "5", "8", "13"] }
    validations: { required: true }
`,
  },
  {
    file: '.github/ISSUE_TEMPLATE/incident.yml',
    about: 'incidents',
    alike: /incident|post-?mortem|outage/i,
    text: `name: Incident
description: Something in production needs, or needed, repair
labels: [incident]
body:
  - type: textarea
    attributes: { label: Impact, description: "What can people not do, and since when?" }
    validations: { required: true }
  - type: input
    attributes: { label: Deployment, description: "The deployment that brought it, if one did: its id, its commit, or its address." }
  - type: input
    attributes: { label: Resolved, description: "When it was over, with the time zone.", placeholder: "2026-09-08 13:30 UTC" }
  - type: textarea
    attributes: { label: Timeline, description: "What happened when, from the first sign to the end?" }
  - type: textarea
    attributes: { label: Contributing factors, description: "What made it possible or likely, and what made it hard to see or to end? Look at the system rather than at people." }
  - type: textarea
    attributes: { label: Actions, description: "What do we change? One task a line, each with an owner and a day.", placeholder: "- [ ] Alert on queue age, @login, by 2026-09-20" }
`,
  },
  {
    file: '.github/ISSUE_TEMPLATE/experiment.yml',
    about: 'experiments',
    alike: /experiment|hypothesis/i,
    text: `name: Experiment
description: Something we want to find out before we build more of it
labels: [experiment]
body:
  - type: textarea
    attributes: { label: Hypothesis, description: "What do we believe will happen, for whom, and why?" }
    validations: { required: true }
  - type: input
    attributes: { label: Metric, description: "Which measure will show it, from what to what?" }
    validations: { required: true }
  - type: input
    attributes: { label: Decide by, description: "On which day do we decide?", placeholder: "2026-12-31" }
    validations: { required: true }
  - type: textarea
    attributes: { label: Decision, description: "Leave it empty until that day. Ship it, stop it or try something else, and what did we learn?" }
`,
  },
];
