// The page of the preview: it starts here.
import { render } from "preact";
import { Shell } from "./shell/shell";
import { showScheme } from "./shell/scheme";
import { listen } from "./state/changes";
import { readContent } from "./state/content";
import "./style/page.css";

showScheme();
listen();
void readContent();
render(<Shell />, document.body);
