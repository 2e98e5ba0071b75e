import { buildSchema } from 'graphql';

/** The slice of GitHub's GraphQL schema that is played, in its own names. */
export const schema = buildSchema(/* GraphQL */ `
  scalar DateTime
  scalar URI
  scalar GitObjectID

  type Query {
    viewer: User
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    repository(owner: String!, name: String!): Repository
    organization(login: String!): Organization
    search(query: String!, type: SearchType!, first: Int, after: String): SearchResultItemConnection!
    rateLimit: RateLimit
  }
  enum SearchType { ISSUE REPOSITORY USER }
  type SearchResultItemConnection { issueCount: Int! }
  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! }

  interface Node { id: ID! }
  interface Actor { login: String! }
  interface RepositoryOwner { id: ID! login: String! }
  type User implements Node & Actor & RepositoryOwner { id: ID! login: String! databaseId: Int }
  type Bot implements Node & Actor { id: ID! login: String! databaseId: Int }
  type Organization implements Node & Actor & RepositoryOwner { id: ID! login: String! databaseId: Int team(slug: String!): Team }
  type Team implements Node { id: ID! slug: String! name: String! members(first: Int, after: String): TeamMemberConnection! }
  type TeamMemberConnection { nodes: [User] totalCount: Int! pageInfo: PageInfo! }
  type UserConnection { nodes: [User] totalCount: Int! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

  type Repository implements Node {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    owner: RepositoryOwner!
    isPrivate: Boolean!
    isArchived: Boolean!
    isFork: Boolean!
    hasIssuesEnabled: Boolean!
    visibility: RepositoryVisibility!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(oid: GitObjectID, expression: String): GitObject
    label(name: String!): Label
    labels(first: Int, after: String, last: Int): LabelConnection
    issue(number: Int!): Issue
    issueOrPullRequest(number: Int!): IssueOrPullRequest
    pullRequest(number: Int!): PullRequest
    pullRequests(first: Int, after: String, last: Int, states: [PullRequestState!], orderBy: IssueOrder): PullRequestConnection!
    issues(first: Int, after: String, last: Int, labels: [String!], states: [IssueState!], filterBy: IssueFilters, orderBy: IssueOrder): IssueConnection!
    deployments(first: Int, after: String, last: Int, environments: [String!], orderBy: DeploymentOrder): DeploymentConnection!
    releases(first: Int, after: String, last: Int, orderBy: ReleaseOrder): ReleaseConnection!
    milestones(first: Int, after: String, last: Int, states: [MilestoneState!], orderBy: MilestoneOrder): MilestoneConnection
    hasVulnerabilityAlertsEnabled: Boolean!
    vulnerabilityAlerts(first: Int, after: String, last: Int, states: [RepositoryVulnerabilityAlertState!]): RepositoryVulnerabilityAlertConnection
  }
  enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
  type RepositoryVulnerabilityAlertConnection { nodes: [RepositoryVulnerabilityAlert] totalCount: Int! pageInfo: PageInfo! }
  enum RepositoryVulnerabilityAlertState { AUTO_DISMISSED DISMISSED FIXED OPEN }
  type RepositoryVulnerabilityAlert implements Node {
    id: ID!
    number: Int!
    state: RepositoryVulnerabilityAlertState!
    createdAt: DateTime!
    fixedAt: DateTime
    dismissedAt: DateTime
    securityVulnerability: SecurityVulnerability
  }
  type SecurityVulnerability { severity: SecurityAdvisorySeverity! package: SecurityAdvisoryPackage! }
  enum SecurityAdvisorySeverity { CRITICAL HIGH LOW MODERATE }
  type SecurityAdvisoryPackage { name: String! ecosystem: SecurityAdvisoryEcosystem! }
  enum SecurityAdvisoryEcosystem { ACTIONS COMPOSER ERLANG GO MAVEN NPM NUGET PIP PUB RUBYGEMS RUST SWIFT }
  input IssueFilters { since: DateTime labels: [String!] states: [IssueState!] }
  input DeploymentOrder { field: DeploymentOrderField! direction: OrderDirection! }
  enum DeploymentOrderField { CREATED_AT }
  input ReleaseOrder { field: ReleaseOrderField! direction: OrderDirection! }
  enum ReleaseOrderField { CREATED_AT NAME }
  input MilestoneOrder { field: MilestoneOrderField! direction: OrderDirection! }
  enum MilestoneOrderField { CREATED_AT DUE_DATE NUMBER UPDATED_AT }
  type DeploymentConnection { nodes: [Deployment] totalCount: Int! pageInfo: PageInfo! }
  type Deployment implements Node {
    id: ID!
    databaseId: Int
    environment: String
    creator: Actor!
    createdAt: DateTime!
    updatedAt: DateTime!
    commitOid: String!
    commit: Commit
    ref: Ref
    statuses(first: Int, after: String, last: Int): DeploymentStatusConnection
  }
  type DeploymentStatusConnection { nodes: [DeploymentStatus] totalCount: Int! pageInfo: PageInfo! }
  type DeploymentStatus { state: DeploymentStatusState! createdAt: DateTime! updatedAt: DateTime! creator: Actor! }
  enum DeploymentStatusState { ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING }
  type ReleaseConnection { nodes: [Release] totalCount: Int! pageInfo: PageInfo! }
  type Release implements Node {
    id: ID!
    databaseId: Int
    tagName: String!
    name: String
    author: User
    isPrerelease: Boolean!
    isDraft: Boolean!
    createdAt: DateTime!
    publishedAt: DateTime
    tagCommit: Commit
  }
  type MilestoneConnection { nodes: [Milestone] totalCount: Int! pageInfo: PageInfo! }
  enum MilestoneState { OPEN CLOSED }
  input IssueOrder { field: IssueOrderField! direction: OrderDirection! }
  enum IssueOrderField { CREATED_AT UPDATED_AT COMMENTS }
  enum OrderDirection { ASC DESC }
  union IssueOrPullRequest = Issue | PullRequest
  type Ref implements Node { id: ID! name: String! prefix: String! target: GitObject }
  interface GitObject { id: ID! oid: GitObjectID! }
  type Blob implements Node & GitObject { id: ID! oid: GitObjectID! byteSize: Int! isBinary: Boolean isTruncated: Boolean! text: String }
  type Tree implements Node & GitObject { id: ID! oid: GitObjectID! entries: [TreeEntry!] }
  type TreeEntry { name: String! path: String type: String! oid: GitObjectID! object: GitObject }
  type Commit implements Node & GitObject {
    id: ID!
    oid: GitObjectID!
    message: String!
    committedDate: DateTime!
    authoredDate: DateTime!
    checkSuites(first: Int, after: String, last: Int, filterBy: CheckSuiteFilter): CheckSuiteConnection
    history(first: Int, after: String, last: Int, path: String): CommitHistoryConnection!
    associatedPullRequests(first: Int, after: String, last: Int): PullRequestConnection
  }
  type CommitHistoryConnection { nodes: [Commit] totalCount: Int! pageInfo: PageInfo! }

  input CheckSuiteFilter { appId: Int checkName: String }
  input CheckRunFilter { checkName: String appId: Int }
  type CheckSuiteConnection { nodes: [CheckSuite] totalCount: Int! pageInfo: PageInfo! }
  type CheckSuite implements Node {
    id: ID!
    app: App
    checkRuns(first: Int, after: String, last: Int, filterBy: CheckRunFilter): CheckRunConnection
  }
  type App implements Node { id: ID! databaseId: Int slug: String! name: String! }
  type CheckRunConnection { nodes: [CheckRun] totalCount: Int! pageInfo: PageInfo! }
  type CheckRun implements Node {
    id: ID!
    databaseId: Int
    name: String!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    externalId: String
    detailsUrl: URI
    title: String
    summary: String
    text: String
    annotations(first: Int, after: String): CheckAnnotationConnection
  }
  type CheckAnnotationConnection { nodes: [CheckAnnotation] totalCount: Int! pageInfo: PageInfo! }
  type CheckAnnotation { path: String! title: String message: String! annotationLevel: CheckAnnotationLevel location: CheckAnnotationSpan! }
  type CheckAnnotationSpan { start: CheckAnnotationPosition! end: CheckAnnotationPosition! }
  type CheckAnnotationPosition { line: Int! column: Int }
  enum CheckStatusState { REQUESTED QUEUED IN_PROGRESS COMPLETED WAITING PENDING }
  enum RequestableCheckStatusState { QUEUED IN_PROGRESS COMPLETED WAITING PENDING }
  enum CheckConclusionState { ACTION_REQUIRED TIMED_OUT CANCELLED FAILURE SUCCESS NEUTRAL SKIPPED STARTUP_FAILURE STALE }

  interface Labelable { labels(first: Int, after: String, last: Int): LabelConnection }
  type LabelConnection { nodes: [Label] totalCount: Int! pageInfo: PageInfo! }
  type Label implements Node { id: ID! name: String! color: String! description: String }
  type Milestone implements Node {
    id: ID!
    number: Int!
    title: String!
    description: String
    creator: Actor
    state: MilestoneState!
    createdAt: DateTime!
    updatedAt: DateTime!
    closedAt: DateTime
    dueOn: DateTime
  }

  enum PullRequestState { OPEN CLOSED MERGED }
  enum IssueState { OPEN CLOSED }
  enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
  enum PullRequestTimelineItemsItemType {
    LABELED_EVENT UNLABELED_EVENT ISSUE_COMMENT CLOSED_EVENT REOPENED_EVENT
    READY_FOR_REVIEW_EVENT CONVERT_TO_DRAFT_EVENT REVIEW_REQUESTED_EVENT PULL_REQUEST_REVIEW
  }
  enum IssueTimelineItemsItemType { LABELED_EVENT UNLABELED_EVENT ISSUE_COMMENT CLOSED_EVENT REOPENED_EVENT }
  type IssueTimelineItemsConnection { nodes: [IssueTimelineItems] totalCount: Int! pageInfo: PageInfo! }
  union IssueTimelineItems = LabeledEvent | UnlabeledEvent | IssueComment | ClosedEvent | ReopenedEvent
  type ClosedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor stateReason: IssueStateReason }
  type ReopenedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor stateReason: IssueStateReason }
  type PullRequestCommitConnection { nodes: [PullRequestCommit] totalCount: Int! pageInfo: PageInfo! }
  type PullRequestCommit { commit: Commit! }
  type ReadyForReviewEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
  type ConvertToDraftEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
  type ReviewRequestedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor requestedReviewer: RequestedReviewer }
  type PullRequestConnection { nodes: [PullRequest] totalCount: Int! pageInfo: PageInfo! }
  type PullRequest implements Node & Labelable {
    id: ID!
    number: Int!
    title: String!
    body: String!
    state: PullRequestState!
    isDraft: Boolean!
    isCrossRepository: Boolean!
    merged: Boolean!
    createdAt: DateTime!
    closedAt: DateTime
    mergedAt: DateTime
    mergeCommit: Commit
    commits(first: Int, after: String, last: Int): PullRequestCommitConnection!
    updatedAt: DateTime!
    baseRefName: String!
    baseRefOid: GitObjectID!
    headRefName: String!
    headRefOid: GitObjectID!
    changedFiles: Int!
    additions: Int!
    deletions: Int!
    author: Actor
    milestone: Milestone
    labels(first: Int, after: String, last: Int): LabelConnection
    comments(first: Int, after: String, last: Int): IssueCommentConnection!
    timelineItems(first: Int, after: String, last: Int, itemTypes: [PullRequestTimelineItemsItemType!]): PullRequestTimelineItemsConnection!
    closingIssuesReferences(first: Int, after: String, last: Int): IssueConnection
    files(first: Int, after: String): PullRequestChangedFileConnection
    assignees(first: Int, after: String): UserConnection!
    reviewRequests(first: Int, after: String): ReviewRequestConnection
    latestReviews(first: Int, after: String, writersOnly: Boolean): PullRequestReviewConnection
    latestOpinionatedReviews(first: Int, after: String, writersOnly: Boolean): PullRequestReviewConnection
  }
  type PullRequestChangedFileConnection { nodes: [PullRequestChangedFile] totalCount: Int! pageInfo: PageInfo! }
  type PullRequestChangedFile { path: String! additions: Int! deletions: Int! changeType: PatchStatus! }
  enum PatchStatus { ADDED DELETED RENAMED COPIED MODIFIED CHANGED }
  type ReviewRequestConnection { nodes: [ReviewRequest] totalCount: Int! pageInfo: PageInfo! }
  type ReviewRequest { requestedReviewer: RequestedReviewer }
  union RequestedReviewer = User | Team
  type PullRequestReviewConnection { nodes: [PullRequestReview] totalCount: Int! pageInfo: PageInfo! }
  type PullRequestReview implements Node {
    id: ID!
    databaseId: Int
    state: PullRequestReviewState!
    createdAt: DateTime!
    submittedAt: DateTime
    author: Actor
  }
  enum PullRequestReviewState { PENDING COMMENTED APPROVED CHANGES_REQUESTED DISMISSED }
  type PullRequestTimelineItemsConnection { nodes: [PullRequestTimelineItems] totalCount: Int! pageInfo: PageInfo! }
  union PullRequestTimelineItems =
    LabeledEvent | UnlabeledEvent | IssueComment | ClosedEvent | ReopenedEvent
    | ReadyForReviewEvent | ConvertToDraftEvent | ReviewRequestedEvent | PullRequestReview
  type LabeledEvent implements Node { id: ID! createdAt: DateTime! actor: Actor label: Label! }
  type UnlabeledEvent implements Node { id: ID! createdAt: DateTime! actor: Actor label: Label! }
  type IssueConnection { nodes: [Issue] totalCount: Int! pageInfo: PageInfo! }
  type Issue implements Node & Labelable {
    id: ID!
    number: Int!
    title: String!
    body: String!
    state: IssueState!
    stateReason: IssueStateReason
    createdAt: DateTime!
    updatedAt: DateTime!
    closedAt: DateTime
    assignees(first: Int, after: String): UserConnection!
    timelineItems(first: Int, after: String, last: Int, itemTypes: [IssueTimelineItemsItemType!]): IssueTimelineItemsConnection!
    author: Actor
    milestone: Milestone
    labels(first: Int, after: String, last: Int): LabelConnection
    comments(first: Int, after: String, last: Int): IssueCommentConnection!
    participants(first: Int, after: String): UserConnection!
    viewerDidAuthor: Boolean!
    subIssues(first: Int, after: String, last: Int): IssueConnection!
  }
  type IssueCommentConnection { nodes: [IssueComment] totalCount: Int! pageInfo: PageInfo! }
  type IssueCommentEdge { node: IssueComment }
  type IssueComment implements Node {
    id: ID!
    databaseId: Int
    body: String!
    author: Actor
    viewerDidAuthor: Boolean!
    createdAt: DateTime!
    updatedAt: DateTime!
    reactionGroups: [ReactionGroup!]
  }
  type ReactionGroup { content: ReactionContent! viewerHasReacted: Boolean! reactors(first: Int, after: String): ReactorConnection! }
  type ReactorConnection { nodes: [Reactor] totalCount: Int! pageInfo: PageInfo! }
  union Reactor = Bot | User

  type Mutation {
    createCheckRun(input: CreateCheckRunInput!): CreateCheckRunPayload
    updateCheckRun(input: UpdateCheckRunInput!): UpdateCheckRunPayload
    addComment(input: AddCommentInput!): AddCommentPayload
    updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
    addLabelsToLabelable(input: AddLabelsToLabelableInput!): AddLabelsToLabelablePayload
    removeLabelsFromLabelable(input: RemoveLabelsFromLabelableInput!): RemoveLabelsFromLabelablePayload
    createLabel(input: CreateLabelInput!): CreateLabelPayload
    updatePullRequest(input: UpdatePullRequestInput!): UpdatePullRequestPayload
    createIssue(input: CreateIssueInput!): CreateIssuePayload
    updateIssue(input: UpdateIssueInput!): UpdateIssuePayload
    closeIssue(input: CloseIssueInput!): CloseIssuePayload
    addReaction(input: AddReactionInput!): AddReactionPayload
  }
  input CreateCheckRunInput {
    repositoryId: ID! name: String! headSha: GitObjectID! externalId: String detailsUrl: URI clientMutationId: String
    status: RequestableCheckStatusState startedAt: DateTime conclusion: CheckConclusionState completedAt: DateTime
    output: CheckRunOutput actions: [CheckRunAction!]
  }
  input UpdateCheckRunInput {
    repositoryId: ID! checkRunId: ID! name: String externalId: String detailsUrl: URI clientMutationId: String
    status: RequestableCheckStatusState startedAt: DateTime conclusion: CheckConclusionState completedAt: DateTime
    output: CheckRunOutput actions: [CheckRunAction!]
  }
  input CheckRunOutput { title: String! summary: String! text: String annotations: [CheckAnnotationData!] }
  input CheckAnnotationData { path: String! location: CheckAnnotationRange! annotationLevel: CheckAnnotationLevel! message: String! title: String rawDetails: String }
  input CheckAnnotationRange { startLine: Int! startColumn: Int endLine: Int! endColumn: Int }
  enum CheckAnnotationLevel { FAILURE NOTICE WARNING }
  input CheckRunAction { label: String! description: String! identifier: String! }
  type CreateCheckRunPayload { clientMutationId: String checkRun: CheckRun }
  type UpdateCheckRunPayload { clientMutationId: String checkRun: CheckRun }
  input AddCommentInput { subjectId: ID! body: String! clientMutationId: String }
  type AddCommentPayload { clientMutationId: String commentEdge: IssueCommentEdge subject: Node }
  input UpdateIssueCommentInput { id: ID! body: String! clientMutationId: String }
  type UpdateIssueCommentPayload { clientMutationId: String issueComment: IssueComment }
  input AddLabelsToLabelableInput { labelableId: ID! labelIds: [ID!]! clientMutationId: String }
  type AddLabelsToLabelablePayload { clientMutationId: String labelable: Labelable }
  input RemoveLabelsFromLabelableInput { labelableId: ID! labelIds: [ID!]! clientMutationId: String }
  type RemoveLabelsFromLabelablePayload { clientMutationId: String labelable: Labelable }
  input CreateLabelInput { repositoryId: ID! name: String! color: String! description: String clientMutationId: String }
  type CreateLabelPayload { clientMutationId: String label: Label }
  enum ReactionContent { THUMBS_UP THUMBS_DOWN LAUGH HOORAY CONFUSED HEART ROCKET EYES }
  input AddReactionInput { subjectId: ID! content: ReactionContent! clientMutationId: String }
  type AddReactionPayload { clientMutationId: String subject: Node }
  input CreateIssueInput { repositoryId: ID! title: String! body: String labelIds: [ID!] clientMutationId: String }
  type CreateIssuePayload { clientMutationId: String issue: Issue }
  input UpdateIssueInput { id: ID! title: String body: String state: IssueState labelIds: [ID!] clientMutationId: String }
  type UpdateIssuePayload { clientMutationId: String issue: Issue }
  enum IssueClosedStateReason { COMPLETED DUPLICATE NOT_PLANNED }
  input CloseIssueInput { issueId: ID! stateReason: IssueClosedStateReason clientMutationId: String }
  type CloseIssuePayload { clientMutationId: String issue: Issue }
  input UpdatePullRequestInput { pullRequestId: ID! title: String body: String clientMutationId: String }
  type UpdatePullRequestPayload { clientMutationId: String pullRequest: PullRequest }
`);
