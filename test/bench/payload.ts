import { createRequire } from 'node:module';

const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);
const opened = examples
  .find(({ name }) => name === 'pull_request')
  ?.examples.find((one) => one.action === 'opened') as {
  pull_request: object;
};

/** GitHub's own example of an opened pull request, with this number: about 25 KB. */
export const examplePull = (number: number): object => ({
  ...opened,
  installation: { id: 1 },
  number,
  pull_request: { ...opened.pull_request, number, node_id: `PR_${number}` },
});
