// The page of the preview: it starts here.
import { render } from "preact";
import { Shell } from "./shell/shell";
import { showScheme } from "./shell/scheme";
import { listen } from "./state/changes";
import { readContent } from "./state/content";
import { takeFiles } from "./views/events/dropping";
import "./style/page.css";

showScheme();
listen();
takeFiles();
void readContent();
render(<Shell />, document.body);
