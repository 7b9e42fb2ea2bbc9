// What the page and the server say to each other. Made by `python -m tools.page_protocol` from the models in
// preview/protocol/; change those.

/** `bye`: the server ends. */
export interface ByeEvent {
  reason: string;
}

/** `changed`: files of the package are different on disk. The first event of each connection names none. */
export interface ChangedEvent {
  revision: number;
  files: string[];
}

/** `build` and `test`: how far the work is. `case` is what ended last. */
export interface ProgressEvent {
  job: number;
  state: "running" | "passed" | "failed";
  done: number;
  total: number;
  failed: number;
  case: string;
}

/** How an event changed; `fields` names the fields and properties that differ. */
export interface Change {
  index: number;
  before: Row;
  after: Row;
  fields: string[];
}

/** The unsaved text of a file. */
export interface Edit {
  path: string;
  text: string;
}

/** `POST api/events/<type>/<index>`: an event as it is with unsaved texts, those on disk where they have errors. */
export interface EventRequest {
  edits: Edit[];
}

/**
 * `POST api/events/<type>/expressions`: write an expression of a normalized field or a custom property.
 *
 * `at` is the number of the expression to replace in its field, from 1; 0 adds one after the last. `expression` is
 * YAML.
 */
export interface ExpressionRequest {
  field: string;
  property?: boolean;
  at?: number;
  expression: string;
  base_hash: string;
}

/**
 * `POST api/events/<type>/mappings`: map a pair to an `existing` QID record, by its key, or to a new one.
 *
 * `base_hash` is the hash of the file that gets the mapping: the event table where there is one, else that of the
 * type.
 */
export interface MappingRequest {
  event_id: string;
  event_category?: string;
  existing?: string;
  new?: NewQid | null;
  base_hash: string;
}

/** A QID record that the package gets. */
export interface NewQid {
  name: string;
  low_level_category: string;
  severity: number;
  description?: string;
  review?: string;
}

/** What the edits change: events that are parsed only with them (`won`), only without (`lost`), or otherwise. */
export interface ParsingDiff {
  won: Change[];
  lost: Change[];
  changed: Change[];
}

/**
 * An expression that gives the selected text. It matches `matches` of `of` samples.
 *
 * `expression` is the YAML of the expression alone, such as `{json: '/"user"/"name"'}`; `expressions` takes it.
 */
export interface Proposal {
  kind: "json" | "key" | "cef" | "leef" | "xml" | "regex";
  field: string;
  expression: string;
  matches: number;
  of: number;
  values: ProposedValue[];
  note: string;
}

/** The proposals, the best first. `fields` are the normalized fields that the value could be for. */
export interface ProposalsAnswer {
  selection: string;
  fields: string[];
  proposals: Proposal[];
}

/** `POST api/events/<type>/propose`: a selection in a payload, and the field that it is for. */
export interface ProposeRequest {
  index: number;
  start: number;
  end: number;
  field?: string;
}

/** What a proposal gives in a sample. */
export interface ProposedValue {
  index: number;
  value: string;
}

/**
 * The samples with the unsaved texts. Only rows that differ from those on disk are in `rows`.
 *
 * `ok` is False where the texts have errors: then nothing was parsed, and `findings` says why.
 */
export interface TryAnswer {
  ok: boolean;
  rows: Row[];
  diff: ParsingDiff;
  coverage: CoverageAnswer;
  pairs_unmapped: UnmappedPair[];
  findings: FindingMessage[];
  milliseconds: number;
}

/** `POST api/events/<type>/try`. A page numbers its requests: one with a higher `number` ends those before it. */
export interface TryRequest {
  edits: Edit[];
  page?: string;
  number?: number;
}

/** What the samples prove. */
export interface CoverageAnswer {
  samples: number;
  outcomes: Partial<Record<"parsed" | "unknown" | "stored" | "built-in", number>>;
  expressions: ExpressionCoverage[];
  mappings: MappingCoverage[];
}

/** A QID record of the package that a mapping may lead to: its key, and its name. */
export interface DeclaredQid {
  key: string;
  name: string;
}

/** `POST api/events/<type>/dropped`: a file dropped onto the page. It is kept in memory only. */
export interface DropRequest {
  name: string;
  text: string;
}

/** The dropped files, with all rows of the type again. */
export interface DroppedAnswer {
  dropped: DroppedFile[];
  events: EventsAnswer;
}

/** A dropped file and how many payloads it has. */
export interface DroppedFile {
  name: string;
  payloads: number;
}

/** `GET api/events/<type>/<index>`. */
export interface EventAnswer {
  index: number;
  payload: string;
  outcome: "parsed" | "unknown" | "stored" | "built-in";
  event_id: string | null;
  event_category: string | null;
  severity: number | null;
  spans: Span[];
  fields: FieldValue[];
  properties: FieldValue[];
  qid: QidAnswer | null;
  times: EventTimes;
  lookup: LookupStep[];
  why: TriedExpression[];
  warnings: string[];
  hints: string[];
}

/** When the event was. `text` and `pattern` are what DeviceTime captured and the date pattern. */
export interface EventTimes {
  log_source_time: string | null;
  epoch: number | null;
  text: string;
  pattern: string;
  classes: ReadTime[];
}

/**
 * `GET api/events/<type>`: at most 10,000 rows; `total` counts all samples. `milliseconds` is what parsing took.
 *
 * `qids` are the records of the type and those that all types share, at most 2,000 of them.
 */
export interface EventsAnswer {
  revision: number;
  rows: Row[];
  total: number;
  coverage: CoverageAnswer;
  pairs_unmapped: UnmappedPair[];
  qids: DeclaredQid[];
  findings: FindingMessage[];
  milliseconds: number;
}

/**
 * An expression, and how the samples came out on it.
 *
 * It was for `tried` samples, had a value in `matched` of them, and gave the value in `won`. `name` is the
 * field or property with the number of the expression in it, such as `UserName 2`.
 */
export interface ExpressionCoverage {
  name: string;
  kind: string;
  expression: string;
  file: string;
  line: number;
  tried: number;
  matched: number;
  won: number;
  refused: string;
}

/**
 * A normalized field or custom property with its value, and the expression that gave it.
 *
 * `expression` is empty, and `file` too, where the built-in DSM or the syslog header gave it.
 */
export interface FieldValue {
  name: string;
  text: string;
  expression: string;
  file: string;
  line: number;
}

/** A step on the way to the QID record; `file` is empty where it is about no line. */
export interface LookupStep {
  text: string;
  file: string;
  line: number;
}

/** An event mapping, and how many samples it was for. */
export interface MappingCoverage {
  event_id: string;
  event_category: string;
  qid_name: string;
  file: string;
  line: number;
  hits: number;
}

/** The QID record of an event. `number` is None where none is handed out yet. */
export interface QidAnswer {
  number: number | null;
  name: string;
  severity: number;
  low_level_category: string;
  high_level_category: string;
}

/** A QID record for an unmapped pair. `review` says why a person must look at it; empty where nothing is guessed. */
export interface QidProposal {
  qid_name: string;
  low_level_category: string;
  severity: number;
  review: string;
}

/** The device time as a date class of Java reads it: `value` is ISO 8601, else `problem` says why there is none. */
export interface ReadTime {
  date_class: string;
  value: string | null;
  epoch: number | null;
  problem: string;
}

/**
 * An event in the list. `preview` is the start of the payload, without control characters.
 *
 * `source` names the case or the dropped file, `place` where in it the payload is. `index` is its number, from 0.
 */
export interface Row {
  index: number;
  origin: "case" | "dropped";
  source: string;
  place: string;
  outcome: "parsed" | "unknown" | "stored" | "built-in";
  event_id: string | null;
  event_category: string | null;
  qid: number | null;
  qid_name: string | null;
  low_level_category: string | null;
  severity: number | null;
  preview: string;
}

/**
 * What an expression captured of the payload. Spans may overlap; `nested` is how many others lie around this one.
 *
 * `expression` is the number of the expression in its field, from 1; `property` says whether the field is a property.
 */
export interface Span {
  field: string;
  property: boolean;
  start: number;
  end: number;
  expression: number;
  nested: number;
}

/** An expression that was tried: what it gave, or the reason why it gave nothing. */
export interface TriedExpression {
  field: string;
  property: boolean;
  number: number;
  kind: string;
  expression: string;
  file: string;
  line: number;
  tried: "won" | "late" | "nothing" | "refused";
  result: string;
  reason: string;
}

/** An event id and event category without a mapping, and on how many samples. */
export interface UnmappedPair {
  event_id: string;
  event_category: string;
  count: number;
  proposal: QidProposal;
}

/** 409: the file on disk has another hash than the text that was edited. Nothing was written. */
export interface ConflictAnswer {
  error: Problem;
  disk: DiskText;
}

/** What another program has written. The hash is empty where it deleted the file. */
export interface DiskText {
  text: string;
  hash: string;
}

/** `GET api/files/<path>`. */
export interface FileAnswer {
  path: string;
  text: string;
  hash: string;
}

/** `PUT api/files/<path>`. `base_hash` is the hash of the text that was edited. */
export interface WriteRequest {
  text: string;
  base_hash: string;
}

/** What is on disk now, with the findings of the package. */
export interface WrittenAnswer {
  path: string;
  hash: string;
  revision: number;
  findings: FindingMessage[];
}

/** A recorded case of a workflow: `name` is the name of its file without the suffix. */
export interface CaseSummary {
  name: string;
  file: string;
}

/** A file that a build writes, with its size in bytes. */
export interface ContentFile {
  name: string;
  size: number;
}

/** An item of the extension. `new` says whether its identity is not in `identity.lock.yaml` yet. */
export interface ContentItem {
  kind: string;
  name: string;
  identity: string;
  new: boolean;
}

/** `GET api/package/contents`: what the ZIP and the files beside it will hold. */
export interface ContentsAnswer {
  zip_name: string;
  files: ContentFile[];
  items: ContentItem[];
  findings: FindingMessage[];
}

/** A case that failed: its name, and what is not as expected, as plain text. */
export interface FailedCase {
  case: string;
  text: string;
}

/** HTML for the page to insert, made and escaped by the server. `title` is plain text, and `html` may be empty. */
export interface FragmentAnswer {
  title: string;
  html: string;
  findings: FindingMessage[];
}

/** A build or a test. `done` of `total` steps are done; `written` names the files of a build below `dist/`. */
export interface JobState {
  job: number;
  state: "none" | "running" | "passed" | "failed";
  done: number;
  total: number;
  passed: number;
  failed: number;
  written: string[];
  findings: FindingMessage[];
}

/** `GET api/package/lint`. */
export interface LintAnswer {
  findings: FindingMessage[];
}

/**
 * `GET api/package`. `revision` rises with each change on disk.
 *
 * Where the files have errors, `types` and `workflows` are those of the last good state, and `stale` says so.
 */
export interface PackageAnswer {
  id: string;
  name: string;
  version: string;
  folder_name: string;
  revision: number;
  stale: boolean;
  files: PackageFile[];
  types: TypeSummary[];
  workflows: WorkflowSummary[];
  findings: FindingMessage[];
}

/** A file of the package. `hash` names its content; `size` is in bytes. */
export interface PackageFile {
  path: string;
  kind: "extension" | "log-source-type" | "qids" | "workflow" | "fragment" | "workflow-case" | "event-case" | "source" | "log-source" | "log-source-values" | "log-source-groups" | "reference-data" | "event-table" | "xml" | "markdown" | "lock" | "sample" | "other";
  hash: string;
  size: number;
  editable: boolean;
}

/**
 * `GET api/package/results`: what came of the last build and the last test, while they run and after.
 *
 * `html` is the report of the test, empty until it has ended.
 */
export interface ResultsAnswer {
  build: JobState;
  test: JobState;
  failures: FailedCase[];
  html: string;
}

/** `POST api/package/build` and `POST api/package/test`: the work has started, under this number. */
export interface StartedAnswer {
  job: number;
}

/** A log source type with the number of its samples. `name` is what the console shows. */
export interface TypeSummary {
  key: string;
  name: string;
  file: string;
  samples: number;
}

/** A workflow with its recorded cases. */
export interface WorkflowSummary {
  key: string;
  name: string;
  file: string;
  cases: CaseSummary[];
}

/** The body of each answer with a status from 400 on, but for a conflict. */
export interface ErrorAnswer {
  error: Problem;
}

/**
 * A rule that does not hold at a place. Lines and columns are from 1; 0 where there is no place in the file.
 *
 * Columns count characters of the line; `end_column` is exclusive, and 0 where the end is not known.
 */
export interface FindingMessage {
  rule: string;
  severity: "error" | "warning" | "note";
  message: string;
  advice: string;
  file: string;
  line: number;
  column: number;
  end_column: number;
}

/** Why a request could not be answered. `rule` is an id of the catalogue, or `preview/` with a word. */
export interface Problem {
  rule: string;
  message: string;
  advice: string;
  file: string;
  line: number;
  column: number;
}

/** A request with its response; None where none came. */
export interface CallInfo {
  request: HttpMessage;
  response: HttpMessage | null;
}

/**
 * `GET api/workflows/<key>/cases/<name>`: the recording of a case.
 *
 * `counts` has how often each node was begun, `edges` how often each way was taken, as `1>2.1`. `cut` says why steps
 * are left out at the end. `outcome` is that of the last run.
 */
export interface CaseAnswer {
  steps: StepInfo[];
  counts: Record<string, number>;
  edges: Record<string, number>;
  runs: RunInfo[];
  diagram: string;
  cut: string;
  outcome: string;
}

/** A member of an object or an item of an array. `count` is how many children it has itself. */
export interface Child {
  key: string;
  path: string;
  value: ShownValue;
  count: number;
}

/** A condition as its templates made it. */
export interface ConditionInfo {
  text: string;
  holds: boolean;
  parts: PartInfo[];
}

/**
 * `POST api/workflows/<key>/cases/<name>/evaluate`: something to evaluate on the State after a step.
 *
 * A date pattern formats `value` where it is epoch milliseconds, and parses it otherwise. A `value` that begins with
 * `/` is a path of the State. Without one, the time of the step is formatted.
 */
export interface EvaluateRequest {
  step: number;
  kind: "jpath" | "template" | "condition" | "date";
  text: string;
  value?: string | null;
}

/** What came of it. */
export interface Evaluated {
  value: ShownValue;
}

/** `GET api/workflows/<key>/cases/<name>/events/<step>`: the last events that were posted up to a step. */
export interface EventsSoFar {
  events: PostedEvent[];
  total: number;
}

/** A header of a message. */
export interface HttpHeader {
  name: string;
  value: string;
}

/** A request or a response: its first line in short, and its body as text. `size` is that of the body in bytes. */
export interface HttpMessage {
  line: string;
  headers: HttpHeader[];
  body: string;
  size: number;
}

/** A line of the log. */
export interface LogInfo {
  level: string;
  message: string;
}

/** An action. `id` says where it is: `2.1` is the first action in the second one. `depth` is from 0. */
export interface NodeInfo {
  id: string;
  file: string;
  line: number;
  action: string;
  label: string;
  depth: number;
}

/** A parameter of a workflow. */
export interface ParameterInfo {
  name: string;
  label: string;
  required: boolean;
  secret: boolean;
}

/** A part of a condition with its value; `problem` says why it has none. */
export interface PartInfo {
  text: string;
  value: ShownValue;
  problem: string;
}

/** An event, with the step that posted it. */
export interface PostedEvent {
  step: number;
  payload: string;
}

/**
 * A run. Its steps are those from `first` up to but not including `after`; `number` is from 0.
 *
 * `outcome` is `ok`, `aborted`, `error` or `killed`; `mismatch` says what is wrong with the requests.
 */
export interface RunInfo {
  number: number;
  began: number;
  first: number;
  after: number;
  outcome: string;
  reason: string;
  advice: string;
  mismatch: string;
}

/** A value as JSON. `size` says how large it is where it is cut, and is empty otherwise. */
export interface ShownValue {
  text: string;
  kind: "missing" | "null" | "boolean" | "number" | "text" | "array" | "object";
  size: string;
}

/** `GET api/workflows/<key>/cases/<name>/state/<step>?path=&start=`: the children of a value, `more` after them. */
export interface StateAnswer {
  children: Child[];
  more: number;
}

/** What a step changed at a path. Where items were put behind those of an array, `appended` is their number. */
export interface StateChange {
  path: string;
  before: ShownValue;
  after: ShownValue;
  appended: number;
}

/** What the log source shows; the level is None where the status is cleared. */
export interface StatusInfo {
  level: string | null;
  message: string;
}

/**
 * An action that was carried out, or the beginning of a turn of a loop.
 *
 * `turn` is counted from 0. `at` is in epoch milliseconds, `waited` in milliseconds. `posted` is a number of events.
 * `failed` says why the run ended here.
 */
export interface StepInfo {
  index: number;
  run: number;
  node: string;
  file: string;
  line: number;
  action: string;
  label: string;
  depth: number;
  at: number;
  turn: number | null;
  texts: TextInfo[];
  missing: string[];
  changes: StateChange[];
  calls: CallInfo[];
  condition: ConditionInfo | null;
  posted: number;
  log: LogInfo | null;
  status: StatusInfo | null;
  waited: number | null;
  failed: string;
}

/** What the templates of an attribute came out as. */
export interface TextInfo {
  name: string;
  value: string;
}

/** `GET api/workflows/<key>`. `diagram` is SVG, made and escaped by the server, with the ids of nodes. */
export interface WorkflowAnswer {
  file: string;
  text: string;
  diagram: string;
  nodes: NodeInfo[];
  parameters: ParameterInfo[];
}
