// Shapes of workflow answers.
export interface ShownValue {
  text: string;
  kind: string;
  size: string;
}
export interface Child {
  key: string;
  path: string;
  value: ShownValue;
  count: number;
}
export interface NodeInfo {
  id: string;
  file: string;
  line: number;
  action: string;
  label: string;
  depth: number;
}
export interface WorkflowAnswer {
  file: string;
  text: string;
  diagram: string;
  nodes: NodeInfo[];
  parameters: { name: string }[];
}
export interface StateChange {
  path: string;
  before: ShownValue;
  after: ShownValue;
}
export interface Message {
  line: string;
  headers: { name: string; value: string }[];
  body: string;
  size: number;
}
export interface CallInfo {
  request: Message;
  response: Message | null;
}
export interface PartInfo {
  text: string;
  value: ShownValue;
  problem: string;
}
export interface ConditionInfo {
  text: string;
  holds: boolean;
  parts: PartInfo[];
}
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
  texts: { name: string; value: string }[];
  missing: string[];
  changes: StateChange[];
  calls: CallInfo[];
  condition: ConditionInfo | null;
  posted: number;
  log: { level: string; message: string } | null;
  status: { level: string | null; message: string } | null;
  waited: number | null;
  failed: string;
}
export interface RunInfo {
  number: number;
  began: number;
  first: number;
  after: number;
  outcome: string;
  reason: string;
  mismatch: string;
}
export interface CaseAnswer {
  steps: StepInfo[];
  counts: Record<string, number>;
  runs: RunInfo[];
  diagram: string;
  cut: string;
  outcome: string;
}
export interface StateAnswer {
  children: Child[];
  more: number;
}
export interface PostedEvent {
  step: number;
  payload: string;
}
export interface EventsSoFar {
  events: PostedEvent[];
  total: number;
}
export interface Evaluated {
  value: ShownValue;
}
