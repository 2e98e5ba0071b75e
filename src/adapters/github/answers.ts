import { z } from 'zod';

/** GitHub's answers, parsed at the door: only the fields that are used. */

const actor = z.object({ __typename: z.string(), login: z.string() }).nullable();
const page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const names = z.object({ nodes: z.array(z.object({ name: z.string() })) });
const labelEvent = z.object({
  __typename: z.enum(['LabeledEvent', 'UnlabeledEvent']),
  createdAt: z.string(),
  actor,
  label: z.object({ name: z.string() }),
});

export const PullAnswer = z.object({
  repository: z.object({
    isArchived: z.boolean(),
    pullRequest: z.object({
      id: z.string(),
      number: z.number(),
      title: z.string(),
      body: z.string().nullable(),
      state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
      isDraft: z.boolean(),
      isCrossRepository: z.boolean(),
      updatedAt: z.string(),
      baseRefName: z.string(),
      headRefOid: z.string(),
      changedFiles: z.number(),
      author: actor,
      labels: z.object({ pageInfo: page, nodes: z.array(z.object({ name: z.string() })) }).nullable(),
      timelineItems: z.object({ pageInfo: page, nodes: z.array(labelEvent) }),
      closingIssuesReferences: z
        .object({
          nodes: z.array(
            z.object({
              number: z.number(),
              labels: names.nullable(),
              milestone: z.object({ title: z.string() }).nullable(),
            }),
          ),
        })
        .nullable(),
      approvals: z.object({ nodes: z.array(z.object({ state: z.string(), author: actor })) }).nullish(),
      reviews: z.object({ nodes: z.array(z.object({ author: actor })) }).nullish(),
      reviewRequests: z
        .object({
          nodes: z.array(z.object({ requestedReviewer: z.object({ login: z.string().optional() }).nullable() })),
        })
        .nullish(),
      assignees: z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish(),
    }),
  }),
});
export type PullAnswer = z.infer<typeof PullAnswer>;

const annotation = z.object({
  path: z.string(),
  title: z.string().nullable(),
  message: z.string(),
  annotationLevel: z.string().nullable(),
  location: z.object({ start: z.object({ line: z.number() }) }),
});

export const suites = z
  .object({
    checkSuites: z
      .object({
        nodes: z.array(
          z.object({
            checkRuns: z
              .object({
                nodes: z.array(
                  z.object({
                    id: z.string(),
                    status: z.string(),
                    conclusion: z.string().nullable(),
                    title: z.string().nullable(),
                    summary: z.string().nullable(),
                    annotations: z.object({ nodes: z.array(annotation) }).nullish(),
                  }),
                ),
              })
              .nullable(),
          }),
        ),
      })
      .nullish(),
  })
  .nullable();

export const OwnAnswer = z.object({
  repository: z.object({
    pullRequest: z.object({
      comments: z.object({
        pageInfo: page,
        nodes: z.array(z.object({ id: z.string(), body: z.string(), viewerDidAuthor: z.boolean() })),
      }),
    }),
    object: suites,
  }),
});

export const CommitCheckAnswer = z.object({ repository: z.object({ object: suites }) });
export type Suites = z.infer<typeof suites>;

/** A file's content, or, where a folder stands in its place, nothing of it. */
export const blob = z
  .object({
    oid: z.string().optional(),
    byteSize: z.number().optional(),
    isBinary: z.boolean().nullish(),
    isTruncated: z.boolean().optional(),
    text: z.string().nullish(),
  })
  .nullable();
export type BlobAnswer = z.infer<typeof blob>;

const folder = z
  .object({ entries: z.array(z.object({ name: z.string(), type: z.string(), oid: z.string() })).nullish() })
  .nullable();

export const RulesAnswer = z.object({
  repository: z.object({
    id: z.string(),
    isPrivate: z.boolean(),
    isArchived: z.boolean(),
    owner: z.object({ __typename: z.string() }),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
    config: blob,
    owners0: blob,
    owners1: blob,
    owners2: blob,
    github: folder,
    root: folder,
    docs: folder,
    labels: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }).nullable(),
  }),
});
export type RulesAnswer = z.infer<typeof RulesAnswer>;

export const TextsAnswer = z.object({
  repository: z.record(z.string(), z.object({ text: z.string().nullish() }).nullable()),
});

export const FilesAnswer = z.array(
  z.object({
    filename: z.string(),
    status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'changed', 'unchanged']),
    additions: z.number(),
    deletions: z.number(),
    previous_filename: z.string().optional(),
    patch: z.string().optional(),
    contents_url: z.string().optional(),
  }),
);
export type FilesAnswer = z.infer<typeof FilesAnswer>;
