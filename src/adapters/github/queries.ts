/** The GraphQL that Truenorth speaks: two readings, and mutations that `writes.ts` sends several at a time. */

/** One pull request with everything but its files: what it says, its labels and who set them, the issues it closes. */
export const PULL = /* GraphQL */ `
  query Pull($owner: String!, $name: String!, $number: Int!, $labels: String, $events: String, $people: Boolean!) {
    repository(owner: $owner, name: $name) {
      id
      isArchived
      pullRequest(number: $number) {
        id
        number
        title
        body
        state
        isDraft
        isCrossRepository
        updatedAt
        baseRefName
        headRefOid
        changedFiles
        author { __typename login }
        labels(first: 100, after: $labels) { pageInfo { hasNextPage endCursor } nodes { id name } }
        timelineItems(first: 100, after: $events, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
          pageInfo { hasNextPage endCursor }
          nodes {
            __typename
            ... on LabeledEvent { createdAt actor { __typename login } label { name } }
            ... on UnlabeledEvent { createdAt actor { __typename login } label { name } }
          }
        }
        closingIssuesReferences(first: 20) {
          nodes { number labels(first: 50) { nodes { name } } milestone { title } }
        }
        approvals: latestOpinionatedReviews(first: 100, writersOnly: true) @include(if: $people) {
          nodes { state author { __typename login } }
        }
        reviews: latestReviews(first: 100) @include(if: $people) { nodes { author { __typename login } } }
        reviewRequests(first: 100) @include(if: $people) {
          nodes { requestedReviewer { __typename ... on User { login } } }
        }
        assignees(first: 20) @include(if: $people) { nodes { login } }
      }
    }
  }
`;

/** This app's checks of one name on a commit. */
const CHECKS = /* GraphQL */ `
  fragment Checks on Commit {
    checkSuites(first: 10, filterBy: { appId: $app }) {
      nodes {
        checkRuns(first: 10, filterBy: { checkName: $check }) {
          nodes {
            id
            status
            conclusion
            title
            summary
            annotations(first: 100) { nodes { path title message annotationLevel location { start { line } } } }
          }
        }
      }
    }
  }
`;

/** What Truenorth wrote before, to be found again when an answer was lost: its comment among all of them, its check. */
export const OWN = /* GraphQL */ `
  query Own($owner: String!, $name: String!, $number: Int!, $sha: GitObjectID!, $app: Int!, $check: String!, $comments: String) {
    repository(owner: $owner, name: $name) {
      pullRequest(number: $number) {
        comments(first: 100, after: $comments) {
          pageInfo { hasNextPage endCursor }
          nodes { id body viewerDidAuthor }
        }
      }
      object(oid: $sha) {
        ...Checks
      }
    }
  }
  ${CHECKS}
`;

/** Whether this app has reacted to comments; GitHub says so without telling of anybody else. */
export const ANSWERED = /* GraphQL */ `
  query Answered($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on IssueComment { id reactionGroups { viewerHasReacted } }
    }
  }
`;

/** Open pull requests, each with this app's checks on its head. */
export const OPEN_PULLS = /* GraphQL */ `
  query OpenPulls($owner: String!, $name: String!, $app: Int!, $check: String!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequests(states: [OPEN], first: 50, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number
          commits(last: 1) {
            nodes {
              commit {
                checkSuites(first: 1, filterBy: { appId: $app }) {
                  nodes {
                    checkRuns(first: 1, filterBy: { checkName: $check }) { nodes { id status conclusion title summary } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
`;

/** A commit's check by Truenorth. */
export const COMMIT_CHECK = /* GraphQL */ `
  query CommitCheck($owner: String!, $name: String!, $sha: GitObjectID!, $app: Int!, $check: String!) {
    repository(owner: $owner, name: $name) {
      id
      object(oid: $sha) {
        ...Checks
      }
    }
  }
  ${CHECKS}
`;

/**
 * A repository's own files that decide how it is judged: the configuration and the pull-request templates, in the places
 * where GitHub looks for them.
 */
export const RULES = /* GraphQL */ `
  query Rules($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      id
      isPrivate
      isArchived
      owner { __typename }
      defaultBranchRef { name target { oid } }
      config: object(expression: "HEAD:.github/truenorth.yml") { ...File }
      github: object(expression: "HEAD:.github") { ...Folder }
      root: object(expression: "HEAD:") { ...Folder }
      docs: object(expression: "HEAD:docs") { ...Folder }
      owners0: object(expression: "HEAD:.github/CODEOWNERS") { ...File }
      owners1: object(expression: "HEAD:CODEOWNERS") { ...File }
      owners2: object(expression: "HEAD:docs/CODEOWNERS") { ...File }
      labels(first: 100) { nodes { id name } }
    }
  }
  fragment File on Blob { oid byteSize isBinary isTruncated text }
  fragment Folder on Tree { entries { name type oid } }
`;
